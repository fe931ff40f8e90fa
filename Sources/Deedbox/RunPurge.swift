public import DeedCatalog
import DeedCore
import DeedVault

/// Does what is due: for cron. It may be killed anywhere and be run as often as one likes; the journal says where each document is.
///
/// `purge.intended` is durable before an object moves to the trash; an object is gone before `object.purged` says so. Before each of these steps,
/// under the vault's lock, the question whether the document may go is put again; what may not comes back.
public struct RunPurge {
    /// Documents handled in one batch.
    static let step = 200

    /// Only say what would be done.
    public var isDry = false

    /// A run.
    public init() {}

    /// What was done, or would be.
    public struct Answer: Sendable {
        /// Documents whose objects went to the trash.
        public var trashed: [PurgeRow] = []
        /// Documents whose objects are no more.
        public var purged: [PurgeRow] = []
        /// Documents that came back from the trash, and why.
        public var restored: [(purge: PurgeRow, why: PurgeBlock.Reason)] = []
        /// Documents that are due and stay, with what keeps them.
        public var blocked: [(purge: PurgeRow, blocks: [PurgeBlock])] = []
        /// Bytes that became free.
        public var freed: Int64 = 0
    }

    /// Runs it.
    ///
    /// - Throws: ``Failure`` `vaultBusy`, `inputOutput`, with everything done so far kept.
    public func run(in session: VaultSession) throws -> Answer {
        var answer = Answer()
        if isDry {
            try session.require(.read, .purge)
            try plan(session, &answer)
            return answer
        }
        try session.require(.purge)
        try settle(session, &answer)
        try begin(session, &answer)
        try settle(session, &answer)
        try session.vault.refillReserve()
        return answer
    }

    /// What a run would do, without the lock.
    private func plan(_ session: VaultSession, _ answer: inout Answer) throws {
        let judge = PurgeJudge(session)
        for row in try session.catalog.purgesInTrash() {
            if let block = try judge.blocks(row.document.id).first {
                answer.restored.append((row, block.reason))
            } else if let until = row.until, until <= judge.today {
                answer.purged.append(row)
                answer.freed = answer.freed.plusOrNearest(row.document.size)
            }
        }
        for row in try session.catalog.purgesDue(on: judge.today) {
            let blocks = try judge.blocks(row.document.id)
            if blocks.isEmpty { answer.trashed.append(row) } else { answer.blocked.append((row, blocks)) }
        }
    }

    /// Documents that are due leave the lists.
    private func begin(_ session: VaultSession, _ answer: inout Answer) throws {
        let judge = PurgeJudge(session)
        let until = judge.today.adding(days: session.settings.trashDays)
        try steps { after in
            var rows: [PurgeRow] = []
            var begun: [PurgeRow] = []
            var blocked: [(purge: PurgeRow, blocks: [PurgeBlock])] = []
            try session.commitOnFullDisk(.purge) {
                begun = []
                blocked = []
                rows = try session.catalog.purgesDue(on: judge.today, after: after, limit: RunPurge.step)
                for row in rows {
                    let blocks = try judge.blocks(row.document.id)
                    if blocks.isEmpty { begun.append(row) } else { blocked.append((row, blocks)) }
                }
                return begun.map { row in
                    Record(
                        PurgeIntended(
                            purge: row.id, document: row.document.id, object: row.document.object, trash: judge.today,
                            until: until))
                }
            }
            answer.trashed += begun
            answer.blocked += blocked
            return rows.last?.seq
        }
    }

    /// Every object that the journal says is on its way out is moved to the trash, brought back, or removed.
    private func settle(_ session: VaultSession, _ answer: inout Answer) throws {
        let judge = PurgeJudge(session)
        try steps { after in
            var step = Settled()
            try session.commitOnFullDisk(.purge) {
                step = try Settled(session, judge, after: after, freed: step.freed)
                return step.records
            }
            answer.purged += step.purged
            answer.restored += step.back
            answer.freed += step.freed
            return step.last
        }
    }

    /// Runs steps until one has nothing to do; each gets the journal line of the last row that the step before it looked at.
    private func steps(_ body: (Int64) throws -> Int64?) throws {
        var after: Int64 = 0
        while let last = try body(after) { after = last }
    }
}

/// One batch of objects on their way out, dealt with on the disk, and the records that follow from it.
private struct Settled {
    var back: [(purge: PurgeRow, why: PurgeBlock.Reason)] = []
    var purged: [PurgeRow] = []
    var freed: Int64 = 0
    var records: [Record] = []
    var last: Int64?

    init() {}

    /// - Parameter freed: bytes that an attempt before this one freed; it ended on a full disk.
    init(_ session: VaultSession, _ judge: PurgeJudge, after: Int64, freed: Int64) throws {
        let rows = try session.catalog.purgesInTrash(after: after, limit: RunPurge.step)
        last = rows.last?.seq
        var going: [PurgeRow] = []
        for row in rows {
            if let block = try judge.blocks(row.document.id).first { back.append((row, block.reason)) } else { going.append(row) }
        }
        records = try session.bringBack(back.map { ($0.purge, $0.why) })
        try session.vault.moveToTrash(going.compactMap(Settled.object))
        purged = going.filter { ($0.until ?? judge.today) <= judge.today }
        self.freed = try freed + session.vault.removeFromTrash(purged.compactMap(Settled.object))
        records += purged.map { row in
            Record(ObjectPurged(purge: row.id, document: row.document.id, object: row.document.object))
        }
    }

    private static func object(_ row: PurgeRow) -> TrashedObject? {
        row.trash.map { TrashedObject(row.document.object, day: $0) }
    }
}
