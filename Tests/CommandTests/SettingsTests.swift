import DeedCore
import DeedMessages
import Testing

@testable import DeedCommands

@Suite("Settings")
struct SettingsTests {
    private let file = (path: "/v/config.toml", text: "fiscal_year_start = 4\n[import]\ndepth = 2\nnames = \"gbk\"\n")

    @Test("A flag beats the environment, the environment beats the file, the file beats the default")
    func order() throws {
        let settings = try Settings(
            flags: [.importNames: "big5"], environment: ["DEEDBOX_IMPORT_NAMES": "utf-8", "DEEDBOX_IMPORT_DEPTH": "3"], file: file
        )
        #expect(settings[.importNames] == Settings.Value(text: "big5", origin: .flag))
        #expect(settings[.importDepth] == Settings.Value(text: "3", origin: .environment("DEEDBOX_IMPORT_DEPTH")))
        #expect(settings[.fiscalYearStart] == Settings.Value(text: "4", origin: .file("/v/config.toml", line: 1)))
        #expect(settings[.importRatio] == Settings.Value(text: "200", origin: .standard))
        #expect(settings.integer(.importDepth) == 3)
    }

    @Test("The defaults are the table of the decisions")
    func defaults() throws {
        let settings = try Settings(flags: [:], environment: [:])
        #expect(settings.integer(.importEntries) == 1_000_000)
        #expect(settings.integer(.importDepth) == 4)
        #expect(settings.integer(.importMemory) == 512)
        #expect(settings.integer(.importStall) == 60)
        #expect(settings.integer(.importName) == 4096)
        #expect(!settings.flag(.importKeepArchive))
        for setting in Setting.allCases {
            if let standard = setting.standard { #expect(setting.canonical(standard) == standard, "\(setting)") }
        }
    }

    @Test("What version 0.1 took is still taken: syncfs was a way of its own, and a vault's file that asks for it opens")
    func earlierValues() throws {
        let settings = try Settings(flags: [:], environment: [:], file: (path: "config.toml", text: "durability = \"syncfs\""))
        #expect(settings.text(.durability) == "auto")
        #expect(throws: Failure.self) { try Settings(flags: [.durability: "sync"], environment: [:]) }
    }

    @Test("The vault's language counts after the environment's own and before the locale's")
    func language() throws {
        let chinese = (path: "c", text: "lang = \"zh\"")
        #expect(try Settings(flags: [:], environment: ["LANG": "en_US.UTF-8"], file: chinese).language == .chinese)
        #expect(try Settings(flags: [:], environment: ["DEEDBOX_LANG": "en"], file: chinese).language == .english)
        #expect(try Settings(flags: [:], environment: ["LANG": "zh_CN.UTF-8"]).language == .chinese)
    }

    @Test("A key that is no setting is refused with its place and the settings there are")
    func unknownKey() throws {
        let failure = try #require(throws: Failure.self) {
            try Settings(flags: [:], environment: [:], file: (path: "c.toml", text: "\nfiscal_year = 4"))
        }
        #expect(failure.code == .badSettings && failure.subject == "c.toml:2" && failure.detail.contains("fiscal_year"))
        #expect(failure.candidates.contains("fiscal_year_start") && !failure.candidates.contains("vault"))
    }

    @Test(
        "A value that a setting does not take is refused",
        arguments: [
            ("DEEDBOX_IMPORT_DEPTH", "17"), ("DEEDBOX_WALLS", "none"), ("DEEDBOX_LANG", "fr"), ("DEEDBOX_TODAY", "明天"),
            ("DEEDBOX_IMPORT_KEEP_ARCHIVE", "maybe"),
        ])
    func badValue(variable: String, value: String) throws {
        let failure = try #require(throws: Failure.self) { try Settings(flags: [:], environment: [variable: value]) }
        #expect(failure.subject == value && failure.detail.hasPrefix(variable) && failure.code.exit == 64)
    }
}
