public import DeedCore

// How rows travel from the worker: JSON, because the parser for it is ours, has limits, and is tested with hostile texts.

extension TableRow {
    /// `[number,[cell,…]]`, and `true` behind it for a row that is hidden.
    public var json: JSON {
        isHidden ? [JSON(number), .array(cells.map(\.json)), true] : [JSON(number), .array(cells.map(\.json))]
    }

    /// Reads what the worker sent; `nil` for anything else.
    init?(_ json: JSON) {
        guard let parts = json.array, (2...3).contains(parts.count), let number = parts[0].integer,
            (1...Int64(TableLimits.rows)).contains(number),
            let list = parts[1].array, list.count <= TableLimits.columns
        else { return nil }
        let cells = list.compactMap(TableCell.init)
        let columns = cells.map(\.column)
        guard cells.count == list.count, zip(columns, columns.dropFirst()).allSatisfy(<) else { return nil }
        self.init(number: Int(number), cells: cells, isHidden: parts.count == 3 && parts[2].bool == true)
    }
}

extension TableCell {
    /// `[column,"t",text]`, `[column,"n",value,shown]`, `[column,"d",value,shown,day]`, `[column,"b",flag]`, `[column,"e",text]`,
    /// `[column,"f"]`.
    var json: JSON {
        switch content {
        case .text(let text): [JSON(column), "t", .string(text)]
        case .number(let value, let shown): [JSON(column), "n", .string(value), .string(shown)]
        case .day(let value, let shown, let day): [JSON(column), "d", .string(value), .string(shown), .string(day.description)]
        case .boolean(let flag): [JSON(column), "b", .bool(flag)]
        case .error(let text): [JSON(column), "e", .string(text)]
        case .formula: [JSON(column), "f"]
        }
    }

    init?(_ json: JSON) {
        guard let parts = json.array, parts.count >= 2, let column = parts[0].integer, let kind = parts[1].string,
            (0..<Int64(TableLimits.columns)).contains(column)
        else { return nil }
        let texts = parts.dropFirst(2).map(\.string)
        switch (kind, texts.count) {
        case ("t", 1): self.init(column: Int(column), content: .text(TableCell.clean(texts[0] ?? "")))
        case ("n", 2): self.init(column: Int(column), content: .number(texts[0] ?? "", shown: TableCell.clean(texts[1] ?? "")))
        case ("d", 3):
            guard let day = texts[2].flatMap({ CivilDate($0) }) else { return nil }
            self.init(column: Int(column), content: .day(texts[0] ?? "", shown: TableCell.clean(texts[1] ?? ""), day))
        case ("b", 1): self.init(column: Int(column), content: .boolean(parts[2].bool ?? false))
        case ("e", 1): self.init(column: Int(column), content: .error(TableCell.clean(texts[0] ?? "")))
        case ("f", 0): self.init(column: Int(column), content: .formula)
        default: return nil
        }
    }

    /// Without NUL.
    private static func clean(_ text: String) -> String { text.utf8.contains(0) ? text.replacing("\0", with: "") : text }
}

extension TableRange {
    /// `[firstRow,lastRow,firstColumn,lastColumn]`.
    public var json: JSON { [JSON(firstRow), JSON(lastRow), JSON(firstColumn), JSON(lastColumn)] }

    init?(_ json: JSON) {
        let numbers = (json.array ?? []).compactMap(\.integer)
        guard numbers.count == 4, numbers[0] >= 1, numbers[0] <= numbers[1], numbers[1] <= TableLimits.rows, numbers[2] >= 0,
            numbers[2] <= numbers[3], numbers[3] < 16_384
        else { return nil }
        self.init(
            firstRow: Int(numbers[0]), lastRow: Int(numbers[1]), firstColumn: Int(numbers[2]), lastColumn: Int(numbers[3]))
    }
}
