import DeedCore
@testable import DeedExtract
import Testing

@testable import DeedReaders

/// Keeps what a reader of tables sends.
private final class TableRecorder: TableSink {
    var book = TableBook()

    func begin(_ name: String, isHidden: Bool, isRead: Bool, uses1904: Bool) {
        book.uses1904 = uses1904
        book.sheets.append(TableSheet(name: name, isHidden: isHidden, isRead: isRead))
    }

    func row(_ row: TableRow) { book.sheets[book.sheets.count - 1].rows.append(row) }
    func merge(_ range: TableRange) { book.sheets[book.sheets.count - 1].merges.append(range) }
    func end() {}
    func warn(_ message: String) { book.warnings.append(message) }
}

private func table(_ bytes: [UInt8], hidden: [String] = []) throws -> TableBook {
    let sink = TableRecorder()
    let media = try identified(bytes)
    try bytes.withUnsafeBytes { raw in
        try Readers.readTable(Input(bytes: raw, name: "台账.xlsx"), as: media, hidden: hidden, into: sink)
    }
    return sink.book
}

private func fault(_ bytes: [UInt8]) throws -> ReadError? {
    do {
        _ = try table(bytes)
        return nil
    } catch let error as ReadError {
        return error
    }
}

@Suite("Tables: workbooks for their values")
struct ReaderTableTests {
    private static let styles = """
        <numFmts><numFmt numFmtId='176' formatCode='yyyy"年"m"月"d"日"'/><numFmt numFmtId='177' formatCode='yyyy"年"m"月"'/>\
        <numFmt numFmtId='178' formatCode='"¥"#,##0.00'/><numFmt numFmtId='179' formatCode='000'/></numFmts>\
        <cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf numFmtId='177'/><xf numFmtId='178'/><xf numFmtId='179'/></cellXfs>
        """

    @Test("Characters that XML cannot hold are what they stand for, and no text")
    func escapes() throws {
        let rows = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>甲_x000D_\n乙</t></is></c></row>"
        let book = try table(OfficeFixture.xlsx([("台账_x0026_清单", rows)], strings: ["合同_x000D_编号"]))
        #expect(book.sheets[0].name == "台账&清单")
        #expect(book.sheets[0].rows[0].cells.map(\.content) == [.text("合同\n编号"), .text("甲\n乙")])
    }

    @Test("Every kind of cell keeps its kind: texts, numbers, days, truth, errors, formulas with and without a value")
    func kinds() throws {
        let rows = """
            <row r='3'><c r='A3' t='s'><v>1</v></c><c r='C3' s='1'><v>45731</v></c><c r='D3' s='2'><v>45717</v></c><c r='E3' s='3'><v>1286000</v></c>\
            <c r='F3' s='4'><v>7</v></c><c r='G3'><v>123456789012.25</v></c><c r='H3' t='b'><v>1</v></c><c r='I3' t='e'><v>#REF!</v></c>\
            <c r='J3'><f>SUM(E:E)</f></c><c r='K3'><f>1+1</f><v>2</v></c><c r='L3' t='str'><f>A1&amp;""</f><v></v></c>\
            <c r='M3' t='inlineStr'><is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>方</t></r></is></c><c r='N3' t='s'><v>9</v></c><c r='O3' s='1'><v>60</v></c></row>\
            <row r='9'><c r='B9' t='d'><v>2025-03-15T00:00:00</v></c></row><row r='10'><c r='A10' s='1'/></row>
            """
        let book = try table(OfficeFixture.xlsx([("台账", rows)], strings: ["合同编号", " HT-2025-0031 "], styles: Self.styles))
        let day = try #require(CivilDate("2025-03-15"))
        let contents = Dictionary(uniqueKeysWithValues: book.sheets[0].rows[0].cells.map { ($0.column, $0.content) })
        #expect(contents[0] == .text("HT-2025-0031") && contents[2] == .day("45731", shown: "2025年3月15日", day))
        #expect(contents[3] == .number("45717", shown: "2025年3月"), "a month is no day, though one is stored")
        #expect(contents[4] == .number("1286000", shown: "¥1,286,000.00") && contents[5] == .number("7", shown: "007"))
        #expect(contents[6] == .number("123456789012.25", shown: "123456789012.25"))
        #expect(contents[7] == .boolean(true) && contents[8] == .error("#REF!") && contents[9] == .formula)
        #expect(contents[10] == .number("2", shown: "2") && contents[11] == nil && contents[12] == .text("甲方"))
        #expect(contents[13] == .error("shared string 9 of 2"))
        #expect(contents[14] == .number("60", shown: "60"), "29 February 1900 never was")
        #expect(book.sheets[0].rows.map(\.number) == [3, 9], "empty rows are no rows")
        #expect(
            book.sheets[0].rows[1].cells == [
                TableCell(column: 1, content: .day("2025-03-15T00:00:00", shown: "2025-03-15T00:00:00", day))
            ])
    }

    @Test("Days are counted from 1904 where the workbook says so")
    func macintosh() throws {
        let rows = "<row><c s='1'><v>44269</v></c></row>"
        let book = try table(OfficeFixture.xlsx([("表", rows)], styles: Self.styles, workbook: "<workbookPr date1904='1'/>"))
        guard case .day(_, let shown, let day) = book.sheets[0].rows[0].cells[0].content else { throw Failure(.internalError) }
        #expect(day.description == "2025-03-15" && shown == "2025年3月15日" && book.uses1904)
    }

    @Test("Joined cells and sheets: in order, hidden ones told and read only when they are named")
    func sheets() throws {
        let rows = "<row r='1'><c r='A1'><v>1</v></c></row>"
        let merged =
            rows + "</sheetData><mergeCells count='2'><mergeCell ref='A1:C2'/><mergeCell ref='XYZ'/></mergeCells><sheetData>"
        let bytes = OfficeFixture.xlsx([("销售", merged), ("旧\u{27} state=\u{27}hidden", rows), ("空", "")])
        let book = try table(bytes)
        #expect(book.sheets.map(\.name) == ["销售", "旧", "空"] && book.sheets.map(\.isHidden) == [false, true, false])
        #expect(book.sheets.map(\.isRead) == [true, false, true] && book.sheets.map(\.rows.count) == [1, 0, 0])
        #expect(book.sheets[0].merges == [TableRange(firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 2)])
        #expect(book.warnings == ["mergeCell XYZ"])
        #expect(try table(bytes, hidden: ["旧"]).sheets[1].rows.count == 1)
    }

    @Test("A sheet that breaks off, or contradicts itself, is not read by halves")
    func damaged() throws {
        func reason(_ rows: String) throws -> String? { try fault(OfficeFixture.xlsx([("台账", rows)]))?.reason }
        #expect(try reason("<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='A2'><v>") == "damaged")
        #expect(try reason("<row r='2'/><row r='1'/>") == "damaged")
        #expect(try reason("<row r='1'><c r='B1'/><c r='A1'/></row>") == "damaged")
        #expect(try reason("<row r='1'><c r='1A'><v>1</v></c></row>") == "damaged")
        #expect(try reason("<row r='99999999'><c><v>1</v></c></row>") == "damaged")
        #expect(try reason("<row r='1'><c r='A1'><v>&boom;</v></c></row>") == "damaged")
        #expect(try fault(Array("合同编号,到期\n".utf8)) == .noReader)
    }

    @Test("Hostile workbooks: columns, rows, depth, entities, expansion, one long string again and again")
    func hostile() throws {
        func reason(_ bytes: [UInt8]) throws -> String? { try fault(bytes)?.reason }
        let wide = (0..<1200).map { _ in "<c><v>1</v></c>" }.joined()
        #expect(try reason(OfficeFixture.xlsx([("宽", "<row>\(wide)</row>")])) == "unsupported")
        // Formatting alone reaches to the last column of every sheet, and costs nothing.
        let empty = (0..<16_384).map { _ in "<c s='1'/>" }.joined()
        #expect(try reason(OfficeFixture.xlsx([("空", "<row>\(empty)</row>")])) == nil)
        #expect(try reason(OfficeFixture.xlsx([("远", "<row><c r='ZZZZZZ1'><v>1</v></c></row>")])) == "damaged")
        let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'>]><worksheet><sheetData><row><c><v>1&a;</v></c></row></sheetData></worksheet>"
        #expect(try reason(ReaderTableTests.workbook(sheet: Array(laughs.utf8))) == "damaged")
        let deep = String(repeating: "<x>", count: 50_000)
        #expect(try reason(OfficeFixture.xlsx([("深", deep)])) == "damaged")
        let long = String(repeating: "长", count: 20_000)
        let again = (0..<2000).map { _ in "<row><c t='s'><v>0</v></c></row>" }.joined()
        #expect(try reason(OfficeFixture.xlsx([("串", again)], strings: [long])) == "too-large")
        let huge = "<row><c t='inlineStr'><is><t>\(String(repeating: "a", count: 200_000))</t></is></c></row>"
        #expect(try reason(OfficeFixture.xlsx([("胖", huge)])) == "too-large")
    }

    @Test("The worker hands a table over in frames, and says why it does not")
    func worker() throws {
        let extractor = try Extractor.forTest()
        defer { extractor.close() }
        let rows = (1...5000).map {
            "<row r='\($0)'><c r='A\($0)' t='inlineStr'><is><t>HT-\($0)</t></is></c><c r='B\($0)'><v>\($0).5</v></c></row>"
        }
        let good = try OpenFile(OfficeFixture.xlsx([("台账", rows.joined()), ("二", "<row><c><v>1</v></c></row>")]))
        let book = try extractor.table(of: good.descriptor, name: "台账.xlsx")
        #expect(book.sheets.map(\.rows.count) == [5000, 1])
        #expect(book.sheets[0].rows[4999].cells.map(\.content) == [.text("HT-5000"), .number("5000.5", shown: "5000.5")])
        for (bytes, reason) in [
            (Array("不是表格".utf8), "no-reader"), (OfficeFixture.xlsx([("断", "<row>")]), "damaged"),
            (ReaderTableTests.bomb(), "too-large"), ([], "no-reader"),
        ] {
            let file = try OpenFile(bytes)
            #expect(throws: TableFault.self) { try extractor.table(of: file.descriptor, name: "坏.xlsx") }
            do { _ = try extractor.table(of: file.descriptor, name: "坏.xlsx") } catch { #expect(error.reason == reason) }
        }
        // The worker is there for the next one.
        #expect(try extractor.table(of: good.descriptor, name: "台账.xlsx").sheets.count == 2)
    }

    /// A sheet of forty million spaces in forty kilobytes.
    private static func bomb() -> [UInt8] {
        workbook(sheet: Array("<worksheet><sheetData>".utf8) + [UInt8](repeating: 0x20, count: 40 << 20))
    }

    /// A workbook of one sheet with these very bytes.
    private static func workbook(sheet: [UInt8]) -> [UInt8] {
        let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        var zip = ZipFixture()
        for (name, text) in [
            OfficeFixture.types("xl/workbook.xml", main),
            OfficeFixture.relationships("_rels/.rels", [("rId1", "officeDocument", "xl/workbook.xml")]),
            OfficeFixture.relationships("xl/_rels/workbook.xml.rels", [("s0", "worksheet", "worksheets/sheet0.xml")]),
            ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='炸弹' sheetId='1' r:id='s0'/></sheets></workbook>"),
        ] { zip.add(name, Array(text.utf8)) }
        zip.add("xl/worksheets/sheet0.xml", sheet, deflated: true)
        return zip.finished()
    }
}

/// What a worker that has been taken over may send: none of it is believed.
@Suite("Tables: frames are checked")
struct TableFrameTests {
    private func take(_ frames: [(Frame.Kind, String)]) -> String {
        var collector = TableCollector()
        do {
            for (kind, json) in frames {
                let end = try Array(json.utf8).withUnsafeBytes { try collector.take(kind, $0, job: 1) }
                if let end { return (try? end.get()) == nil ? "fault" : "book" }
            }
            return "open"
        } catch {
            return "loss"
        }
    }

    @Test func `rows out of order, columns out of range, sheets without end and other frames are refused`() {
        let sheet = (Frame.Kind.sheet, #"{"name":"表","hidden":false,"read":true,"uses1904":false}"#)
        let end = (Frame.Kind.tableEnd, #"{"job":1,"reason":null,"detail":null}"#)
        #expect(take([sheet, (.rows, #"[[1,[[0,"t","甲"],[3,"n","1","1"]]]]"#), end]) == "book")
        #expect(take([end]) == "book")
        #expect(take([(.tableEnd, #"{"job":2,"reason":null}"#)]) == "loss")
        #expect(take([(.tableEnd, #"{"job":1,"reason":"damaged","detail":"x"}"#)]) == "fault")
        for rows in [
            #"[[2,[]],[1,[]]]"#, #"[[1,[[1,"t","a"],[0,"t","b"]]]]"#, #"[[1,[[1000,"t","a"]]]]"#, #"[[0,[]]]"#,
            #"[[1,[[0,"d","1","x","2025-02-30"]]]]"#,
            #"[[1,[[0,"x","a"]]]]"#, #"{}"#, "[", #"[[1]]"#, #"[[1,[[-1,"t","a"]]]]"#,
        ] { #expect(take([sheet, (.rows, rows)]) == "loss", "\(rows)") }
        #expect(take([(.rows, "[]")]) == "loss" && take([(.merges, "[]")]) == "loss")
        #expect(take([sheet, (.merges, "[[2,1,0,0]]")]) == "loss" && take([sheet, (.merges, "[[1,2,0,99999]]")]) == "loss")
        #expect(take([(.page, "{}")]) == "loss")
    }

    @Test func `rows without end are refused before they fill the memory of the program that asked`() throws {
        // Given frames as a worker sends them that has been taken over: a hundred rows of a hundred cells, again and again
        var collector = TableCollector()
        let sheet = Array(#"{"name":"表","hidden":false,"read":true,"uses1904":false}"#.utf8)
        _ = try sheet.withUnsafeBytes { try collector.take(.sheet, $0, job: 1) }
        var taken = 0
        var loss: WorkerLoss?
        while loss == nil, taken < 10_000 {
            let cells = (0..<100).map { "[\($0),\"t\",\"vvvvvvvvvv\"]" }.joined(separator: ",")
            let rows = (1...100).map { "[\(taken * 100 + $0),[\(cells)]]" }.joined(separator: ",")
            do throws(WorkerLoss) {
                _ = try withBytes("[\(rows)]") { bytes throws(WorkerLoss) in try collector.take(.rows, bytes, job: 1) }
                taken += 1
            } catch {
                loss = error
            }
        }
        // Then it ends with the reason, and what was kept of it lies below the limit
        #expect(loss == .tooLarge)
        #expect(taken > 0 && taken * 10_000 * MemoryLayout<TableCell>.stride <= TableLimits.memoryBytes)
    }

    private func withBytes<Answer>(_ text: String, _ body: (UnsafeRawBufferPointer) throws(WorkerLoss) -> Answer)
        throws(WorkerLoss) -> Answer
    {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBytes { raw in Result { () throws(WorkerLoss) in try body(raw) } }
        return try result.get()
    }
}
