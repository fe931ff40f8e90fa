import DeedCatalog
import DeedClock
public import DeedCore
import DeedImport

/// A person sets what a document is and says: fields, customers, tags. Each change is a record with the old value kept.
public struct ChangeDocument {
    /// The document.
    public var document: Identifier

    /// Changes to `document`.
    public init(_ document: Identifier) { self.document = document }

    /// Sets fields by `field=value` (an empty value takes the value away). What is already so is not written again.
    ///
    /// - Returns: how many values changed.
    /// - Throws: ``Failure`` `unknownField`, `badValue`, `badDate`.
    @discardableResult
    public func set(_ assignments: [String], in session: VaultSession) throws -> Int {
        let given = try assignments.map(DocumentAssignment.init).flatMap(\.values)
        try ChangeDocument.requireOnce(given)
        return try session.write(.change) {
            let details = try session.catalog.details(of: document)
            try details.summary.requireKept()
            let changes = given + ChangeDocument.replaced(by: given, details)
            try ChangeDocument.check(changes, details)
            let before = try session.catalog.terms(of: document)
            return changes.compactMap { change in
                let term = change.field == .decision ? term(of: change, among: changes, before, on: session.today) : nil
                // The same decision once more, for a new term, is another one.
                let isSame =
                    details.value(change.field) == change.value
                    && (change.field != .decision || change.value == nil
                        || term.map { before.decided?[$0]?.rawValue == change.value } ?? true)
                guard !isSame else { return nil }
                return Record(
                    DocumentSet(
                        document: document, field: change.field.rawValue, value: change.value, source: "manual", term: term))
            }
        }
    }

    /// Refuses two values for one field: which of them is meant, the command does not say.
    private static func requireOnce(_ given: [(field: DocumentField, value: String?)]) throws {
        var values: [DocumentField: String?] = [:]
        for (field, value) in given {
            if let other = values[field], other != value {
                throw Failure(
                    .badValue, "\(field.rawValue)=\(other ?? "") \(field.rawValue)=\(value ?? "")", detail: "given-twice")
            }
            values[field] = .some(value)
        }
    }

    /// A contract has one end and one notice: an end takes the place of "no end", days of notice that of months, and the other way round.
    private static func replaced(
        by given: [(field: DocumentField, value: String?)], _ details: DocumentDetails
    ) -> [(field: DocumentField, value: String?)] {
        func sets(_ field: DocumentField) -> Bool { given.contains { $0.field == field && $0.value != nil && $0.value != "no" } }
        let pairs: [(DocumentField, DocumentField)] = [
            (.expires, .perpetual), (.perpetual, .expires), (.noticeDays, .noticeMonths), (.noticeMonths, .noticeDays),
        ]
        return pairs.filter { new, old in
            sets(new) && !given.contains { $0.field == old } && details.value(old) != nil && details.value(old) != "no"
        }.map { (field: $0.1, value: nil) }
    }

    /// Refuses an end before its start, where one of the two is set: what is known of the other counts.
    private static func check(_ changes: [(field: DocumentField, value: String?)], _ details: DocumentDetails) throws {
        func day(_ field: DocumentField) -> (day: CivilDate?, isSet: Bool) {
            let change = changes.last { $0.field == field }
            return ((change.map { $0.value } ?? details.value(field)).flatMap { CivilDate($0) }, change != nil)
        }
        let (start, end) = (day(.effective), day(.expires))
        if end.isSet, end.day != nil, changes.contains(where: { $0.field == .perpetual && $0.value == "yes" }) {
            throw Failure(.badValue, "perpetual=yes expires=\(end.day?.description ?? "")", detail: "end-of-perpetual")
        }
        try requireTerm(changes, from: start.day, to: end)
        guard start.isSet || end.isSet, let first = start.day, let last = end.day, last < first else { return }
        throw Failure(.badValue, "effective=\(first) expires=\(last)", detail: "end-before-start")
    }

    /// Refuses a term and an end in one command that disagree. An end alone may be that of the next term.
    private static func requireTerm(
        _ changes: [(field: DocumentField, value: String?)], from start: CivilDate?, to end: (day: CivilDate?, isSet: Bool)
    ) throws {
        guard end.isSet, let start, let last = end.day,
            let months = changes.last(where: { $0.field == .termMonths })?.value.flatMap({ Int($0) }), last >= start
        else { return }
        let reckoned = start.adding(months: months)
        let isMonthEnd = last.adding(days: 1).day == 1 && abs(last.days(since: reckoned)) <= 3
        guard abs(last.days(since: reckoned)) > 1, !isMonthEnd else { return }
        throw Failure(
            .badValue, "effective=\(start) termMonths=\(months) expires=\(last)", detail: "term-against-end",
            candidates: [reckoned.adding(days: -1).description, reckoned.description])
    }

    /// The term that a decision is made for: the current one. A new end given along is the next term's, unless the decision is to end it then.
    private func term(
        of decision: (field: DocumentField, value: String?), among changes: [(field: DocumentField, value: String?)],
        _ before: Terms, on today: CivilDate
    ) -> CivilDate? {
        guard let value = decision.value else { return nil }
        var after = before
        for change in changes where change.field != .decision {
            if let value = change.value { after.set(change.field, to: value) }
        }
        let old = Deadlines(before, on: today)
        let (was, will) = (old.end ?? old.renewed, Deadlines(after, on: today).end)
        return value == Terms.Decision.end.rawValue ? will ?? was : was ?? will
    }

    /// Ties the document to a customer in a role, or unties it.
    @discardableResult
    public func link(_ customer: Identifier, role: String, remove: Bool, in session: VaultSession) throws -> Int {
        try session.write(.change) {
            try session.catalog.details(of: document).summary.requireKept()
            let links = try session.catalog.customers(of: document)
            let linked = links.contains { $0.id == customer && $0.role == role }
            guard linked == remove else { return [] }
            return [
                remove
                    ? Record(DocumentUnlinked(document: document, customer: customer, role: role, source: "manual"))
                    : Record(DocumentLinked(document: document, customer: customer, role: role, source: "manual"))
            ]
        }
    }

    /// Adds tags and takes tags away.
    @discardableResult
    public func tag(add: [String], remove: [String], in session: VaultSession) throws -> Int {
        for tag in add + remove where tag.trimmedASCII.isEmpty || tag.utf8.count > 200 { throw Failure(.badValue, tag) }
        return try session.write(.change) {
            let summary = try session.catalog.details(of: document).summary
            try summary.requireKept()
            let known = Set(summary.tags)
            let new = Set(add.map(\.trimmedASCII)).subtracting(known).sorted()
            let gone = Set(remove.map(\.trimmedASCII)).intersection(known).sorted()
            return new.map { Record(DocumentTagged(document: document, tag: $0)) }
                + gone.map { Record(DocumentUntagged(document: document, tag: $0)) }
        }
    }
}

extension DocumentSummary {
    /// Refuses what was purged: a tombstone does not change any more.
    func requireKept() throws {
        if gone == .purged { throw Failure(.documentPurged, id.text) }
    }
}

extension VaultSession {
    /// Commits what `make` returns.
    ///
    /// - Returns: how many records were made.
    func write(_ right: Right, _ make: () throws -> [Record]) throws -> Int {
        var count = 0
        try commitOnFullDisk(right) {
            let records = try make()
            count = records.count
            return records
        }
        return count
    }
}

/// `expires=2026-12-31` read and checked.
struct DocumentAssignment {
    /// The fields that it sets: two for an amount that names its currency.
    let values: [(field: DocumentField, value: String?)]

    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].trimmedASCII.isEmpty else { throw Failure(.badValue, text, detail: "no-equals") }
        guard let field = LedgerColumn.field(named: parts[0].trimmedASCII) else {
            throw Failure(.unknownField, parts[0], candidates: DocumentField.allCases.map(\.rawValue))
        }
        if parts[1].trimmedASCII.isEmpty {
            values = [(field, nil)]
            return
        }
        switch WrittenValue.read(parts[1], as: field) {
        case .values(let read): values = read.map { ($0.field, $0.value) }
        case .fault(let reason, let could):
            let isDate = [.signed, .effective, .expires, .retention].contains(field)
            throw Failure(isDate ? .badDate : .badValue, text, detail: reason, candidates: could)
        }
    }
}
