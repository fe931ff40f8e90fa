/// Cleans plain text on its way into pages: one kind of line end, no control characters, form feeds end pages; the cells of CSV
/// are parted by tabs, so that `1,200` is a number and `2,300` in two cells is not.
final class PlainLines {
    private let pages: TextPages
    private let isCSV: Bool
    private var isAfterCR = false
    private var isQuoted = false
    private var isAfterQuote = false

    /// Lines into `pages`.
    init(_ pages: TextPages, isCSV: Bool) {
        self.pages = pages
        self.isCSV = isCSV
    }

    /// Adds a stretch of text; stretches may end anywhere.
    func add(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        var run = 0
        for index in utf8.indices {
            let byte = utf8[index]
            guard byte < 32 || (isCSV && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\""))) else {
                isAfterCR = false
                isAfterQuote = false
                continue
            }
            pages.append(UnsafeBufferPointer(rebasing: utf8[run..<index]))
            run = index + 1
            try special(byte)
        }
        pages.append(UnsafeBufferPointer(rebasing: utf8[run...]))
        try pages.cut()
    }

    private func special(_ byte: UInt8) throws(ReadError) {
        let wasAfterCR = isAfterCR
        let wasAfterQuote = isAfterQuote
        isAfterCR = byte == 0x0D
        isAfterQuote = false
        switch byte {
        case 0x0A: if !wasAfterCR { pages.append("\n") }
        case 0x0D: pages.append("\n")
        case 0x0C: try pages.endPart(keepingEmpty: true)
        case 0x09: pages.append("\t")
        case UInt8(ascii: ","): pages.append(isQuoted ? "," : "\t")
        case UInt8(ascii: "\""):
            // Two quotes inside a cell stand for one.
            if wasAfterQuote, !isQuoted { pages.append("\"") }
            isAfterQuote = isQuoted
            isQuoted.toggle()
        default: break
        }
    }
}
