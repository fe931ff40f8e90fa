import DeedCore
import DeedSystem

/// Requests of one or several threads that become one batch of the journal, under one hold of the vault's lock.
///
/// Only the thread at the journal touches it (``CommitQueue``); ``outcome`` is for all who belong to it.
final class CommitGroup {
    /// What one request added.
    struct Share {
        /// The number of its first record.
        var first: Int64
        /// How many records.
        var count: Int

        /// What the caller is told.
        func commit(_ position: JournalPosition, _ group: CommitGroup) -> Commit? {
            count == 0 ? nil : Commit(firstSeq: first, count: count, time: group.batch.time, position: position)
        }
    }

    /// Requests, records and bytes of lines from which a group takes no more: so nobody waits for a crowd.
    private static let limit = (requests: 256, records: Int64(BatchLimit.files), bytes: 4 << 20)

    let applier: any Applier
    /// The end of the journal.
    let start: JournalPosition
    private var batch: JournalBatch
    private var lock: VaultLock?
    private var requests = 0
    /// Why nothing of the group can be written.
    private var broken: (any Error)?
    private var isOpen = true
    private let result = Monitor<Result<JournalPosition, any Error>?>(nil)

    /// A group behind `start`, in the transaction that the applier has begun.
    init(applier: any Applier, lock: VaultLock, after start: JournalPosition) {
        self.applier = applier
        self.lock = lock
        self.start = start
        batch = JournalBatch(after: start, time: .now, actor: .zero)
    }

    /// Whether the next request has to begin a group of its own.
    var isFull: Bool {
        !isOpen || requests >= CommitGroup.limit.requests || batch.count >= CommitGroup.limit.records
            || batch.chain.count + batch.bodies.count >= CommitGroup.limit.bytes
    }

    /// Applies a request's records and adds their lines. When that fails the group is as it was before.
    ///
    /// - Parameter settled: waits until what the records keep is durable: no group is written before that, whoever writes it.
    func add(_ make: () throws -> Proposal, check: (Record) throws -> Void, settled: () throws -> Void) throws -> Share {
        let isFirst = requests == 0
        // A mark costs the catalog copies of the pages that change; the first request, which is mostly the only one, needs none.
        if !isFirst { try applier.mark() }
        let mark = batch.mark
        do {
            if Vault.rehearses { _ = try make() }
            let proposal = try make()
            batch.actor = proposal.actor
            // The lines need nothing of the catalog, so they are written beside it where that is worth a thread.
            let lines = Later(beside: proposal.records.count > 64) { [batch] in try batch.appending(proposal.records) }
            for (index, record) in proposal.records.enumerated() {
                try check(record)
                try applier.apply(batch.stamped(record, ahead: index))
            }
            batch = try lines.value()
            try settled()
            requests += 1
            return Share(first: mark.seq + 1, count: proposal.records.count)
        } catch {
            batch.cut(to: mark)
            if isFirst { close() } else { takeBack() }
            throw error
        }
    }

    private func takeBack() { do { try applier.undo() } catch { broken = error } }

    private func close() {
        if isOpen { applier.rollback() }
        isOpen = false
    }

    /// Writes the batch and tells everybody; gives the lock up.
    ///
    /// - Parameter append: makes the lines durable, or throws with the journal as it was.
    func write(_ append: (JournalBatch) throws -> JournalPosition) {
        let outcome = Result { () throws -> JournalPosition in
            do {
                if let broken { throw broken }
                guard batch.count > 0 else {
                    close()
                    return start
                }
                batch.finish()
                let position = try append(batch)
                try applier.commit(position)
                return position
            } catch {
                close()
                throw error
            }
        }
        isOpen = false
        lock = nil
        result.change { $0 = outcome }
    }

    /// How the group ended; waits for it.
    var outcome: Result<JournalPosition, any Error> { result.wait { $0 } }
}
