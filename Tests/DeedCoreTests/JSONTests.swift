import DeedCore
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test func `a body is written on one line, text as it is, members in order`() {
        let body: JSON = [
            "name": "采购合同 \"甲\"\\乙", "line": "一\n二\t三\u{1}", "pages": 12, "kept": true, "note": .null, "tags": ["急", "A"],
        ]
        #expect(
            body.text
                == #"{"name":"采购合同 \"甲\"\\乙","line":"一\n二\t三\u0001","pages":12,"kept":true,"note":null,"tags":["急","A"]}"#)
    }

    @Test(arguments: [
        #"{"a":[1,-2,3.5,1e3],"b":{"c":"\u4fdd\ud83d\ude00\/"},"d":null}"#, "  [ ]  ", "0", "-0.5", #""""#, "true",
    ])
    func `what is valid is read, and what is written from it reads the same`(text: String) throws {
        let value = try #require(JSON(parsing: text))
        #expect(JSON(parsing: value.bytes) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\" 1}", "01", "1.", ".5", "+1", "nul", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\u+123\"",
        "\"\\u-000\"", "\"\\u 123\"", "[1] 2",
        "{1:2}",
        "'a'", "[1 2]", "NaN", "1e999", "[-1e999]",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(JSON(parsing: text) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(JSON(parsing: [0x22, 0xB1, 0xA3, 0x22]) == nil)
        #expect(JSON(parsing: [0x22, 0x5C, 0x6E, 0xB1, 0xA3, 0x22]) == nil)
        // Cut off after three of four bytes: as long as the character that stands for what is no UTF-8.
        #expect(JSON(parsing: [0x22, 0xF0, 0x9F, 0x98, 0x22]) == nil)
        #expect(JSON(parsing: [0x22, 0xEF, 0xBF, 0xBD, 0x22]) == "\u{FFFD}")
    }

    @Test func `nesting ends at 64 levels`() {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(JSON(parsing: nested(64)) != nil)
        #expect(JSON(parsing: nested(65)) == nil)
        #expect(JSON(parsing: String(repeating: "[", count: 1_000_000)) == nil)
    }

    @Test func `random bytes and random cuts never crash, and what is accepted survives a round trip`() throws {
        var random = SplitMix(seed: 7)
        let sample = Array(#"{"a":[1,-2.5e3,"保修\u4fee\n",{"b":null,"c":[true,false]}],"d":"x"}"#.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...2, using: &random))
            guard let value = JSON(parsing: bytes) else { continue }
            accepted += 1
            #expect(JSON(parsing: value.bytes) == value)
        }
        #expect(accepted > 1000)
    }
}
