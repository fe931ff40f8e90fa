/// Base 64 with the standard alphabet and padding (RFC 4648, section 4), on one line.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Four characters for every three bytes begun.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        func digit(_ at: Int) -> UInt8 { alphabet[Int(bits >> UInt32(18 - at * 6)) & 63] }
        for byte in bytes {
            bits |= UInt32(byte) << UInt32(16 - count * 8)
            count += 1
            if count == 3 {
                output.append(contentsOf: (0..<4).map(digit))
                (bits, count) = (0, 0)
            }
        }
        if count > 0 {
            output.append(contentsOf: (0...count).map(digit))
            output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - count))
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Reads what ``text(_:)`` writes; `nil` for anything else, also for a second spelling of the same bytes.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let all = Array(text.utf8)
        guard all.count % 4 == 0 else { return nil }
        let padding = all.suffix(2).count { $0 == UInt8(ascii: "=") }
        var output: [UInt8] = []
        var bits: UInt32 = 0
        for (at, character) in all.dropLast(padding).enumerated() {
            guard let value = value(of: character) else { return nil }
            bits = bits << 6 | value
            if at % 4 == 3 {
                output += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
                bits = 0
            }
        }
        switch padding {
        case 1: output += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)]
        case 2: output += [UInt8(bits >> 4 & 0xFF)]
        default: break
        }
        return Base64.text(output).utf8.elementsEqual(all) ? output : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
