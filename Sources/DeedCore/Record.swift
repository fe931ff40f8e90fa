/// Every fact that can be written into the journal. Names of kinds and fields are part of the format and are never changed or reused.
public enum Record: Sendable, Hashable {
    case vaultCreated(VaultCreated)
    case actorAdded(ActorAdded)
    case importStarted(ImportStarted)
    case importArchive(ImportArchive)
    case documentAdded(DocumentAdded)
    case documentNamed(DocumentNamed)
    case importRejected(ImportRejected)
    case importFinished(ImportFinished)
    case importWithdrawn(ImportWithdrawn)
    case ledgerImported(LedgerImported)
    case ledgerRows(LedgerRows)
    case ledgerWithdrawn(LedgerWithdrawn)
    case ledgerMapped(LedgerMapped)
    case ledgerUnmapped(LedgerUnmapped)
    case documentSet(DocumentSet)
    case documentLinked(DocumentLinked)
    case documentUnlinked(DocumentLinked)
    case documentTagged(DocumentTagged)
    case documentUntagged(DocumentTagged)
    case customerAdded(CustomerAdded)
    case customerChanged(CustomerChanged)
    case contactAdded(ContactAdded)
    case serialAdded(SerialAdded)
    case purchaseAdded(PurchaseAdded)
    case coverAdded(CoverAdded)
    case contactChanged(FactChanged<ContactSubject>)
    case contactEnded(FactEnded<ContactSubject>)
    case serialChanged(FactChanged<SerialSubject>)
    case serialEnded(FactEnded<SerialSubject>)
    case purchaseChanged(FactChanged<PurchaseSubject>)
    case purchaseEnded(FactEnded<PurchaseSubject>)
    case coverChanged(FactChanged<CoverSubject>)
    case coverEnded(FactEnded<CoverSubject>)
    case customerEnded(FactEnded<CustomerSubject>)
    case renewalAcknowledged(RenewalAcknowledged)
    case vaultVerified(VaultVerified)
    case holdPlaced(HoldPlaced)
    case holdReleased(HoldReleased)
    case retentionSet(RetentionSet)
    case purgeRequested(PurgeRequested)
    case purgeCancelled(PurgeCancelled)
    case purgeIntended(PurgeIntended)
    case objectPurged(ObjectPurged)
    case objectRestored(ObjectRestored)
    case redactionOrdered(RedactionOrdered)
    case redactionDone(RedactionDone)
    case keyAdded(KeyAdded)
    case evidenceExported(EvidenceExported)
    case backupFinished(BackupFinished)
    case restoreDrilled(RestoreDrilled)
    case vaultScrubbed(VaultScrubbed)
    case objectRepaired(ObjectRepaired)
    case fileRepaired(FileRepaired)
    case lossAccepted(LossAccepted)
    case duplicateDecided(DuplicateDecided)
    /// A kind this version does not know: the vault opens read-only.
    case unknown(kind: String, body: JSON)
}

/// What each kind of record has: its name, the objects it keeps and its body.
public protocol RecordBody: Sendable, Hashable {
    /// The name of the kind that the chain line carries.
    static var kind: String { get }
    /// The objects that this record keeps in the vault.
    var objects: [ObjectID] { get }
    /// The body, members in the order of the specification.
    var json: JSON { get }
    /// Reads a body back; unknown members are ignored.
    init(_ fields: BodyFields) throws
}

extension RecordBody {
    public var objects: [ObjectID] { [] }
}

extension Record {
    /// The payload, whatever the kind; `nil` for an unknown one.
    public var payload: (any RecordBody)? {
        switch self {
        case .vaultCreated(let body): body
        case .actorAdded(let body): body
        case .importStarted(let body): body
        case .importArchive(let body): body
        case .documentAdded(let body): body
        case .documentNamed(let body): body
        case .importRejected(let body): body
        case .importFinished(let body): body
        case .importWithdrawn(let body): body
        case .ledgerImported(let body): body
        case .ledgerRows(let body): body
        case .ledgerWithdrawn(let body): body
        case .ledgerMapped(let body): body
        case .ledgerUnmapped(let body): body
        case .documentSet(let body): body
        case .documentLinked(let body), .documentUnlinked(let body): body
        case .documentTagged(let body), .documentUntagged(let body): body
        case .customerAdded(let body): body
        case .customerChanged(let body): body
        case .contactAdded(let body): body
        case .serialAdded(let body): body
        case .purchaseAdded(let body): body
        case .coverAdded(let body): body
        case .contactChanged(let body): body
        case .contactEnded(let body): body
        case .serialChanged(let body): body
        case .serialEnded(let body): body
        case .purchaseChanged(let body): body
        case .purchaseEnded(let body): body
        case .coverChanged(let body): body
        case .coverEnded(let body): body
        case .customerEnded(let body): body
        case .renewalAcknowledged(let body): body
        case .vaultVerified(let body): body
        case .holdPlaced(let body): body
        case .holdReleased(let body): body
        case .retentionSet(let body): body
        case .purgeRequested(let body): body
        case .purgeCancelled(let body): body
        case .purgeIntended(let body): body
        case .objectPurged(let body): body
        case .objectRestored(let body): body
        case .redactionOrdered(let body): body
        case .redactionDone(let body): body
        case .keyAdded(let body): body
        case .evidenceExported(let body): body
        case .backupFinished(let body): body
        case .restoreDrilled(let body): body
        case .vaultScrubbed(let body): body
        case .objectRepaired(let body): body
        case .fileRepaired(let body): body
        case .lossAccepted(let body): body
        case .duplicateDecided(let body): body
        case .unknown: nil
        }
    }

    /// The name of the kind that the chain line carries.
    public var kind: String {
        switch self {
        case .documentUnlinked: "document.unlinked"
        case .documentUntagged: "document.untagged"
        case .unknown(let kind, _): kind
        default: payload.map { type(of: $0).kind } ?? ""
        }
    }

    /// The objects that the record keeps in the vault.
    public var objects: [ObjectID] { payload?.objects ?? [] }

    /// The object that is gone for good with this record: the chain line names it, so that an auditor can tell it from a lost one.
    public var purged: ObjectID? { if case .objectPurged(let body) = self { body.object } else { nil } }

    /// The body as JSON.
    public var body: JSON {
        if case .unknown(_, let body) = self { return body }
        return payload?.json ?? .object([])
    }

    /// Reads a record back from what the chain line and the body say.
    ///
    /// - Throws: ``BodyError`` when a known kind lacks a member or has one of a wrong type.
    public init(kind: String, objects: [ObjectID], body: JSON) throws {
        let fields = BodyFields(kind: kind, objects: objects, body: body)
        switch kind {
        case VaultCreated.kind: self = .vaultCreated(try VaultCreated(fields))
        case ActorAdded.kind: self = .actorAdded(try ActorAdded(fields))
        case ImportStarted.kind: self = .importStarted(try ImportStarted(fields))
        case ImportArchive.kind: self = .importArchive(try ImportArchive(fields))
        case DocumentAdded.kind: self = .documentAdded(try DocumentAdded(fields))
        case DocumentNamed.kind: self = .documentNamed(try DocumentNamed(fields))
        case ImportRejected.kind: self = .importRejected(try ImportRejected(fields))
        case ImportFinished.kind: self = .importFinished(try ImportFinished(fields))
        case ImportWithdrawn.kind: self = .importWithdrawn(try ImportWithdrawn(fields))
        case LedgerImported.kind: self = .ledgerImported(try LedgerImported(fields))
        case LedgerRows.kind: self = .ledgerRows(try LedgerRows(fields))
        case LedgerWithdrawn.kind: self = .ledgerWithdrawn(try LedgerWithdrawn(fields))
        case LedgerMapped.kind: self = .ledgerMapped(try LedgerMapped(fields))
        case LedgerUnmapped.kind: self = .ledgerUnmapped(try LedgerUnmapped(fields))
        case DocumentSet.kind: self = .documentSet(try DocumentSet(fields))
        case DocumentLinked.kind: self = .documentLinked(try DocumentLinked(fields))
        case "document.unlinked": self = .documentUnlinked(try DocumentLinked(fields))
        case DocumentTagged.kind: self = .documentTagged(try DocumentTagged(fields))
        case "document.untagged": self = .documentUntagged(try DocumentTagged(fields))
        case CustomerAdded.kind: self = .customerAdded(try CustomerAdded(fields))
        case CustomerChanged.kind: self = .customerChanged(try CustomerChanged(fields))
        case ContactAdded.kind: self = .contactAdded(try ContactAdded(fields))
        case SerialAdded.kind: self = .serialAdded(try SerialAdded(fields))
        case PurchaseAdded.kind: self = .purchaseAdded(try PurchaseAdded(fields))
        case CoverAdded.kind: self = .coverAdded(try CoverAdded(fields))
        case FactChanged<ContactSubject>.kind: self = .contactChanged(try FactChanged<ContactSubject>(fields))
        case FactEnded<ContactSubject>.kind: self = .contactEnded(try FactEnded<ContactSubject>(fields))
        case FactChanged<SerialSubject>.kind: self = .serialChanged(try FactChanged<SerialSubject>(fields))
        case FactEnded<SerialSubject>.kind: self = .serialEnded(try FactEnded<SerialSubject>(fields))
        case FactChanged<PurchaseSubject>.kind: self = .purchaseChanged(try FactChanged<PurchaseSubject>(fields))
        case FactEnded<PurchaseSubject>.kind: self = .purchaseEnded(try FactEnded<PurchaseSubject>(fields))
        case FactChanged<CoverSubject>.kind: self = .coverChanged(try FactChanged<CoverSubject>(fields))
        case FactEnded<CoverSubject>.kind: self = .coverEnded(try FactEnded<CoverSubject>(fields))
        case FactEnded<CustomerSubject>.kind: self = .customerEnded(try FactEnded<CustomerSubject>(fields))
        case RenewalAcknowledged.kind: self = .renewalAcknowledged(try RenewalAcknowledged(fields))
        case VaultVerified.kind: self = .vaultVerified(try VaultVerified(fields))
        case HoldPlaced.kind: self = .holdPlaced(try HoldPlaced(fields))
        case HoldReleased.kind: self = .holdReleased(try HoldReleased(fields))
        case RetentionSet.kind: self = .retentionSet(try RetentionSet(fields))
        case PurgeRequested.kind: self = .purgeRequested(try PurgeRequested(fields))
        case PurgeCancelled.kind: self = .purgeCancelled(try PurgeCancelled(fields))
        case PurgeIntended.kind: self = .purgeIntended(try PurgeIntended(fields))
        case ObjectPurged.kind: self = .objectPurged(try ObjectPurged(fields))
        case ObjectRestored.kind: self = .objectRestored(try ObjectRestored(fields))
        case RedactionOrdered.kind: self = .redactionOrdered(try RedactionOrdered(fields))
        case RedactionDone.kind: self = .redactionDone(try RedactionDone(fields))
        case KeyAdded.kind: self = .keyAdded(try KeyAdded(fields))
        case EvidenceExported.kind: self = .evidenceExported(try EvidenceExported(fields))
        case BackupFinished.kind: self = .backupFinished(try BackupFinished(fields))
        case RestoreDrilled.kind: self = .restoreDrilled(try RestoreDrilled(fields))
        case VaultScrubbed.kind: self = .vaultScrubbed(try VaultScrubbed(fields))
        case ObjectRepaired.kind: self = .objectRepaired(try ObjectRepaired(fields))
        case FileRepaired.kind: self = .fileRepaired(try FileRepaired(fields))
        case LossAccepted.kind: self = .lossAccepted(try LossAccepted(fields))
        case DuplicateDecided.kind: self = .duplicateDecided(try DuplicateDecided(fields))
        default: self = .unknown(kind: kind, body: body)
        }
    }
}

/// Why a body cannot be read: which member of which kind is missing or of a wrong type.
public struct BodyError: Error, Sendable, Hashable {
    /// The record's kind.
    public var kind: String
    /// The member.
    public var member: String
}

/// Reads typed members out of a body.
public struct BodyFields: Sendable {
    let kind: String
    /// The objects that the chain line names.
    public let objects: [ObjectID]
    /// The whole body.
    public let body: JSON

    /// A body with the chain line's kind and objects.
    public init(kind: String, objects: [ObjectID], body: JSON) {
        self.kind = kind
        self.objects = objects
        self.body = body
    }

    private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw BodyError(kind: kind, member: name) }
        return value
    }

    /// The first object of the chain line.
    func object() throws -> ObjectID { try required("object", objects.first) }

    func text(_ name: String) throws -> String { try required(name, body[name]?.string) }
    func integer(_ name: String) throws -> Int64 { try required(name, body[name]?.integer) }
    func id(_ name: String) throws -> Identifier { try required(name, body[name]?.string.flatMap { Identifier($0) }) }

    func optionalText(_ name: String) -> String? { body[name]?.string }
    func optionalInteger(_ name: String) -> Int64? { body[name]?.integer }
    func texts(_ name: String) -> [String] { body[name]?.array?.compactMap(\.string) ?? [] }
    func flag(_ name: String) -> Bool { body[name]?.bool ?? false }

    func optionalID(_ name: String) throws -> Identifier? {
        guard let text = body[name]?.string else { return nil }
        return try required(name, Identifier(text))
    }

    func optionalObject(_ name: String) throws -> ObjectID? {
        guard let text = body[name]?.string else { return nil }
        return try required(name, ObjectID(hex: text))
    }

    func required(objectNamed name: String) throws -> ObjectID { try required(name, try optionalObject(name)) }

    func optionalDate(_ name: String) throws -> CivilDate? {
        guard let text = body[name]?.string else { return nil }
        return try required(name, CivilDate(text))
    }

    func date(_ name: String) throws -> CivilDate { try required(name, try optionalDate(name)) }
    func instant(_ name: String) throws -> Instant { try required(name, try optionalInstant(name)) }
    func object(named name: String) throws -> JSON { try required(name, body[name].flatMap { $0.members == nil ? nil : $0 }) }

    func optionalInstant(_ name: String) throws -> Instant? {
        guard let text = body[name]?.string else { return nil }
        return try required(name, Instant(text) ?? Instant(outsideOfYears: text))
    }
}

extension JSON {
    /// An object of the members that have a value: bodies leave absent members out instead of writing null.
    static func body(_ members: (String, JSON?)...) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}

extension Identifier {
    var json: JSON { .string(text) }
}
