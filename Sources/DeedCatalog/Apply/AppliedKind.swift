import DeedCore

/// How a record of one kind changes the tables: the table of all kinds.
struct AppliedKind: Sendable {
    /// The name of the kind.
    let name: String
    private let body: ObjectIdentifier
    /// Applies a record of this kind.
    let apply: @Sendable (inout Line, any RecordBody) throws -> Void

    init<Body: RecordBody>(_ type: Body.Type, _ apply: @escaping @Sendable (inout Line, Body) throws -> Void) {
        name = Body.kind
        body = ObjectIdentifier(type)
        self.apply = { line, body in
            guard let body = body as? Body else { throw refusal(line.stamped, "it is no \(Body.kind)") }
            try apply(&line, body)
        }
    }

    private static let byBody = Dictionary(all.map { ($0.body, $0) }) { first, _ in first }

    /// How a record is applied; `nil` for one of a kind that this version does not know.
    static func of(_ record: Record) -> AppliedKind? { byBody[ObjectIdentifier(type(of: record.payload))] }

    static let all = [
        AppliedKind(VaultCreated.self) { try $0.apply($1) },
        AppliedKind(ActorAdded.self) { try $0.apply($1) },
        AppliedKind(ImportStarted.self) { try $0.apply($1) },
        AppliedKind(ImportArchive.self) { try $0.apply($1) },
        AppliedKind(DocumentAdded.self) { try $0.apply($1) },
        AppliedKind(DocumentNamed.self) { try $0.apply($1) },
        AppliedKind(ImportRejected.self) { try $0.apply($1) },
        AppliedKind(ImportFinished.self) { try $0.apply($1) },
        AppliedKind(ImportWithdrawn.self) { try $0.apply($1) },
        AppliedKind(LedgerImported.self) { try $0.apply($1) },
        AppliedKind(LedgerRows.self) { try $0.apply($1) },
        AppliedKind(LedgerWithdrawn.self) { try $0.apply($1) },
        AppliedKind(LedgerMapped.self) { try $0.apply($1) },
        AppliedKind(LedgerUnmapped.self) { try $0.apply($1) },
        AppliedKind(DocumentSet.self) { try $0.apply($1) },
        AppliedKind(DocumentLinked.self) { try $0.apply($1) },
        AppliedKind(DocumentUnlinked.self) { try $0.apply($1) },
        AppliedKind(DocumentTagged.self) { try $0.apply($1) },
        AppliedKind(DocumentUntagged.self) { try $0.apply($1) },
        AppliedKind(CustomerAdded.self) { try $0.apply($1) },
        AppliedKind(CustomerChanged.self) { try $0.apply($1) },
        AppliedKind(ContactAdded.self) { try $0.apply($1) },
        AppliedKind(SerialAdded.self) { try $0.apply($1) },
        AppliedKind(PurchaseAdded.self) { try $0.apply($1) },
        AppliedKind(CoverAdded.self) { try $0.apply($1) },
        AppliedKind(ContactChanged.self) { try $0.apply($1) },
        AppliedKind(ContactEnded.self) { try $0.apply($1) },
        AppliedKind(SerialChanged.self) { try $0.apply($1) },
        AppliedKind(SerialEnded.self) { try $0.apply($1) },
        AppliedKind(PurchaseChanged.self) { try $0.apply($1) },
        AppliedKind(PurchaseEnded.self) { try $0.apply($1) },
        AppliedKind(CoverChanged.self) { try $0.apply($1) },
        AppliedKind(CoverEnded.self) { try $0.apply($1) },
        AppliedKind(CustomerEnded.self) { try $0.apply($1) },
        AppliedKind(RenewalAcknowledged.self) { try $0.apply($1) },
        AppliedKind(VaultVerified.self) { try $0.apply($1) },
        AppliedKind(HoldPlaced.self) { try $0.apply($1) },
        AppliedKind(HoldReleased.self) { try $0.apply($1) },
        AppliedKind(RetentionSet.self) { try $0.apply($1) },
        AppliedKind(PurgeRequested.self) { try $0.apply($1) },
        AppliedKind(PurgeCancelled.self) { try $0.apply($1) },
        AppliedKind(PurgeIntended.self) { try $0.apply($1) },
        AppliedKind(ObjectPurged.self) { try $0.apply($1) },
        AppliedKind(ObjectRestored.self) { try $0.apply($1) },
        AppliedKind(RedactionOrdered.self) { try $0.apply($1) },
        AppliedKind(RedactionDone.self) { try $0.apply($1) },
        AppliedKind(KeyAdded.self) { _, _ in },  // the journal's own line is all that is asked for
        AppliedKind(EvidenceExported.self) { _ = try $0.about($1.document) },
        AppliedKind(BackupFinished.self) { try $0.apply($1) },
        AppliedKind(RestoreDrilled.self) { try $0.apply($1) },
        AppliedKind(VaultScrubbed.self) { try $0.apply($1) },
        AppliedKind(ObjectRepaired.self) { try $0.apply($1) },
        AppliedKind(FileRepaired.self) { _, _ in },  // the same
        AppliedKind(LossAccepted.self) { try $0.apply($1) },
        AppliedKind(DuplicateDecided.self) { try $0.apply($1) },
    ]
}
