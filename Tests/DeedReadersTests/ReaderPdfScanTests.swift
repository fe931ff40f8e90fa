import DeedCore
@testable import DeedExtract
import Testing

@testable import DeedReaders

/// Which pages need OCR: a page is a scan by what covers it, not by how many characters somebody stamped on it.
@Suite struct ReaderPdfScanTests {
    private static let scan = "q 595 0 0 842 0 0 cm /I Do Q "
    private static let body = (1...12).map { "第\($0)条 质量保证期为二十四个月，自验收合格之日起算，逾期按约处理" }

    /// One page a drawing; `/I` is a picture.
    private func pages(_ drawings: [String], resources: String = "", extra: String = "") throws -> [Bool] {
        var pdf = PdfFixture()
        let image = pdf.addStream(
            "A", dictionary: "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
        for drawing in drawings {
            pdf.addPage(drawing, resources: "/XObject<</I \(image) 0 R>>" + resources, extra: extra)
        }
        return try read(pdf.finished()).pages.map(\.needsOCR)
    }

    /// Latin text of this size from this place on, a line an element, turned by a text matrix.
    private func text(_ lines: [String], _ size: Int, _ place: String, mode: Int = 0) -> String {
        let shown = lines.map { "(\($0)) Tj 0 -\(size + 4) Td" }.joined(separator: " ")
        return "BT \(mode) Tr /H \(size) Tf \(place) \(shown) ET "
    }

    @Test func `A picture over the page needs OCR, alone, in strips and inside a form; a small one does not`() throws {
        guard hasPdfium() else { return }
        let strips = (0..<100).map { "q 595 0 0 8.42 0 \(Double($0) * 8.42) cm /I Do Q" }.joined(separator: " ")
        let twice = "q 400 0 0 400 50 50 cm /I Do Q q 400 0 0 400 50 50 cm /I Do Q"
        #expect(
            try pages([ReaderPdfScanTests.scan, strips, "q 50 0 0 50 0 0 cm /I Do Q", twice]) == [true, true, false, false])
        var pdf = PdfFixture()
        let image = pdf.addStream(
            "A", dictionary: "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
        let wrapped = pdf.addStream(
            "q 59.5 0 0 84.2 0 0 cm /I Do Q",
            dictionary: "/Type/XObject/Subtype/Form/BBox[0 0 60 85]/Resources<</XObject<</I \(image) 0 R>>>>")
        pdf.addPage("q 10 0 0 10 0 0 cm /F Do Q", resources: "/XObject<</F \(wrapped) 0 R>>")
        #expect(try read(pdf.finished()).pages.map(\.needsOCR) == [true])
    }

    @Test func `What is stamped on a scan does not make it readable`() throws {
        guard hasPdfium() else { return }
        let scan = ReaderPdfScanTests.scan
        let stamped = [
            // An envelope's id, a footer in Chinese, a Bates number on the side, a fax header of two lines
            scan + text(["DocuSign Envelope ID: 4F2A91B7-33C0-4E0D-9B21-0A5C7D0E1F22"], 8, "1 0 0 1 20 825 Tm"),
            scan + PdfFixture.drawing(["上海样例机电有限公司 设备采购合同 第 3 页 共 12 页"]),
            scan + text(["CONFIDENTIAL ACME-LIT-0000123456"], 9, "0 1 -1 0 585 200 Tm"),
            scan + text(["FROM: 021-5555 TO: 010-4444", "2024-03-05 10:11 PAGE 3 OF 12 RECEIVED"], 9, "1 0 0 1 40 815 Tm"),
            // A signature's block and a stamp of receipt in the middle; a watermark across the page; one over and over
            scan
                + text(
                    ["Digitally signed by Zhang San", "DN: cn=Zhang San, o=Example Co", "Date: 2024.03.05 10:11:12 +08'00'"], 8,
                    "1 0 0 1 300 200 Tm") + text(["RECEIVED 2024-03-06 LEGAL"], 20, "1 0 0 1 150 500 Tm"),
            scan + text(["CERTIFIED COPY FOR TENDER USE ONLY"], 40, "0.7 0.7 -0.7 0.7 60 100 Tm"),
            scan
                + (1...12).map { text(["COPY COPY COPY COPY COPY COPY COPY COPY COPY"], 14, "1 0 0 1 60 \($0 * 60) Tm") }.joined(),
        ]
        #expect(try pages(stamped) == stamped.map { _ in true })
    }

    @Test func `A page's text over a picture, and the layer that OCR put behind a scan, are read`() throws {
        guard hasPdfium() else { return }
        let layer = text(
            ["Purchase contract HT-2024-0031", "between Example Machines and", "the buyer named below"], 12, "60 700 Td", mode: 3)
        let readable = [
            ReaderPdfScanTests.scan + PdfFixture.drawing(ReaderPdfScanTests.body), layer + ReaderPdfScanTests.scan,
            PdfFixture.drawing(["短"]),
        ]
        #expect(try pages(readable) == [false, false, false])
        // A layer of nothing but a page number is none; a page that lies on its side has its edges too
        #expect(try pages([ReaderPdfScanTests.scan + text(["Page 3 of 12"], 9, "280 20 Td", mode: 3)]) == [true])
        let header = ReaderPdfScanTests.scan + text(["ACME-LIT-0000123456 CONFIDENTIAL"], 9, "20 825 Td")
        #expect(try pages([header], extra: "/Rotate 90") == [true])
        #expect(
            try pages([ReaderPdfScanTests.scan + PdfFixture.drawing(ReaderPdfScanTests.body)], extra: "/Rotate 90") == [false])
    }

    @Test func `Numbers of glyphs are no text`() throws {
        guard hasPdfium() else { return }
        let numbers = (1...40).map { "/g\($0)" }.joined(separator: " ")
        let cid = (1...40).map { "\\(cid:\($0)\\)" }.joined()
        let chained = (1...40).map { "/G\(String($0, radix: 16, uppercase: true))" }.joined()
        #expect(
            try pages([text([numbers], 6, "60 700 Td"), text([cid], 6, "60 700 Td"), text([chained], 6, "60 700 Td")]) == [
                true, true, true,
            ])
        // Paths and units are text
        let prose = text(["See /v1/contracts and CNY 12/m2, and/or 3/4 of it \\(cid: none\\)"], 10, "60 700 Td")
        #expect(try pages([prose]) == [false])
    }

    @Test func `A font that does not say what its characters mean needs OCR`() throws {
        guard hasPdfium() else { return }
        // Given glyphs by number only, and a font whose map leads into the private use area
        var pdf = PdfFixture()
        let map = pdf.addStream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
                + "1 beginbfrange <0000> <00FF> <E000> endbfrange endcmap end end")
        func font(_ more: String) -> String {
            "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Embedded/Encoding/Identity-H\(more)/DescendantFonts[<</Type/Font"
                + "/Subtype/CIDFontType2/BaseFont/AAAAAA+Embedded/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                + "/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Embedded/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
                + "/Ascent 800/Descent -200/StemV 80>>>>]>>"
        }
        let (bare, mapped) = (pdf.add(font("")), pdf.add(font("/ToUnicode \(map) 0 R")))
        let codes = (33...80).map { "00" + String($0, radix: 16) }.joined()
        for number in [bare, mapped] {
            pdf.addPage("BT /X 12 Tf 60 700 Td <\(codes)> Tj ET", resources: "", extra: "")
            pdf.replaceFont("X", by: number)
        }
        #expect(try read(pdf.finished()).pages.map(\.needsOCR) == [true, true])
    }

    @Test func `Both engines measure by the same rule`() throws {
        let table = """
            page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
            --------------------------------------------------------------------------------------------
               1     0 image    1654  2339  gray    1   8  jpeg   no         7  0   200   200  310K 8.2%
               2     1 image    1654  2339  gray    1   8  jpeg   no         7  0   200   200  310K 8.2%
               3     2 image    1654  1200  gray    1   8  jpeg   no         7  0   200   200  310K 8.2%
               3     3 image    1654  1139  gray    1   8  jpeg   no         7  0   200   200  310K 8.2%
               4     4 image     200   200  rgb     3   8  jpeg   no         9  0   300   300  9000B 7.5%
            """
        let pictures = Extractor.pictures(table)
        #expect(pictures.keys.sorted() == [1, 2, 3])
        // Given what pdftotext says of where words stand: a header, a page of text, two strips with a page number
        func word(_ text: String, _ y: Int) -> String {
            "    <word xMin=\"60.0\" yMin=\"\(y).0\" xMax=\"\(60 + 10 * text.count).0\" yMax=\"\(y + 12).0\">\(text)</word>\n"
        }
        func page(_ words: String) -> String { "  <page width=\"595.0\" height=\"842.0\">\n\(words)  </page>\n" }
        let body = (5...20).map { word("第\($0)条质量保证期为二十四个月自验收合格之日起算", $0 * 30) }.joined()
        let words = page(word("DocuSign Envelope ID: 4F2A91B7-33C0", 20)) + page(body) + page(word("第 3 页 共 12 页", 815))
        #expect(Extractor.scans(pictures, words: words, first: 1) == [1, 3])
        // Of what it says nothing, the picture decides
        #expect(Extractor.scans(pictures, words: "", first: 1) == [1, 2, 3])
        #expect(TextLayer.isUnreadable("/g12 /g34 /g5 /g77 /g8 第三条"))
        #expect(TextLayer.isUnreadable(String(repeating: "\u{FFFD}", count: 20)))
        #expect(!TextLayer.isUnreadable("第三条 质量保证期 \u{E001}"))
    }
}
