import DeedCore

/// Reads comma-, semicolon- or tab-separated text (RFC 4180, with what spreadsheets add: a leading BOM, lone LF or CR, a delimiter
/// that follows the country).
///
/// A quote that is never closed, or only by a quote of a later row, swallows no rows: it is taken for an ordinary character, and the
/// row says so.
struct CSVReader {
    /// A row with its line (from 1, where the row begins).
    struct Row {
        var line: Int
        var cells: [String]
        /// Columns of cells that begin with a quote which nothing closes.
        var unclosed: [Int] = []
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    /// Delimiters of a usual line: a quoted cell with a line like that in it has swallowed rows.
    private let usual: Int
    private var rows: [Row] = []
    private var row: Row
    private var line = 1
    private var at = 0

    /// The rows. Those without any text are left out.
    static func rows(_ text: String) -> [Row] {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var reader = CSVReader(bytes)
        reader.read()
        return reader.rows
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let delimiter = CSVReader.delimiter(of: bytes)
        self.delimiter = delimiter
        usual =
            bytes.prefix(64 << 10).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(10)
            .map { line in line.count { $0 == delimiter } }.max() ?? 0
        row = Row(line: 1, cells: [])
    }

    /// The candidate that stands most often outside quotes in the first line.
    static func delimiter(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var quoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, byte == 0x0A || byte == 0x0D { break }
            if !quoted, [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].contains(byte) { counts[byte, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
    }

    private mutating func read() {
        var cell: [UInt8] = []
        func text() -> String { String(decoding: cell, as: UTF8.self).trimmedASCII }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\""), cell.allSatisfy({ $0 == 0x20 }) {
                if let quoted = quoted() {
                    cell = quoted
                    continue
                }
                row.unclosed.append(row.cells.count)
            }
            at += 1
            switch byte {
            case delimiter:
                row.cells.append(text())
                cell.removeAll(keepingCapacity: true)
            case 0x0A, 0x0D:
                if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
                row.cells.append(text())
                cell.removeAll(keepingCapacity: true)
                line += 1
                endRow()
            default: cell.append(byte)
            }
        }
        row.cells.append(text())
        endRow()
    }

    private mutating func endRow() {
        if row.cells.contains(where: { !$0.isEmpty }) { rows.append(row) }
        row = Row(line: line, cells: [])
    }

    /// What stands between this quote and the one that closes it, which stands behind; `nil`, and nothing is read, where none does.
    private mutating func quoted() -> [UInt8]? {
        var cell: [UInt8] = []
        var place = at + 1
        var lines = 0
        // Delimiters of the line that is read, where it is not the first of the cell.
        var count = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                if place < bytes.count, bytes[place] == byte {
                    place += 1
                    cell.append(byte)
                    continue
                }
                guard endsCell(place), lines == 0 || usual < 2 || count < usual else { return nil }
                at = place
                line += lines
                return cell
            case 0x0A:
                lines += 1
                if lines > 1, usual > 1, count >= usual { return nil }
                count = 0
            case delimiter: count += 1
            default: break
            }
            cell.append(byte)
            if cell.count > CSVReader.limit { return nil }
        }
        return nil
    }

    /// The most bytes of a cell; also what keeps a file of many open quotes from being read many times.
    private static let limit = 128 << 10

    /// Whether nothing but blanks stands between a place and the end of its cell.
    private func endsCell(_ place: Int) -> Bool {
        var next = place
        while next < bytes.count, bytes[next] == 0x20 { next += 1 }
        return next == bytes.count || [delimiter, 0x0A, 0x0D].contains(bytes[next])
    }
}
