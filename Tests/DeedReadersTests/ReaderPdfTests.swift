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

    /// A form of one page: a field with these entries, drawn as `look` when it is drawn at all.
    private func form(_ entries: String, look: String? = nil, label: String = "Serial number") throws -> ReaderSink {
        var pdf = PdfFixture()
        let drawn = look.map { words in
            pdf.addStream(
                "BT /H 12 Tf 2 4 Td (\(words)) Tj ET",
                dictionary: "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</H 4 0 R>>>>")
        }
        let field = pdf.add(
            "<</Type/Annot/Subtype/Widget/T(sn)\(entries)/F 4/Rect[100 700 300 720]\(drawn.map { "/AP<</N \($0) 0 R>>" } ?? "")>>"
        )
        pdf.addPage("BT /H 12 Tf 20 704 Td (\(label)) Tj ET", extra: "/Annots[\(field) 0 R]")
        pdf.catalog = "/AcroForm<</Fields[\(field) 0 R]>>"
        return try read(pdf.finished())
    }

    @Test func `The value of a field is read, drawn or not, once, and wins over an old drawing`() throws {
        guard hasPdfium() else { return }
        // A value that nothing draws, also in UTF-16
        #expect(try form("/FT/Tx/V(CH30-0099)").text == "Serial number\nCH30-0099")
        #expect(try form("/FT/Tx/V<feff4e1c66077cbe5bc6>").text.contains("东昇精密"))
        // One that is drawn stands there once; a number in the form that a script gave it, too
        let drawn = try form("/FT/Tx/V(CH30-0099)", look: "CH30-0099").text
        #expect(drawn.components("CH30-0099") == 1)
        let money = try form("/FT/Tx/V(12000)", look: "CNY 12,000.00").text
        #expect(money.contains("CNY 12,000.00") && money.components("12000") == 0)
        // An old drawing is not what the form says
        let stale = try form("/FT/Tx/V(CH30-0099)", look: "OLD-7788").text
        #expect(stale.contains("CH30-0099") && !stale.contains("OLD-7788") && stale.contains("Serial number"))
        // The chosen entries, by the words that people see
        #expect(try form("/FT/Ch/Ff 131072/Opt[[(a)(whole machine)][(b)(parts)]]/V(b)").text == "Serial number\nparts")
        #expect(try form("/FT/Ch/Ff 2097152/Opt[(one)(two)(three)]/V[(one)(three)]").text == "Serial number\none\nthree")
        // What was typed as a password is nobody's text
        #expect(try !form("/FT/Tx/Ff 8192/V(geheim)").text.contains("geheim"))
    }

    @Test func `A value that a field has from its parent, and the words of notes, are read`() throws {
        guard hasPdfium() else { return }
        var pdf = PdfFixture()
        let (parent, kid) = (5, 6)
        #expect(pdf.add("<</FT/Tx/T(customer)/V(Dongsheng Precision)/Kids[\(kid) 0 R]>>") == parent)
        #expect(pdf.add("<</Type/Annot/Subtype/Widget/Parent \(parent) 0 R/F 4/Rect[100 700 300 720]>>") == kid)
        let notes =
            "<</Type/Annot/Subtype/Text/Contents(deliver by March)/Rect[10 10 20 20]>><</Type/Annot/Subtype/FreeText/Contents(approved by Li)"
            + "/Rect[10 40 90 60]>><</Type/Annot/Subtype/Stamp/Contents(COPY No. 3)/Rect[10 70 90 90]>>"
            + "<</Type/Annot/Subtype/Highlight/Contents(Warranty card)/Rect[20 700 90 720]>>"
            + "<</Type/Annot/Subtype/Text/F 2/Contents(hidden)/Rect[10 10 20 20]>>"
        pdf.addPage("BT /H 12 Tf 20 704 Td (Warranty card) Tj ET", extra: "/Annots[\(kid) 0 R\(notes)]")
        pdf.catalog = "/AcroForm<</Fields[\(parent) 0 R]>>"
        let text = try read(pdf.finished()).text
        for words in ["Dongsheng Precision", "deliver by March", "approved by Li", "COPY No. 3"] { #expect(text.contains(words)) }
        // What is marked is not said twice, and what is hidden not at all
        #expect(text.components("Warranty card") == 1 && !text.contains("hidden"))
    }

    @Test func `A form of XFA alone is told, and a file for certificates has a reason of its own`() throws {
        guard hasPdfium() else { return }
        var dynamic = PdfFixture()
        let xfa = dynamic.addStream("<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"/>")
        dynamic.addPage("BT /H 12 Tf 20 704 Td (Please wait...) Tj ET")
        dynamic.catalog = "/NeedsRendering true/AcroForm<</Fields[]/XFA \(xfa) 0 R>>"
        #expect(try read(dynamic.finished()).warnings == ["dynamic-form"])
        var locked = PdfFixture()
        locked.addChinesePage(["保密协议"])
        locked.trailer = "/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s4/V 2/Length 128/Recipients[<00>]>>/ID[<00><00>]"
        #expect(try failure(locked.finished()) == .encryptedForCertificates)
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

    @Test func `A file whose end is missing is read as far as it goes, and told to be damaged`() throws {
        guard hasPdfium() else { return }
        var pdf = PdfFixture()
        pdf.addChinesePage(["设备采购合同", "合同编号：HT-2024-0031"])
        let whole = String(decoding: pdf.finished(), as: UTF8.self)
        for end in ["xref\n0 ", "trailer<<", "0000000000 65535"] {
            let cut = try #require(whole.firstRange(of: end)?.lowerBound)
            let sink = ReaderSink()
            #expect(throws: ReadError.damaged("its end is missing; pages may be missing too")) {
                try read(Array(whole[..<cut].utf8), into: sink)
            }
            #expect(sink.text.contains("HT-2024-0031"), "cut before \(end)")
        }
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
        #expect(encoder.dropped == 0)
        #expect(!encoder.isUnreadable)
    }
}

extension String {
    /// How often some words stand in it.
    fileprivate func components(_ words: String) -> Int { ranges(of: words).count }
}
