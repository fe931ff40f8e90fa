import DeedCore
import DeedText
import Glibc
import Testing

@testable import DeedReaders

/// Bytes of `text` in a charset of iconv.
func encoded(_ text: String, _ charset: String) -> [UInt8] {
    guard let converter = iconv_open(charset, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return [] }
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 8)
    let room = output.count
    var left = room
    input.withUnsafeMutableBufferPointer { from in
        output.withUnsafeMutableBufferPointer { into in
            var source = from.baseAddress
            var sourceLeft = from.count
            var target = into.baseAddress
            _ = iconv(converter, &source, &sourceLeft, &target, &left)
        }
    }
    return output[..<(room - left)].map { UInt8(bitPattern: $0) }
}

@Suite struct ReaderTextTests {
    private let simplified = "维护服务合同\r\n甲方：上海样例机电有限公司\r\n第一条 乙方负责空调机组的维护保养，建筑面积 1200㎡，质量保证期二十四个月。\r\n"
    private let traditional = "租賃契約書\n立契約書人：出租人（以下簡稱甲方），雙方合意訂立本契約，租金每月新臺幣伍萬元整，保證金為租金之二個月。\n"

    @Test(arguments: ["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"])
    func plainTextIsReadInEveryCharset(charset: String) throws {
        let bytes = encoded(simplified, charset)
        #expect(try media(bytes) == "text/plain")
        let sink = try read(bytes)
        #expect(sink.unit == .whole)
        #expect(sink.text == simplified.replacing("\r\n", with: "\n").dropLast())
    }

    @Test func big5IsToldFromGBK() throws {
        let bytes = encoded(traditional, "BIG5")
        #expect(try media(bytes) == "text/plain")
        #expect(try read(bytes).text == traditional.dropLast())
    }

    @Test func formFeedsPartPages() throws {
        let sink = try read(encoded("第一页 供货合同\u{C}第二页 质保条款\u{C}", "GB18030"))
        #expect(sink.unit == .page)
        #expect(sink.pages.map(\.text) == ["第一页 供货合同", "第二页 质保条款"])
    }

    @Test func aLongTextIsCutAtLineEnds() throws {
        let line = "本合同未尽事宜由双方另行协商并签订补充协议。\n"
        let sink = try read(encoded(String(repeating: line, count: 60_000), "GB18030"))
        #expect(sink.pages.count > 2)
        #expect(sink.pages.allSatisfy { !$0.text.contains("\u{FFFD}") && $0.text.utf8.count < 2 << 20 })
        #expect(sink.pages.map { $0.text.split(separator: "\n").count }.reduce(0, +) == 60_000)
    }

    @Test(arguments: ["UTF-8", "GB18030", "BIG5"]) func aTextOfDOSEndsWithItsMark(charset: String) throws {
        let words = charset == "BIG5" ? traditional : simplified
        let bytes = encoded(words, charset) + [0x1A]
        let expected = words.replacing("\r\n", with: "\n").dropLast()
        #expect(try media(bytes) == "text/plain")
        #expect(try read(bytes).text == expected)
        #expect(try read(bytes + [UInt8](repeating: 0x1A, count: 100) + [0, 0]).text == expected)
        // What a disk had behind it is no text; another text is.
        let sink = try read(bytes + (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ ($0 >> 3)) })
        #expect(sink.text == expected && sink.warnings.count == 1)
        #expect(try read(bytes + encoded("附件一", charset == "BIG5" ? "BIG5" : charset)).text.hasPrefix(expected))
    }

    @Test(arguments: ["UTF-8", "GB18030"]) func controlCharactersBetweenColumnsAreNoProgram(charset: String) throws {
        let table = (1...20).map { "合同编号\u{1}HT-2024-\($0)\u{1}质保期二十四个月\n" }.joined()
        #expect(try media(encoded("编号,名称\n1,甲\u{1}乙\n" + "2,维保服务合同\n", charset)) == "text/csv")
        #expect(try media(encoded(table, charset)) == "text/plain")
        #expect(try media([1, 2, 3, 4, 5, 65, 66, 67]) == "application/octet-stream")
        #expect(try media((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ ($0 >> 3)) }) == "application/octet-stream")
    }

    @Test(arguments: [
        ("shift_jis", "CP932", "契約書"), ("Shift_JIS", "CP932", "業務委託契約書の件"), ("euc-jp", "EUC-JP", "契約書"), ("euc-kr", "UHC", "계약서"),
        ("windows-1251", "CP1251", "Договор"), ("koi8-r", "KOI8-R", "Договор"), ("windows-1250", "CP1250", "Łódź"),
        ("gb2312", "GBK", "合同㎡"),
        ("big5", "BIG5", "契約"), ("iso-8859-2", "ISO-8859-2", "Łódź"), ("windows-874", "CP874", "สัญญา"),
        ("iso-2022-jp", "ISO-2022-JP", "契約書"),
        ("utf-16", "GBK", "维护服务合同"), ("iso-8859-1", "GBK", "维护服务合同，甲方负责"),
    ]) func aPageIsReadInTheCharsetThatItDeclaresWhereItsBytesAgree(label: String, charset: String, words: String) throws {
        let page =
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=\(label)\"></head><body>\(words)</body></html>"
        let bytes = encoded(page, charset)
        #expect(try media(bytes) == "text/html")
        #expect(try read(bytes).text == words)
    }

    @Test func aCharsetThatIsAGuessIsSaidToBe() throws {
        let bytes = encoded("สัญญาบำรุงรักษา ผู้รับจ้างตกลงให้บริการ\n", "CP874")
        let sink = ReaderSink()
        #expect(throws: ReadError.self) { try DeedReadersTests.read(bytes, into: sink) }
        #expect(!sink.text.isEmpty)
    }

    @Test func cellsOfCSVArePartedByTabs() throws {
        let bytes = encoded("客户,金额,备注\n东昇贸易,\"1,200\",\"他说\"\"好\"\"\"\n中科,300,无\n", "GB18030")
        #expect(try media(bytes) == "text/csv")
        #expect(try read(bytes).text == "客户\t金额\t备注\n东昇贸易\t1,200\t他说\"好\"\n中科\t300\t无")
    }

    @Test func aPageThatSaysGB2312KeepsWhatOnlyGBKHas() throws {
        // Given the page that libxml2 by itself cuts off at ㎡
        let page = """
            <!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>租赁合同</title>
            <style>p { color: red }</style><script>var 甲 = "<b>脚本</b>";</script></head><body><h1>租赁&nbsp;合同</h1><p>面积 120㎡，
            租期&lt;三年&gt;<br>朱镕基</p><table><tr><td>甲方</td><td>上海样例</td></tr><tr><td>乙方</td><td>东昇</td></tr></table>
            <pre>一  二
            三</pre><!-- 注释 --></body></html>
            """
        let sink = try read(encoded(page, "GBK"))
        #expect(sink.unit == .whole)
        #expect(sink.text == "租赁合同\n租赁\u{A0}合同\n面积 120㎡， 租期<三年>\n朱镕基\n甲方\t上海样例\n乙方\t东昇\n一  二\n三")
    }

    @Test(arguments: [("UTF-8", "utf-8"), ("UTF-8", "gb2312"), ("BIG5", "big5"), ("UTF-16LE", "utf-16"), ("GB18030", "none")])
    func htmlIsReadByWhatItIsBeforeWhatItSays(charset: String, declared: String) throws {
        let meta = declared == "none" ? "" : "<meta charset='\(declared)'>"
        let text = charset == "BIG5" ? traditional : simplified
        let bytes = encoded(
            "\u{FEFF}".prefix(charset == "UTF-16LE" ? 1 : 0) + "<html><head>\(meta)</head><body><p>\(text)</p></body></html>",
            charset)
        #expect(try media(bytes) == "text/html")
        let sink = try read(bytes)
        #expect(sink.text.contains(charset == "BIG5" ? "新臺幣伍萬元整" : "建筑面积 1200㎡，质量保证期二十四个月"))
    }

    @Test func htmlWithoutBlocksIsCutAllTheSame() throws {
        let sink = try read(Array(("<html><body>" + String(repeating: "保证金 ", count: 400_000)).utf8))
        #expect(sink.pages.count > 1)
        #expect(sink.pages.allSatisfy { $0.text.utf8.count < 2 << 20 && !$0.text.contains("\u{FFFD}") })
        #expect(sink.pages.map { $0.text.split(separator: " ").count }.reduce(0, +) >= 400_000)
    }
}
