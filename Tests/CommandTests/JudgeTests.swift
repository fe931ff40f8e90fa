import DeedCore
import Foundation
import Testing

/// The search against a judge that shares no code with it: `tools/judge`, regular expressions in Python over text folded by other tables.
@Suite("Search: an independent judge")
struct JudgeTests {
    private static let documents = 400

    @Test("Every query of the judge finds what it must and nothing else: recall 1.0, precision at least .999")
    func judged() throws {
        let tables = [
            "/usr/bin/opencc_dict", "/usr/share/opencc/TSCharacters.ocd2", "/usr/share/unicode/EquivalentUnifiedIdeograph.txt",
        ]
        for table in tables where !FileManager.default.fileExists(atPath: table) {
            print("SKIPPED: \(table) is not there (Debian packages opencc and unicode-data)")
            return
        }
        let vault = try TestVault()
        let judge = Samples.repository + "/tools/judge/judge.py"
        try vault.dir.shell("python3 -B '\(judge)' generate judged --documents \(JudgeTests.documents)").expect()
        let account = try vault.deedbox("import", "judged/documents", "--json").limit(120).expect().json
        #expect(account["stored"]?.integer == Int64(JudgeTests.documents))
        let queries = try String(decoding: vault.dir.bytes("judged/queries.jsonl"), as: UTF8.self).split(separator: "\n").map {
            line in
            try #require(JSON(parsing: Array(line.utf8))?["query"]?.string)
        }
        #expect(queries.count > 60)
        let answers = try queries.map { query -> String in
            JSON.object([.init("query", .string(query)), .init("files", .array(try found(query, in: vault).map(JSON.string)))])
                .text
        }
        try vault.dir.create("answers.jsonl", answers.joined(separator: "\n") + "\n")
        let score = try vault.dir.shell("python3 -B '\(judge)' score judged/queries.jsonl answers.jsonl").run()
        print(score.text, score.errorText)
        #expect(score.code == 0, "\(score.text)")
        #expect(score.text.contains("recall 1.00000"))
    }

    /// The names of all files that a query finds, page by page to the end.
    private func found(_ query: String, in vault: TestVault) throws -> [String] {
        var names: [String] = []
        while true {
            // A query may begin with a hyphen: -- ends the options.
            let arguments = ["find", "--json", "--limit", "150", "--offset", "\(names.count)", "--", query]
            let answer = try vault.deedbox(arguments).expect().json
            let hits = answer["hits"]?.array ?? []
            names += try hits.map { try #require($0["names"]?.array?.first?.string) }
            guard !hits.isEmpty, names.count < Int(answer["total"]?.integer ?? 0) else { return names }
        }
    }
}
