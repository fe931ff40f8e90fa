import Glibc

extension JSON {
    /// Reads one value that fills `bytes` (white space around it is allowed); `nil` for anything that is not JSON, is nested
    /// deeper than 64 levels or is not UTF-8.
    public init?(parsing bytes: some Sequence<UInt8>) {
        let value = Array(bytes).withUnsafeBytes { JSON(parsing: $0) }
        guard let value else { return nil }
        self = value
    }

    /// The same for bytes in memory: a journal has millions of values.
    public init?(parsing bytes: UnsafeRawBufferPointer) {
        let value: JSON? = bytes.withMemoryRebound(to: UInt8.self) { buffer in
            var parser = JSONParser(bytes: buffer)
            return parser.document()
        }
        guard let value else { return nil }
        self = value
    }

    /// Reads one value from text.
    public init?(parsing text: String) { self.init(parsing: text.utf8) }
}

/// A recursive-descent reader over UTF-8.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0

    mutating func document() -> JSON? {
        guard let value = value(depth: 0) else { return nil }
        skipSpace()
        return at == bytes.count ? value : nil
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] <= 0x20 {
            guard bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 else { return }
            at += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) -> JSON? {
        guard depth < 64 else { return nil }
        skipSpace()
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(JSON.string)
        case UInt8(ascii: "t"): return word("true", .bool(true))
        case UInt8(ascii: "f"): return word("false", .bool(false))
        case UInt8(ascii: "n"): return word("null", .null)
        default: return number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON) -> JSON? {
        let length = text.utf8CodeUnitCount
        guard at + length <= bytes.count else { return nil }
        for offset in 0..<length where bytes[at + offset] != text.utf8Start[offset] { return nil }
        at += length
        return value
    }

    private mutating func object(depth: Int) -> JSON? {
        at += 1
        var members: [JSON.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let name = string() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let value = value(depth: depth + 1) else { return nil }
            members.append(JSON.Member(name, value))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "}")) ? .object(members) : nil
        }
    }

    private mutating func array(depth: Int) -> JSON? {
        at += 1
        var values: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "]")) ? .array(values) : nil
        }
    }

    private mutating func number() -> JSON? {
        let start = at
        _ = take(UInt8(ascii: "-"))
        let digits = at
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 { at += 1 }
        guard at > digits, at == digits + 1 || bytes[digits] != UInt8(ascii: "0") else { return nil }
        var integral = true
        if take(UInt8(ascii: ".")) {
            integral = false
            let fraction = at
            while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 { at += 1 }
            guard at > fraction else { return nil }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            integral = false
            at += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            let exponent = at
            while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 { at += 1 }
            guard at > exponent else { return nil }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if integral, let value = Int64(text) { return .integer(value) }
        // 1e999 is no number that could be written again.
        return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    }

    /// The text between quotes; the common case, no escape, is one copy.
    private mutating func string() -> String? {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 { at += 1 }
        guard at < bytes.count else { return nil }
        if bytes[at] == UInt8(ascii: "\"") {
            defer { at += 1 }
            return JSONParser.text(UnsafeBufferPointer(rebasing: bytes[start..<at]))
        }
        var text = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return text.withUnsafeBufferPointer { JSONParser.text($0) }
            case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// Text that is valid UTF-8. (`String(validating:as:)` says the same in twice the time: it asks for metadata at every call.)
    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        // What is no UTF-8 was repaired, and so is not the same.
        let isSame = text.withUTF8 { read in
            guard let one = read.baseAddress, let other = bytes.baseAddress else { return read.count == bytes.count }
            return read.count == bytes.count && memcmp(one, other, bytes.count) == 0
        }
        return isSame ? text : nil
    }

    private mutating func escape(into text: inout [UInt8]) -> Bool {
        guard at < bytes.count else { return false }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            guard let scalar = codePoint() else { return false }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: return false
        }
        return true
    }

    private mutating func codePoint() -> Unicode.Scalar? {
        guard let first = fourDigits() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = fourDigits(),
            (0xDC00..<0xE000).contains(second)
        else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            switch byte {
            case 48...57: value = value << 4 | (UInt32(byte) - 48)
            case 65...70, 97...102: value = value << 4 | (UInt32(byte | 0x20) - 87)
            default: return nil
            }
        }
        at += 4
        return value
    }
}
