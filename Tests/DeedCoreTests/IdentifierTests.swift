import DeedCore
import TestSupport
import Testing

@Suite struct IdentifierTests {
    @Test func `the specification's example reads and prints`() throws {
        let id = try #require(Identifier("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        #expect(id.text == "01arz3ndektsv4rrffq69g5fav")
        #expect(id.instant.milliseconds == 1_469_922_850_259)
    }

    @Test func `ids of one mint grow, within a millisecond too, and sort as their text`() throws {
        var mint = IdentifierMint()
        let now = Instant(milliseconds: 1_795_248_000_123)
        var last = mint.next(at: now)
        for _ in 0..<10_000 {
            let next = mint.next(at: now)
            #expect(last < next && last.text < next.text)
            #expect(Identifier(next.text) == next && next.instant == now)
            last = next
        }
        let earlierClock = mint.next(at: Instant(milliseconds: 5))
        #expect(last < earlierClock)
    }

    @Test(arguments: [
        "", "01arz3ndektsv4rrffq69g5fa", "01arz3ndektsv4rrffq69g5favx", "81arz3ndektsv4rrffq69g5fav",
        "01arz3ndektsv4rrffq69g5fiu",
    ])
    func `what is no id is refused`(text: String) {
        #expect(Identifier(text) == nil)
    }
}

@Suite struct ObjectIDTests {
    @Test func `a name is 64 lower-case digits and nothing else`() throws {
        let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        let id = try #require(ObjectID(hex: hex))
        #expect(id.hex == hex && id.firstByte == 0x9F && ObjectID(bytes: id.bytes) == id)
        #expect(ObjectID(hex: hex.uppercased()) == nil)
        #expect(ObjectID(hex: hex.dropLast()) == nil)
        #expect(ObjectID(hex: hex + "0") == nil)
        #expect(ObjectID(bytes: [1, 2, 3]) == nil)
    }

    @Test func `bytes are written and read as any other program does`() throws {
        var random = SplitMix(seed: 20_261_122)
        for _ in 0..<500 {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let id = try #require(ObjectID(bytes: bytes))
            var written = Array("sha256:".utf8)
            id.writeHex(into: &written)
            #expect(id.hex == digits && written == Array("sha256:\(digits)".utf8) && ObjectID(hex: digits) == id)
        }
    }

    @Test func `at each place each of the 256 bytes is a digit or refused`() throws {
        let name = Array(String(repeating: "0123456789abcdef", count: 4).utf8)
        for place in 0..<64 {
            for byte in UInt8.min...UInt8.max {
                var changed = name
                changed[place] = byte
                let id = changed.withUnsafeBytes { ObjectID(hexDigits: $0) }
                let isDigit = (48...57).contains(byte) || (97...102).contains(byte)
                #expect((id != nil) == isDigit, "byte \(byte) at place \(place)")
                if let id { #expect(Array(id.hex.utf8) == changed) }
            }
        }
    }
}

@Suite struct MoneyTests {
    @Test(arguments: [
        ("120000", "CNY", 12_000_000, "120000.00"), ("0.5", "CNY", 50, "0.50"), ("-3.05", "USD", -305, "-3.05"),
        ("500", "JPY", 500, "500"), ("1.234", "KWD", 1234, "1.234"), ("7.1000", "CNY", 710, "7.10"),
    ])
    func `decimal text and minor units agree`(text: String, currency: String, minor: Int64, printed: String) throws {
        let money = try #require(Money(decimal: text, currency: currency))
        #expect(money.minorUnits == minor && money.decimal == printed)
    }

    @Test(arguments: [
        ("1.005", "CNY"), ("1,000", "CNY"), ("", "CNY"), (".5", "CNY"), ("1e3", "CNY"), ("5", "cny"),
        ("99999999999999999999", "CNY"),
        ("0.5", "JPY"),
    ])
    func `what would be rounded or guessed is refused`(text: String, currency: String) {
        #expect(Money(decimal: text, currency: currency) == nil)
    }
}
