/// Bodies are taken out of the journal: which, why, and what stands there instead.
public struct RedactionOrdered: RecordBody {
    public static let kind = "redaction.ordered"

    /// The new redaction.
    public var redaction: Identifier
    /// The reason.
    public var why: String
    /// The time that the redacted lines carry.
    public var time: Instant
    /// Number of the record to the hash of its line in `bodies/`, behind the first TAB, as it is afterwards.
    public var lines: JSON

    /// A record body with these members.
    public init(redaction: Identifier, why: String, time: Instant, lines: JSON) {
        self.redaction = redaction
        self.why = why
        self.time = time
        self.lines = lines
    }

    public var json: JSON {
        .body(("redaction", redaction.json), ("why", .string(why)), ("time", .string(time.description)), ("lines", lines))
    }

    public init(_ fields: BodyFields) throws {
        redaction = try fields.id("redaction")
        why = try fields.text("why")
        time = try fields.instant("time")
        lines = try fields.object(named: "lines")
    }
}

/// The bodies are gone, from the journal and from what is made of it.
public struct RedactionDone: RecordBody {
    public static let kind = "redaction.done"

    /// The redaction.
    public var redaction: Identifier

    /// A record body with these members.
    public init(redaction: Identifier) {
        self.redaction = redaction
    }

    public var json: JSON {
        .body(("redaction", redaction.json))
    }

    public init(_ fields: BodyFields) throws {
        redaction = try fields.id("redaction")
    }
}

extension Record {
    /// What is left of the record when its body is taken out: ids, counts and codes stay, so that later records still find what they name; texts,
    /// names, paths, numbers and values go. `nil` for a kind that has nothing personal in it, or whose words are the proof of what was done.
    public var withoutContent: Record? {
        switch self {
        case .actorAdded(let body): .actorAdded(ActorAdded(actor: body.actor, user: "", uid: -1))
        case .importStarted(let body): .importStarted(ImportStarted(run: body.run, sources: []))
        case .importArchive(let body):
            .importArchive(
                ImportArchive(
                    run: body.run, source: "", path: "", sha256: body.sha256, size: body.size, format: body.format,
                    names: body.names,
                    entries: body.entries, state: body.state, kept: body.kept))
        case .documentAdded(let body):
            .documentAdded(
                DocumentAdded(
                    document: body.document, object: body.object, run: body.run, source: "", path: "", name: "", size: body.size,
                    attachedTo: body.attachedTo))
        case .documentNamed(let body):
            .documentNamed(
                DocumentNamed(document: body.document, run: body.run, source: "", path: "", name: "", attachedTo: body.attachedTo)
            )
        case .importRejected(let body):
            .importRejected(ImportRejected(run: body.run, source: "", path: "", reason: body.reason, size: body.size))
        case .importWithdrawn(let body): .importWithdrawn(ImportWithdrawn(run: body.run))
        case .ledgerImported(let body):
            .ledgerImported(
                LedgerImported(
                    ledger: body.ledger, run: body.run, source: "", sha256: body.sha256, rows: body.rows, matched: body.matched,
                    conflicts: body.conflicts, mapping: .object([])))
        case .ledgerRows(let body): .ledgerRows(body.emptied)
        case .ledgerWithdrawn(let body): .ledgerWithdrawn(LedgerWithdrawn(ledger: body.ledger))
        case .documentSet(let body):
            .documentSet(DocumentSet(document: body.document, field: body.field, source: body.source))
        case .documentTagged(let body): .documentTagged(DocumentTagged(document: body.document, tag: ""))
        case .documentUntagged(let body): .documentUntagged(DocumentTagged(document: body.document, tag: ""))
        default: customerWithoutContent
        }
    }

    private var customerWithoutContent: Record? {
        switch self {
        case .customerAdded(let body):
            .customerAdded(CustomerAdded(customer: body.customer, name: "", source: body.source))
        case .customerChanged(let body):
            .customerChanged(
                CustomerChanged(
                    customer: body.customer,
                    changes: .object((body.changes.members ?? []).map { JSON.Member($0.name, .null) })))
        case .contactAdded(let body):
            .contactAdded(ContactAdded(contact: body.contact, customer: body.customer, source: body.source))
        case .purchaseAdded(let body):
            .purchaseAdded(
                PurchaseAdded(
                    purchase: body.purchase, serial: body.serial, customer: body.customer, date: body.date, source: body.source))
        default: changedWithoutContent
        }
    }

    private var changedWithoutContent: Record? {
        switch self {
        case .contactChanged(let body): .contactChanged(body.emptied)
        case .purchaseChanged(let body): .purchaseChanged(body.emptied)
        case .contactEnded(let body): .contactEnded(body.emptied)
        case .serialEnded(let body): .serialEnded(body.emptied)
        case .purchaseEnded(let body): .purchaseEnded(body.emptied)
        case .coverEnded(let body): .coverEnded(body.emptied)
        case .customerEnded(let body): .customerEnded(body.emptied)
        default: nil
        }
    }
}
