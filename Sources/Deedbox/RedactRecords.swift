public import DeedCore
import DeedCatalog
import DeedVault

/// A person has the contents of records taken out of the journal, lawfully: the chain stays whole, ids and counts stay, and a record says what was
/// taken out, by whom, when and why.
///
/// `redaction.ordered` stands in the journal before the first body is touched and names the hash of what stands there afterwards; then bodies,
/// catalog and index follow, and `redaction.done` closes it. Cut off anywhere, ``resume(in:)`` goes on.
public struct RedactRecords {
    /// Whose contents go.
    public enum Subject: Sendable, Hashable {
        /// These records.
        case records([Int64])
        /// What the journal says of a purged document: names, paths, fields, tags.
        case document(Identifier)
        /// The contacts of a customer; with `whole` its name, code, tier and note as well.
        case customer(Identifier, whole: Bool)
    }

    /// Whose contents go.
    public var subject: Subject
    /// The reason.
    public var why: String

    /// A redaction.
    public init(_ subject: Subject, why: String) {
        self.subject = subject
        self.why = why
    }

    /// What was done.
    public struct Answer: Sendable {
        /// The redaction; `nil` when there was nothing to take out.
        public var redaction: Identifier?
        /// The records.
        public var records: [Int64]
    }

    /// Takes the contents out and returns when they are in no file of the vault any more.
    ///
    /// - Throws: ``Failure`` `documentHeld` where a hold covers the subject, `notRedactable` for a document that was not purged and for a record
    ///   whose kind has nothing to take out.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.redact)
        let why = why.trimmedASCII
        guard !why.isEmpty else { throw Failure(.badValue, self.why, detail: "why") }
        try RedactRecords.resume(in: session)
        try session.vault.beginSegment(applier: session.catalog)
        let last = try session.catalog.position()?.seq ?? 0
        let id = session.mint.next()
        var answer = Answer(redaction: nil, records: [])
        try session.commitOnFullDisk(.redact) {
            let time = Instant.now
            let lines = try lines(upTo: last, in: session).map { record in
                let text = try RedactedLine(record, by: session.actor(), why: why, time: time).bytes
                return JSON.Member(String(record.seq), .string(ObjectHash.of(text).hex))
            }
            guard !lines.isEmpty else { return [] }
            answer = Answer(redaction: id, records: lines.compactMap { Int64($0.name) })
            return [Record(RedactionOrdered(redaction: id, why: why, time: time, lines: .object(lines)))]
        }
        try RedactRecords.resume(in: session)
        return answer
    }

    /// Goes on with what was ordered and is not done.
    ///
    /// - Returns: how many redactions there were.
    @discardableResult
    public static func resume(in session: VaultSession) throws -> Int {
        let open = try session.catalog.openRedactions()
        guard !open.isEmpty else { return 0 }
        try session.require(.redact)
        try session.catalog.makeDurable()
        for redaction in open { try replace(redaction, in: session) }
        try forget(in: session)
        try session.commitOnFullDisk(.redact) {
            try session.catalog.openRedactions().filter { !$0.isDone }.map { Record(RedactionDone(redaction: $0.id)) }
        }
        try session.vault.refillReserve()
        return open.count
    }

    /// Puts what was ordered in the bodies' places; what stands there already is left.
    static func replace(_ redaction: OpenRedaction, in session: VaultSession) throws {
        guard let order = try session.vault.records(seqs: [redaction.seq]).first,
            let body = order.record.payload as? RedactionOrdered
        else { throw Failure(.journalDamaged, "", detail: "record \(redaction.seq)") }
        var lines: [Int64: [UInt8]] = [:]
        for record in try session.vault.records(seqs: Array(redaction.lines.keys)) where !record.isRedacted {
            let text = try RedactedLine(record, by: order.actor, why: body.why, time: body.time).bytes
            guard ObjectHash.of(text) == redaction.lines[record.seq] else {
                throw Failure(.recordRefused, "\(record.seq)", detail: "another version ordered its redaction")
            }
            lines[record.seq] = text
        }
        try session.vault.replaceBodies(lines)
    }

    /// Catalog and index are made to know what the journal knows, and their files to hold nothing else.
    private static func forget(in session: VaultSession) throws {
        try session.vault.exclusively {
            let fresh = try Catalog.rebuild(at: session.vault.databases.catalog, keys: VaultSession.keys) {
                try CatalogReplay.run(from: session.vault, into: $0)
            }
            try fresh.close()
        }
        try session.catalog.emptyLog()
        var refresh = RefreshIndex()
        refresh.limit = .max
        try refresh.run(in: session)
        try session.index().scrub()
    }

    /// The records whose bodies go, with their present bodies.
    private func lines(upTo last: Int64, in session: VaultSession) throws -> [StampedRecord] {
        let catalog = session.catalog
        let asked: [Int64]
        switch subject {
        case .records(let seqs): asked = seqs
        case .document(let id):
            try requireFree(document: id, in: session)
            guard try catalog.details(of: id).summary.gone == .purged else {
                throw Failure(.notRedactable, id.text, detail: "not purged")
            }
            asked = try catalog.lines(about: id)
        case .customer(let id, let whole):
            try requireFree(customer: id, in: session)
            asked = try catalog.lines(aboutCustomer: id, whole: whole)
        }
        let records = try session.vault.records(seqs: asked.filter { $0 <= last })
        if case .records = subject { try require(asked, are: records, in: session) }
        return records.filter { !$0.isRedacted && $0.record.withoutContent != nil }
    }

    /// Records that a person names must be there and have something to take out, and no hold may cover what they are about.
    private func require(_ seqs: [Int64], are records: [StampedRecord], in session: VaultSession) throws {
        let found = Dictionary(records.map { ($0.seq, $0) }, uniquingKeysWith: { $1 })
        for seq in seqs {
            guard let record = found[seq], record.record.withoutContent != nil else {
                throw Failure(.notRedactable, "\(seq)", detail: found[seq]?.record.kind ?? "")
            }
            let about = try session.catalog.subjects(ofLine: seq)
            if let document = about.document { try requireFree(document: document, in: session) }
            if let customer = about.customer { try requireFree(customer: customer, in: session) }
        }
    }

    private func requireFree(document: Identifier, in session: VaultSession) throws {
        let holds = try session.catalog.holds(on: document)
        if !holds.isEmpty { throw Failure(.documentHeld, document.text, candidates: holds.map(\.name)) }
    }

    private func requireFree(customer: Identifier, in session: VaultSession) throws {
        let holds = try session.catalog.holds(onCustomer: customer)
        if !holds.isEmpty { throw Failure(.documentHeld, customer.text, candidates: holds.map(\.name)) }
    }
}

/// What stands in `bodies/` behind the first TAB when a body was taken out.
struct RedactedLine {
    let bytes: [UInt8]

    /// - Throws: `notRedactable` for a record with nothing to take out.
    init(_ record: StampedRecord, by actor: Identifier, why: String, time: Instant) throws {
        guard let rest = record.record.withoutContent else {
            throw Failure(.notRedactable, "\(record.seq)", detail: record.record.kind)
        }
        let json: JSON = .object([
            .init("by", .string(actor.text)), .init("why", .string(why)), .init("time", .string(time.description)),
            .init("rest", rest.body),
        ])
        bytes = Array("redacted\t".utf8) + json.bytes
    }
}
