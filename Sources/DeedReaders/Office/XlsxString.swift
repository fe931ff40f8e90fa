/// Characters that a workbook writes as `_xHHHH_`, because XML cannot hold them: `_x000D_` is a carriage return, `_x005F_` an underscore
/// that would else begin such an escape. Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
enum XlsxString {
    private static let length = 7

    /// Decodes what was added to `bytes` from `start` on. Line breaks become LF, other control characters go.
    static func decode(_ bytes: inout [UInt8], from start: Int = 0) {
        guard start < bytes.count, var at = next(in: bytes, from: start) else { return }
        var text = Array(bytes[..<at])
        while at < bytes.count {
            guard let unit = unit(bytes, at) else {
                text.append(bytes[at])
                at += 1
                continue
            }
            at += length
            if unit & 0xFC00 == 0xD800, let low = self.unit(bytes, at), low & 0xFC00 == 0xDC00 {
                at += length
                add(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(low) & 0x3FF, to: &text)
            } else if unit == 0x0D {
                // The line feed of the pair may stand as it is, or as an escape.
                let isPair = at < bytes.count && bytes[at] == 0x0A || self.unit(bytes, at) == 0x0A
                if !isPair { text.append(0x0A) }
            } else {
                add(UInt32(unit), to: &text)
            }
        }
        while text.count > start, text.last == 0x0A { text.removeLast() }
        bytes = text
    }

    /// The text of an attribute.
    static func decoded(_ text: String) -> String {
        var bytes = Array(text.utf8)
        decode(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where the first escape at or behind `start` stands.
    private static func next(in bytes: [UInt8], from start: Int) -> Int? {
        bytes[start...].indices.first { bytes[$0] == UInt8(ascii: "_") && unit(bytes, $0) != nil }
    }

    /// The unit of UTF-16 that an escape at `at` stands for; `nil` where there is none.
    private static func unit(_ bytes: [UInt8], _ at: Int) -> UInt16? {
        guard at + length <= bytes.count, bytes[at] == UInt8(ascii: "_"), bytes[at + 1] == UInt8(ascii: "x"),
            bytes[at + 6] == UInt8(ascii: "_")
        else { return nil }
        var value: UInt16 = 0
        for byte in bytes[(at + 2)..<(at + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private static func add(_ code: UInt32, to text: inout [UInt8]) {
        if code < 0x20, code != 0x09, code != 0x0A { return }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
}
