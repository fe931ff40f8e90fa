import DeedCore
import DeedExtract
import Testing

@testable import DeedReaders

/// Mails as Outlook packs them for others (`winmail.dat`), written by hand.
@Suite struct TnefTests {
    /// One attribute: where it belongs, its number, its bytes and their sum.
    static func attribute(_ level: UInt8, _ number: UInt32, _ data: [UInt8], sum: UInt16? = nil) -> [UInt8] {
        var out = [level]
        out.add32(number, UInt32(data.count))
        out += data
        out.add16(sum ?? data.reduce(0) { $0 &+ UInt16($1) })
        return out
    }

    /// A property whose value has a length.
    static func property(_ number: UInt16, _ type: UInt16, _ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.add16(type, number)
        out.add32(1, UInt32(data.count))
        return out + data + [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
    }

    static func unicode(_ number: UInt16, _ text: String) -> [UInt8] {
        property(
            number, 0x1F, (text + "\0").utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
    }

    static func list(_ properties: [[UInt8]]) -> [UInt8] {
        var out: [UInt8] = []
        out.add32(UInt32(properties.count))
        return out + properties.joined()
    }

    static func file(_ title: [UInt8], _ data: [UInt8], _ properties: [[UInt8]] = [], sum: UInt16? = nil) -> [UInt8] {
        attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)) + attribute(2, 0x0001_8010, title + [0])
            + attribute(2, 0x0006_800F, data, sum: sum) + attribute(2, 0x0006_9005, list(properties))
    }

    static func tnef(_ attributes: [[UInt8]], codePage: UInt32 = 936) -> [UInt8] {
        var page: [UInt8] = []
        page.add32(codePage, 0)
        return [0x78, 0x9F, 0x3E, 0x22, 1, 0] + attribute(1, 0x0008_9006, [0, 0, 1, 0]) + attribute(1, 0x0006_9007, page)
            + attributes.joined()
    }

    /// A named property, numbers, truth, several values and a time, which all have to be passed over.
    static let others: [[UInt8]] = {
        var (named, words, number, truth, many): ([UInt8], [UInt8], [UInt8], [UInt8], [UInt8]) = ([], [], [], [], [])
        named.add16(0x0003, 0x8001)
        named += [UInt8](repeating: 9, count: 16)
        named.add32(0, 0x8510, 7)
        words.add16(0x001E, 0x8002)
        words += [UInt8](repeating: 9, count: 16)
        words.add32(1, 6)
        words += [65, 0, 66, 0, 0, 0, 0, 0]
        words.add32(1, 3)
        words += [65, 66, 0, 0]
        number.add16(0x0002, 0x0001)
        number.add16(5, 0)
        truth.add16(0x000B, 0x0E1F)
        truth.add32(1)
        many.add16(0x101E, 0x0002)
        many.add32(2, 2)
        many += [65, 0, 0, 0]
        many.add32(3)
        many += [66, 67, 0, 0]
        return [named, words, number, truth, many]
    }()

    /// `设备清单.pdf` in GBK.
    static let gbkName: [UInt8] = [0xC9, 0xE8, 0xB1, 0xB8, 0xC7, 0xE5, 0xB5, 0xA5, 0x2E, 0x70, 0x64, 0x66]

    @Test func theTextAndTheFieldsOfSuchAMailAreRead() throws {
        let mail = Self.tnef([
            Self.attribute(1, 0x0001_8004, Array("old".utf8) + [0]),
            Self.attribute(
                1, 0x0006_9003,
                Self.list(
                    Self.others + [
                        Self.unicode(0x0037, "补充协议"), Self.unicode(0x0C1A, "王建"), Self.unicode(0x5D01, "wang@example.cn"),
                        Self.unicode(0x1000, "请查收附件。"),
                    ])),
            Self.file(Self.gbkName, Array("%PDF-1.4".utf8)),
        ])
        #expect(try media(mail) == "application/vnd.ms-tnef")
        let sink = try read(mail)
        #expect(
            sink.text == "Subject: 补充协议\nFrom: 王建 <wang@example.cn>\nAttachments: 设备清单.pdf\n\n请查收附件。", "\(sink.text)")
    }

    @Test func bodiesInHtmlRtfAndOldTextAreRead() throws {
        let html = Self.property(0x1013, 0x0102, Array("<html><meta charset='utf-8'><p>合同 <b>正文</b></p></html>".utf8))
        #expect(try read(Self.tnef([Self.attribute(1, 0x0006_9003, Self.list([html]))])).text.hasSuffix("合同 正文"))
        var packed: [UInt8] = []
        let rtf = Array("{\\rtf1\\ansi Annex}".utf8)
        packed.add32(UInt32(rtf.count + 12), UInt32(rtf.count), 0x414C_454D, 0)
        let rich = Self.property(0x1009, 0x0102, packed + rtf)
        #expect(try read(Self.tnef([Self.attribute(1, 0x0006_9003, Self.list([rich]))])).text.hasSuffix("Annex"))
        // 维保协议 in GBK, as the mail's code page says.
        let old = Self.attribute(1, 0x0002_800C, [0xCE, 0xAC, 0xB1, 0xA3, 0xD0, 0xAD, 0xD2, 0xE9, 0])
        #expect(try read(Self.tnef([old])).text.hasSuffix("维保协议"))
    }

    @Test func itsFilesAreUnpackedAndMailsWithinToo() throws {
        let inner = Self.tnef([Self.file(Array("c.txt".utf8), Array("丙".utf8))])
        let mailClass: [UInt8] = [0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
        let mail = Self.tnef([
            Self.file(Self.gbkName, Array("甲".utf8)),
            Self.file(Array("LONG~1.TXT".utf8), Array("乙".utf8), [Self.unicode(0x3707, "年度/维保 协议.txt")]),
            Self.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
                + Self.attribute(
                    2, 0x0006_9005, Self.list([Self.unicode(0x3001, "转发: 补充"), Self.property(0x3701, 0x000D, mailClass + inner)])),
            Self.attribute(2, 0x0006_9002, []) + Self.attribute(2, 0x0006_9005, Self.list([Self.unicode(0x3707, "云盘.docx")])),
        ])
        let result = try Extractor.forTest().unpacked(mail, name: "winmail.dat")
        #expect(result.format == "tnef" && result.end.state == .read, "\(result.end)")
        #expect(result.paths == ["设备清单.pdf", "维保 协议.txt", "转发: 补充.tnef", "云盘.docx"], "\(result.paths)")
        #expect(result.text("设备清单.pdf") == "甲" && result["转发: 补充.tnef"]?.bytes == inner)
        #expect(result["云盘.docx"]?.refusal == "not-in-mail")
    }

    @Test func damageIsToldAndWhatIsThereComes() throws {
        let whole = Self.tnef([
            Self.file(Array("a.txt".utf8), Array("甲方".utf8)), Self.file(Array("b.txt".utf8), Array(repeating: 65, count: 5000)),
        ])
        let cut = try Extractor.forTest().unpacked(Array(whole.dropLast(3000)), name: "winmail.dat")
        #expect(cut.end.state == .damaged && cut.text("a.txt") == "甲方", "\(cut.end)")
        #expect(cut["b.txt"]?.end != .complete(bytes: 5000))
        let wrong = Self.tnef([Self.file(Array("a.txt".utf8), Array("甲方".utf8), sum: 1)])
        let told = try Extractor.forTest().unpacked(wrong, name: "winmail.dat")
        #expect(told.end.state == .damaged && told.text("a.txt") == "甲方")
        // Lengths and counts that lie lead nowhere.
        for at in whole.indices.dropFirst(6) {
            var hostile = whole
            hostile[at] = 0xFF
            if at < 120 || at % 97 == 0 { _ = try? read(hostile) }
        }
    }
}
