import DeedExtract
import DeedText

/// The heading of a column: what the file says, with the group above it where the headings have two rows.
struct LedgerHeading: Hashable {
    /// `合同期限/生效日期`, as people see it and give it with `--map`.
    let text: String
    /// Keys that could name its meaning, the most telling first.
    let keys: [String]

    init(_ text: String) { self.init(group: "", text) }

    init(group: String, _ text: String) {
        let both = !group.isEmpty && !text.isEmpty && Folding.nameKey(group) != Folding.nameKey(text)
        self.text = both ? group + "/" + text : text.isEmpty ? group : text
        let own = text.isEmpty ? group : text
        var forms = both ? [group + text, group + LedgerHeading.bare(text)] : []
        forms += [own, LedgerHeading.bare(own)] + LedgerHeading.parts(own)
        // Contract # is Contract No.
        keys = forms.map { Folding.nameKey($0.replacing("#", with: " no").replacing("＃", with: " no")) }.filter { !$0.isEmpty }
    }

    /// What of a heading names a meaning beside something else: 合同编号 Contract No., 社会信用代码/税号, 合同金额/万元, amount_cny.
    private static func parts(_ text: String) -> [String] {
        var parts = text.split { "/／:：\n_|".contains($0) }.map(String.init)
        if parts.count < 2 { parts = [] }
        // Each language of a heading for itself.
        let han = text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
        let words = text.split { $0 == " " || $0 == "　" || $0 == "\n" }
        if han, words.count > 1 {
            func isHan(_ word: Substring) -> Bool { word.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) } }
            parts += [words.filter(isHan).joined(), words.filter { !isHan($0) }.joined(separator: " ")]
            parts += words.filter(isHan).map(String.init)
        }
        parts = parts.map(bare)
        // 甲方/乙方 has two meanings, and then none.
        let meanings = Set(parts.compactMap { LedgerMapping.meaning(of: Folding.nameKey($0)) })
        return meanings.count == 1 ? parts : []
    }

    /// Its key among the headings of a file.
    var key: String { Folding.nameKey(text) }

    /// Without what stands in brackets: 金额（万元） → 金额.
    private static func bare(_ text: String) -> String {
        var out = ""
        var depth = 0
        for character in text {
            switch character {
            case "(", "（", "[", "【", "［": depth += 1
            case ")", "）", "]", "】", "］": depth = max(0, depth - 1)
            default: if depth == 0 { out.append(character) }
            }
        }
        return out
    }
}

/// Finds the headings of a sheet below its title: one row, or two where groups stand above (合同期限 over 生效日期 and 到期日期).
struct LedgerHeadings {
    /// The index of the first row of headings, and how many rows they have.
    let place: Place
    /// What the columns mean.
    let mapping: LedgerMapping

    /// Where headings may stand.
    struct Place {
        let row: Int
        let rows: Int
        let headings: [LedgerHeading]
        /// Whether the upper of two rows joins cells into groups.
        let hasGroups: Bool
    }

    /// How far down headings are looked for: titles, stamps and notes stand above.
    private static let depth = 30

    /// Every place where headings could stand, single rows first.
    static func places(in table: LedgerTable) -> [Place] {
        let count = min(depth, table.rows.count)
        let top = (0..<min(count + 1, table.rows.count)).map { spread($0, in: table) }
        var places = top.prefix(count).enumerated().map { at, texts in
            Place(row: at, rows: 1, headings: texts.map { LedgerHeading($0) }, hasGroups: false)
        }
        for at in 0..<count where at + 1 < top.count {
            let width = max(top[at].count, top[at + 1].count)
            let groups = grouped(at, width: width, in: table)
            let upper = table.merges.isEmpty ? carried(top[at], over: top[at + 1]) : top[at]
            let headings = (0..<width).map { column in
                LedgerHeading(
                    group: column < upper.count ? upper[column] : "", column < top[at + 1].count ? top[at + 1][column] : "")
            }
            places.append(Place(row: at, rows: 2, headings: headings, hasGroups: groups))
        }
        return places
    }

    /// The texts of a row, each spread over the cells that are joined to it.
    private static func spread(_ at: Int, in table: LedgerTable) -> [String] {
        let row = table.rows[at]
        var texts = row.cells.map { $0?.text ?? "" }
        for merge in table.merges where merge.firstRow <= row.line && row.line <= merge.lastRow {
            guard let value = row.cell(merge.firstColumn)?.text, merge.lastColumn < 1000 else { continue }
            while texts.count <= merge.lastColumn { texts.append("") }
            for column in merge.firstColumn...merge.lastColumn where texts[column].isEmpty { texts[column] = value }
        }
        return texts
    }

    /// Whether a row joins some of its cells, but not nearly all of them, which would be a title.
    private static func grouped(_ at: Int, width: Int, in table: LedgerTable) -> Bool {
        let line = table.rows[at].line
        return table.merges.contains { merge in
            let columns = merge.lastColumn - merge.firstColumn + 1
            return merge.firstRow == line && merge.lastRow == line && columns >= 2 && columns * 3 < width * 2
        }
    }

    /// Saved as CSV, joined cells leave their text in the first and nothing in the others: a group goes on as long as it has
    /// headings below it and none of its own.
    private static func carried(_ upper: [String], over lower: [String]) -> [String] {
        var texts = upper
        var group = ""
        for column in lower.indices {
            let own = column < upper.count ? upper[column] : ""
            if !own.isEmpty {
                group = lower[column].isEmpty ? "" : own
            } else if !lower[column].isEmpty, !group.isEmpty {
                while texts.count <= column { texts.append("") }
                texts[column] = group
            } else {
                group = ""
            }
        }
        return texts
    }
}
