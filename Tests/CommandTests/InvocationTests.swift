import DeedMessages
import Testing

@testable import DeedCommands

@Suite("Command lines before they are parsed")
struct InvocationTests {
    @Test(
        "Options of all commands may stand in front of the command",
        arguments: [
            (["--vault", "/v", "list", "--kind", "contract"], ["list", "--kind", "contract", "--vault", "/v"]),
            (["--json", "--lang=zh", "find", "--", "-x"], ["find", "--json", "--lang=zh", "--", "-x"]),
            (["list", "--vault", "/v"], ["list", "--vault", "/v"]),
            (["--version"], ["--version"]),
            (["--vault"], ["--vault"]),
        ])
    func reordering(given: [String], parsed: [String]) { #expect(Invocation.reordered(given) == parsed) }

    @Test("Help is asked for in all the usual ways, but not behind --")
    func help() {
        func asks(_ arguments: String...) -> Bool { Invocation(arguments, root: DeedboxCommand.self).asksForHelp }
        #expect(asks() && asks("--help") && asks("help", "config") && asks("config", "-h") && asks("--lang", "zh", "help"))
        #expect(!asks("config") && !asks("config", "--", "--help"))
    }

    @Test("A word leads to its command; options on the way are passed over")
    func path() {
        let root = CommandInfo(DeedboxCommand.self)
        #expect(root.reached(by: ["help", "config"]).path == ["deedbox", "config"])
        #expect(root.reached(by: ["--json", "config", "extra"]).path == ["deedbox", "config"])
        #expect(root.reached(by: ["nonsense"]).path == ["deedbox"])
    }

    @Test(
        "The parser's sentences are told in Chinese",
        arguments: [
            ("Unknown option '--knd'. Did you mean '--kind'?", "没有选项“--knd”。是否要用“--kind”？"),
            ("Unknown option '-x'", "没有选项“-x”。"),
            ("Missing expected argument '<path>'", "缺少参数“<path>”。"),
            ("Missing value for '--kind <kind>'", "“--kind <kind>”缺少值。"),
            ("2 unexpected arguments: 'a', 'b'", "多余的 2 个参数：“a', 'b”。"),
            ("The option '--json' does not take any value, but 'x' was specified.", "选项“--json”不带值，却给了“x”。"),
            (
                "The value 'x' is invalid for '--kind <kind>'. Please provide one of the following:\n  - contract",
                "“x”不能用于“--kind <kind>”。可选：\n  - contract"
            ),
            ("The value 'x' is invalid for '--today <date>'", "“x”不能用于“--today <date>”。"),
        ])
    func sentences(english: String, chinese: String) {
        #expect(UsageWords(messages: Messages(.chinese)).translated(english) == chinese)
        #expect(UsageWords(messages: Messages(.english)).translated(english) == english)
    }
}
