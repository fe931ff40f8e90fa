import Foundation
import Testing

/// docs/man and docs/cli.md stand beside the program; this finds the day they fall behind it.
@Suite struct DocumentationTests {
    private static func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func manual(_ program: String, _ language: String) throws -> String {
        try Dir().deedbox("manual", program, "--lang", language).expect().text
    }

    @Test(arguments: ["deedbox", "deedbox-import"], ["en", "zh-Hans"])
    func `the pages in docs/man are what the program says`(program: String, language: String) throws {
        let folder = language == "en" ? "man1" : "zh_CN/man1"
        let page = try DocumentationTests.text("docs/man/\(folder)/\(program).1")
        #expect(try manual(program, language) == page, "run: tools/manual")
    }

    @Test(arguments: ["docs/cli.md", "docs/cli.zh-CN.md"])
    func `every command, option, variable and exit code of the manual stands in the description`(file: String) throws {
        let described = try DocumentationTests.text(file)
        let manual = try manual("deedbox", "en").replacing("\\-", with: "-")
        let options = manual.matches(of: /\n\.It (?:-[a-z], )?(--[a-z-]+)/).map { "`\($0.1)" }
        let variables = manual.matches(of: /DEEDBOX_[A-Z_]+/).map { "`\($0.0)`" }
        let codes = manual.matches(of: /\n\.It ([0-9]+)\n/).map { String($0.1) }
        let commands = manual.matches(of: /\n\.Ss deedbox ([a-z]+(?: [a-z]+)?)/).map { "`\($0.1)" }
        #expect(options.count > 40 && variables.count > 10 && codes.count > 8 && commands.count > 20)
        for word in options + variables + commands { #expect(described.contains(word), "\(file) does not name \(word)`") }
        for code in codes { #expect(described.contains("\n| \(code) | "), "\(file) does not name exit code \(code)") }
    }

    @Test func `no table says two things of one subject`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)
        let files = folder.filter { $0.hasSuffix(".md") }.map { "docs/" + $0 } + ["storage-layout/README.md", "README.md"]
        #expect(files.count > 12)
        for file in files {
            var subjects: Set<Substring> = []
            for line in try DocumentationTests.text(file).split(separator: "\n", omittingEmptySubsequences: false) {
                guard line.hasPrefix("| "), let subject = line.dropFirst(2).split(separator: " |").first else {
                    subjects = []
                    continue
                }
                let isNew = subject == "–" || subjects.insert(subject).inserted
                #expect(isNew, "\(file) has two rows on \(subject)")
            }
        }
    }
}
