import DeedCore
public import DeedSystem
import Glibc

extension Vault {
    /// Makes a vault without records in a directory that is missing or empty, and opens it for writing. The declaration is written
    /// last, so a half-made vault is none; making it again goes on where the first attempt was cut off.
    ///
    /// - Parameters:
    ///   - timeZone: the IANA name of the zone whose days the vault reckons with.
    ///   - program: name and version of the program, for people.
    /// - Throws: ``DeedCore/Failure``: `vaultExists` where a vault or anything else stands, `diskFull`.
    public static func create(
        at path: String, io: any VaultIO = HostIO(), timeZone: String, program: String,
        syncThreads: Int = Vault.defaultSyncThreads, durability: Durability = .fsync
    ) throws -> Vault {
        let maker = VaultMaker(io: io, layout: VaultLayout(root: trimmed(path)), threads: syncThreads)
        let info = VaultInfo(
            format: 1, id: VaultMaker.uuid(), created: .now, timeZone: timeZone, program: program, layout: "hex-2",
            encryption: "none", features: .init())
        do {
            try maker.requireRoom()
            try maker.make(info)
        } catch let error as IOError {
            throw error.failure
        }
        return Vault(
            path: maker.layout.root, info: info, access: .write, io: io, syncThreads: syncThreads, durability: durability)
    }
}

/// The steps of making a vault.
struct VaultMaker {
    let io: any VaultIO
    let layout: VaultLayout
    let threads: Int

    /// A random UUID (RFC 9562, version 4) in lower case.
    static func uuid() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Array(Hex.text(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
    }

    /// Refuses a directory that holds anything but what an interrupted attempt left.
    func requireRoom() throws {
        guard let root = try io.status(layout.root) else { return }
        let mine = Set(VaultLayout.directories + ["README.txt", "spec.md", "vault.json", "lock", "reserve", "lost+found"])
        guard root.isDirectory, try io.list(layout.root).allSatisfy({ mine.contains($0) }) else { throw exists }
        for name in ["records", "bodies"] where try io.status(layout.directory(name)) != nil {
            for file in try io.list(layout.directory(name)) {
                guard try io.status(layout.directory(name) + "/" + file)?.size == 0 else { throw exists }
            }
        }
    }

    private var exists: Failure { Failure(.vaultExists, layout.root) }

    func make(_ info: VaultInfo) throws {
        try makeTree(info: info.bytes)
        try declare()
    }

    /// Everything but the declaration. What an interrupted attempt left of it is written anew.
    func makeTree(info: [UInt8]) throws {
        try makeRoot()
        for name in VaultLayout.directories { try io.ensureDirectory(layout.directory(name), mode: 0o700) }
        try makeObjectDirectories()
        try VaultReserve(io: io, layout: layout).make()
        try io.writeDurably(layout.lock, [], mode: 0o600)
        try io.writeDurably(layout.recordsFile(1), [], mode: 0o600)
        try io.writeDurably(layout.bodiesFile(1), [], mode: 0o600)
        try write(layout.auditorText, AuditorTexts.readme)
        try write(layout.specification, AuditorTexts.specification)
        try write(layout.info, info)
        for name in VaultLayout.directories { try io.syncDirectory(layout.directory(name)) }
        try io.syncDirectory(layout.root)
    }

    /// A text that is never changed again. One of an interrupted attempt may not be written over by a person without its mode.
    private func write(_ path: String, _ bytes: [UInt8]) throws {
        if try io.status(path) != nil { try io.unlink(path) }
        try io.writeDurably(path, bytes, mode: 0o444)
    }

    /// Makes the directory a vault. The declaration is written beside and renamed: one without its content would be no vault, and yet
    /// nothing that could be made again.
    func declare() throws {
        let beside = layout.tmp + "/declaration"
        if try io.status(beside) != nil { try io.unlink(beside) }
        try io.writeDurably(beside, Array(VaultLayout.declarationText.utf8), mode: 0o444)
        try io.rename(beside, to: layout.declaration)
        do {
            try io.syncDirectory(layout.root)
        } catch {
            // Nobody may build on a declaration that a power cut would take away.
            try? io.unlink(layout.declaration)
            throw error
        }
    }

    /// The vault's directory, readable by its owner alone; its name is made durable.
    private func makeRoot() throws {
        do {
            try io.makeDirectory(layout.root, mode: 0o700)
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        let descriptor = try io.opened(layout.root, [.read, .directory])
        defer { io.close(descriptor) }
        try io.setMode(descriptor, 0o700)
        guard let slash = layout.root.lastIndex(of: "/") else { return try io.syncDirectory(".") }
        try io.syncDirectory(slash == layout.root.startIndex ? "/" : String(layout.root[..<slash]))
    }

    /// All 256, synced now, so that no commit ever has to make a directory durable.
    private func makeObjectDirectories() throws {
        let all = (0...255).map { UInt8($0) }
        for byte in all { try io.ensureDirectory(layout.objectDirectory(byte), mode: 0o700) }
        let io = self.io
        let layout = self.layout
        let sync: @Sendable (UInt8) throws -> Void = { try io.syncDirectory(layout.objectDirectory($0)) }
        if threads > 0 { try WorkerPool(threads: threads).run(all, sync) } else { try all.forEach(sync) }
    }
}
