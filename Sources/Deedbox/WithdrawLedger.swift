public import DeedCatalog
import DeedCore

/// Takes back what a run of a ledger had said. What somebody has changed since stays, and is counted.
public struct WithdrawLedger {
    /// The run.
    public var run: LedgerRun
    /// The reason given.
    public var why: String?

    /// A withdrawal of `run`.
    public init(_ run: LedgerRun, why: String?) {
        self.run = run
        self.why = why
    }

    /// What came of it.
    public struct Answer: Sendable, Hashable {
        /// Whether anything was done: a run is withdrawn once.
        public var changed: Bool
        /// Facts that were taken back: values, ties, customers, contacts, machines, sales, promises.
        public var takenBack: Int
        /// Values that somebody has changed since: they stay.
        public var kept: Int
    }

    /// Records of a step.
    private static let step = 2000

    /// Writes the withdrawal, the note of it last: after a kill the same command goes on where it stopped.
    ///
    /// - Throws: ``Failure`` of the commits.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.bringIn)
        guard run.withdrawn == nil, let id = run.id else { return Answer(changed: false, takenBack: 0, kept: 0) }
        var count = 0
        var kept = 0
        var place: Int64?
        var rest: ArraySlice<Record> = []
        /// Looks at all of the run where somebody has written since, in one state of the catalog.
        func look() throws {
            try session.catalog.unchanging {
                let now = try session.catalog.position()?.seq
                guard now != place else { return }
                let traces = try session.catalog.ledgerTraces(of: run)
                rest = WithdrawLedger.records(traces)[...]
                // What the steps before took back is no change of somebody else.
                if count == 0 { kept = Int(traces.changed) }
                place = now
            }
        }
        while true {
            var isLast = false
            try look()
            let commit = try session.commit(.bringIn) {
                try look()
                isLast = rest.count <= WithdrawLedger.step
                let note = isLast ? [Record(LedgerWithdrawn(ledger: id, why: why))] : []
                return rest.prefix(WithdrawLedger.step) + note
            }
            count += (commit?.count ?? 0) - (isLast ? 1 : 0)
            if isLast { return Answer(changed: true, takenBack: count, kept: kept) }
            rest = rest.dropFirst(WithdrawLedger.step)
            place = commit?.position.seq ?? place
        }
    }

    private static func records(_ traces: LedgerTraces) -> [Record] {
        traces.facts.map { fact in
            Record(
                DocumentSet(document: fact.document, field: fact.field, value: fact.before, source: fact.source ?? "ledger"))
        }
            + traces.links.map { link in
                Record(
                    DocumentUnlinked(document: link.document, customer: link.customer, role: link.role, source: "ledger"))
            }
            + traces.changes.map { restored($0.subject, $0.id, $0.before) } + traces.added.map { ended($0.subject, $0.id) }
    }

    private static func ended(_ subject: LedgerTraces.Subject, _ id: Identifier) -> Record {
        switch subject {
        case .cover: Record(CoverEnded(id, source: "ledger"))
        case .purchase: Record(PurchaseEnded(id, source: "ledger"))
        case .contact: Record(ContactEnded(id, source: "ledger"))
        case .serial: Record(SerialEnded(id, source: "ledger"))
        case .customer: Record(CustomerEnded(id, source: "ledger"))
        }
    }

    private static func restored(_ subject: LedgerTraces.Subject, _ id: Identifier, _ before: JSON) -> Record {
        switch subject {
        case .cover: Record(CoverChanged(id, changes: before, source: "ledger"))
        case .purchase: Record(PurchaseChanged(id, changes: before, source: "ledger"))
        case .contact: Record(ContactChanged(id, changes: before, source: "ledger"))
        case .serial: Record(SerialChanged(id, changes: before, source: "ledger"))
        case .customer: Record(CustomerChanged(customer: id, changes: before))
        }
    }
}
