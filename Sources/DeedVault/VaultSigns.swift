import DeedCore
import DeedSystem

/// A vault that stands where papers were looked for: whole or damaged, of this or of any other version.
public struct FoundVault: Sendable, Hashable {
    /// Its folder, as the disk spells it.
    public var folder: [UInt8]
    /// The `id` that its `vault.json` gives, where that can be read. A backup has the id of its vault.
    public var id: String?
    /// Whether a declaration stands in it; without one it is what is left of a vault, or a part of one.
    public var isDeclared: Bool
}

/// Tells a vault by what lies in a folder, so that no part of one is ever taken in as papers.
///
/// A declaration of any format is proof enough. Where it was lost, names that nothing else has are: `vault.json` beside `objects/`,
/// most of a vault's folders together, files under `objects/` that are called by their hashes.
public enum VaultSigns {
    private static let files: Set<String> = ["vault.json", "README.txt", "spec.md", "lock", "reserve", "config.toml"]
    private static let names = files.union(VaultLayout.directories)

    /// The vault that the folder is, or is a part of; `nil` for any other folder, and for what is no folder.
    ///
    /// - Parameter names: the names in it, where they are known.
    public static func look(at folder: [UInt8], names: [[UInt8]]? = nil) -> FoundVault? {
        guard SourceFolder.look(at: folder) == .folder else { return nil }
        let place = Place(folder: folder, names: names)
        if place.declaration { return FoundVault(folder: folder, id: place.id, isDeclared: true) }
        guard place.isVault || place.isPart else { return nil }
        return FoundVault(folder: folder, id: place.id, isDeclared: false)
    }

    /// The vault that a path is or lies in, links resolved: the outermost where several lie in each other.
    public static func around(_ path: [UInt8]) -> FoundVault? {
        guard var place = SourceFolder.real(path) else { return nil }
        var found = look(at: place)
        while let slash = place.lastIndex(of: UInt8(ascii: "/")), slash > 0 {
            place.removeSubrange(slash...)
            found = look(at: place) ?? found
        }
        return found
    }

    /// What of a folder matters here.
    private struct Place {
        let folder: [UInt8]
        let found: Set<String>
        let all: [[UInt8]]?

        init(folder: [UInt8], names: [[UInt8]]?) {
            self.folder = folder
            func isWanted(_ name: some Collection<UInt8>) -> Bool {
                name.starts(with: VaultLayout.declarationPrefix.utf8)
                    || name.count <= 11 && VaultSigns.names.contains(String(decoding: name, as: UTF8.self))
            }
            if let names {
                found = Set(names.filter(isWanted).map { String(decoding: $0, as: UTF8.self) })
                all = names
            } else if let wanted = try? SourceFolder.names(in: folder, where: { isWanted($0) }) {
                found = Set(wanted.map { String(decoding: $0, as: UTF8.self) })
                all = nil
            } else {
                // It may not be listed; what is called by its name is still seen.
                let known = VaultSigns.names.union([VaultLayout.declarationName])
                found = known.filter { SourceFolder.look(at: folder + [UInt8(ascii: "/")] + $0.utf8) != nil }
                all = []
            }
        }

        var declaration: Bool { found.contains { $0.hasPrefix(VaultLayout.declarationPrefix) } }

        private func inner(_ name: String) -> [UInt8] { folder + [UInt8(ascii: "/")] + name.utf8 }

        private func isFolder(_ name: String) -> Bool {
            found.contains(name) && SourceFolder.look(at: inner(name)) == .folder
        }

        /// The `id` in `vault.json`.
        var id: String? {
            guard found.contains("vault.json"), let bytes = Place.head(inner("vault.json"), 1 << 16) else { return nil }
            return JSON(parsing: bytes)?["id"]?.string
        }

        /// Whether it is a vault without its declaration.
        var isVault: Bool {
            let folders = VaultLayout.directories.count { isFolder($0) }
            if folders >= 5 { return true }
            if found.contains("vault.json"), isFolder("objects") || isFolder("records") || isFolder("bodies") { return true }
            return false
        }

        /// Whether it is the `objects/` of a vault, wherever it came to lie.
        var isPart: Bool { folder.suffix(8).elementsEqual("/objects".utf8) && holdsObjects }

        private var names: [[UInt8]] {
            if let all { return all }
            return (try? SourceFolder.names(in: folder) { $0.count <= 16 }) ?? []
        }

        private var holdsObjects: Bool {
            names.contains { folderName in
                guard ObjectCheck.firstByte(of: String(decoding: folderName, as: UTF8.self)) != nil else { return false }
                let below = try? SourceFolder.names(in: folder + [UInt8(ascii: "/")] + folderName) { name in
                    name.count == 64 && name.starts(with: folderName)
                        && ObjectID(hex: String(decoding: name, as: UTF8.self)) != nil
                }
                return below?.isEmpty == false
            }
        }

        private static func head(_ path: [UInt8], _ count: Int) -> [UInt8]? {
            guard case .file? = try? SourceFolder.kind(of: path), let file = try? SourceReader(path: path) else { return nil }
            defer { file.close() }
            return try? file.head(count)
        }
    }
}

/// Tells files of a vault by how they begin.
public enum VaultFileForm {
    /// Bytes of the beginning that are looked at.
    public static let head = 128

    /// A segment of the journal: `{"seq":17,"prev":"<64 hex>"`.
    public static func isJournal(_ head: some Collection<UInt8>) -> Bool {
        guard head.starts(with: "{\"seq\":".utf8) else { return false }
        let rest = head.dropFirst(7).drop { (0x30...0x39).contains($0) }
        let prev = "\",\"prev\":\"".utf8.dropFirst()
        return rest.starts(with: prev) && rest.dropFirst(prev.count).prefix(64).count { isHex($0) } == 64
    }

    /// A segment of the bodies: a number, a salt of 32 hex digits or `redacted`, and the body.
    public static func isBodies(_ head: some Collection<UInt8>) -> Bool {
        let digits = head.prefix { (0x30...0x39).contains($0) }
        let rest = head.dropFirst(digits.count)
        guard !digits.isEmpty, rest.first == 0x09 else { return false }
        if rest.dropFirst().starts(with: "redacted\t{".utf8) { return true }
        return rest.dropFirst().prefix(32).count { isHex($0) } == 32 && rest.dropFirst(33).starts(with: "\t{".utf8)
    }

    /// Whether a file that is called as a vault's is one by its beginning: a segment of the journal or of the bodies, a database of the
    /// catalog's folder. Of other names nothing is said: a line of a journal may be an exhibit.
    public static func isPart(_ name: String, _ head: some Collection<UInt8>) -> Bool {
        switch name {
        case "catalog.sqlite": return isCatalog(head)
        case "derived.sqlite", "local.sqlite": return head.starts(with: "SQLite format 3\0".utf8)
        case "catalog.sqlite-wal", "derived.sqlite-wal", "local.sqlite-wal":
            return head.starts(with: [0x37, 0x7F, 0x06]) && [0x82, 0x83].contains(head.dropFirst(3).first)
        default:
            guard name.utf8.count <= 16, name.utf8.prefix(10).count(where: { (0x30...0x39).contains($0) }) == 10 else {
                return false
            }
            return name.hasSuffix(".jsonl") ? isJournal(head) : name.hasSuffix(".tsv") && isBodies(head)
        }
    }

    /// Whether a file is a vault's declaration or its `vault.json`: known by any vault, secret in none.
    public static func isName(_ name: String, _ head: some Collection<UInt8>) -> Bool {
        if name.hasPrefix(VaultLayout.declarationPrefix) { return head.starts(with: "deedbox_vault_".utf8) }
        return name == "vault.json" && head.starts(with: "{\"format\":".utf8)
    }

    /// Whether a file can be one of ``isPart(_:_:)`` by its name.
    public static func couldBePart(_ name: String) -> Bool {
        name.hasSuffix(".sqlite") || name.hasSuffix(".sqlite-wal") || name.hasSuffix(".jsonl") || name.hasSuffix(".tsv")
    }

    /// The catalog: a SQLite database with the application id `Deed`.
    public static func isCatalog(_ head: some Collection<UInt8>) -> Bool {
        head.starts(with: "SQLite format 3\0".utf8) && head.dropFirst(68).starts(with: "Deed".utf8)
    }

    private static func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
}

/// The folders and files of one vault as the disk numbers them: what leads into it by another name, a hard link or a mount of a part of
/// it, is known by them.
public struct VaultIdentity: Sendable {
    private let id: String
    private let folders: Set<FileIdentity>
    private let files: Set<FileIdentity>

    /// The vault at `path`, whose `vault.json` gives `id`.
    public init(of path: String, id: String) {
        self.id = id
        var folders: Set<FileIdentity> = []
        var files: Set<FileIdentity> = []
        func take(_ path: [UInt8], depth: Int, within name: String) {
            guard let here = SourceFolder.identity(of: path) else { return }
            guard SourceFolder.look(at: path) == .folder else {
                files.insert(here.file)
                return
            }
            folders.insert(here.file)
            // An object under another name has a content that the vault knows: its files need not be.
            guard depth < 2 || name == "tmp" else { return }
            for inner in (try? SourceFolder.names(in: path)) ?? [] {
                let within = depth == 0 ? String(decoding: inner, as: UTF8.self) : name
                take(path + [UInt8(ascii: "/")] + inner, depth: depth + 1, within: within)
            }
        }
        let path = Array(path.utf8)
        take(path, depth: 0, within: "")
        self.folders = folders
        self.files = files
    }

    /// The vault itself, where a folder is one of its own by whatever name: a mount of a part of it.
    public func part(at folder: [UInt8]) -> FoundVault? {
        isOwn(folder) ? FoundVault(folder: folder, id: id, isDeclared: false) : nil
    }

    private func isOwn(_ folder: [UInt8]) -> Bool {
        SourceFolder.identity(of: folder).map { folders.contains($0.file) } ?? false
    }

    /// Whether a file has another name, and that is this vault's. Objects are not looked at: their content is known.
    public func has(file: [UInt8]) -> Bool {
        guard let here = SourceFolder.identity(of: file), here.names > 1 else { return false }
        return files.contains(here.file)
    }

    /// What a vault that was found is to this one, as accounts name it.
    public func relation(to found: FoundVault) -> String {
        if isOwn(found.folder) { return VaultIdentity.own }
        guard let other = found.id else { return found.isDeclared ? VaultIdentity.other : VaultIdentity.remains }
        return other == id ? VaultIdentity.copy : VaultIdentity.other
    }

    /// This very vault, or a part of it.
    public static let own = "this-vault"
    /// A copy of this vault.
    public static let copy = "copy-of-this-vault"
    /// A vault with another id, or one that does not tell its id.
    public static let other = "another-vault"
    /// A vault that was packed into an archive.
    public static let packed = "packed-vault"
    /// What is left of a vault, or a part of one.
    public static let remains = "part-of-a-vault"
}
