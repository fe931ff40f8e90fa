public import DeedCatalog
public import DeedClock
public import DeedCore
import DeedVault

/// A person holds documents: nothing that a hold covers is purged, and what is in the trash comes back.
public struct PlaceHold {
    /// What a hold covers.
    public enum Target: Sendable, Hashable {
        /// One document.
        case document(Identifier)
        /// Every document of a customer, now and later.
        case customer(Identifier)
        /// Every document of a kind, and those without a kind.
        case kind(DocumentKind)
    }

    /// What people call it.
    public var name: String
    /// What it covers.
    public var targets: [Target]
    /// The reason.
    public var why: String
    /// More about it.
    public var note: String?

    /// A hold on `targets`.
    public init(name: String, targets: [Target], why: String, note: String?) {
        self.name = name
        self.targets = targets
        self.why = why
        self.note = note
    }

    /// What was done.
    public struct Answer: Sendable {
        /// Holds that were placed: one a target that did not have a hold of this name.
        public var placed: [Identifier]
        /// Documents that came back from the trash.
        public var restored: [Identifier]
    }

    /// Places the holds in one batch.
    ///
    /// - Throws: ``Failure`` `badValue` for an empty name or reason, `documentPurged` for a document that is no more.
    public func run(in session: VaultSession) throws -> Answer {
        let name = name.trimmedASCII
        guard !name.isEmpty, name.utf8.count <= 200 else { throw Failure(.badValue, self.name, detail: "name") }
        guard !why.trimmedASCII.isEmpty else { throw Failure(.badValue, why, detail: "why") }
        var answer = Answer(placed: [], restored: [])
        try session.commitOnFullDisk(.hold) {
            answer = Answer(placed: [], restored: [])
            let known = try session.catalog.holds().filter { $0.name == name }
            var records: [Record] = []
            for target in targets where !known.contains(where: { PlaceHold.covers($0, target) }) {
                try PlaceHold.requireKept(target, in: session)
                let id = session.mint.next()
                answer.placed.append(id)
                records.append(Record(record(id, name, target)))
            }
            let back = try session.catalog.purgesInTrash().filter { try touches($0.document, in: session) }
            answer.restored = back.map(\.document.id)
            return try records + session.bringBack(back.map { ($0, .hold) })
        }
        return answer
    }

    private static func covers(_ hold: HoldRow, _ target: Target) -> Bool {
        switch target {
        case .document(let id): hold.document?.id == id
        case .customer(let id): hold.customer?.id == id
        case .kind(let kind): hold.kind == kind.rawValue
        }
    }

    private static func requireKept(_ target: Target, in session: VaultSession) throws {
        guard case .document(let id) = target else { return }
        guard try session.catalog.details(of: id).summary.gone != .purged else { throw Failure(.documentPurged, id.text) }
    }

    private func record(_ id: Identifier, _ name: String, _ target: Target) -> HoldPlaced {
        var record = HoldPlaced(hold: id, name: name, why: why.trimmedASCII, note: note)
        switch target {
        case .document(let document): record.document = document
        case .customer(let customer): record.customer = customer
        case .kind(let kind): record.documentKind = kind.rawValue
        }
        return record
    }

    /// Whether one of the targets covers the document.
    private func touches(_ document: DocumentSummary, in session: VaultSession) throws -> Bool {
        targets.contains { target in
            switch target {
            case .document(let id): document.id == id
            case .customer(let id): document.customers.contains { $0.id == id }
            case .kind(let kind): document.kind == nil || document.kind == kind
            }
        }
    }
}

extension VaultSession {
    /// Brings objects back from the trash, under the lock, and makes the records that say so.
    func bringBack(_ rows: [(purge: PurgeRow, why: PurgeBlock.Reason?)]) throws -> [Record] {
        try vault.bringBack(rows.compactMap { row in row.purge.trash.map { TrashedObject(row.purge.document.object, day: $0) } })
        return rows.map { row in
            Record(
                ObjectRestored(
                    purge: row.purge.id, document: row.purge.document.id, object: row.purge.document.object,
                    why: row.why?.rawValue ?? "cancelled"))
        }
    }
}

/// A person releases a hold: what it covered may go again when nothing else keeps it.
public struct ReleaseHold {
    /// The holds.
    public var holds: [Identifier]
    /// The reason.
    public var why: String?

    /// A release of `holds`.
    public init(_ holds: [Identifier], why: String?) {
        self.holds = holds
        self.why = why
    }

    /// Releases those that are placed.
    ///
    /// - Returns: how many there were.
    public func run(in session: VaultSession) throws -> Int {
        var released: [Identifier] = []
        try session.commitOnFullDisk(.hold) {
            let placed = Set(try session.catalog.holds().map(\.id))
            released = holds.filter { placed.contains($0) }
            return released.map { Record(HoldReleased(hold: $0, why: why)) }
        }
        return released.count
    }
}

/// What `HOLD` on the command line means: the name, which may mean several holds placed together, or an id or its beginning.
public struct HoldReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The holds it means.
    ///
    /// - Throws: ``Failure`` `holdNotFound`.
    public func resolve(in session: VaultSession) throws -> [HoldRow] {
        try session.require(.read)
        let found = try session.catalog.holds(matching: text)
        guard !found.isEmpty else { throw Failure(.holdNotFound, text) }
        return found
    }
}

/// A person sets how long documents of a kind are kept at least.
public struct SetRetention {
    /// The kind; `nil` for every kind without a rule of its own.
    public var kind: DocumentKind?
    /// The rule; `nil` takes it away.
    public var rule: Retention.Rule?
    /// The law or the policy.
    public var why: String?

    /// A rule for `kind`.
    public init(_ kind: DocumentKind?, rule: Retention.Rule?, why: String?) {
        self.kind = kind
        self.rule = rule
        self.why = why
    }

    /// Writes the rule; what is so already is not written again.
    ///
    /// - Returns: whether something changed.
    public func run(in session: VaultSession) throws -> Bool {
        try session.write(.hold) {
            let known = try session.catalog.retentionRules().first { $0.kind == kind?.rawValue }
            guard known?.rule != rule || (rule != nil && known?.why != why) else { return [] }
            return [
                Record(
                    RetentionSet(
                        documentKind: kind?.rawValue, years: rule.map { Int64($0.years) },
                        from: (rule ?? known?.rule)?.from.rawValue ?? "end",
                        why: why))
            ]
        } > 0
    }
}

/// Somebody looks at what is on hold.
public struct ListHolds {
    /// Also those that were released.
    public var releasedToo: Bool

    /// A list.
    public init(releasedToo: Bool = false) { self.releasedToo = releasedToo }

    /// The holds.
    public func run(in session: VaultSession) throws -> [HoldRow] {
        try session.require(.read)
        return try session.catalog.holds(releasedToo: releasedToo)
    }
}

/// Somebody looks at how long documents are kept.
public struct ListRetention {
    /// A list.
    public init() {}

    /// The rules.
    public func run(in session: VaultSession) throws -> [RetentionRow] {
        try session.require(.read)
        return try session.catalog.retentionRules()
    }
}
