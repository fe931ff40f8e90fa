import DeedCore
import DeedExtract
import Testing

@testable import DeedReaders

/// An OLE compound file with these streams in its directory. Source: [MS-CFB].
func compoundFile(_ streams: [String]) -> [UInt8] {
    var file = IdentifyCompound.signature + [UInt8](repeating: 0, count: 16)
    file.add16(0x3E, 3, 0xFFFE, 9, 6)
    file += [UInt8](repeating: 0, count: 10)
    file.add32(1, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0)
    while file.count < 512 { file.add32(0xFFFF_FFFF) }
    // Sector 0 is the allocation table: itself, then the directory's chain.
    let sectors = (streams.count + 1 + 3) / 4
    file.add32(0xFFFF_FFFD)
    for sector in 1...sectors { file.add32(sector == sectors ? 0xFFFF_FFFE : UInt32(sector + 1)) }
    while file.count < 1024 { file.add32(0xFFFF_FFFF) }
    for (index, name) in (["Root Entry"] + streams).enumerated() {
        var entry: [UInt8] = []
        for unit in name.utf16 { entry.add16(unit) }
        entry += [UInt8](repeating: 0, count: 64 - entry.count)
        entry.add16(UInt16(name.utf16.count * 2 + 2))
        // The names of the root are a list: each entry is the right neighbour of the one before.
        let last = index == streams.count
        entry.add16(0)
        entry.add32(0xFFFF_FFFF, index == 0 || last ? 0xFFFF_FFFF : UInt32(index + 1), index == 0 && !last ? 1 : 0xFFFF_FFFF)
        file += entry + [UInt8](repeating: 0, count: 128 - entry.count)
    }
    while file.count % 512 != 0 { file.append(0) }
    return file
}

@Suite struct ReaderIdentifyTests {
    @Test func theNameNeverDecides() throws {
        // Given a DOCX, a compound file and a PDF under each other's names
        let docx = OfficeFixture.docx(OfficeFixture.paragraph("合同"))
        #expect(try media(docx, name: "合同.doc") == Media.docx)
        #expect(try media(compoundFile(["WordDocument"]), name: "合同.docx") == "application/msword")
        var pdf = PdfFixture()
        pdf.addChinesePage(["合同"])
        #expect(try media(pdf.finished(), name: "合同.zip") == Media.pdf)
        #expect(try media([0x0D, 0x0A] + pdf.finished()) == Media.pdf)
        #expect(try media([]) == "application/x-empty")
    }

    @Test(arguments: [
        (["EncryptionInfo", "EncryptedPackage"], "application/encrypted"),
        (["\u{5}SummaryInformation", "Workbook"], "application/vnd.ms-excel"),
        (["Book"], "application/vnd.ms-excel"),
        (["a", "b", "c", "d", "e", "PowerPoint Document"], "application/vnd.ms-powerpoint"),
        (["__properties_version1.0"], "application/vnd.ms-outlook"), (["Contents"], "application/x-ole-storage"),
    ])
    func compoundFilesAreKnownByTheirStreams(streams: [String], expected: String) throws {
        #expect(try media(compoundFile(streams)) == expected)
    }

    @Test func encryptedOfficeDocumentsSaySo() throws {
        #expect(try failure(compoundFile(["EncryptionInfo", "EncryptedPackage"])) == .encrypted)
        var zip = ZipFixture()
        for (name, text) in OfficeFixture.docxParts("") {
            zip.add(name, Array(text.utf8), encrypted: name.hasPrefix("word/"))
        }
        #expect(try failure(zip.finished()) == .encrypted)
    }

    @Test func documentsInZipsAreNoContainers() throws {
        let cases: [([(String, String)], String, Bool)] = [
            ([("OFD.xml", "<ofd:OFD/>"), ("Doc_0/Document.xml", "<d/>")], "application/ofd", false),
            (
                [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<c/>")],
                "application/vnd.oasis.opendocument.text", false
            ),
            ([("META-INF/MANIFEST.MF", "Manifest-Version: 1.0")], "application/java-archive", false),
            ([("word/document.xml", "<d/>")], Media.docx, false),
            ([("合同/采购合同.docx", "x"), ("合同/OFD.xml", "<x/>")], "application/zip", true),
            ([("mimetype", "no type")], "application/zip", true),
        ]
        for (parts, expected, isContainer) in cases {
            let found = try identified(ZipFixture.stored(parts))
            #expect(found == Identified(media: expected, container: isContainer))
        }
    }

    /// A zip of many files is told by the directory at its end: what stands before it is not looked at, here not even there.
    @Test(arguments: [false, true])
    func archivesOfFilesAreToldByTheirDirectory(wide: Bool) throws {
        var zip = ZipFixture()
        for number in 0..<300 { zip.add("2025年/合同-\(number).pdf", Array("%PDF-1.7 \(number)".utf8)) }
        var bytes = zip.finished(wide: wide)
        #expect(try identified(bytes) == Identified(media: Media.zip, container: true))
        let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2] as [UInt8])).lowerBound
        for at in 4..<directory { bytes[at] = 0 }
        bytes.withUnsafeBytes { bytes in
            var names = ZipDirectoryNames(bytes)
            var seen = 0
            let found = names?.contains { _ in
                seen += 1
                return false
            }
            #expect(found == false && seen == 300)
        }
        #expect(try media(bytes) == Media.zip)
    }

    @Test(arguments: [
        "word\\document.xml", "/WORD/Document.xml", "Meta-Inf/MANIFEST.MF", "[CONTENT_TYPES].XML", "mimetype", "OFD.xml",
        "AndroidManifest.xml", "xl/workbook.xml", "ppt/presentation.xml",
    ])
    func aNameThatMayDecideIsFoundBehindManyOthers(name: String) {
        var zip = ZipFixture()
        for number in 0..<300 { zip.add("附件/\(number).xml", []) }
        zip.add(name, Array("<d/>".utf8))
        zip.finished().withUnsafeBytes { bytes in #expect(IdentifyZip.couldBeDocument(bytes)) }
    }

    @Test func theDirectoryAndTheEntriesSayTheSame() {
        let some = [
            "word/document.xml", "word\\Document.xml", "xl/workbook.xml", "OFD.xml", "mimetype", "META-INF/MANIFEST.MF",
            "AndroidManifest.xml", "合同.pdf", "word/document.xml.bak", "资料/word/document.xml", "a/mimetype", "[Content_Types].xml",
        ]
        var kinds: Set<String> = []
        for round in 0..<400 {
            let names = some.shuffled().prefix(Int.random(in: 1...4))
            var zip = ZipFixture()
            for name in names { zip.add(name, Array("<x/>".utf8), deflated: Bool.random()) }
            var bytes = zip.finished(wide: Bool.random())
            // Every fourth has a byte changed, anywhere: nothing may fail. What is broken is told by the headers of its parts.
            let isChanged = round % 4 == 0
            if isChanged { bytes[Int.random(in: 4..<bytes.count)] = UInt8.random(in: 0...255) }
            bytes.withUnsafeBytes { bytes in
                let told = IdentifyZip.media(of: bytes)
                let read = IdentifyZip.byReading(bytes)
                kinds.insert(told)
                #expect(isChanged ? !told.isEmpty : told == read.media ?? Media.zip, "\(names)")
            }
        }
        #expect(kinds.count >= 5)
    }

    /// Programs that count their entries wrongly: the names behind the last one counted still decide.
    @Test func aDirectoryWithMoreEntriesThanItClaimsTellsNothing() throws {
        var bytes = ZipFixture.stored([("合同.pdf", "x"), ("word/document.xml", "<d/>")])
        bytes[bytes.count - 22 + 8] = 1
        bytes[bytes.count - 22 + 10] = 1
        #expect(bytes.withUnsafeBytes { IdentifyZip.couldBeDocument($0) })
        #expect(try media(bytes) == Media.docx)
    }

    @Test func aDirectoryThatEndsEarlyTellsNothing() {
        let whole = ZipFixture.stored([("合同.pdf", "x"), ("附件.pdf", "y")])
        for cut in [1, 22, 30, 60, 90] {
            let bytes = Array(whole.dropLast(cut)) + (cut > 22 ? whole.suffix(22) : [])
            bytes.withUnsafeBytes { bytes in
                var names = ZipDirectoryNames(bytes)
                #expect(names?.contains(where: { _ in false }) == nil, "\(cut)")
            }
        }
    }

    @Test func macrosAndTemplatesAreReadLikeTheirKind() {
        #expect(Media.office(mainPart: "application/vnd.ms-word.document.macroEnabled.main+xml") == Media.docx)
        #expect(
            Media.office(mainPart: "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml") == Media.xlsx)
        #expect(Media.office(mainPart: "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml") == Media.pptx)
        #expect(Media.office(mainPart: "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml") == nil)
    }

    @Test(arguments: [
        ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2], "application/gzip"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], "application/x-7z-compressed"),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00], "application/vnd.rar"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "application/x-xz"),
        ([0x28, 0xB5, 0x2F, 0xFD, 4, 0], "application/zstd"), (Array("BZh91AY&SY".utf8), "application/x-bzip2"),
    ])
    func archivesAreContainers(start: [UInt8], expected: String) throws {
        let bytes = start + [UInt8](repeating: 0, count: 64)
        #expect(try identified(bytes, name: "合同.pdf") == Identified(media: expected, container: true))
    }

    @Test func mailSignedMailAndMemorandaAreToldApart() throws {
        #expect(
            try media(Array("From: 李明 <li@example.cn>\r\nSubject: 合同\r\nMIME-Version: 1.0\r\n\r\n见附件".utf8)) == "message/rfc822")
        let line = "From li@example.cn Mon Jul 20 01:01:07 2015\n"
        let one = line + "From: a\nMessage-ID: <1>\n\nx\n\n"
        #expect(try media(Array((one + one).utf8)) == "application/mbox")
        #expect(try media(Array(one.utf8)) == "message/rfc822")
        #expect(try media(Array("TO: 法务部\nFROM: 李明\nDATE: 2025-03-15\nSUBJECT: 续签\n\n请审阅。".utf8)) == "text/plain")
        let oid: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]
        #expect(try media([0x30, 0x80] + oid + [0x02, 0xA0, 0x80, 0, 0, 0]) == "application/pkcs7-mime")
        #expect(try media([0x30, 0x82, 1, 0] + oid + [0x03, 0xA0, 0x80, 0, 0, 0]) == "application/pkcs7-mime")
        #expect(try media(Array("-----BEGIN PKCS7-----\nMIIB\n".utf8)) == "application/pkcs7-mime")
    }

    @Test(
        "A Chinese text that is not asked about is told as libmagic tells it",
        arguments: [
            "合同编号：HT-2024-0031\n甲方：上海样例机电有限公司\n", "\u{FEFF}采购合同\r\n第一条 总则\r\n", "HT-2024-0031 采购合同\n甲方：某公司\n",
            "编号,客户,到期\nHT-1,甲,2026-12-31\nHT-2,乙,2027-01-31\n", "2024 年度维保协议\n%PDF 的说明\n", "質保書：保固期間 24 個月",
            "From: 王五 <w@example.cn>\nTo: l@example.cn\nSubject: 合同\nMessage-ID: <1@x>\n\n见附件\n",
        ])
    func chineseProse(_ text: String) throws {
        let told = Array(text.utf8).withUnsafeBytes { IdentifyText.media(of: $0, magic: Magic.media(of: $0)) }
        #expect(try media(Array(text.utf8), name: "合同.txt") == told)
    }

    @Test(
        "What begins as a file of a program, or is no UTF-8, is asked about",
        arguments: [
            "<html>合同</html>", "{\\rtf1 合同}", "#!/bin/sh 合同\n", "合同\n<html><body>第一条</body></html>", "%!PS 合同", "{\"合同\": 1}",
            "HT-2024-0031\n第二行才有汉字", "合同\u{1}编号",
        ])
    func notProse(_ text: String) { #expect(!Array(text.utf8).withUnsafeBytes { IdentifyText.isChineseProse($0) }) }

    @Test("A character that was cut off, or GBK, is asked about")
    func notUTF8() {
        let text = Array("合同编号：HT-2024-0031".utf8)
        #expect(text.withUnsafeBytes { IdentifyText.isChineseProse($0) })
        #expect(!([0x41] + text.prefix(8)).withUnsafeBytes { IdentifyText.isChineseProse($0) })
        #expect(!([0xBA, 0xCF, 0xCD, 0xAC, 0xE4, 0xB8] as [UInt8]).withUnsafeBytes { IdentifyText.isChineseProse($0) })
    }

    @Test func kindsWithoutAReaderAreStoredOnly() throws {
        #expect(try failure(compoundFile(["WordDocument"])) == .noReader)
        #expect(try failure([0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 1, count: 300)) == .noReader)
        #expect(try failure((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ ($0 >> 3)) }) == .noReader)
    }

    @Test func picturesWaitForOCR() throws {
        let png: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [
                0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
            ]
        let sink = try read(png)
        #expect(sink.unit == .page)
        #expect(sink.pages == [PageText(number: 1, text: "", needsOCR: true)])
    }
}
