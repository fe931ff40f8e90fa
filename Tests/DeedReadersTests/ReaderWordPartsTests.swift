import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderWordPartsTests {
    private let p = { (text: String) in OfficeFixture.paragraph(text) }

    /// A document with parts of bytes that it points at.
    private func docx(_ body: String, _ parts: [(type: String, name: String, bytes: [UInt8])]) -> [UInt8] {
        var zip = ZipFixture()
        let texts = OfficeFixture.docxParts(body, parts: parts.map { ($0.type, $0.name, "") })
        for (name, xml) in texts.dropLast(parts.count) { zip.add(name, Array(xml.utf8)) }
        for part in parts { zip.add("word/\(part.name)", part.bytes) }
        return zip.finished()
    }

    /// Reads, and gives the error that it ends with.
    private func reading(_ bytes: [UInt8]) throws -> (sink: ReaderSink, end: ReadError?) {
        let sink = ReaderSink()
        do {
            return (try read(bytes, into: sink), nil)
        } catch let error as ReadError {
            return (sink, error)
        }
    }

    @Test func documentsPutInAsTheyWereAreRead() throws {
        // Given a document in a document in a document
        let deepest = docx(p("附件二之一 技术参数"), [])
        let inner = docx(p("附件二 验收办法"), [("aFChunk", "chunk.docx", deepest)])
        let outer = docx(
            p("正文"), [("aFChunk", "chunk1.docx", inner), ("aFChunk", "chunk2.htm", Array("<html><body>附件一</body></html>".utf8))])
        let (sink, end) = try reading(outer)
        // Then all is read, once
        #expect(sink.pages.map(\.text) == ["正文", "附件二 验收办法", "附件二之一 技术参数", "附件一"], "\(sink.pages)")
        #expect(end == nil && sink.engine == "deedbox docx 2")
    }

    @Test func documentsWithoutEndInEachOtherEndAndAreSaid() throws {
        var nested = docx(p("层 0"), [])
        for level in 1...6 { nested = docx(p("层 \(level)"), [("aFChunk", "chunk.docx", nested)]) }
        let (sink, end) = try reading(nested)
        #expect(sink.pages.map(\.text) == ["层 6", "层 5", "层 4", "层 3"])
        #expect(end == .innerUnread("1 embedded: chunk.docx"))
    }

    @Test func aBrokenOneDoesNotTakeTheOthersWithIt() throws {
        let whole = docx(p("附件"), [])
        let parts: [(type: String, name: String, bytes: [UInt8])] = [
            ("aFChunk", "断.docx", Array(whole.prefix(whole.count / 3))), ("aFChunk", "表.xlsx", OfficeFixture.xlsx([("表", "")])),
            ("aFChunk", "后.docx", whole),
        ]
        let (sink, end) = try reading(docx(p("正文"), parts))
        #expect(sink.text.contains("正文") && sink.text.hasSuffix("附件"))
        #expect(end?.reason == "inner-unread" && end?.detail.contains("表.xlsx") == true, "\(String(describing: end))")
    }

    @Test func oldFormFieldsShowWhatWasChosen() throws {
        let field = { (data: String, result: String?) in
            let shown = result.map { "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>\($0)</w:t></w:r>" } ?? ""
            return "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='x'/>\(data)</w:ffData></w:fldChar></w:r>"
                + "<w:r><w:instrText>FORM</w:instrText></w:r>\(shown)<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        }
        let entries = "<w:listEntry w:val='电汇'/><w:listEntry w:val='承兑汇票'/><w:listEntry w:val='现金'/>"
        let cases = [
            (field("<w:ddList><w:result w:val='1'/>\(entries)</w:ddList>", nil), "承兑汇票"),
            (field("<w:ddList><w:default w:val='2'/>\(entries)</w:ddList>", nil), "现金"),
            (field("<w:ddList>\(entries)</w:ddList>", nil), "电汇"),
            (field("<w:ddList><w:result w:val='9'/>\(entries)</w:ddList>", nil), ""),
            (field("<w:ddList>\(entries)</w:ddList>", "支票"), "支票"),
            (field("<w:textInput><w:default w:val='三十日内'/></w:textInput>", nil), "三十日内"),
            (field("<w:textInput><w:default w:val='三十日内'/></w:textInput>", "十日内"), "十日内"),
            (field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", nil), "☑"),
            (field("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", nil), "□"),
        ]
        for (xml, text) in cases {
            let sink = try read(OfficeFixture.docx("<w:p><w:r><w:t>付款：</w:t></w:r>\(xml)</w:p>"))
            #expect(sink.text == "付款：\(text)")
        }
    }

    @Test func aBoxThatOnlyOldProgramsSeeIsRead() throws {
        let choice = { (inner: String) in "<mc:Choice Requires='wps'><w:drawing>\(inner)</w:drawing></mc:Choice>" }
        let fallback = { (inner: String) in "<mc:Fallback><w:pict>\(inner)</w:pict></mc:Fallback>" }
        let box = { (text: String) in "<w:txbxContent><w:p><w:r><w:t>\(text)</w:t></w:r></w:p></w:txbxContent>" }
        let both = "<mc:AlternateContent>\(choice(box("签章处")))\(fallback(box("签章处")))</mc:AlternateContent>"
        let old = "<mc:AlternateContent>\(choice(""))\(fallback(box("仅旧版可见")))</mc:AlternateContent>"
        let twice = "<mc:AlternateContent>\(choice(box("新版")))\(choice(box("次新版")))\(fallback(""))</mc:AlternateContent>"
        let art = "<w:pict><v:shape xmlns:v='v'><v:textpath string='机密文件'/></v:shape></w:pict>"
        let sink = try read(OfficeFixture.docx("<w:p><w:r>\(both)\(old)\(twice)</w:r></w:p><w:p><w:r>\(art)</w:r></w:p>"))
        #expect(sink.text == "签章处\n仅旧版可见\n新版\n\n机密文件", "\(sink.text)")
    }

    @Test func chartsAreRead() throws {
        let chart = """
            <c:chartSpace xmlns:c='c' xmlns:a='a'><c:title><a:p><a:r><a:t>历年采购额</a:t></a:r></a:p></c:title><c:ser><c:tx><c:strCache><c:pt><c:v>上海样例</c:v>\
            </c:pt></c:strCache></c:tx><c:val><c:numCache><c:pt><c:v>128</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>
            """
        let word = try read(docx(p("正文"), [("chart", "charts/chart1.xml", Array(chart.utf8))]))
        #expect(word.labels == [nil, "charts"] && word.pages.last?.text == "历年采购额\n上海样例")
    }

    @Test func filesThatLieInADocumentAreSaid() throws {
        // Given a workbook and a packed file in a contract, and a picture of a formula
        let object = { (stream: String) -> [UInt8] in
            guard let writer = CompoundWriter(classIdentifier: []), writer.add(stream, [1, 2, 3], to: writer.top) else {
                return []
            }
            return writer.finish() ?? []
        }
        _ = try read(docx(p("正文"), []))
        let parts: [(type: String, name: String, bytes: [UInt8])] = [
            ("package", "embeddings/清单.xlsx", OfficeFixture.xlsx([("表", "")])),
            ("oleObject", "embeddings/oleObject1.bin", object("\u{1}Ole10Native")),
            ("oleObject", "embeddings/oleObject2.bin", object("Equation Native")),
        ]
        let (sink, end) = try reading(docx(p("正文"), parts))
        // Then the text is there, and it is said what was not read
        #expect(sink.text == "正文")
        #expect(end == .innerUnread("2 embedded: 清单.xlsx, oleObject1.bin"), "\(String(describing: end))")
    }
}
