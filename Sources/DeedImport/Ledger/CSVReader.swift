import DeedCore

/// Reads comma-, semicolon- or tab-separated text (RFC 4180, with what spreadsheets add: a leading BOM, lone LF or CR, a delimiter
/// that follows the country).
enum CSVReader {
    /// The rows with their line numbers (from 1, where the row begins). Rows without any text are left out.
    static func rows(_ text: String) -> [(line: Int, cells: [String])] {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return rows(bytes, delimiter: delimiter(of: bytes))
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

    private static func rows(_ bytes: [UInt8], delimiter: UInt8) -> [(line: Int, cells: [String])] {
        var rows: [(line: Int, cells: [String])] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var line = 1
        var start = 1
        var quoted = false
        var at = 0
        func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self).trimmedASCII)
            cell.removeAll(keepingCapacity: true)
        }
        func endRow() {
            endCell()
            if cells.contains(where: { !$0.isEmpty }) { rows.append((start, cells)) }
            cells.removeAll(keepingCapacity: true)
        }
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if quoted {
                if byte != UInt8(ascii: "\"") {
                    if byte == 0x0A { line += 1 }
                    cell.append(byte)
                } else if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    at += 1
                } else {
                    quoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where cell.allSatisfy({ $0 == 0x20 }):
                cell.removeAll()
                quoted = true
            case delimiter: endCell()
            case 0x0A, 0x0D:
                if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
                endRow()
                line += 1
                start = line
            default: cell.append(byte)
            }
        }
        endRow()
        return rows
    }
}
