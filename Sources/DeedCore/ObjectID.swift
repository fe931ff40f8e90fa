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

    /// Takes exactly 32 bytes of digest; `nil` for any other length.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        func word(_ at: Int) -> UInt64 { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        words = (word(0), word(8), word(16), word(24))
    }

    /// Takes 64 lower-case hexadecimal digits; anything else, upper case included, is not an object's name.
    public init?(hex: some StringProtocol) {
        var text = String(hex)
        let id = text.withUTF8 { ObjectID(hexDigits: UnsafeRawBufferPointer($0)) }
        guard let id else { return nil }
        self = id
    }

    /// The same for digits in memory: a journal has millions of them.
    public init?(hexDigits digits: UnsafeRawBufferPointer) {
        guard digits.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        guard ObjectID.read(digits, 0, into: &words.0), ObjectID.read(digits, 16, into: &words.1),
            ObjectID.read(digits, 32, into: &words.2), ObjectID.read(digits, 48, into: &words.3)
        else { return nil }
        self.words = words
    }

    private static func read(_ digits: UnsafeRawBufferPointer, _ start: Int, into word: inout UInt64) -> Bool {
        guard let high = half(digits, start), let low = half(digits, start + 8) else { return false }
        word = high << 32 | low
        return true
    }

    /// Eight digits at once, one in each byte of a word; `nil` when they are not just what the number is written as.
    private static func half(_ digits: UnsafeRawBufferPointer, _ start: Int) -> UInt64? {
        let text = UInt64(bigEndian: digits.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        // A letter has bit 6; its low half counts from 1, and "a" is ten.
        var values = (text & (15 * ones)) &+ 9 &* (text >> 6 & ones)
        guard values & (0xF0 * ones) == 0, text == written(values) else { return nil }
        values = (values | values >> 4) & 0x00FF_00FF_00FF_00FF
        values = (values | values >> 8) & 0x0000_FFFF_0000_FFFF
        return (values | values >> 16) & 0xFFFF_FFFF
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

    /// Puts the 32 bytes of the digest into `buffer`, from byte `offset` on.
    public func store(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
        buffer.storeBytes(of: words.0.bigEndian, toByteOffset: offset, as: UInt64.self)
        buffer.storeBytes(of: words.1.bigEndian, toByteOffset: offset + 8, as: UInt64.self)
        buffer.storeBytes(of: words.2.bigEndian, toByteOffset: offset + 16, as: UInt64.self)
        buffer.storeBytes(of: words.3.bigEndian, toByteOffset: offset + 24, as: UInt64.self)
    }

    /// The first byte: the number of the directory under `objects/` that holds the object.
    public var firstByte: UInt8 { UInt8(words.0 >> 56) }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        withHexDigits { source in
            String(unsafeUninitializedCapacity: 64) { digits in digits.update(fromContentsOf: source) }
        }
    }

    /// Appends 64 lower-case hexadecimal digits.
    public func writeHex(into output: inout [UInt8]) { withHexDigits { output.append(contentsOf: $0) } }

    /// Hands out 64 lower-case hexadecimal digits that live as long as the call.
    public func withHexDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        func high(_ word: UInt64) -> UInt64 { ObjectID.digits(word >> 32) }
        func low(_ word: UInt64) -> UInt64 { ObjectID.digits(word & 0xFFFF_FFFF) }
        let digits = (
            high(words.0), low(words.0), high(words.1), low(words.1), high(words.2), low(words.2), high(words.3), low(words.3)
        )
        return try withUnsafeBytes(of: digits) { try body($0.assumingMemoryBound(to: UInt8.self)) }
    }

    /// The eight digits of a number below 2³², in the order in which they stand in memory.
    private static func digits(_ number: UInt64) -> UInt64 {
        var values = (number | number << 16) & 0x0000_FFFF_0000_FFFF
        values = (values | values << 8) & 0x00FF_00FF_00FF_00FF
        values = (values | values << 4) & (15 * ones)
        return written(values).bigEndian
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The digits for eight values of 0 to 15, each in a byte: 48 is "0", and 39 more takes ten to "a".
    private static func written(_ values: UInt64) -> UInt64 { values &+ 48 &* ones &+ 39 &* ((values &+ 6 &* ones) >> 4 & ones) }

    public static func == (one: ObjectID, other: ObjectID) -> Bool { one.words == other.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension ObjectID: Comparable {
    public static func < (one: ObjectID, other: ObjectID) -> Bool { one.words < other.words }
}

extension ObjectID: CustomStringConvertible {
    public var description: String { hex }
}
