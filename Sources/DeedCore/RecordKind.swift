/// A kind of record: the table of all that the journal can say.
///
/// Whoever adds a kind writes its body in a file beside and a line here; what else it needs (words, its table in the specification, how the
/// catalog applies it) is asked for by tests, which walk this table.
public struct RecordKind: Sendable {
    /// The name that the chain line carries.
    public let name: String
    /// The type of the body.
    public let body: any RecordBody.Type
    /// The members, as the specification's table has them.
    public let rows: [BodyRow]
    /// Why a record of this kind is never redacted; `nil` where it is.
    public let neverRedacted: String?
    /// Reads a body.
    let read: @Sendable (BodyFields) throws -> any RecordBody

    init<Body: RecordBody>(_ type: Body.Type) {
        let form = Body.form
        name = Body.kind
        body = type
        rows = form.rows
        neverRedacted = form.neverRedacted
        read = { try form.read($0) }
    }

    /// Every kind.
    public static let all = [
        RecordKind(VaultCreated.self),
        RecordKind(ActorAdded.self),
        RecordKind(ImportStarted.self),
        RecordKind(ImportArchive.self),
        RecordKind(DocumentAdded.self),
        RecordKind(DocumentNamed.self),
        RecordKind(ImportRejected.self),
        RecordKind(ImportFinished.self),
        RecordKind(ImportWithdrawn.self),
        RecordKind(LedgerImported.self),
        RecordKind(LedgerRows.self),
        RecordKind(LedgerWithdrawn.self),
        RecordKind(LedgerMapped.self),
        RecordKind(LedgerUnmapped.self),
        RecordKind(DocumentSet.self),
        RecordKind(DocumentLinked.self),
        RecordKind(DocumentUnlinked.self),
        RecordKind(DocumentTagged.self),
        RecordKind(DocumentUntagged.self),
        RecordKind(CustomerAdded.self),
        RecordKind(CustomerChanged.self),
        RecordKind(ContactAdded.self),
        RecordKind(SerialAdded.self),
        RecordKind(PurchaseAdded.self),
        RecordKind(CoverAdded.self),
        RecordKind(ContactChanged.self),
        RecordKind(ContactEnded.self),
        RecordKind(SerialChanged.self),
        RecordKind(SerialEnded.self),
        RecordKind(PurchaseChanged.self),
        RecordKind(PurchaseEnded.self),
        RecordKind(CoverChanged.self),
        RecordKind(CoverEnded.self),
        RecordKind(CustomerEnded.self),
        RecordKind(RenewalAcknowledged.self),
        RecordKind(VaultVerified.self),
        RecordKind(HoldPlaced.self),
        RecordKind(HoldReleased.self),
        RecordKind(RetentionSet.self),
        RecordKind(PurgeRequested.self),
        RecordKind(PurgeCancelled.self),
        RecordKind(PurgeIntended.self),
        RecordKind(ObjectPurged.self),
        RecordKind(ObjectRestored.self),
        RecordKind(RedactionOrdered.self),
        RecordKind(RedactionDone.self),
        RecordKind(KeyAdded.self),
        RecordKind(EvidenceExported.self),
        RecordKind(BackupFinished.self),
        RecordKind(RestoreDrilled.self),
        RecordKind(VaultScrubbed.self),
        RecordKind(ObjectRepaired.self),
        RecordKind(FileRepaired.self),
        RecordKind(LossAccepted.self),
        RecordKind(DuplicateDecided.self),
    ]

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    /// The kind of this name; `nil` for one that this version does not know.
    public static func named(_ name: String) -> RecordKind? { byName[name] }
}
