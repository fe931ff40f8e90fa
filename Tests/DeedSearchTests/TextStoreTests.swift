import DeedCore
import DeedSearch
import Testing

@Suite("Keeping page texts")
struct TextStoreTests {
    @Test("a text comes back page by page as it was")
    func roundTrip() throws {
        let archive = try Archive()
        let object = Archive.object("a")
        let pages = [
            PageText(number: 1, label: "封面", text: "采购合同\n第一页"), PageText(number: 2, text: "", needsOCR: true),
            PageText(number: 5, text: String(repeating: "质保期三年。", count: 4000)),
        ]
        let text = DocumentText(
            media: "application/pdf", state: .text, reason: "damaged", unit: .page, pages: pages, engine: "pdfium 8149",
            signatures: 1,
            warnings: ["xref rebuilt", "font 宋体 missing"])
        try archive.index.store(text, for: object)
        #expect(try archive.index.pages(of: object) == pages)
        let summary = try #require(try archive.index.textState(of: object))
        #expect(
            summary
                == TextSummary(
                    state: .text, reason: "damaged", media: "application/pdf", engine: "pdfium 8149", unit: .page, pages: 3,
                    pagesForOCR: [2],
                    signatures: 1, warnings: ["xref rebuilt", "font 宋体 missing"]))
    }

    @Test("what waits, what failed, what needs OCR is counted and listed")
    func counts() throws {
        let archive = try Archive()
        let objects = ["a", "b", "c", "d"].map(Archive.object)
        try archive.index.store(Archive.text(["一", "二"]), for: objects[0])
        try archive.index.store(DocumentText(media: "image/png", state: .none, reason: "no-reader"), for: objects[1])
        try archive.index.store(DocumentText(media: "application/pdf", state: .failed, reason: "timeout"), for: objects[2])
        var scan = Archive.text(["", "盖章页", ""])
        scan.pages[0].needsOCR = true
        scan.pages[2].needsOCR = true
        #expect(try archive.index.waiting(among: objects) == [objects[3]])
        #expect(try archive.index.waiting(among: objects, orFailed: true) == [objects[2], objects[3]])
        try archive.index.store(scan, for: objects[3])
        #expect(try archive.index.waiting(among: objects) == [])
        let counts = try archive.index.counts()
        #expect(counts.count(.text) == 2 && counts.count(.none) == 1 && counts.count(.failed) == 1)
        #expect(counts.groups.first == TextCounts.Group(state: .text, reason: nil, count: 2))
        #expect(counts.pages == 5 && counts.pagesForOCR == 2 && counts.objectsForOCR == 1)
        let ocr = try archive.index.objectsForOCR()
        #expect(ocr.map(\.object) == [objects[3]] && ocr.map(\.pages) == [[1, 3]])
        #expect(try archive.index.objects(in: .failed) == [objects[2]])
    }

    @Test("a batch with the same object twice keeps the last")
    func lastWins() throws {
        let archive = try Archive()
        let object = Archive.object("a")
        try archive.index.store([
            try PreparedText(Archive.text(["旧"]), for: object), try PreparedText(Archive.text(["新", "新"]), for: object),
        ])
        #expect(try archive.index.pages(of: object).map(\.text) == ["新", "新"])
    }
}
