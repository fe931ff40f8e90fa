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
        for at in start..<start + 16 {
            switch digits[at] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt64(digits[at] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): word = word << 4 | UInt64(digits[at] - UInt8(ascii: "a") + 10)
            default: return false
            }
        }
        return true
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
        String(unsafeUninitializedCapacity: 64) { digits in
            writeHex { digits[$0] = $1 }
            return 64
        }
    }

    /// Appends 64 lower-case hexadecimal digits.
    public func writeHex(into output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: 64))
        output.withUnsafeMutableBufferPointer { output in writeHex { output[start + $0] = $1 } }
    }

    private func writeHex(_ put: (Int, UInt8) -> Void) {
        var at = 0
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                put(at, digit < 10 ? 48 + digit : 87 + digit)
                at += 1
            }
        }
    }

    public static func == (one: ObjectID, other: ObjectID) -> Bool { one.words == other.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension ObjectID: Comparable {
    public static func < (one: ObjectID, other: ObjectID) -> Bool { one.words < other.words }
}

extension ObjectID: CustomStringConvertible {
    public var description: String { hex }
}
