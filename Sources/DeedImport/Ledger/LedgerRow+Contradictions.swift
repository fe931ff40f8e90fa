import DeedCore

extension LedgerRow {
    /// What of a row cannot be true together: an end before the start, a term that leads to another end.
    var contradictions: [LedgerReport.Conflict] {
        // 1,234.50 without quotes moves all that stands behind it by one column.
        if surplus > 0 { return [conflict("", "", "+\(surplus)", "more-cells")] }
        let months = fields[.termMonths].flatMap { Int($0) }
        var found = span("expires", from: day(.effective), months: months, to: day(.expires), reasons: .contract)
        if fields[.perpetual] == "yes", let end = (day(.expires) ?? statedEnd)?.description ?? months.map({ "\($0)" }) {
            found.append(conflict("expires", "perpetual", end, "end-of-perpetual"))
        }
        if let end = day(.expires), let stated = statedEnd, stated != end {
            found.append(conflict("expires", stated.description, end.description, "ends-differ"))
        }
        found += span(
            "cover", from: days[.warrantyStarts] ?? days[.saleDate], months: warrantyMonths.map(Int.init),
            to: days[.warrantyEnds], mayBeginLater: days[.warrantyStarts] == nil, reasons: .cover)
        if let sale = days[.saleDate], let end = days[.warrantyEnds], days[.warrantyStarts] != nil, end < sale {
            found.append(conflict("cover", sale.description, end.description, Reasons.cover.before))
        }
        return found
    }

    /// Whether a row without a start has a term that does not lead from its signature, or up to half a year later, to its end. It may have been
    /// renewed since, or be signed after its end: no conflict, but to be looked at.
    var termDisagreesWithSignature: Bool {
        guard day(.effective) == nil, let signed = day(.signed), let end = day(.expires), signed <= end else { return false }
        let months = fields[.termMonths].flatMap { Int($0) }
        return !span("expires", from: signed, months: months, to: end, mayBeginLater: true, reasons: .contract).isEmpty
    }

    private struct Reasons {
        let before: String
        let term: String
        static let contract = Reasons(before: "end-before-start", term: "term-against-end")
        static let cover = Reasons(before: "cover-before-sale", term: "cover-against-term")
    }

    private func day(_ field: DocumentField) -> CivilDate? { fields[field].flatMap { CivilDate($0) } }

    /// - Parameter mayBeginLater: whether the months may count from a later day that the row does not say: a machine is sold in April and
    ///   accepted in July, from when its twelve months run. The end that is written holds then, up to half a year later.
    private func span(
        _ field: String, from start: CivilDate?, months: Int?, to end: CivilDate?, mayBeginLater: Bool = false, reasons: Reasons
    ) -> [LedgerReport.Conflict] {
        guard let start, let end else { return [] }
        if end < start { return [conflict(field, start.description, end.description, reasons.before)] }
        guard let months, months > 0, months <= 1200 else { return [] }
        let reckoned = start.adding(months: months)
        // The corresponding day, the day before it, and where a month is shorter the day after: all are usual ends of such a term.
        if abs(reckoned.dayNumber - end.dayNumber) <= 1 || isMonthEnd(start, end, months) { return [] }
        if mayBeginLater, end > reckoned, end.days(since: reckoned) <= 184 { return [] }
        return [conflict(field, "\(start) + \(months) → \(reckoned.adding(days: -1))", end.description, reasons.term)]
    }

    /// 2025-02-28 for a year is 2026-02-28 or 27; from 2024-02-29, and from the first of a month, the last of a month is meant too.
    private func isMonthEnd(_ start: CivilDate, _ end: CivilDate, _ months: Int) -> Bool {
        end.adding(days: 1).day == 1 && abs(start.adding(months: months).dayNumber - end.dayNumber) <= 3
    }

    /// Something of the row that cannot stand beside what is known, or beside what it says itself.
    func conflict(_ field: String, _ known: String, _ given: String, _ reason: String) -> LedgerReport.Conflict {
        LedgerReport.Conflict(
            sheet: sheet, line: line, subject: subject, field: field, known: known, given: given, reason: reason)
    }
}
