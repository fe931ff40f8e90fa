import DeedText
import Testing

@testable import DeedReaders

/// Rich text in other charsets and with what stands beside the body.
@Suite struct ReaderRtfTests {
    private func text(_ rtf: String) throws -> String { try read(Array(rtf.utf8)).text }

    /// `\\'xx` for each byte of `text` in a charset of iconv.
    private func escaped(_ text: String, _ charset: String) -> String {
        encoded(text, charset).map { $0 < 0x80 ? String(UnicodeScalar($0)) : "\\'" + String($0, radix: 16) }.joined()
    }

    @Test(arguments: [
        (128, "CP932", "契約書の件ア"), (129, "UHC", "유지보수 계약서"), (134, "GBK", "维保合同㎡"), (136, "BIG5", "契約書"),
        (161, "CP1253", "Σύμβαση"),
        (162, "CP1254", "Bakım sözleşmesi"), (177, "CP1255", "חוזה"), (178, "CP1256", "عقد"), (186, "CP1257", "Sutartis žąčę"),
        (204, "CP1251", "Договор"), (222, "CP874", "สัญญา"), (238, "CP1250", "Umowa ąćęł"), (77, "MACINTOSH", "Café"),
    ]) func `The charset of each font counts`(number: Int, charset: String, expected: String) throws {
        let words = escaped(expected, charset)
        #expect(!words.isEmpty)
        let rtf =
            "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}{\\f1\\fnil\\fcharset\(number) X;}}A {\\f1 \(words)} B\\par}"
        #expect(try text(rtf) == "A \(expected) B")
    }

    @Test(arguments: [
        (932, "CP932", "契約書の件"), (949, "UHC", "계약서"), (936, "GBK", "合同"), (950, "BIG5", "契約"), (874, "CP874", "สัญญา"),
        (1250, "CP1250", "Łódź"),
        (1251, "CP1251", "Договор"), (1253, "CP1253", "Σύμβαση"), (1254, "CP1254", "ığşİ"), (1255, "CP1255", "חוזה"),
        (1257, "CP1257", "žąčę"),
        (866, "CP866", "Договор"), (10007, "MAC-CYRILLIC", "Договор"),
    ]) func `The code page of the document counts where a font says nothing`(page: Int, charset: String, expected: String) throws
    {
        let words = escaped(expected, charset)
        #expect(try text("{\\rtf1\\ansi\\ansicpg\(page){\\fonttbl{\\f0 Arial;}}\\f0 \(words)\\par}") == expected)
    }

    @Test func `The font of Chinese counts where the run says so, and the default font behind plain`() throws {
        let han = escaped("合同", "GBK")
        let fonts = "{\\fonttbl{\\f0\\fcharset204 A;}{\\f13\\fcharset134 SimSun;}}"
        let cyrillic = escaped("Да", "CP1251")
        let rtf =
            "{\\rtf1\\ansi\\deff0\(fonts)\\loch\\af0\\dbch\\af13 \(han)\\loch\\f0 \(cyrillic){\\f13 \(han)\\plain \(cyrillic)}}"
        #expect(try text(rtf) == "合同Да合同Да")
        #expect(try text("{\\rtf1\\mac Caf\\'8e}") == "Café")
        // StarSymbol claims Shift_JIS, in which a dash of windows-1252 is half a character.
        #expect(
            try text("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f2\\fcharset128 StarSymbol;}}{\\f2 \\'96}\\tab first}") == "–\tfirst"
        )
    }

    @Test func `Headers, footers, notes and comments follow the body, each once`() throws {
        let rtf = """
            {\\rtf1\\ansi{\\header HDR-0002\\par}{\\footer FTR-0003 \\chpgn\\par}{\\headerf First\\par}first{\\footnote Note FN-0004} end\\par \
            \\sect{\\header HDR-0002\\par}second{\\*\\atnid L}{\\*\\atnauthor Li}{\\*\\annotation check CM-0005}\\par}
            """
        #expect(
            try text(rtf).split(separator: "\n").map { $0.trimmingCharacters() }.filter { !$0.isEmpty } == [
                "first end", "second", "HDR-0002", "FTR-0003", "First", "Note FN-0004", "check CM-0005",
            ])
    }

    @Test func `Text behind a star in the middle of a group is text; destinations are none`() throws {
        #expect(
            try text("{\\rtf1{\\stylesheet{\\*\\cs7 Numbering;}}{\\i0\\*\\cs7\\cf0 The service agreement}}")
                == "The service agreement")
        #expect(try text("{\\rtf1 a{\\*\\cs7 b}{\\*\\unknown c{d}}e}") == "abe")
        let lists =
            "{\\list{\\listlevel{\\leveltext \\'02\\'00.}{\\levelnumbers \\'01}}{\\listname List138;}}{\\listoverride{\\lfolevel}x}"
        #expect(try text("{\\rtf1 {\\listtable\(lists)}\(lists)body}") == "body")
    }

    @Test func `The words of drawings and of embedded objects are text`() throws {
        let shape =
            "{\\shp{\\*\\shpinst{\\sp{\\sn name}{\\sv value}}{\\shptxt Box 0006\\par}}{\\shprslt{\\*\\do{\\dptxbxtext Box 0006}}}}"
        #expect(try text("{\\rtf1 a\(shape)b}") == "aBox 0006\nb")
        #expect(try text("{\\rtf1 {\\object{\\*\\objdata 0105}{\\result {\\pict 00}Table 0007}}}") == "Table 0007")
    }

    @Test func `What stands behind the last brace is no text, unless the document goes on there`() throws {
        #expect(
            try read(Array("{\\rtf1 body text\\par}".utf8) + [0, 0xF8, 0x1E, 0x44] + Array("garbage".utf8)).text == "body text")
        #expect(try text("{\\rtf1 one}\r\n{two}") == "onetwo")
        #expect(try text("{\\rtf1 one}}\\par three}") == "one\nthree")
        #expect(try text("{\\rtf1 cut{\\header HDR") == "cut\nHDR")
    }
}

extension Substring {
    fileprivate func trimmingCharacters() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
