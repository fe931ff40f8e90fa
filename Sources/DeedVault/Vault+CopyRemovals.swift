public import DeedCore
import DeedSystem

/// What was taken out of a copy because the vault had taken it out.
public struct CopyRemovals: Sendable, Hashable {
    /// Objects that were removed.
    public var objects: [ObjectID] = []
    /// Files of bodies, below the copy, that are now as the vault has them.
    public var bodies: [String] = []

    /// Nothing.
    public init() {}
}

extension Vault {
    /// Takes out of a copy that is up to date what this vault has purged before a moment, and the bodies that it has redacted. The only
    /// thing that ever deletes anything in a copy. Cut off anywhere, it is done again from the beginning.
    ///
    /// The copy's catalog must have applied the copy's journal: a place in a segment whose bodies change would be wrong afterwards.
    ///
    /// - Parameter moment: purges noted later are left for another time.
    /// - Throws: ``DeedCore/Failure``: `journalDamaged`, `copyForeign`, `vaultBusy`.
    public func takeOut(of target: String, purgedBefore moment: Instant) throws -> CopyRemovals {
        try reporting {
            let copy = try Vault.open(at: target, io: io, access: .read)
            guard copy.info.id == info.id else { throw Failure(.copyForeign, target, detail: copy.info.id) }
            let lock = try VaultLock.acquire(io: io, layout: copy.layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            // Only what the copy's own journal knows is taken out: the copy must be able to say why it is gone.
            var journal = JournalCheck(files: copy.files)
            try journal.run(expecting: nil)
            guard journal.report.isClean else { throw Failure(.copyDamaged, target) }
            var removals = CopyRemovals()
            removals.bodies = try takeOverBodies(copy.layout, through: journal.end)
            removals.objects = try removeObjects(journal, before: moment, copy.layout)
            return removals
        }
    }

    /// Segments before the last: redactions change no others.
    private func takeOverBodies(_ target: VaultLayout, through end: JournalPosition) throws -> [String] {
        var taken: [String] = []
        for segment in try files.segments() where segment < end.segment {
            let (mine, theirs) = (layout.bodiesFile(segment), target.bodiesFile(segment))
            let size = try files.bodiesSize(segment)
            let bytes = try files.bytes(mine, 0..<size)
            if try io.status(theirs)?.size == size, try files.bytes(theirs, 0..<size) == bytes { continue }
            let beside = target.tmp + "/copy-bodies"
            try io.writeDurably(beside, bytes, mode: 0o600)
            try io.rename(beside, to: theirs)
            taken.append("bodies/" + VaultLayout.segmentName(segment) + ".tsv")
        }
        if !taken.isEmpty { try io.syncDirectory(target.bodies) }
        return taken
    }

    private func removeObjects(_ journal: JournalCheck, before moment: Instant, _ target: VaultLayout) throws -> [ObjectID] {
        var removed: [ObjectID] = []
        for (id, time) in journal.purged where time <= moment && !journal.kept.contains(id) {
            guard try io.status(target.object(id)) != nil else { continue }
            try io.unlink(target.object(id))
            removed.append(id)
        }
        for byte in Set(removed.map(\.firstByte)).sorted() { try io.syncDirectory(target.objectDirectory(byte)) }
        return removed.sorted()
    }
}
