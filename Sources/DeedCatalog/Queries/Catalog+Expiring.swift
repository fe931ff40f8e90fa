public import DeedClock
public import DeedCore
import GRDB

extension Catalog {
    /// What ends or has to be decided in a range of days.
    ///
    /// Documents of the given kinds are looked at, and the covers of machines where `warranty-card` is among them. A warranty card
    /// that covers refer to is represented by these. Without kinds: contracts, service agreements, warranty cards, and documents
    /// that nobody gave a kind yet.
    public func expiring(_ selection: Selection, kinds: Set<DocumentKind>? = nil, asKnown: Int64? = nil) throws -> ExpiringAnswer
    {
        try read(asKnown: asKnown) { reading in
            var answer = try reading.expiringDocuments(selection, kinds: kinds)
            if kinds?.contains(.warrantyCard) ?? true { try reading.addCovers(to: &answer, selection) }
            answer.rows.sort { one, other in
                let (first, second) = ((one.group, one.deadlines), (other.group, other.deadlines))
                if Selection.precedes(first, second) { return true }
                if Selection.precedes(second, first) { return false }
                return one.label < other.label
            }
            return answer
        }
    }

    /// The terms of a document, for the clock.
    ///
    /// - Throws: `document-not-found`.
    public func terms(of id: Identifier, asKnown: Int64? = nil) throws -> Terms {
        try read(asKnown: asKnown) { try $0.terms($0.existing(id)) }
    }
}

extension ExpiringRow {
    /// Ties are broken by this, so that the same catalog gives the same order.
    fileprivate var label: String { (document?.title ?? "") + "\u{1}" + (machine?.number ?? document?.id.text ?? "") }
}

extension Reading {
    /// The terms of a document with all that was decided about them.
    func terms(_ key: Int64) throws -> Terms {
        let arguments: [String: (any DatabaseValueConvertible)?] = ["key": key]
        return try terms(
            values(key), decided: decisions("f.document = :key", arguments)[key],
            acknowledged: acknowledged("a.document = :key", arguments)[key])
    }

    private func terms(_ facts: [String: String], decided: [CivilDate: Terms.Decision]?, acknowledged: CivilDate?) throws -> Terms
    {
        var terms = Terms()
        for field in Terms.fields {
            if let value = facts[field.rawValue] { terms.set(field, to: value) }
        }
        terms.decided = decided ?? [:]
        terms.acknowledged = acknowledged
        return terms
    }

    /// What was decided for which term, of each document: a decision that another one replaced still counts for its own term, one that was taken
    /// away does not.
    private func decisions(
        _ condition: String = "TRUE", _ arguments: [String: (any DatabaseValueConvertible)?] = [:]
    ) throws -> [Int64: [CivilDate: Terms.Decision]] {
        let rows = try rows(
            """
            SELECT f.document, f.value, f.term FROM document_fact f
            WHERE \(condition) AND f.field = 'decision' AND f.term IS NOT NULL AND f.from_seq <= :at
                AND (f.to_seq IS NULL OR f.to_seq > :at OR EXISTS (SELECT 1 FROM document_fact n
                    WHERE n.document = f.document AND n.field = 'decision' AND n.from_seq = f.to_seq))
            ORDER BY f.from_seq
            """, arguments)
        var decisions: [Int64: [CivilDate: Terms.Decision]] = [:]
        for row in rows {
            guard let term = try row.date(2) else { continue }
            decisions[row[0], default: [:]][term] = Terms.Decision(rawValue: row[1])
        }
        return decisions
    }

    /// The latest term of each document of which somebody has seen that it renewed.
    private func acknowledged(
        _ condition: String = "TRUE", _ arguments: [String: (any DatabaseValueConvertible)?] = [:]
    ) throws -> [Int64: CivilDate] {
        let rows = try rows(
            """
            SELECT a.document, max(a.term) FROM renewal_acknowledgement a WHERE \(condition) AND a.from_seq <= :at
            GROUP BY a.document
            """, arguments)
        var days: [Int64: CivilDate] = [:]
        for row in rows { days[row[0]] = try row.date(1) }
        return days
    }

    fileprivate func expiringDocuments(_ selection: Selection, kinds: Set<DocumentKind>?) throws -> ExpiringAnswer {
        var answer = ExpiringAnswer(rows: [], unknown: [:], looked: 0)
        let counted: Set<DocumentKind?> =
            kinds.map { Set($0.map(Optional.some)) } ?? [.contract, .serviceAgreement, .warrantyCard, nil]
        let known = try termFacts()
        let (decided, acknowledged) = (try decisions(), try acknowledged())
        let listed = try rows(
            """
            SELECT d.seq, EXISTS (SELECT 1 FROM cover c
                WHERE c.document IN (\(Reading.sameBytes(as: "d.seq"))) AND \(Reading.holds("c"))) FROM document d
            WHERE d.seq IN (SELECT f.document FROM document_fact f WHERE \(Reading.termField) AND \(Reading.holds("f")))
                AND \(Reading.listed("d")) ORDER BY d.seq
            """)
        for row in listed {
            let facts = known[row[0]] ?? [:]
            let kind = facts["kind"].flatMap { DocumentKind(rawValue: $0) }
            guard counted.contains(kind), !(kind == .warrantyCard && row[1]) else { continue }
            let terms = try terms(facts, decided: decided[row[0]], acknowledged: acknowledged[row[0]])
            let deadlines = Deadlines(terms, on: selection.today)
            answer.looked += 1
            if let why = deadlines.unknown { answer.unknown[why, default: 0] += 1 }
            guard let group = selection.group(deadlines) else { continue }
            answer.rows.append(
                ExpiringRow(document: try summary(row[0]), machine: nil, terms: terms, deadlines: deadlines, group: group))
        }
        if counted.contains(nil) {
            let all = try count("SELECT count(*) FROM document d WHERE d.seq <= :at AND \(Reading.listed("d"))")
            let bare = Int(all) - listed.count
            answer.looked += bare
            if bare > 0 { answer.unknown[.noEndGiven, default: 0] += bare }
        }
        return answer
    }

    /// Documents whose current term ends where a filter asks, as the clock says: a stated end, the end of a term, or the end after renewals.
    func keysEnding(_ filter: DocumentFilter) throws -> [Int64] {
        let (decided, acknowledged) = (try decisions(), try acknowledged())
        return try termFacts().compactMap { key, facts in
            let terms = try terms(facts, decided: decided[key], acknowledged: acknowledged[key])
            let end = (filter.today.map { Deadlines(terms, on: $0) } ?? Deadlines(terms)).end
            return end.map(filter.hasEnd) ?? false ? key : nil
        }
    }

    /// How many of the documents that are listed renewed by themselves for nobody knows how long: no range of ends has them.
    func countRenewedForUnknown(on today: CivilDate) throws -> Int {
        let (decided, acknowledged) = (try decisions(), try acknowledged())
        let sql = "SELECT d.seq FROM document d WHERE d.seq <= :at AND \(Reading.listed("d"))"
        let listed = Set(try rows(sql).map { $0[0] as Int64 })
        return try termFacts().count { key, facts in
            guard listed.contains(key), facts["renewal"] == Terms.Renewal.auto.rawValue else { return false }
            let terms = try terms(facts, decided: decided[key], acknowledged: acknowledged[key])
            return Deadlines(terms, on: today).unknown == .renewedForUnknown
        }
    }

    /// The end of the current term of a document that has renewed by itself.
    func renewedUntil(_ key: Int64, on today: CivilDate) throws -> CivilDate? {
        guard try values(key)["renewal"] == Terms.Renewal.auto.rawValue else { return nil }
        let deadlines = Deadlines(try terms(key), on: today)
        return deadlines.basis == .renewed ? deadlines.end : nil
    }

    private static let termField =
        "f.field IN (" + (Terms.fields + [.kind]).map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"

    /// Kind and terms of every document that has some.
    private func termFacts() throws -> [Int64: [String: String]] {
        let sql = "SELECT f.document, f.field, f.value FROM document_fact f WHERE \(Reading.termField) AND \(Reading.holds("f"))"
        var facts: [Int64: [String: String]] = [:]
        for row in try rows(sql) { facts[row[0], default: [:]][row[1]] = row[2] }
        return facts
    }

    fileprivate func addCovers(to answer: inout ExpiringAnswer, _ selection: Selection) throws {
        var groups: [CoverGroup: Int] = [:]
        for cover in try covers("TRUE", [:]) {
            let same = CoverGroup(serial: cover.serial, document: cover.document, cover: cover.cover)
            if let index = groups[same] {
                // Parts and labour that end together are one line; an index below zero marks one that is not selected.
                if index >= 0 { answer.rows[index].machine?.covers.append(cover.kind) }
                continue
            }
            groups[same] = -1
            answer.looked += 1
            guard let end = cover.cover.ends else {
                answer.unknown[cover.cover.months == nil ? .noEndGiven : .termWithoutStart, default: 0] += 1
                continue
            }
            let deadlines = Deadlines(Terms(expires: end))
            guard let group = selection.group(deadlines) else { continue }
            groups[same] = answer.rows.count
            answer.rows.append(
                ExpiringRow(
                    document: try cover.document.flatMap { try key(ofDocument: $0) }.map { try summary($0) },
                    machine: try machine(cover), terms: Terms(expires: end), deadlines: deadlines, group: group))
        }
        for index in answer.rows.indices { answer.rows[index].machine?.covers.sort() }
    }

    private func machine(_ cover: CoverRow) throws -> ExpiringRow.Machine {
        let row = try first(
            """
            SELECT s.model, s.customer FROM machine m JOIN serial s ON s.machine = m.seq AND \(Reading.holds("s")) WHERE m.id = :id
            """, ["id": cover.serial.text])
        return ExpiringRow.Machine(
            serial: cover.serial, number: cover.number, model: row?.text(0), customer: try customerName(row?[1]),
            covers: [cover.kind], page: cover.page)
    }
}

/// Covers of one machine and card that begin and end together.
private struct CoverGroup: Hashable {
    var serial: Identifier
    var document: Identifier?
    var cover: Cover
}
