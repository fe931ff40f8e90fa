import DeedCore
import DeedExtract
import Testing

@testable import DeedReaders

/// Mails as Outlook saves them, written with libgsf by the book ([MS-OXMSG]).
@Suite struct OutlookTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    /// Storages and streams of a mail.
    indirect enum Node {
        case stream(String, [UInt8])
        case storage(String, [Node])
    }

    static func unicode(_ number: UInt16, _ text: String) -> Node {
        .stream(OutlookProperties.name(number, 0x001F), text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    }

    static func ansi(_ number: UInt16, _ bytes: [UInt8]) -> Node { .stream(OutlookProperties.name(number, 0x001E), bytes) }

    static func data(_ number: UInt16, _ bytes: [UInt8]) -> Node { .stream(OutlookProperties.name(number, 0x0102), bytes) }

    /// The stream of properties with a header of `header` bytes.
    static func properties(_ header: Int, _ values: [(number: UInt16, value: UInt64)]) -> Node {
        var bytes = [UInt8](repeating: 0, count: header)
        for (number, value) in values {
            bytes.add16(0x0003, number)
            bytes.add32(6, UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
        }
        return .stream(OutlookProperties.stream, bytes)
    }

    static func file(_ nodes: [Node]) throws -> [UInt8] {
        let writer = try #require(CompoundWriter(classIdentifier: []))
        func add(_ node: Node, _ place: CompoundWriter.Place) -> Bool {
            switch node {
            case .stream(let name, let bytes): writer.add(name, bytes, to: place)
            case .storage(let name, let inner): writer.add(name, to: place) { place in inner.allSatisfy { add($0, place) } }
            }
        }
        try #require(nodes.allSatisfy { add($0, writer.top) })
        return try #require(writer.finish())
    }

    static func attachment(_ number: Int, _ nodes: [Node]) -> Node {
        .storage("__attach_version1.0_#0000000\(number)", [properties(8, [(0x3705, 1)])] + nodes)
    }

    /// 2026-11-21 02:00 UTC in units of 100 ns since 1601.
    static let time: UInt64 = (1_795_226_400 + 11_644_473_600) * 10_000_000

    private func mail() throws -> [UInt8] {
        let inner: [Node] = [
            OutlookTests.properties(24, []), OutlookTests.unicode(0x0037, "补充协议"), OutlookTests.unicode(0x1000, "补充条款见附件"),
            OutlookTests.attachment(0, [OutlookTests.unicode(0x3707, "补充.txt"), OutlookTests.data(0x3701, Array("第一条".utf8))]),
        ]
        return try OutlookTests.file([
            OutlookTests.properties(32, [(0x0039, OutlookTests.time), (0x3FFD, 936)]), .storage("__nameid_version1.0", []),
            OutlookTests.unicode(0x0037, "采购合同确认 HT-2024-0031"), OutlookTests.ansi(0x0C1A, MailTests.gbk),
            OutlookTests.unicode(0x5D01, "wang@example.cn"), OutlookTests.unicode(0x0E04, "法务部"),
            OutlookTests.unicode(0x1000, "各位好：\r\n附件请查收。"),
            OutlookTests.attachment(
                0, [OutlookTests.unicode(0x3707, "采购合同.pdf"), OutlookTests.data(0x3701, Array("%PDF-1.4 甲方".utf8))]),
            OutlookTests.attachment(
                1, [OutlookTests.unicode(0x3001, "补充协议"), .storage(OutlookProperties.name(0x3701, 0x000D), inner)]),
            OutlookTests.attachment(2, [OutlookTests.unicode(0x3707, "云端文件.docx")]),
            OutlookTests.attachment(
                3,
                [
                    OutlookTests.unicode(0x3001, "表格"),
                    .storage(OutlookProperties.name(0x3701, 0x000D), [.stream("WordDocument", [1, 2, 3])]),
                ]),
        ])
    }

    @Test func `An Outlook mail is known by its root, whatever lies in it`() throws {
        #expect(try media(mail()) == "application/vnd.ms-outlook")
    }

    @Test func `What it says is text`() throws {
        let text = try read(mail()).text
        for expected in [
            "Subject: 采购合同确认 HT-2024-0031", "From: 维保协议 <wang@example.cn>", "To: 法务部", "Date: 2026-11-21T02:00:00.000Z",
            "采购合同.pdf; 补充协议.msg", "附件请查收",
        ] { #expect(text.contains(expected), "\(expected) in \(text)") }
    }

    @Test func `Its files come out; a mail within becomes a mail file, the same every time`() throws {
        let result = try extractor.unpacked(mail(), name: "确认.msg")
        #expect(result.format == "msg" && result.end.state == .read)
        #expect(result.paths == ["采购合同.pdf", "补充协议.msg", "云端文件.docx", "表格.ole"])
        #expect(result.text("采购合同.pdf") == "%PDF-1.4 甲方")
        #expect(result.reason("云端文件.docx") == "not-in-mail")
        let inner = try #require(result["补充协议.msg"]?.bytes)
        #expect(try media(inner) == "application/vnd.ms-outlook")
        #expect(try read(inner).text.contains("补充条款见附件"))
        #expect(try extractor.unpacked(inner, name: "补充协议.msg").text("补充.txt") == "第一条")
        #expect(try extractor.unpacked(mail(), name: "again.msg")["补充协议.msg"]?.bytes == inner)
    }

    @Test func `A body that is only in HTML or RTF is read`() throws {
        let html = try OutlookTests.file([
            OutlookTests.properties(32, [(0x3FDE, 936)]),
            OutlookTests.data(0x1013, Array("<p>".utf8) + MailTests.gbk + Array("</p>".utf8)),
        ])
        #expect(try read(html).text.contains("维保协议"))
        let rtf = Array(
            "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\'ce\\'ac\\'b1\\'a3\\par \\u21327?}".utf8)
        var packed: [UInt8] = []
        packed.add32(UInt32(rtf.count + 12), UInt32(rtf.count), 0x414C_454D, 0)
        let stored = try OutlookTests.file([OutlookTests.properties(32, []), OutlookTests.data(0x1009, packed + rtf)])
        #expect(try read(stored).text.contains("维保\n协"))
        #expect(try read(rtf).text.hasPrefix("维保\n"))
    }

    @Test func `Compressed RTF as the specification gives it`() throws {
        // [MS-OXRTFCP] 3.1: "{\rtf1\ansi\ansicpg1252\pard hello world}\r\n"
        let packed: [UInt8] = [
            0x2D, 0, 0, 0, 0x2B, 0, 0, 0, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00, 0x0A, 0x00, 0x72, 0x63,
            0x70, 0x67,
            0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xB0, 0x6C,
            0x64, 0x7D, 0x0A,
            0x80, 0x0F, 0xA0,
        ]
        #expect(
            String(decoding: try CompressedRtf.unpack(packed), as: UTF8.self)
                == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")
    }

    @Test func `HTML that Outlook wrapped in RTF is read once`() throws {
        let rtf =
            "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\par}\\htmlrtf0 hello {\\*\\htmltag84 <b>}world{\\*\\htmltag72 </p>}again}"
        #expect(try read(Array(rtf.utf8)).text == "hello world\nagain")
    }

    @Test(arguments: [600, 2000, 3000, 5000]) func `A cut or scrambled mail crashes nothing`(place: Int) throws {
        var bytes = try mail()
        let result = try extractor.unpacked(Array(bytes.prefix(place)), name: "断.msg")
        #expect(result.end.state != .locked)
        for at in stride(from: 512, to: min(bytes.count, place), by: 37) { bytes[at] ^= 0x5A }
        _ = try extractor.unpacked(bytes, name: "坏.msg")
        #expect(try extractor.unpacked(mail(), name: "好.msg").items.count == 4, "the worker goes on")
    }
}
