/// The name of an object: the SHA-256 of its bytes (FIPS 180-4), 32 bytes held inline.
public struct ObjectID: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes exactly 32 bytes of digest; `nil` for any other length.
    public init?(bytes: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        var count = 0
        for byte in bytes {
            guard count < 32 else { return nil }
            words[count >> 3] = words[count >> 3] << 8 | UInt64(byte)
            count += 1
        }
        guard count == 32 else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Takes 64 lower-case hexadecimal digits; anything else, upper case included, is not an object's name.
    public init?(hex: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in hex.utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    /// 32 zero bytes: what the first line of a journal names as the line before it.
    public static let zero = ObjectID(words: (0, 0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// The 32 bytes of the digest.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
        }
        return bytes
    }

    /// The first byte: the number of the directory under `objects/` that holds the object.
    public var firstByte: UInt8 { UInt8(words.0 >> 56) }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.text(bytes) }

    public static func == (one: ObjectID, other: ObjectID) -> Bool { one.words == other.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension ObjectID: Comparable {
    public static func < (one: ObjectID, other: ObjectID) -> Bool { one.words < other.words }
}

extension ObjectID: CustomStringConvertible {
    public var description: String { hex }
}
