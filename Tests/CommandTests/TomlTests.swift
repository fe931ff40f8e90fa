import DeedCore
import Testing

@testable import DeedCommands

@Suite("config.toml")
struct TomlTests {
    @Test("Sections, strings, integers, booleans and comments are read, each with its line")
    func reading() throws {
        let text = """
            # 档案室的设置
            lang = "zh-Hans"   # 中文
            fiscal_year_start = 4

            [import]
            names = 'gbk'
            entries = 2_000_000
            keep_archive = true
            """
        let entries = try Toml.entries(of: text, file: "config.toml")
        #expect(entries.map(\.key) == ["lang", "fiscal_year_start", "import.names", "import.entries", "import.keep_archive"])
        #expect(entries.map(\.value) == ["zh-Hans", "4", "gbk", "2000000", "true"])
        #expect(entries.map(\.line) == [2, 3, 6, 7, 8])
    }

    @Test(
        "Escapes of a quoted string",
        arguments: [
            ("\"a\\\"b\\\\c\"", "a\"b\\c"), ("\"no #comment\"", "no #comment"), ("\"\\u5408同\"", "合同"), ("\"a\\tb\"", "a\tb"),
        ])
    func escapes(written: String, value: String) throws {
        #expect(try Toml.entries(of: "key = " + written, file: "f").map(\.value) == [value])
    }

    @Test(
        "What is not understood is refused with its line",
        arguments: [
            "lang", "lang = ", "lang = zh", "= 3", "[import", "[]", "a b = 1", "a = \"open", "a = 1 2", "a = 1.5", "a = 'x' y",
            "a = [1]", "a = _1", "a = \"\\q\"", "a = 1\na = 2",
        ])
    func refusal(text: String) throws {
        let failure = try #require(throws: Failure.self) { try Toml.entries(of: "\n" + text, file: "/v/config.toml") }
        #expect(failure.code == .badSettings)
        #expect(failure.subject == "/v/config.toml:\(text.contains("\n") ? 3 : 2)")
    }
}
