import DeedCore
import DeedText

/// Plain text and CSV in any of our charsets. Form feeds part pages; without them the text is one.
enum PlainTextReader {
    /// Decoded at a time: text is never held in memory whole.
    private static let block = 1 << 20

    static func read(_ input: Input, isCSV: Bool, into sink: any PageSink) throws(ReadError) {
        let length = IdentifyText.length(of: input.bytes)
        if length < input.bytes.count, input.bytes[length...].contains(where: { $0 != 0x1A && $0 != 0 }) {
            sink.warn("\(input.bytes.count - length) bytes behind the end mark (0x1A) are no text")
        }
        let bytes = UnsafeRawBufferPointer(rebasing: input.bytes[..<length]).bindMemory(to: UInt8.self)
        let (charset, isSure) = PlainCharset.of(bytes)
        let units = LineUnits(charset)
        sink.unit = units.hasFormFeed(bytes) ? .page : .whole
        sink.engine = "deedbox text 2 (\(charset.rawValue))"
        let pages = TextPages(sink)
        let lines = PlainLines(pages, isCSV: isCSV)
        var start = 0
        while start < bytes.count {
            let end = units.lineEnd(bytes, about: start + block)
            var text = charset.decode(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            start = end
            let failure: ReadError? = text.withUTF8 { utf8 in
                do throws(ReadError) {
                    try lines.add(utf8)
                    return nil
                } catch {
                    return error
                }
            }
            if let failure { throw failure }
        }
        try pages.endPart(keepingEmpty: pages.isEmpty)
        if !isSure { throw .uncertainCharset(charset.rawValue) }
    }
}

/// Lines of bytes that are not decoded yet. In every charset here LF is never the second half of another character, only
/// UTF-16 has it as a unit of two bytes.
private struct LineUnits {
    private let width: Int
    private let isBigEndian: Bool

    init(_ charset: TextCharset) {
        width = charset == .utf16le || charset == .utf16be ? 2 : 1
        isBigEndian = charset == .utf16be
    }

    /// The end of the last line before `limit`; `limit` itself in a line longer than a block, where one character may be lost.
    func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, about limit: Int) -> Int {
        guard limit < bytes.count else { return bytes.count }
        let floor = max(0, limit - 256 * 1024)
        var at = limit
        while at > floor {
            if isUnit(0x0A, bytes, at - width) { return at }
            at -= width
        }
        return limit
    }

    func hasFormFeed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if width == 1 { return bytes.contains(0x0C) }
        return stride(from: 0, to: bytes.count - 1, by: 2).contains { isUnit(0x0C, bytes, $0) }
    }

    private func isUnit(_ unit: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at >= 0, at + width <= bytes.count else { return false }
        if width == 1 { return bytes[at] == unit }
        return isBigEndian ? bytes[at] == 0 && bytes[at + 1] == unit : bytes[at] == unit && bytes[at + 1] == 0
    }
}
