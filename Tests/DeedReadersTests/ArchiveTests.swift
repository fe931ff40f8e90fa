import DeedCore
import DeedExtract
import TestSupport
import Testing

/// Honest archives of every kind, and what they are told to be.
@Suite struct ArchiveTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    private static let folder = """
        mkdir -p 合同/附件 && printf '甲方：上海样例有限公司' > 合同/销售.txt && printf '乙方' > 合同/附件/质保卡.txt && : > 合同/空.txt
        head -c 3000000 /dev/urandom > 合同/大.bin
        """

    @Test(arguments: [
        ("tar", "tar -cf r 合同"), ("tar.gz", "tar -czf r 合同"), ("tar.xz", "tar -cJf r 合同"), ("tar.bz2", "tar -cjf r 合同"),
        ("tar.zst", "bsdtar --zstd -cf r 合同"), ("zip", "bsdtar --format zip -cf r 合同"), ("7z", "bsdtar --format 7zip -cf r 合同"),
        ("tar.gz", "tar -cf - 合同 | gzip -1 | cat - > r"),
    ]) func `Every format gives every file`(format: String, command: String) throws {
        let bytes = try Tool.make("\(ArchiveTests.folder) && \(command)", result: "r")
        let result = try extractor.unpacked(bytes, name: "资料.\(format)")
        #expect(result.format == format)
        #expect(result.end.state == .read, "\(result.end)")
        #expect(result.end.unread == nil)
        #expect(result.paths.sorted() == ["合同/大.bin", "合同/空.txt", "合同/销售.txt", "合同/附件/质保卡.txt"].sorted())
        #expect(result.text("合同/销售.txt") == "甲方：上海样例有限公司")
        #expect(result.text("合同/附件/质保卡.txt") == "乙方")
        #expect(result["合同/空.txt"]?.end == .complete(bytes: 0))
        #expect(result["合同/大.bin"]?.end == .complete(bytes: 3_000_000))
    }

    @Test func `A rar is read`() throws {
        let result = try extractor.unpacked(RarWriter.rar("合同.txt", "质保两年"), name: "资料.rar")
        #expect(result.format == "rar")
        #expect(result.paths == ["合同.txt"])
        #expect(result.text("合同.txt") == "质保两年")
        #expect(result.end.state == .read)
    }

    @Test(arguments: ["gz": "gzip -c", "xz": "xz -c", "bz2": "bzip2 -c"]) func `A compressed single file is an archive of one`(
        suffix: String, command: String
    ) throws {
        let bytes = try Tool.make("printf '服务协议' | \(command) > r", result: "r")
        let result = try extractor.unpacked(bytes, name: "目录/协议.txt.\(suffix)")
        #expect(result.paths == ["协议.txt"])
        #expect(result.text("协议.txt") == "服务协议")
        #expect(result.format == suffix)
        #expect(result.end.state == .read)
    }

    @Test func `Ten thousand entries come in order, each once`() throws {
        let entries = (1...10_000).map { ZipWriter.Entry("合同/\($0).txt", "第\($0)号") }
        let result = try extractor.unpacked(ZipWriter.zip(entries))
        #expect(result.end.state == .read)
        #expect(result.end.entries == 10_000)
        #expect(result.paths == (1...10_000).map { "合同/\($0).txt" })
        #expect(result.items.last.map { String(decoding: $0.bytes, as: UTF8.self) } == "第10000号")
    }

    @Test func `Containers are told from documents by content`() throws {
        func kind(_ bytes: [UInt8], _ name: String) throws -> Identified {
            let file = try OpenFile(bytes)
            defer { withExtendedLifetime(file) {} }
            return extractor.identify(file.descriptor, name: name)
        }
        let zip = ZipWriter.zip([.init("合同.txt", "甲方")])
        #expect(try kind(zip, "资料.docx").container, "a name decides nothing")
        let types = """
            <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override \
            PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
            """
        let docx = ZipWriter.zip([.init("[Content_Types].xml", types), .init("word/document.xml", "<w/>")])
        #expect(try !kind(docx, "合同.zip").container)
        #expect(try !kind(ZipWriter.zip([.init("OFD.xml", "<OFD/>")]), "发票.zip").container)
        #expect(try !kind(ZipWriter.zip([.init("mimetype", "application/epub+zip")]), "书.zip").container)
        #expect(try kind(TarWriter.tar([TarWriter.entry(Array("a".utf8), "甲")]), "x").container)
        #expect(try kind(try Tool.make("printf a | gzip > r", result: "r"), "x").container)
        #expect(try !kind(Array("纯文本".utf8), "x.zip").container)
        #expect(try !kind([], "空.zip").container)
    }

    @Test func `A resource budget ends an archive and says what is left`() throws {
        let zip = ZipWriter.zip((1...10).map { .init("\($0).txt", String(repeating: "x", count: 1000)) })
        let result = try extractor.unpacked(zip, budget: 3500)
        #expect(result.end.state == .limit)
        #expect(result.end.detail == "budget")
        #expect(result.items.prefix(3).allSatisfy { $0.end == .complete(bytes: 1000) })
        #expect(result.items.last?.end == .failed(reason: "budget", detail: nil))
        #expect(result.end.entries == 4)
        #expect(result.end.unread == 6)
    }

    @Test func `The limit of entries ends an archive`() throws {
        var limits = ExtractLimits()
        limits.entries = 5
        let zip = ZipWriter.zip((1...9).map { .init("\($0).txt", "x") })
        let result = try Extractor.forTest(limits: limits).unpacked(zip)
        #expect(result.end.state == .limit)
        #expect(result.end.entries == 5)
        #expect(result.end.unread == 4)
    }
}
