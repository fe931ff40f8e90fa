import DeedCore
import DeedSystem

/// A checkpoint as it lies in the vault.
public struct StoredCheckpoint: Sendable, Hashable {
    /// The file, below the vault.
    public let path: String
    /// How many lines it covers, by its name.
    public let size: Int64
    /// What it says; `nil` where the file has not the form of a checkpoint.
    public let checkpoint: Checkpoint?
    /// The bytes of the file.
    public let bytes: [UInt8]
    /// Bytes of the time-stamp token that was attached to it; `nil` without one.
    public let token: [UInt8]?
}

/// The files under `checkpoints/`: `<lines covered, ten digits>.txt` and, where a time-stamp authority was asked, the same with `.tsr`.
struct CheckpointFiles {
    let io: any VaultIO
    let layout: VaultLayout

    /// Larger files are none of ours.
    static let limit = 1 << 16

    func name(_ size: Int64) -> String {
        let digits = String(size)
        return "checkpoints/" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }

    /// How many lines the checkpoint covers that a file belongs to, itself or its time-stamp; `nil` for other files.
    static func size(ofFile name: String) -> Int64? {
        let parts = name.split(separator: ".")
        guard parts.count == 2, ["txt", "tsr"].contains(parts[1]) else { return nil }
        return Int64(parts[0])
    }

    /// How many lines each covers, ascending.
    func sizes() throws -> [Int64] {
        guard try io.status(layout.checkpoints) != nil else { return [] }
        return try io.list(layout.checkpoints).compactMap { name in
            guard name.hasSuffix(".txt"), let size = Int64(name.dropLast(4)), self.name(size) == "checkpoints/\(name.dropLast(4))"
            else { return nil }
            return size
        }.sorted()
    }

    func read(_ size: Int64) throws -> StoredCheckpoint {
        let path = name(size)
        let bytes = (try? io.contents(layout.root + "/\(path).txt", limit: CheckpointFiles.limit)) ?? []
        let token = layout.root + "/\(path).tsr"
        return StoredCheckpoint(
            path: path + ".txt", size: size, checkpoint: String(validating: bytes, as: UTF8.self).flatMap { Checkpoint($0) },
            bytes: bytes, token: try io.status(token) == nil ? nil : try io.contents(token, limit: CheckpointFiles.limit))
    }

    /// Puts a file into the vault so that it is there whole, or not at all. On a full disk the reserve's room is taken.
    func write(_ path: String, _ bytes: [UInt8], mode: UInt32) throws {
        let target = layout.root + "/" + path
        let folder = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
        let fresh = folder + "/.new"
        try io.ensureDirectory(folder, mode: 0o700)
        if try io.status(fresh) != nil { try io.unlink(fresh) }
        do {
            try io.writeDurably(fresh, bytes, mode: mode)
        } catch {
            guard error.failure.code == .diskFull else { throw error }
            try VaultReserve(io: io, layout: layout).release()
            try io.writeDurably(fresh, bytes, mode: mode)
        }
        try io.rename(fresh, to: target)
        try io.syncDirectory(folder)
    }
}

extension Vault {
    var checkpointFiles: CheckpointFiles { CheckpointFiles(io: io, layout: layout) }

    /// Every checkpoint, the oldest first. Nothing is checked.
    public func checkpoints() throws -> [StoredCheckpoint] {
        try reporting { try checkpointFiles.sizes().map { try checkpointFiles.read($0) } }
    }

    /// The checkpoint that covers most; `nil` where there is none.
    public func lastCheckpoint() throws -> StoredCheckpoint? {
        try reporting { try checkpointFiles.sizes().last.map { try checkpointFiles.read($0) } }
    }

    /// Keeps the answer of a time-stamp authority beside the checkpoint of `size` lines.
    ///
    /// - Throws: ``DeedCore/Failure``: `badValue` for an answer that is not about this checkpoint.
    public func attach(token: [UInt8], toCheckpoint size: Int64) throws {
        try exclusively {
            let stored = try checkpointFiles.read(size)
            guard !stored.bytes.isEmpty else { throw Failure(.checkpointNotFound, String(size)) }
            // The authority repeats the hash that it was asked about; everything else is openssl's to check.
            let imprint = ObjectHash.of(stored.bytes).bytes
            guard token.count <= CheckpointFiles.limit, token.containsRun(imprint) else {
                throw Failure(
                    .badValue, stored.path, detail: "the answer does not hold the SHA-256 of the checkpoint, \(Hex.text(imprint))"
                )
            }
            try checkpointFiles.write(checkpointFiles.name(size) + ".tsr", token, mode: 0o444)
        }
    }
}

extension [UInt8] {
    fileprivate func containsRun(_ run: [UInt8]) -> Bool {
        count >= run.count && (0...(count - run.count)).contains { self[$0..<$0 + run.count].elementsEqual(run) }
    }
}
