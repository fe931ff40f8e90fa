import DeedCore
import Testing

@testable import DeedReaders

/// Whether this machine has pdfium; says so when it has not.
func hasPdfium() -> Bool {
    if PdfLibrary.isPresent { return true }
    print("SKIPPED: no libpdfium.so (set DEEDBOX_PDFIUM)")
    return false
}

@Suite struct ReaderPdfTests {
    @Test func aContractWithoutItsFontsIsReadPageByPage() throws {
        guard hasPdfium() else { return }
        // Given a contract whose Chinese font is not embedded, as older office programs write them
        var pdf = PdfFixture()
        pdf.addChinesePage(["设备采购合同", "合同编号：HT-2024-0031"])
        pdf.addChinesePage(["第三条 质量保证期为二十四个月"])
        // When it is read
        let sink = try read(pdf.finished())
        // Then both pages have their text and their line breaks
        #expect(sink.unit == .page)
        #expect(sink.pages.map(\.number) == [1, 2])
        #expect(sink.pages[0].text == "设备采购合同\n合同编号：HT-2024-0031")
        #expect(sink.pages[1].text == "第三条 质量保证期为二十四个月")
        #expect(sink.pages.allSatisfy { !$0.needsOCR })
        #expect(sink.signatures == 0)
        #expect(sink.engine.hasPrefix("pdfium"))
    }

    @Test func aFilledFormHasItsFieldsInTheText() throws {
        guard hasPdfium() else { return }
        // Given a warranty card whose serial number was typed into a form field
        var pdf = PdfFixture()
        let look = pdf.addStream(
            "BT /H 12 Tf 2 4 Td (SN20240031) Tj ET",
            dictionary: "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</H 4 0 R>>>>")
        let field = pdf.add(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(sn)/V(SN20240031)/F 4/Rect[100 700 300 720]/AP<</N \(look) 0 R>>>>")
        pdf.addPage(PdfFixture.drawing(["产品保修卡"]), extra: "/Annots[\(field) 0 R]")
        pdf.catalog = "/AcroForm<</Fields[\(field) 0 R]>>"
        // Then the field's content is part of the page
        let sink = try read(pdf.finished())
        #expect(sink.text.contains("产品保修卡"))
        #expect(sink.text.contains("SN20240031"))
    }

    @Test func aScanNeedsOCRAndAnEmptyPageDoesNot() throws {
        guard hasPdfium() else { return }
        var pdf = PdfFixture()
        let image = pdf.addStream(
            "A", dictionary: "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
        let wrapped = pdf.addStream(
            "q 595 0 0 842 0 0 cm /I Do Q",
            dictionary: "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</I \(image) 0 R>>>>")
        pdf.addPage("q 595 0 0 842 0 0 cm /I Do Q", resources: "/XObject<</I \(image) 0 R>>")
        pdf.addPage("/F Do", resources: "/XObject<</F \(wrapped) 0 R>>")
        pdf.addPage("q 50 0 0 50 0 0 cm /I Do Q", resources: "/XObject<</I \(image) 0 R>>")
        pdf.addPage(
            "q 595 0 0 842 0 0 cm /I Do Q " + PdfFixture.drawing(["本页有扫描底图，也有足够多的文字，不必再识别"]),
            resources: "/XObject<</I \(image) 0 R>>")
        // A full-page picture, the same inside a form, a stamp on an empty page, a picture under text
        #expect(try read(pdf.finished()).pages.map(\.needsOCR) == [true, true, false, false])
    }

    @Test func aPasswordAndASignatureAreNoticed() throws {
        guard hasPdfium() else { return }
        var locked = PdfFixture()
        locked.addChinesePage(["保密协议"])
        let key = String(repeating: "41", count: 32)
        locked.trailer = "/Encrypt<</Filter/Standard/V 1/R 2/O<\(key)>/U<\(key)>/P -4>>/ID[<00><00>]"
        #expect(try failure(locked.finished()) == .encrypted)

        var signed = PdfFixture()
        let value = signed.add("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>")
        let field = signed.add("<</Type/Annot/Subtype/Widget/FT/Sig/T(甲方)/V \(value) 0 R/Rect[0 0 0 0]>>")
        signed.addChinesePage(["服务协议"])
        signed.catalog = "/AcroForm<</SigFlags 3/Fields[\(field) 0 R]>>"
        #expect(try read(signed.finished()).signatures == 1)
    }

    @Test func pagesBeyondTheLimitAreLeftWithAWarning() throws {
        guard hasPdfium() else { return }
        // Given a file whose list of pages names one page 5,003 times
        var pdf = PdfFixture()
        pdf.addChinesePage(["第一页"])
        pdf.repeatPage(PdfReader.pageLimit + 3)
        let sink = try read(pdf.finished())
        #expect(sink.pages.count == PdfReader.pageLimit)
        #expect(sink.warnings == ["page-limit: 5000 of 5003 pages read"])
    }

    @Test func damageIsSaid() throws {
        guard hasPdfium() else { return }
        guard case .damaged = try failure(Array("%PDF-1.7\nnothing here".utf8)) else {
            Issue.record("a file that only says it is a PDF was read")
            return
        }
    }

    @Test func pageTextIsCleanedOnItsWay() {
        // Given what pdfium hands over: CRLF, a hyphen at a line's end, a character outside the BMP, half a pair, NUL
        let units: [UInt16] =
            Array("甲\r\nthird".utf16) + [0xFFFE] + Array("party𠮷".utf16) + [0xD800, 0, 0x02, 0x0D, 0x0A, 0xA0, 0xE001]
        var encoder = PdfText()
        let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: units.count * 3) { out in
            units.withUnsafeBufferPointer { buffer in
                out.baseAddress.map { String(decoding: out[..<encoder.encode(buffer, to: $0)], as: UTF8.self) }
            }
        }
        #expect(text == "甲\nthird-\nparty𠮷\u{FFFD}-\n\u{A0}\u{E001}")
        #expect(encoder.visible == 16)
        #expect(encoder.unreadable == 2)
        #expect(!encoder.isSparse)
        #expect(!encoder.isUnreadable)
    }
}
