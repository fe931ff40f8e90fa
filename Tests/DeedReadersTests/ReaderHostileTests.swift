import DeedCore
import TestSupport
import Testing

@testable import DeedReaders

@Suite struct ReaderHostileTests {
    @Test func sharedStringsThatMultiplyAreStopped() throws {
        // Given 100 KB of workbook in which 40,000 cells point at one string of 32 KB: 1.3 GB of text
        let rows = "<row>" + String(repeating: "<c t='s'><v>0</v></c>", count: 40_000) + "</row>"
        #expect(try failure(OfficeFixture.xlsx([("炸弹", rows)], strings: [String(repeating: "x", count: 32_767)])) == .tooLarge)
    }

    @Test func aPartThatInflatesWithoutEndIsStopped() throws {
        var zip = ZipFixture()
        for (name, text) in OfficeFixture.docxParts("") where name != "word/document.xml" { zip.add(name, Array(text.utf8)) }
        let bomb = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>" + String(repeating: "A", count: 40 << 20)
        zip.add("word/document.xml", Array(bomb.utf8), deflated: true)
        #expect(try failure(zip.finished()) == .tooLarge)
    }

    @Test func theLimitsOfInflatingAreKept() throws {
        var zip = ZipFixture()
        zip.add("a.xml", [UInt8](repeating: 65, count: 100_000), deflated: true)
        zip.add("b.xml", [UInt8](repeating: 65, count: 100_000), deflated: true)
        let bytes = zip.finished()
        let drain = { (limits: ZipLimits) in
            try bytes.withUnsafeBytes { raw in
                let container = try ZipContainer(raw, limits: limits, keepingSmallParts: false)
                for name in container.names { #expect(try container.read(name) { (_) in true } == .whole) }
            }
        }
        try drain(ZipLimits())
        #expect(throws: ReadError.tooLarge) { try drain(ZipLimits(inflated: 150_000)) }
        #expect(throws: ReadError.tooLarge) { try drain(ZipLimits(ratio: 100, ratioFrom: 1000)) }
    }

    @Test func entitiesAreNeverReplaced() throws {
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let documents = [
            "<!DOCTYPE d [<!ENTITY l0 'lol'>\(laughs)]><w:document xmlns:w='w'><w:p><w:r><w:t>前&l9;后</w:t></w:r></w:p></w:document>",
            "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='w'><w:p><w:r><w:t>前&x;后</w:t></w:r></w:p></w:document>",
            "<!DOCTYPE d SYSTEM 'file:///etc/passwd' [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]><w:document xmlns:w='w'><w:p><w:t>前后</w:t></w:p></w:document>",
        ]
        for document in documents {
            var parts = OfficeFixture.docxParts("")
            parts[3].1 = document
            #expect(try read(ZipFixture.stored(parts)).text == "前后")
        }
    }

    @Test func deepXMLIsNoDocument() throws {
        let body = String(repeating: "<w:p>", count: 200_000) + "x" + String(repeating: "</w:p>", count: 200_000)
        #expect(try failure(OfficeFixture.docx(body)) == .damaged("XML is nested too deeply"))
        let page = "<html><body>" + String(repeating: "<b><div>", count: 200_000)
        #expect(try failure(Array(page.utf8)) == .damaged("HTML is nested too deeply"))
    }

    @Test func aTruncatedDocumentGivesWhatItHas() throws {
        let body = (1...400).map { OfficeFixture.paragraph("第\($0)条 双方约定事项编号 \($0 * 7919)。") }.joined()
        let whole = OfficeFixture.docx(body)
        let sink = ReaderSink()
        #expect(throws: ReadError.damaged("the directory at the end is missing or broken")) {
            try read(Array(whole[..<(whole.count * 2 / 3)]), into: sink)
        }
        #expect(sink.text.contains("第100条"))
        #expect(!sink.text.contains("第400条"))
        #expect(!sink.warnings.isEmpty)
    }

    @Test func zipsWithoutADirectoryOrWithLiesAreRefused() throws {
        #expect(try media(Array("PK\u{3}\u{4}".utf8)) == "application/zip")
        let noMain = ZipFixture.stored([
            OfficeFixture.types("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
        ])
        #expect(try failure(noMain) == .damaged("no part word/document.xml"))
    }

    /// Seeds of every kind, whole and valid.
    private func seeds() -> [[UInt8]] {
        var pdf = PdfFixture()
        pdf.addChinesePage(["采购合同", "编号 HT-2024-0031"])
        let sheet = "<row><c t='s'><v>0</v></c><c s='1'><v>45732.5</v></c><c t='inlineStr'><is><t>东昇</t></is></c></row>"
        let styles =
            "<numFmts><numFmt numFmtId='176' formatCode='[$-804]yyyy\"年\"m;@'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/></cellXfs>"
        let numbering =
            "<w:numbering><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='第%1条'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
        let list = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
        var deflated = ZipFixture()
        for (name, text) in OfficeFixture.docxParts(OfficeFixture.paragraph("压缩的合同")) {
            deflated.add(name, Array(text.utf8), deflated: true)
        }
        return [
            pdf.finished(),
            OfficeFixture.docx(
                OfficeFixture.paragraph("保修", properties: list) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
                parts: [("numbering", "numbering.xml", numbering), ("header", "h.xml", OfficeFixture.paragraph("页眉"))]),
            OfficeFixture.xlsx([("台账", sheet)], strings: ["客户"], styles: styles),
            OfficeFixture.pptx([(OfficeFixture.shape("标题", placeholder: "title"), "备注")]), deflated.finished(),
            encoded(
                "<html><meta charset=gb2312><body><table><tr><td>甲方&nbsp;上海</td></tr></table><pre>乙方</pre></body></html>", "GBK"),
            encoded("维护服务合同\r\n甲方，上海样例\u{C}第二页", "GB18030"), encoded("客户,金额\n\"东昇\",1\n", "UTF-16LE"),
            compoundFile(["WordDocument", "1Table"]),
            Array("From: a\r\nMessage-ID: <1>\r\n\r\nx".utf8),
        ]
    }

    @Test func nothingThatIsMutatedCrashesTheReaders() throws {
        var random = SplitMix(seed: 0x9E37_79B9_7F4A_7C15)
        var outcomes = (read: 0, refused: 0)
        for seed in seeds() {
            for _ in 0..<400 {
                do {
                    try read(mutated(seed, &random))
                    outcomes.read += 1
                } catch is ReadError {
                    outcomes.refused += 1
                }
            }
        }
        // Both happen often: the mutations reach the readers, and some of them break documents.
        #expect(outcomes.read > 200)
        #expect(outcomes.refused > 200)
    }

    private func mutated(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = seed
        for _ in 0..<(1 + random.below(6)) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            switch random.below(6) {
            case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes[at] ^= 1 << UInt8(random.below(8))
            case 2: bytes.removeSubrange(at...)
            case 3: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(40)))
            case 4:
                bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 1 + random.below(60))], at: random.below(bytes.count))
            default: for index in at..<min(bytes.count, at + 4) { bytes[index] = [0, 0xFF, 0x7F, 0x80][random.below(4)] }
            }
        }
        return bytes
    }
}

extension SplitMix {
    fileprivate mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
