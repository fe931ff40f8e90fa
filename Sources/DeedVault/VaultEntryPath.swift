import DeedCore

/// Whether the path of an archive's entry is that of a file of a vault which was packed.
public struct VaultEntryPath: Sendable, Hashable {
    /// The vault's folder in the archive; empty where the archive's top is the vault.
    public var root: String
    /// How sure that is.
    public var sign: Sign

    /// How sure it is that the folder is a vault.
    public enum Sign: Sendable {
        /// The entry is a declaration.
        case declaration
        /// Nothing but a vault has such names.
        case certain
        /// A vault has such a name, and others too: only other entries can tell.
        case possible
    }

    /// Looks at a path; `nil` for one that has nothing of a vault.
    public init?(_ path: String) {
        let parts = path.split(separator: "/").filter { $0 != "." }
        var possible: Int?
        for (index, part) in parts.enumerated() {
            let rest = parts[(index + 1)...]
            if rest.isEmpty, part.hasPrefix(VaultLayout.declarationPrefix) {
                self.init(parts[..<index], .declaration)
                return
            }
            switch VaultEntryPath.sign(part, Array(rest)) {
            case .certain?:
                self.init(parts[..<index], .certain)
                return
            case .possible?: possible = possible ?? index
            default: break
            }
        }
        guard let possible else { return nil }
        self.init(parts[..<possible], .possible)
    }

    private init(_ root: ArraySlice<Substring>, _ sign: Sign) {
        self.root = root.joined(separator: "/")
        self.sign = sign
    }

    private static let files: Set<String> = ["vault.json", "README.txt", "spec.md", "lock", "reserve", "config.toml"]
    private static let databases: Set<String> = ["catalog.sqlite", "derived.sqlite", "local.sqlite"]

    private static func sign(_ name: Substring, _ rest: [Substring]) -> Sign? {
        guard let last = rest.last else { return files.contains(String(name)) ? .possible : nil }
        guard VaultLayout.directories.contains(String(name)) else { return nil }
        let isObject = rest.count == 2 && ObjectID(hex: String(last)) != nil
        let isSegment = rest.count == 1 && last.utf8.prefix(10).count { (0x30...0x39).contains($0) } == 10
        let certain =
            switch name {
            case "objects": isObject && last.hasPrefix(rest[0])
            case "trash": isObject && CivilDate(String(rest[0])) != nil
            case "records": isSegment && last.dropFirst(10) == ".jsonl"
            case "bodies": isSegment && last.dropFirst(10) == ".tsv"
            case "keys": rest.count == 1 && last == "checkpoint.pem"
            case "catalog": rest.count == 1 && databases.contains(String(last))
            default: false
            }
        return certain ? .certain : .possible
    }

    /// Whether a path lies in the vault at `root`: of one that declares itself everything below it, else only what a vault has.
    public static func lies(_ path: String, in root: String, declared: Bool) -> Bool {
        let parts = path.split(separator: "/").filter { $0 != "." }
        let above = root.split(separator: "/")
        guard parts.count > above.count, parts.starts(with: above) else { return false }
        guard !declared else { return true }
        let rest = parts[above.count...]
        guard let first = rest.first else { return false }
        return rest.count == 1 ? files.contains(String(first)) : VaultLayout.directories.contains(String(first))
    }
}
