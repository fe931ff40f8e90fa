/// The id of a document, a customer, a serial, an import run: a ULID (48 bits of milliseconds, 80 random bits), written as
/// 26 lower-case characters of Crockford's base 32, so that ids sort by the time they were minted.
///
/// Source: the ULID specification (github.com/ulid/spec).
public struct Identifier: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    private static let alphabet: [UInt8] = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 26 characters of the alphabet in either case; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let id = text.withUTF8 { Identifier(characters: UnsafeRawBufferPointer($0)) }
        guard let id else { return nil }
        self = id
    }

    /// The same for characters in memory: a journal has millions of them.
    public init?(characters: UnsafeRawBufferPointer) {
        guard characters.count == 26, let first = Identifier.value(characters[0]), first < 8 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for character in characters {
            guard let value = Identifier.value(character) else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | value
        }
        self.init(high: high, low: low)
    }

    /// What a character of the alphabet, in either case, stands for: letters go on behind the digits, without i, l, o and u.
    private static func value(_ character: UInt8) -> UInt64? {
        switch character {
        case 48...57: return UInt64(character - 48)
        case 65...90, 97...122:
            let letter = UInt64(character & 31)
            guard letter != 9, letter != 12, letter != 15, letter != 21 else { return nil }
            return letter + 9 - (letter > 9 ? 1 : 0) - (letter > 12 ? 1 : 0) - (letter > 15 ? 1 : 0) - (letter > 21 ? 1 : 0)
        default: return nil
        }
    }

    /// All zeros: an id that nobody mints, for a place that is not filled yet.
    public static let zero = Identifier(high: 0, low: 0)

    /// 26 lower-case characters.
    public var text: String {
        String(unsafeUninitializedCapacity: 26) { buffer in
            var high = self.high
            var low = self.low
            for at in stride(from: 25, through: 0, by: -1) {
                buffer[at] = Identifier.alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return 26
        }
    }

    /// When the id was minted, to the millisecond.
    public var instant: Instant { Instant(milliseconds: Int64(high >> 16)) }
}

extension Identifier: Comparable {
    public static func < (one: Identifier, other: Identifier) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { text }
}

/// Mints ids that grow, also within one millisecond.
public struct IdentifierMint: Sendable {
    private var last = Identifier(high: 0, low: 0)
    private var randomness = SystemRandomNumberGenerator()

    /// A mint that has not minted anything yet.
    public init() {}

    /// A new id, greater than every id this mint made before.
    public mutating func next(at now: Instant = .now) -> Identifier {
        let time = UInt64(max(0, now.milliseconds)) & 0xFFFF_FFFF_FFFF
        var high = time << 16 | UInt64(UInt16.random(in: 0...UInt16.max, using: &randomness))
        var low = UInt64.random(in: 0...UInt64.max, using: &randomness)
        if Identifier(high: high, low: low) <= last { (high, low) = last.successor }
        last = Identifier(high: high, low: low)
        return last
    }
}

extension Identifier {
    fileprivate var successor: (high: UInt64, low: UInt64) {
        let (sum, overflow) = low.addingReportingOverflow(1)
        return (overflow ? high &+ 1 : high, sum)
    }
}
