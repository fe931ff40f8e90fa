import DeedCore

/// Makes a ``TableBook`` of a worker's frames, believing none of them: order and sizes are checked here again.
struct TableCollector {
    /// What the worker found the file to be.
    private(set) var media = ""
    /// Frames of rows that came so far.
    private(set) var frames = 0
    private var book = TableBook()
    private var rows = 0
    private var bytes = 0

    /// Takes one frame; the workbook when it was the last one.
    ///
    /// - Throws: ``WorkerLoss`` for what no honest worker says.
    mutating func take(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer, job: Int) throws(WorkerLoss)
        -> Result<TableBook, TableFault>?
    {
        if kind == .warning {
            if book.warnings.count < 100 { book.warnings.append(PageCollector.clean(payload.prefix(2000))) }
            return nil
        }
        guard let json = JSON(parsing: payload) else { throw .protocolBroken("a table's frame") }
        switch kind {
        case .identified: media = json["media"]?.string ?? ""
        case .sheet: try begin(json)
        case .rows: try add(json, bytes: payload.count)
        case .merges: try join(json)
        case .tableEnd: return try end(json, job: job)
        default: throw .protocolBroken("a frame that does not belong to a table")
        }
        return nil
    }

    private mutating func begin(_ json: JSON) throws(WorkerLoss) {
        guard let name = json["name"]?.string, book.sheets.count < TableLimits.sheets else { throw .protocolBroken("sheet") }
        book.uses1904 = json["uses1904"]?.bool ?? false
        book.sheets.append(
            TableSheet(name: name, isHidden: json["hidden"]?.bool ?? false, isRead: json["read"]?.bool ?? false))
    }

    private mutating func add(_ json: JSON, bytes count: Int) throws(WorkerLoss) {
        guard let list = json.array, var last = book.sheets.last?.rows.last?.number ?? (book.sheets.isEmpty ? nil : 0) else {
            throw .protocolBroken("rows")
        }
        frames += 1
        rows += list.count
        bytes += count
        guard rows <= TableLimits.rows, bytes <= 4 * TableLimits.textBytes else { throw .tooLarge }
        for each in list {
            guard let row = TableRow(each), row.number > last else { throw .protocolBroken("row") }
            last = row.number
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
        book.sheets[at].merges += ranges
    }

    private func end(_ json: JSON, job: Int) throws(WorkerLoss) -> Result<TableBook, TableFault> {
        guard json["job"]?.integer == Int64(job) else { throw .protocolBroken("table end") }
        guard let reason = json["reason"]?.string else { return .success(book) }
        return .failure(TableFault(reason: reason, media: media, detail: json["detail"]?.string ?? ""))
    }
}
