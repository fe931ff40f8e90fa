import DeedCore
import DeedText
import Testing

@testable import DeedReaders

/// The charsets of mails and texts: declared ones, ones that nobody declares, and zeros in a text.
@Suite struct CharsetReadingTests {
    private func mail(_ type: String?, _ body: [UInt8]) -> [UInt8] {
        let header = type.map { "Content-Type: \($0)\r\nContent-Transfer-Encoding: 8bit\r\n" } ?? ""
        return Array("From: a@example.cn\r\nSubject: x\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n\(header)\r\n".utf8) + body
    }

    /// Reads, and gives the reason that it ends with.
    private func reading(_ bytes: [UInt8]) throws -> (text: String, reason: String?) {
        let sink = ReaderSink()
        do {
            try read(bytes, into: sink)
            return (sink.text, nil)
        } catch let error as ReadError {
            return (sink.text, error.reason)
        }
    }

    @Test(arguments: [
        ("iso-2022-jp", "ISO-2022-JP", "保守契約書の件です"), ("euc-kr", "UHC", "유지보수 계약서"), ("ks_c_5601-1987", "UHC", "계약서"),
        ("iso-2022-kr", "ISO-2022-KR", "유지보수 계약서"), ("shift_jis", "CP932", "契約書"), ("euc-jp", "EUC-JP", "契約書"),
        ("koi8-r", "KOI8-R", "Договор"), ("windows-1251", "CP1251", "Договор"), ("windows-1250", "CP1250", "Łódź umowa"),
        ("windows-1253", "CP1253", "Σύμβαση"), ("windows-1254", "CP1254", "Sözleşmesi"), ("windows-1255", "CP1255", "חוזה"),
        ("windows-1256", "CP1256", "عقد"), ("windows-1257", "CP1257", "Līgums"),
        ("iso-8859-1", "ISO-8859-1", "Gewährleistung für Geräte"),
        ("iso-8859-2", "ISO-8859-2", "Łódź"), ("iso-8859-5", "ISO-8859-5", "Договор"), ("iso-8859-7", "ISO-8859-7", "Σύμβαση"),
        ("iso-8859-9", "ISO-8859-9", "Sözleşmesi"), ("iso-8859-15", "ISO-8859-15", "Prix 20 €"), ("gb2312", "GBK", "合同㎡"),
        ("gb18030", "GB18030", "合同㎡"), ("big5", "BIG5", "契約"), ("utf-8", "UTF-8", "合同"), ("utf-16le", "UTF-16LE", "合同"),
    ])
    func aMailIsReadInTheCharsetThatItDeclares(label: String, charset: String, words: String) throws {
        let body = encoded(words, charset)
        #expect(!body.isEmpty)
        for type in ["text/plain; charset=\(label)", "text/plain; charset=\"\(label.uppercased())\""] {
            let (text, reason) = try reading(mail(type, body))
            #expect(text.hasSuffix(words) && reason == nil, "\(label): \(text)")
        }
    }

    /// 合同编号 and 甲方 in HZ.
    private let hz = Array("~{:OM,1`:E~} HT-1, ~{<W7=~}".utf8)

    @Test func hzIsReadWhereItIsDeclaredAndWhereItIsNot() throws {
        for type in ["text/plain; charset=hz-gb-2312", "text/plain; charset=us-ascii", "text/plain", nil] {
            let (text, reason) = try reading(mail(type, hz))
            #expect(text.hasSuffix("合同编号 HT-1, 甲方") && reason == nil, "\(text)")
        }
        let page = Array("<html><head><meta charset=hz-gb-2312></head><body><p>".utf8) + hz + Array("</p></body></html>".utf8)
        #expect(try reading(mail("text/html; charset=hz-gb-2312", page)).text.hasSuffix("合同编号 HT-1, 甲方"))
        #expect(try reading(page).text == "合同编号 HT-1, 甲方")
        let plain = try reading(hz + Array("\n".utf8))
        #expect(plain.text == "合同编号 HT-1, 甲方" && plain.reason == nil)
    }

    @Test func aCharsetThatNobodyDeclaresIsFoundOrSaidToBeAGuess() throws {
        let chinese = encoded("各位好，合同附件请查收，质量保证期二十四个月。", "GBK")
        #expect(try reading(mail(nil, chinese)).text.hasSuffix("质量保证期二十四个月。"))
        #expect(try reading(mail(nil, chinese)).reason == nil)
        // Programs that know no other say Latin-1.
        #expect(try reading(mail("text/plain; charset=iso-8859-1", chinese)).text.hasSuffix("质量保证期二十四个月。"))
        let thai = encoded("สัญญาบำรุงรักษา ผู้รับจ้างตกลงให้บริการ", "CP874")
        for type in [nil, "text/plain; charset=x-unknown", "text/html"] {
            let (text, reason) = try reading(mail(type, thai))
            #expect(reason == "charset-uncertain" && !text.isEmpty)
        }
        // UTF-7 is not read, and looks like ASCII.
        #expect(try reading(mail("text/plain; charset=utf-7", Array("+VAhUDA-".utf8))).reason == "charset-uncertain")
        #expect(try reading(mail("text/plain; charset=x-user-defined", Array("HT-1".utf8))).reason == nil)
    }

    @Test(arguments: [
        ("UTF-16LE", "Maintenance contract HT-2024-0031\nWarranty 24 months\n"),
        ("UTF-16BE", "Maintenance contract HT-2024-0031\n"),
        ("UTF-16LE", "合同编号\tHT-2024-0031\n甲方\tShanghai Sample Co.\n"), ("UTF-16BE", "第一条 质量保证期二十四个月\n第二条 付款\n"),
    ])
    func sixteenBitsWithoutAMarkAreRead(charset: String, words: String) throws {
        let bytes = encoded(words, charset)
        #expect(try media(bytes) == "text/plain")
        let (text, reason) = try reading(bytes)
        #expect(text == words.dropLast() && reason == nil, "\(text)")
    }

    @Test(arguments: ["UTF-8", "GB18030"])
    func zerosInATextAreNoPartOfIt(charset: String) throws {
        let words = "合同编号 HT-2024-0031 质量保证期二十四个月，甲方上海样例机电有限公司"
        let line = encoded(words, charset)
        let zeros = { (count: Int) in [UInt8](repeating: 0, count: count) }
        // One by one, filled up to a width, and a page of a disk at the end.
        for bytes in [
            line + [0, 0x0A] + line, line + zeros(131) + [0x0A] + line + zeros(131), line + [0x0A] + line + zeros(500),
        ] {
            #expect(try media(bytes) == "text/plain")
            let (text, reason) = try reading(bytes)
            #expect(text == words + "\n" + words && reason == nil, "\(bytes.count)")
        }
        // What has other control characters besides is a file of a program.
        #expect(try media([1, 2, 0, 0, 3, 4, 0, 5] + line + zeros(200) + [6, 7, 1, 2, 3]) == "application/octet-stream")
        #expect(try media(zeros(300) + Array("short".utf8)) == "application/octet-stream")
    }
}
