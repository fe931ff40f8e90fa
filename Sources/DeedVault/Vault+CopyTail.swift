public import DeedCore
import DeedSystem

extension Vault {
    /// Brings what was written behind `position`, a place that the copy in `target` ends with, into the copy's journal: the lines about the copy
    /// itself, so that a vault that loses its journal right after a backup loses nothing. Stops before a batch that keeps an object, which
    /// the copy may not have.
    ///
    /// - Returns: where the copy's journal ends now.
    /// - Throws: ``DeedCore/Failure`` `vaultBusy` when somebody writes into the copy, `copyDiverged` when the copy does not end there.
    public func copyTail(to target: String, after position: JournalPosition) throws -> JournalPosition {
        try reporting {
            let copy = VaultCopy(
                source: self, target: Vault.trimmed(target), options: .init(), progress: nil, isStopped: { false })
            let lock = try VaultLock.acquire(io: io, layout: copy.target, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            let there = JournalFiles(io: io, layout: copy.target)
            // Its bodies may be shorter than the vault's: other texts were taken out of them.
            var before = position
            before.bodyOffset = try there.bodiesSize(position.segment)
            try there.check(before)
            guard try there.lastSegment() == position.segment, try there.recordsSize(position.segment) == position.offset else {
                throw Failure(.copyDiverged, target, detail: "the copy goes on behind line \(position.seq)")
            }
            var end = position
            var scan = try JournalScan(files: files, from: position)
            while let batch = try scan.next(), batch.records.allSatisfy(\.record.objects.isEmpty) { end = batch.position }
            try copy.copyJournal(from: before, to: end)
            return end
        }
    }
}
