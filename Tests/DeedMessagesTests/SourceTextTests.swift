import Foundation
import Testing

/// All of `Sources`, wherever a text for people stands: nothing is lost between the languages.
@Suite("Texts in the sources")
struct SourceTextTests {
    private static func pairs() throws -> [(place: String, pair: PairScanner.Pair)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var found: [(String, PairScanner.Pair)] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            found += PairScanner(text).pairs().map { (file.lastPathComponent, $0) }
        }
        return found
    }

    @Test("No value is lost between the languages, and each is punctuated as its readers expect")
    func pairs() throws {
        let pairs = try SourceTextTests.pairs()
        try #require(pairs.count > 100, "the scanner finds the texts")
        for (place, pair) in pairs {
            let text = "\(place): \(pair.english.text)"
            #expect(pair.english.values.sorted() == pair.chinese.values.sorted(), "\(text)")
            #expect(Wording.faults(inEnglish: pair.english.text).isEmpty, "\(text)")
            #expect(Wording.faults(inChinese: pair.chinese.text).isEmpty, "\(text): \(pair.chinese.text)")
            #expect(Wording.hasHan(pair.chinese.text) || !pair.chinese.text.contains(where: \.isLetter), "\(text)")
        }
    }

    @Test("The scanner sees a lost value, a wrong mark and a missing translation")
    func scanner() throws {
        let source = #"say("Kept \(count, "file", "files") in \(place(of: run)).", "已存入 \(count) 个文件,完成。")"#
        let pair = try #require(PairScanner(source).pairs().first)
        #expect(pair.english.values == ["count", "place(of: run)"] && pair.chinese.values == ["count"])
        #expect(pair.english.text == "Kept 7 in 7.")
        #expect(Wording.faults(inChinese: pair.chinese.text) == [", beside Han"])
        #expect(Wording.faults(inEnglish: "Kept（all）").count == 2)
        #expect(!Wording.hasHan("Kept"))
    }
}
