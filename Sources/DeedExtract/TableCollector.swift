import DeedCore

/// Makes a ``TableBook`` of a worker's frames, believing none of them: order and sizes are checked here again.
struct TableCollector {
    /// What the worker found the file to be.
    private(set) var media = ""
    /// Frames with rows that came so far.
    private(set) var frames = 0
    private var book = TableBook()
    private var rows = 0
    /// Memory that the book takes here, about.
    private var weight = 0

    /// Takes one frame; the workbook when it was the last one.
    ///
    /// - Throws: ``WorkerLoss`` for what no honest worker says.
    mutating func take(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer, job: Int) throws(WorkerLoss)
        -> Result<TableBook, TableFault>?
    {
        if kind == .warning {
            let words = PageCollector.clean(payload.prefix(WorkerWords.sentenceBytes))
            if book.warnings.count < 100 { book.warnings.append(WorkerWords.sentence(words) ?? "") }
            return nil
        }
        guard let json = JSON(parsing: payload) else { throw .protocolBroken("a table's frame") }
        switch kind {
        case .identified:
            guard let found = WorkerWords.code(json["media"]?.string) else { throw .protocolBroken("identified") }
            media = found
        case .sheet: try begin(json)
        case .rows: try add(json)
        case .merges: try join(json)
        case .tableEnd: return try end(json, job: job)
        default: throw .protocolBroken("a frame that does not belong to a table")
        }
        return nil
    }

    private mutating func begin(_ json: JSON) throws(WorkerLoss) {
        guard let name = json["name"]?.string, name.utf8.count <= TableLimits.nameBytes, book.sheets.count < TableLimits.sheets
        else { throw .protocolBroken("sheet") }
        book.uses1904 = json["uses1904"]?.bool ?? false
        book.sheets.append(
            TableSheet(name: name, isHidden: json["hidden"]?.bool ?? false, isRead: json["read"]?.bool ?? false))
    }

    private mutating func add(_ json: JSON) throws(WorkerLoss) {
        guard let list = json.array, var last = book.sheets.last?.rows.last?.number ?? (book.sheets.isEmpty ? nil : 0) else {
            throw .protocolBroken("rows")
        }
        if !list.isEmpty { frames += 1 }
        rows += list.count
        guard rows <= TableLimits.rows else { throw .tooLarge }
        for each in list {
            guard let row = TableRow(each), row.number > last else { throw .protocolBroken("row") }
            last = row.number
            weight += row.weight
            guard weight <= TableLimits.memoryBytes else { throw .tooLarge }
            book.sheets[book.sheets.count - 1].rows.append(row)
        }
    }

    private mutating func join(_ json: JSON) throws(WorkerLoss) {
        guard !book.sheets.isEmpty, let list = json.array else { throw .protocolBroken("merges") }
        let ranges = list.compactMap(TableRange.init)
        let at = book.sheets.count - 1
        guard ranges.count == list.count, book.sheets[at].merges.count + ranges.count <= TableLimits.merges else {
            throw .protocolBroken("merges")
        }
        weight += ranges.count * MemoryLayout<TableRange>.stride
        guard weight <= TableLimits.memoryBytes else { throw .tooLarge }
        book.sheets[at].merges += ranges
    }

    private func end(_ json: JSON, job: Int) throws(WorkerLoss) -> Result<TableBook, TableFault> {
        guard json["job"]?.integer == Int64(job) else { throw .protocolBroken("table end") }
        guard let reason = try PageCollector.reason(json) else { return .success(book) }
        return .failure(
            TableFault(reason: reason, media: media, detail: WorkerWords.sentence(json["detail"]?.string) ?? ""))
    }
}

extension TableRow {
    /// Bytes that it takes in memory, about: each cell, and each text that is too long to lie in it.
    fileprivate var weight: Int {
        var bytes = MemoryLayout<TableRow>.stride + 32 + cells.count * MemoryLayout<TableCell>.stride
        func add(_ text: String) { if text.utf8.count > 15 { bytes += 32 + text.utf8.count } }
        for cell in cells {
            switch cell.content {
            case .text(let text), .error(let text): add(text)
            case .number(let value, let shown), .day(let value, let shown, _):
                add(value)
                add(shown)
            case .boolean, .formula: break
            }
        }
        return bytes
    }
}
