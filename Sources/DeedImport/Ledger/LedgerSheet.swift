import DeedCore
import DeedText

/// One sheet of a ledger: what its columns mean, its rows, and the rows that are none.
public struct LedgerSheet: Sendable {
    /// What its tab says; `nil` for CSV.
    public var name: String?
    /// Which column means what.
    public var mapping: LedgerMapping
    /// The line of its (first) heading row.
    public var headingLine: Int
    /// The saved mapping that was used.
    public var used: String?
    /// The rows below the headings.
    public var rows: [LedgerRow] = []
    /// Rows that say nothing of a document, a machine or a customer.
    public var skipped: [Skipped] = []

    /// Columns that no field takes, with the first of what stands in them.
    public var untaken: [Untaken] = []
    /// How many of its rows the sheet does not show: hidden by hand or by a filter. They were read like the others.
    public var hiddenRows = 0

    /// A column that no field takes.
    public struct Untaken: Sendable, Hashable {
        /// Its heading.
        public var heading: String
        /// Up to three values of it.
        public var values: [String]
    }

    /// A row that was passed over.
    public struct Skipped: Sendable, Hashable {
        /// The line in the file.
        public var line: Int
        /// Its first words.
        public var text: String
        /// `total` (合计), `note` (制表人 …), `heading` (repeated on a new page), `no-key` (names nothing).
        public var reason: String
    }

    init(_ table: LedgerTable, _ headings: (LedgerHeadings.Place, LedgerMapping, used: String?)) {
        let (place, mapping, used) = headings
        name = table.name
        self.mapping = mapping
        self.used = used
        headingLine = table.rows[place.row].line
        let judge = LedgerRowJudge(mapping)
        // A sheet of a workbook has no separators that could be missing.
        let width = table.name == nil ? place.headings.count : Int.max
        let below = table.rows[(place.row + place.rows)...]
        let columns = LedgerColumns(mapping, rows: below)
        untaken = mapping.untaken.map { at in
            let values = below.lazy.compactMap { $0.cell(at) }.filter { $0.fault == nil }.prefix(3).map {
                String($0.line.prefix(40))
            }
            return Untaken(heading: mapping.headings[at], values: Array(values))
        }.filter { !$0.values.isEmpty }
        for row in below {
            if row.isHidden { hiddenRows += 1 }
            if let reason = judge.reasonToSkip(row) {
                let text = row.cells.compactMap { $0 }.filter { $0.fault == nil }.map(\.text).prefix(3).joined(separator: " ")
                skipped.append(Skipped(line: row.line, text: String(text.prefix(80)), reason: reason))
            } else {
                let beyond = row.cells.count > width ? row.cells[width...].count { $0 != nil } : 0
                rows.append(LedgerRow(row, sheet: table.name, columns: columns, surplus: beyond))
            }
        }
    }
}

/// Tells rows of a ledger from sums, notes and repeated headings.
private struct LedgerRowJudge {
    private let mapping: LedgerMapping
    private let identity: [LedgerColumn] = [.number, .fileName, .serial, .customer, .partyA, .partyB, .title]

    init(_ mapping: LedgerMapping) { self.mapping = mapping }

    func reasonToSkip(_ row: LedgerTable.Row) -> String? {
        let texts = row.cells.compactMap { $0?.text }
        if isTotal(row, texts) { return "total" }
        if isHeading(row) { return "heading" }
        if isNote(texts) { return "note" }
        return identity.contains { has($0, row) } ? nil : "no-key"
    }

    private func has(_ column: LedgerColumn, _ row: LedgerTable.Row) -> Bool {
        mapping.columns[column].map { row.cell($0) != nil } ?? false
    }

    private static let sums: Set<String> = [
        "合计", "小计", "总计", "共计", "累计", "总和", "本页合计", "本页小计", "本月合计", "本年合计", "本年累计", "合计金额", "total", "subtotal", "sum",
        "grandtotal",
    ]

    /// A word for a sum among the first cells, and nothing else that names something.
    private func isTotal(_ row: LedgerTable.Row, _ texts: [String]) -> Bool {
        func isSum(_ text: String) -> Bool { LedgerRowJudge.sums.contains(Folding.nameKey(text)) }
        guard texts.prefix(3).contains(where: isSum) else { return false }
        return identity.allSatisfy { column in
            mapping.columns[column].flatMap { row.cell($0)?.text }.map(isSum) ?? true
        }
    }

    private func isHeading(_ row: LedgerTable.Row) -> Bool {
        let filled = mapping.columns.values.filter { row.cell($0) != nil }
        return filled.count >= 2
            && filled.allSatisfy { at in
                let key = Folding.nameKey(row.cell(at)?.text ?? "")
                let heading = Folding.nameKey(mapping.headings[at])
                return key == heading || heading.hasSuffix(key)
            }
    }

    private static let notes = [
        "制表", "编制", "填表", "审核", "复核", "备注", "说明", "注:", "注1", "附注", "打印日期", "制单", "共计", "以上", "note", "prepared by",
    ]

    /// A line of words below the table: at most three cells, the first begins like a note.
    private func isNote(_ texts: [String]) -> Bool {
        guard texts.count <= 3, let first = texts.first else { return false }
        // 张三 | 签字
        if texts.contains(where: { ["签字", "签名", "盖章", "签章", "signature"].contains(Folding.nameKey($0)) }) { return true }
        let folded = Folding.folded(first)
        return LedgerRowJudge.notes.contains { folded.hasPrefix($0) } || (texts.count == 1 && isNumbered(folded))
    }

    /// 1、金额为含税: a line of notes, where nothing stands beside it.
    private func isNumbered(_ text: String) -> Bool {
        let rest = text.drop { $0 == "(" }
        let count = rest.prefix { "0123456789一二三四五六七八九十".contains($0) }
        guard (1...2).contains(count.count), let mark = rest.dropFirst(count.count).first, ")、.".contains(mark) else {
            return false
        }
        return rest.dropFirst(count.count + 1).unicodeScalars.count { (0x3400...0x9FFF).contains($0.value) } >= 4
    }
}
