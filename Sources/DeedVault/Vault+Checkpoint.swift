public import DeedCore
import DeedSystem

extension Vault {
    /// Signs what the journal is now. The lock is held, so that no two checkpoints cover the same lines.
    ///
    /// Before a new checkpoint is signed, the last one must still be true: nobody signs what contradicts what was signed before.
    ///
    /// - Parameters:
    ///   - trusted: the keys that earlier checkpoints may be signed with.
    ///   - applier: the catalog: it catches up with what other processes committed, and knows where the last batch ends.
    /// - Returns: the checkpoint, and whether it is new: lines that the last one covers are not signed again.
    /// - Throws: ``DeedCore/Failure`` `checkpointMismatch` when the journal is not the one that was signed before; `journalDamaged`.
    public func signCheckpoint(with key: SigningKey, trusted: [VerifierKey], applier: any Applier) throws -> (
        checkpoint: StoredCheckpoint, isNew: Bool
    ) {
        try exclusively {
            let size = try catchUp(applier).position.seq
            let files = checkpointFiles
            let last = try files.sizes().last.map { try files.read($0) }
            if let last, last.size > size {
                throw Failure(.checkpointMismatch, last.path, detail: "the journal has \(size) lines, it covers \(last.size)")
            }
            let tree = try tree(through: size)
            if let last {
                try require(last, signedBy: trusted, toFit: tree)
                if last.size == size {
                    // Whoever wrote it may not have lived to see its name durable.
                    try files.write(last.path, last.bytes, mode: 0o444)
                    return (last, false)
                }
            }
            let checkpoint = try Checkpoint(origin: info.origin, size: size, root: tree.root(), key: key)
            try files.write(files.name(size) + ".txt", Array(checkpoint.text.utf8), mode: 0o444)
            tree.remember()
            return (try files.read(size), true)
        }
    }

    /// The tree over the first `size` lines. What was remembered may be older than a journal that was put back from a backup: then all
    /// of it is read.
    func tree(through size: Int64) throws -> JournalTree { try JournalTree(files: files, size: size) }

    private func require(_ last: StoredCheckpoint, signedBy trusted: [VerifierKey], toFit tree: JournalTree) throws {
        guard let checkpoint = last.checkpoint, checkpoint.origin == info.origin, checkpoint.size == last.size else {
            throw Failure(.checkpointMismatch, last.path, detail: "it is no checkpoint of this vault")
        }
        guard case .signed = checkpoint.signing(by: trusted) else {
            throw Failure(.checkpointMismatch, last.path, detail: "no key of this vault has signed it")
        }
        guard try tree.root(checkpoint.size) == checkpoint.root else {
            throw Failure(
                .checkpointMismatch, last.path, detail: "the journal's first \(last.size) lines are not the ones signed")
        }
    }
}

/// A record as it stands in the vault's files, with the proof that a checkpoint covers it.
public struct ProvenRecord: Sendable, Hashable {
    /// The number of its line.
    public let seq: Int64
    /// The line of the chain without its newline.
    public let line: [UInt8]
    /// The line of the bodies without its newline.
    public let body: [UInt8]
    /// What both say; `nil` where the body was taken out.
    public let record: StampedRecord?
    /// The kind, which the chain tells of a redacted one too.
    public let kind: String
    /// The hashes from the line to the checkpoint's root, the lowest first.
    public let path: [ObjectID]
}

extension Vault {
    /// Records with their proofs against a checkpoint that covers them, in the order of their numbers.
    ///
    /// - Throws: ``DeedCore/Failure`` `checkpointMismatch` when the journal is not the one that was signed; `journalDamaged`.
    public func prove(_ seqs: [Int64], in checkpoint: Checkpoint) throws -> [ProvenRecord] {
        try reporting {
            let tree = try tree(through: checkpoint.size)
            guard try tree.root() == checkpoint.root else {
                throw Failure(.checkpointMismatch, path, detail: "the journal's lines are not the ones signed")
            }
            let finder = try JournalFinder(files: files)
            return try Set(seqs).sorted().map { seq in
                guard seq > 0, seq <= checkpoint.size, let raw = try finder.raw(seq) else {
                    throw Failure(.journalDamaged, path, detail: "there is no record \(seq) in what the checkpoint covers")
                }
                let path = try tree.prover.inclusion(of: seq - 1, in: checkpoint.size)
                let leaf = MerkleHash.leaf(raw.line)
                guard MerkleProof.includes(leaf: leaf, at: seq - 1, in: checkpoint.size, path: path, root: checkpoint.root) else {
                    throw Failure(.checkpointMismatch, self.path, detail: "line \(seq) is not the one signed")
                }
                return ProvenRecord(
                    seq: seq, line: raw.line, body: raw.body, record: raw.record, kind: raw.kind, path: path)
            }
        }
    }

    /// The proof that the tree of `old` is the beginning of the tree of `new`: for somebody who keeps both and not the journal.
    public func consistency(from old: Checkpoint, to new: Checkpoint) throws -> [ObjectID] {
        try reporting { try tree(through: new.size).prover.consistency(from: old.size, to: new.size) }
    }
}
