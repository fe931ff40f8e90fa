import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderWordTests {
    private let p = OfficeFixture.paragraph

    @Test func articlesAndHeadingsMakeSections() throws {
        let styles =
            "<w:styles xmlns:w='w'><w:style w:styleId='a3'><w:name w:val='heading 1'/></w:style><w:style w:styleId='b'><w:basedOn w:val='a3'/></w:style></w:styles>"
        let long = "第二条 乙方应当在收到甲方书面通知之日起七个工作日内派遣合格的工程师到达现场进行检修并恢复设备正常运行"
        let body =
            [
                p("设备维护服务协议", "a3", ""), p("甲方：上海样例机电有限公司", nil, ""), p("第一条 服务范围", nil, ""), p("按附件执行。", nil, ""),
                p(long, nil, ""),
                p("附件 A", "b", ""),
            ].joined()
        let sink = try read(OfficeFixture.docx(body, parts: [("styles", "styles.xml", styles)]))
        #expect(sink.unit == .section)
        #expect(sink.labels == ["设备维护服务协议", "第一条 服务范围", "第二条", "附件 A"])
        #expect(sink.pages[1].text == "第一条 服务范围\n按附件执行。")
        #expect(sink.pages[2].text == long)
        #expect(sink.pages.map(\.number) == [1, 2, 3, 4])
    }

    @Test func tablesKeepRowsAndCells() throws {
        let cell = { (text: String) in "<w:tc>\(OfficeFixture.paragraph(text))</w:tc>" }
        let table = "<w:tbl><w:tr>\(cell("序列号"))\(cell("型号"))</w:tr><w:tr>\(cell("SN-001"))\(cell("KX-200"))</w:tr></w:tbl>"
        let sink = try read(OfficeFixture.docx(p("设备清单", nil, "") + table))
        #expect(sink.text == "设备清单\n序列号\t型号\nSN-001\tKX-200")
    }

    @Test func whatWasDeletedOrRepeatedForOldProgramsIsLeftOut() throws {
        let body = """
            <w:p><w:r><w:t>保修</w:t></w:r><w:del><w:r><w:delText>十二</w:delText></w:r></w:del><w:ins><w:r><w:t>二十四</w:t></w:r></w:ins>\
            <w:moveFrom><w:r><w:t>挪走</w:t></w:r></w:moveFrom><w:r><w:t>个月</w:t></w:r></w:p>\
            <w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>盖章处</w:t>\
            </w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>盖章处</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>\
            <w:instrText>PAGE</w:instrText><w:t>甲方&amp;乙方</w:t><w:tab/><w:t>签字</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>
            """
        let sink = try read(OfficeFixture.docx(body))
        #expect(sink.text == "保修二十四个月\n盖章处\n甲方&乙方\t签字☑")
    }

    @Test func headersNotesAndCommentsFollowOnce() throws {
        let part = { (name: String, text: String) in "<w:\(name) xmlns:w='w'>\(OfficeFixture.paragraph(text))</w:\(name)>" }
        let sink = try read(
            OfficeFixture.docx(
                p("正文", nil, ""),
                parts: [
                    ("header", "header1.xml", part("hdr", "合同编号 HT-2024-0031")),
                    ("header", "header2.xml", part("hdr", "合同编号 HT-2024-0031")),
                    ("footnotes", "footnotes.xml", part("footnotes", "以最新标准为准")),
                    ("comments", "comments.xml", part("comments", "请法务确认")),
                ]))
        #expect(sink.labels == [nil, "header/footer", "footnotes", "comments"])
        #expect(sink.pages.map(\.text) == ["正文", "合同编号 HT-2024-0031", "以最新标准为准", "请法务确认"])
    }

    @Test func articlesThatWordNumbersItselfHaveTheirNumbers() throws {
        let numbering = """
            <w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='9'/><w:numFmt w:val='chineseCounting'/>\
            <w:lvlText w:val='第%1条'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>\
            </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>
            """
        let list = { (level: Int) in "<w:numPr><w:ilvl w:val='\(level)'/><w:numId w:val='1'/></w:numPr>" }
        let body = [p("付款", nil, list(0)), p("保修", nil, list(0)), p("期限", nil, list(1)), p("争议", nil, list(0))].joined()
        let sink = try read(OfficeFixture.docx(body, parts: [("numbering", "numbering.xml", numbering)]))
        #expect(sink.labels == ["第九条 付款", "第十条 保修", "第十一条 争议"])
        #expect(sink.pages[1].text == "第十条 保修\n十.1 期限")
    }

    @Test(arguments: [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (2026, "二千零二十六")])
    func numbersAreWrittenInChinese(number: Int, text: String) {
        #expect(ListNumber.chinese(number) == text)
    }

    @Test(arguments: [
        ("第三条 交货", "第三条 交货"), ("第 12 章 附则", "第 12 章 附则"), ("第１２條", "第１２條"), ("第三方应当配合", nil), ("第条", nil), ("本合同第三条", nil),
    ])
    func anArticleIsKnownByItsMark(paragraph: String, label: String?) {
        #expect(SectionLabel.label(of: Array(paragraph.utf8)[...], isHeading: false) == label)
    }

    @Test func aDocumentWithoutTextIsOneEmptySection() throws {
        #expect(try read(OfficeFixture.docx("")).pages == [PageText(number: 1, text: "")])
    }

    @Test func aSectionBeyondAPageGoesOutInPieces() throws {
        let paragraph = p(String(repeating: "保证金不计利息。", count: 4000), nil, "")
        let sink = try read(OfficeFixture.docx(p("第一条 总则", nil, "") + String(repeating: paragraph, count: 30)))
        #expect(sink.pages.count >= 2)
        #expect(sink.pages.allSatisfy { $0.text.utf8.count < 2 << 20 && $0.label == "第一条 总则" })
    }

    @Test func whatWasPutInAsItWasIsRead() throws {
        // Given a contract into which other programs put pages of HTML, a mail with such a page, RTF and plain text
        let mail =
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + "<html><body><p>附件三 价格表</p></body></html>\r\n--b--\r\n"
        let sink = try read(
            OfficeFixture.docx(
                p("正文", nil, ""),
                parts: [
                    (
                        "aFChunk", "chunk1.html",
                        "<!DOCTYPE html><html><meta charset='utf-8'><body><p>附件一 <b>技术协议</b></p></body></html>"
                    ),
                    ("aFChunk", "chunk2.rtf", "{\\rtf1\\ansi Annex 2: {\\b delivery}}"), ("aFChunk", "chunk3.mht", mail),
                    ("aFChunk", "chunk4.txt", "附件四 验收标准"), ("aFChunk", "gone.html", ""),
                ]))
        // Then each is a section of its own
        let inserted = sink.pages.filter { $0.label == "inserted" }.map(\.text)
        #expect(sink.pages.first?.text == "正文")
        #expect(inserted == ["附件一 技术协议", "Annex 2: delivery", "附件三 价格表", "附件四 验收标准"], "\(sink.pages)")
    }
}
