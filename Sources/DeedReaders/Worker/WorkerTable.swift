import DeedCore
import DeedExtract

/// Where the reader of a table puts what it reads, sheet by sheet, in the workbook's order.
protocol TableSink: AnyObject {
    /// A sheet begins; `isRead` is false for one whose rows do not follow.
    func begin(_ name: String, isHidden: Bool, isRead: Bool, uses1904: Bool)
    /// A row of that sheet that is not empty.
    func row(_ row: TableRow) throws(ReadError)
    /// Joined cells of that sheet, behind its rows.
    func merge(_ range: TableRange)
    /// The sheet is over.
    func end()
    /// Keeps what an engine complained about.
    func warn(_ message: String)
}

/// The sink of the worker: gathers rows into frames and keeps the limits; the parent checks them again.
final class WorkerTable: TableSink {
    private let socket: WorkerSocket
    private var rows: [JSON] = []
    private var gathered = 0
    private var merges: [JSON] = []

    /// Rows of about this many bytes make a frame. A row has at most 128 KiB, which JSON makes six times longer at worst.
    private static let frameBytes = 48 << 10

    init(socket: WorkerSocket) { self.socket = socket }

    func begin(_ name: String, isHidden: Bool, isRead: Bool, uses1904: Bool) {
        let json: JSON = [
            "name": .string(String(String.UnicodeScalarView(name.unicodeScalars.prefix(255)))), "hidden": .bool(isHidden),
            "read": .bool(isRead),
            "uses1904": .bool(uses1904),
        ]
        socket.send(.sheet, json.bytes)
    }

    func row(_ row: TableRow) throws(ReadError) {
        rows.append(row.json)
        gathered += row.textBytes + 16 * row.cells.count
        if gathered > WorkerTable.frameBytes { sendRows() }
    }

    func merge(_ range: TableRange) {
        merges.append(range.json)
        if merges.count == 1000 { sendMerges() }
    }

    func end() {
        sendRows()
        sendMerges()
    }

    func warn(_ message: String) { socket.send(.warning, Array(message.utf8.prefix(2000))) }

    /// The last frame: how it ended.
    func end(_ request: ExtractRequest, _ error: ReadError?) {
        let json: JSON = ["job": JSON(request.job), "reason": JSON(error?.reason), "detail": JSON(error?.detail)]
        socket.send(.tableEnd, json.bytes)
    }

    private func sendRows() {
        if !rows.isEmpty { socket.send(.rows, JSON.array(rows).bytes) }
        rows.removeAll(keepingCapacity: true)
        gathered = 0
    }

    private func sendMerges() {
        if !merges.isEmpty { socket.send(.merges, JSON.array(merges).bytes) }
        merges.removeAll(keepingCapacity: true)
    }
}

extension TableRow {
    /// Bytes of its texts.
    var textBytes: Int {
        cells.reduce(0) { sum, cell in
            switch cell.content {
            case .text(let text), .error(let text): sum + text.utf8.count
            case .number(let value, let shown), .day(let value, let shown, _): sum + value.utf8.count + shown.utf8.count
            case .boolean, .formula: sum
            }
        }
    }
}
