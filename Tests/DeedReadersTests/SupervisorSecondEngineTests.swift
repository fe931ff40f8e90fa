import DeedCore
@testable import DeedExtract
import Glibc
import Testing

/// PDF by pdftotext in its own sandbox, when the first engine cannot.
@Suite struct SupervisorSecondEngineTests {
    /// A PDF of one page a text, Chinese through a CID font that is not embedded: poppler then needs its data files.
    private static func pdf(_ pages: [String]) -> [UInt8] {
        var output = Array("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        func object(_ body: String) {
            offsets.append(output.count)
            output += Array("\(offsets.count) 0 obj\n\(body)\nendobj\n".utf8)
        }
        let kids = pages.indices.map { "\(5 + 2 * $0) 0 R" }.joined(separator: " ")
        object("<< /Type /Catalog /Pages 2 0 R >>")
        object("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        object("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>")
        object(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
                + "/Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 0 1000 1000] "
                + "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >> >>")
        for (at, text) in pages.enumerated() {
            object(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents \(6 + 2 * at) 0 R >>"
            )
            let hex = text.utf16.map { ("000" + String($0, radix: 16)).suffix(4) }.joined()
            let content = text.isEmpty ? " " : "BT /F 12 Tf 50 700 Td <\(hex)> Tj ET"
            object("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        let start = output.count
        output += Array("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8)
        for offset in offsets { output += Array((String(("0000000000\(offset)").suffix(10)) + " 00000 n \n").utf8) }
        output += Array("trailer << /Size \(offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8)
        return output
    }

    private var isInstalled: Bool {
        if Tool.path("pdftotext") != nil { return true }
        Tool.skip("pdftotext not installed")
        return false
    }

    @Test func `A PDF that kills every worker is read by pdftotext`() throws {
        guard isInstalled else { return }
        let extractor = try Extractor.forTest { event in
            if case .assigned(let pid, _) = event { kill(pid, SIGKILL) }
        }
        let file = try OpenFile(SupervisorSecondEngineTests.pdf(["设备采购合同 编号 HT-2024-0031", "", "质保期两年"]))
        let text = extractor.text(of: file.descriptor, name: "合同.pdf")
        #expect(text.state == .text)
        #expect(text.reason == nil)
        #expect(text.engine.hasPrefix("pdftotext"))
        #expect(text.unit == .page)
        #expect(text.pages.map(\.number) == [1, 2, 3])
        // The font gives every character the width of an ideograph, so poppler sees spaces between Latin letters.
        let first = text.pages.first?.text.filter { !$0.isWhitespace } ?? ""
        #expect(first == "设备采购合同编号HT-2024-0031", "\(text.pages)")
        #expect(text.pages.last?.text.contains("质保期两年") == true)
        #expect(text.pages.allSatisfy { !$0.needsOCR }, "an empty page without a picture needs no OCR")
    }

    @Test func `Rubbish that begins like a PDF fails with both engines`() throws {
        guard isInstalled else { return }
        let extractor = try Extractor.forTest { event in
            if case .assigned(let pid, _) = event { kill(pid, SIGKILL) }
        }
        let file = try OpenFile("%PDF-1.4\n这不是文件")
        let text = extractor.text(of: file.descriptor, name: "坏.pdf")
        #expect(text.state == .failed)
        #expect(text.reason == "damaged")
        #expect(!text.warnings.isEmpty)
    }

    @Test func `A password is believed only when pdftotext asks for one too`() throws {
        guard isInstalled, HostileWorker.isThere else { return }
        // Given a first engine that says of every PDF that it needs a password
        let worker = try HostileWorker("text_locked", real: Extractor.forTest().executable)
        let extractor = try Extractor(executable: worker.path, workers: 1, limits: HostileWorker.patient)
        func text(_ bytes: [UInt8]) throws -> DocumentText {
            let file = try OpenFile(bytes)
            return extractor.text(of: file.descriptor, name: "合同.pdf")
        }
        // When the file opens for the second without one, it is text
        let open = try text(SupervisorSecondEngineTests.pdf(["设备采购合同"]))
        #expect(open.state == .text && open.reason == nil && open.engine.hasPrefix("pdftotext"), "\(open)")
        #expect(open.pages.first?.text.contains("设备采购合同") == true)
        // When it does not, the first is believed: nobody is told that a locked file is damaged
        for shut in [Array("%PDF-1.4\n这不是文件".utf8), SupervisorSecondEngineTests.pdf([""])] {
            let locked = try text(shut)
            #expect(locked.state == .none && locked.reason == "encrypted", "\(locked)")
        }
    }
}
