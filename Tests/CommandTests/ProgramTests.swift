import DeedCore
import Foundation
import Testing

/// The program from outside, as a user meets it, whatever the command.
@Suite("The program")
struct ProgramTests {
    private static func hasHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    /// Every command with the words that lead to it, from the program's own definition.
    private static func commands(_ json: JSON?, _ path: [String] = []) -> [(path: [String], json: JSON)] {
        guard let json else { return [] }
        return [(path, json)]
            + (json["subcommands"]?.array ?? []).flatMap { commands($0, path + [$0["commandName"]?.string ?? ""]) }
    }

    @Test("Every command and every option is explained, in both languages", arguments: ["deedbox"])
    func helpTexts(program: String) throws {
        let dir = try Dir()
        for (language, chinese) in [("en", false), ("zh-Hans", true)] {
            let command = TestCommand(program, ["--experimental-dump-help"], in: dir)
            let dump = try command.env("DEEDBOX_LANG", language).expect()
            for (path, json) in try ProgramTests.commands(dump.json["command"]) where path.first != "help" {
                let abstract = json["abstract"]?.string ?? ""
                #expect(!abstract.isEmpty && ProgramTests.hasHan(abstract) == chinese, "\(path)")
                for argument in json["arguments"]?.array ?? [] {
                    let name = argument["preferredName"]?["name"]?.string ?? argument["valueName"]?.string ?? ""
                    guard name != "help", name != "version" else { continue }
                    let text = argument["abstract"]?.string ?? ""
                    #expect(!text.isEmpty && ProgramTests.hasHan(text) == chinese, "\(path) \(name)")
                }
            }
        }
    }

    @Test(
        "A program that cannot see what it was asked says so; it does not answer with the general help as if that had been asked",
        .enabled(if: geteuid() == 0, "hiding /proc needs root"))
    func unseenArguments() throws {
        let dir = try Dir()
        let ended = try dir.shell(
            "unshare -m sh -c 'mount -t tmpfs none /proc && exec \"$DEEDBOX\" cat HT-2024-0031 --vault 档案库'"
        ).run()
        #expect(
            ended.code == 1 && ended.text.isEmpty && ended.errorText.contains("/proc/self/cmdline"))
    }

    @Test("Every command has a help page in both languages ")
    func helpPages() throws {
        let dir = try Dir()
        let dump = try dir.deedbox("--experimental-dump-help").expect()
        for (path, _) in try ProgramTests.commands(dump.json["command"]) where path.first != "help" {
            let english = try dir.deedbox(path + ["--help"]).expect()
            #expect(english.text.contains("Usage: deedbox") && !ProgramTests.hasHan(english.text), "\(path)")
            let chinese = try dir.deedbox(path + ["--help", "--lang", "zh-Hans"]).expect()
            #expect(chinese.text.contains("用法：deedbox") && !chinese.text.contains("Usage"), "\(path)")
        }
    }

    @Test("Wrong use ends with 64, says what is wrong and how it is right, in the user's language")
    func wrongUse() throws {
        let dir = try Dir()
        let english = try dir.deedbox("config", "--lnag").expect(64)
        #expect(english.errorText.hasPrefix("Error: Unknown option '--lnag'. Did you mean '--lang'?\nUsage: deedbox config"))
        let chinese = try dir.deedbox("config", "--today", "明天").env("DEEDBOX_LANG", "zh-Hans").expect(64)
        #expect(chinese.errorText.hasPrefix("错误：“明天”不能用于“--today <date>”。\n用法：deedbox config"))
        let unknown = try dir.deedbox("confg").expect(64)
        #expect(unknown.errorText.hasPrefix("Error: There is no command ‘confg’. Did you mean ‘config’?\n"))
        let json = try dir.deedbox("nonsense", "--json").expect(64)
        #expect(try json.error["code"] == "bad-use" && json.error["exit"] == 64)
        #expect(english.out.isEmpty && chinese.out.isEmpty && json.out.isEmpty)
    }

    @Test("Settings are shown with their origin: flag, environment, file with its line, default")
    func config() throws {
        let dir = try Dir()
        try dir.create("vault/config.toml", "lang = \"zh-Hans\"\n[import]\ndepth = 2\n")
        let answer = try dir.deedbox("--vault", "vault", "config", "--json", "--walls", "reduced")
            .env("DEEDBOX_LANG", nil).env("DEEDBOX_IMPORT_RATIO", "50").expect()
        let settings = try #require(try answer.json["settings"]?.array)
        func setting(_ name: String) -> [String?] {
            let found = settings.first { $0["name"]?.string == name }
            return [found?["value"]?.string, found?["origin"]?.string]
        }
        #expect(setting("walls") == ["reduced", "--"])
        #expect(setting("import.ratio") == ["50", "DEEDBOX_IMPORT_RATIO"])
        #expect(setting("import.depth") == ["2", "vault/config.toml:3"])
        #expect(setting("import.entries") == ["1000000", "default"])
        let text = try dir.deedbox("config", "--vault", "vault").env("DEEDBOX_LANG", nil).expect()
        #expect(text.lines.first?.hasPrefix("设置") == true)
    }

    @Test("The day to reckon from is read as people write it", arguments: ["2026-11-21", "2026年11月21日", "2026/11/21"])
    func today(written: String) throws {
        let answer = try Dir().deedbox("config", "--json", "--today", written).expect()
        let today = try answer.json["settings"]?.array?.first { $0["name"] == "today" }
        #expect(today?["value"] == "2026-11-21")
    }

    @Test("A setting that is wrong is refused with its line, not ignored")
    func wrongConfig() throws {
        let dir = try Dir()
        try dir.create("vault/config.toml", "\nlanguage = \"zh\"\n")
        let ended = try dir.deedbox("config", "--vault", "vault", "--json").expect(64)
        #expect(try ended.error["code"] == "bad-settings")
        #expect(try ended.error["message"]?.string?.contains("vault/config.toml:2") == true)
    }

    @Test("A reader that goes away is no error, and nothing is said about it")
    func brokenPipe() throws {
        let dir = try Dir()
        let ended = try dir.shell("{ \"$DEEDBOX\" config --json; echo $? >&2; } | true").expect()
        #expect(ended.errorText == "0\n")
        let full = try dir.shell("\"$DEEDBOX\" config > /dev/full").expect(1)
        #expect(full.errorText.hasPrefix("Error: The disk is full"))
    }

    @Test("On a terminal answers are tables that fit, JSON is indented; in a pipe JSON is one line")
    func terminal() throws {
        let dir = try Dir()
        let narrow = try dir.deedbox("config", "--vault", "很长的档案库目录名字很长的档案库目录名字很长的档案库目录名字很长").runOnTerminal(columns: 60)
        #expect(narrow.code == 0 && narrow.text.contains("…"))
        #expect(narrow.text.contains("\u{1B}[1m"))
        let plain = try dir.deedbox("config").env("NO_COLOR", "1").runOnTerminal()
        #expect(!plain.text.contains("\u{1B}"))
        let indented = try dir.deedbox("config", "--json").runOnTerminal()
        #expect(indented.text.hasPrefix("{\r\n  \"settings\": ["))
        let piped = try dir.deedbox("config", "--json").expect()
        #expect(piped.lines.count == 1)
    }

    @Test("The program runs without any environment")
    func emptyEnvironment() throws {
        let dir = try Dir()
        let ended = try dir.deedbox("config").emptyEnvironment().expect()
        #expect(ended.lines.first?.hasPrefix("setting") == true)
    }

    @Test("Completions for three shells, syntactically right for the one that is here")
    func completions() throws {
        let dir = try Dir()
        for shell in ["bash", "zsh", "fish"] {
            let script = try dir.deedbox("--generate-completion-script", shell).expect()
            #expect(script.text.contains("deedbox") && script.lines.count > 20)
            if shell == "bash" {
                try dir.create("completion.bash", script.out)
                try dir.shell("bash -n completion.bash").expect()
            }
        }
    }

    @Test("The manual holds every command and the table of exit codes, in both languages")
    func manual() throws {
        let dir = try Dir()
        let english = try dir.deedbox("manual").expect().text
        let chinese = try dir.deedbox("manual", "--lang", "zh-Hans").expect().text
        for section in ["NAME", "SYNOPSIS", "COMMANDS", "ENVIRONMENT", "EXIT STATUS"] {
            #expect(english.contains(".Sh \(section)\n"))
        }
        for section in ["名称", "概要", "命令", "环境变量", "退出码"] { #expect(chinese.contains(".Sh \(section)\n")) }
        for code in [0, 1, 2, 3, 4, 10, 11, 12, 64, 130, 143] { #expect(english.contains(".It \(code)\n")) }
        #expect(chinese.contains("已正常停止") && english.contains(".Ss deedbox config"))
    }
}
