// What the vault takes of swift-crypto, for the fuzzer's build alone: a fuzzer learns nothing from instrumented BoringSSL, and building
// that takes longer than everything else. Hashes are right, signatures are never valid.

/// SHA-256 (FIPS 180-4).
public struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    private var block: [UInt8] = []
    private var length: UInt64 = 0

    public init() {}

    public mutating func update(bufferPointer: UnsafeRawBufferPointer) {
        length += UInt64(bufferPointer.count)
        for byte in bufferPointer { add(byte) }
    }

    public func finalize() -> [UInt8] {
        var rest = self
        rest.add(0x80)
        while rest.block.count != 56 { rest.add(0) }
        for shift in stride(from: UInt64(56), through: 0, by: -8) { rest.add(UInt8(truncatingIfNeeded: (length * 8) >> shift)) }
        return rest.state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }

    private mutating func add(_ byte: UInt8) {
        block.append(byte)
        guard block.count == 64 else { return }
        mix()
        block.removeAll(keepingCapacity: true)
    }

    private mutating func mix() {
        var words = [UInt32](repeating: 0, count: 64)
        for at in 0..<16 { words[at] = (0..<4).reduce(0) { $0 << 8 | UInt32(block[at * 4 + $1]) } }
        func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
        for at in 16..<64 {
            let (one, other) = (words[at - 15], words[at - 2])
            let first = turned(one, 7) ^ turned(one, 18) ^ one >> 3
            let second = turned(other, 17) ^ turned(other, 19) ^ other >> 10
            words[at] = words[at - 16] &+ first &+ words[at - 7] &+ second
        }
        var now = state
        for at in 0..<64 {
            let high = turned(now[4], 6) ^ turned(now[4], 11) ^ turned(now[4], 25)
            let choice = now[4] & now[5] ^ ~now[4] & now[6]
            let first = now[7] &+ high &+ choice &+ SHA256.constants[at] &+ words[at]
            let low = turned(now[0], 2) ^ turned(now[0], 13) ^ turned(now[0], 22)
            let second = low &+ (now[0] & now[1] ^ now[0] & now[2] ^ now[1] & now[2])
            now = [first &+ second, now[0], now[1], now[2], now[3] &+ first, now[4], now[5], now[6]]
        }
        for at in 0..<8 { state[at] &+= now[at] }
    }

    /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
        0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
        0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
        0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
        0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
        0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]
}

/// Keys that sign nothing.
public enum Curve25519 {
    public enum Signing {
        public struct PublicKey: Sendable {
            public let rawRepresentation: [UInt8]

            public init(rawRepresentation: some Sequence<UInt8>) throws { self.rawRepresentation = Array(rawRepresentation) }

            public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool { false }
        }

        public struct PrivateKey: Sendable {
            public let rawRepresentation: [UInt8]
            public var publicKey: PublicKey { PublicKey(raw: rawRepresentation) }

            public init() { rawRepresentation = [UInt8](repeating: 7, count: 32) }

            public init(rawRepresentation: some Sequence<UInt8>) throws { self.rawRepresentation = Array(rawRepresentation) }

            public func signature(for message: [UInt8]) throws -> [UInt8] { [UInt8](repeating: 0, count: 64) }
        }
    }
}

extension Curve25519.Signing.PublicKey {
    fileprivate init(raw: [UInt8]) { rawRepresentation = raw }
}
