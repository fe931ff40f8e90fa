import DeedText

import Testing

@testable import DeedCommands

@Suite("Tables")
struct TableTests {
    private func terminal(_ columns: Int) -> Terminal { Terminal(isTerminal: true, columns: columns, colours: false) }

    @Test("Chinese and English rows stand below each other, because a Han character is two columns wide")
    func alignment() {
        var table = Table([Table.Column("客户"), Table.Column("金额", number: true), Table.Column("到期")])
        table.row(["上海样例机电有限公司", "¥1,200.00", "2026-12-31"])
        table.row(["Acme", "$5.00", "2027-01-31"])
        let expected = """
            客户                       金额  到期
            上海样例机电有限公司  ¥1,200.00  2026-12-31
            Acme                      $5.00  2027-01-31

            """
        #expect(table.rendered(on: .pipe) == expected)
    }

    @Test("On a terminal the widest flexible column gives way; in a pipe nothing is cut")
    func fitting() throws {
        var table = Table([Table.Column("number"), Table.Column("title", flexible: true), Table.Column("note", flexible: true)])
        table.row(["HT-2024-0031", "数控机床维护保养服务协议（三年期）及其附件", "renews"])
        let whole = table.rendered(on: .pipe)
        #expect(whole.contains("附件"))
        let narrow = table.rendered(on: terminal(40)).split(separator: "\n")
        #expect(narrow.allSatisfy { DisplayWidth.of(String($0)) <= 40 })
        let row = try #require(narrow.last)
        #expect(row.contains("HT-2024-0031") && row.contains("…") && row.hasSuffix("renews"))
    }

    @Test("A column that may not be cut is never cut, however narrow the terminal is")
    func inflexible() {
        var table = Table([Table.Column("serial"), Table.Column("title", flexible: true)])
        table.row(["SN-20240031-000017-ABCDEF", "保修卡"])
        #expect(table.rendered(on: terminal(20)).contains("SN-20240031-000017-ABCDEF"))
    }

    @Test("Names from outside cannot steer the terminal")
    func controlCharacters() {
        var table = Table([Table.Column("")])
        table.row(["合\u{1B}[31m同\nA\u{202E}B\u{9B}C"])
        #expect(table.rendered(on: .pipe) == "合[31m同 ABC\n")
    }

    @Test("A table without rows is nothing, not a lonely heading")
    func empty() {
        #expect(Table([Table.Column("客户")]).rendered(on: .pipe).isEmpty)
    }

    @Test("Colours only where the terminal shows them")
    func colours() {
        var table = Table([Table.Column("")])
        table.row(["过保"], .red)
        #expect(table.rendered(on: .pipe) == "过保\n")
        let coloured = Terminal(isTerminal: true, columns: 80, colours: true)
        #expect(table.rendered(on: coloured) == "\u{1B}[31m过保\u{1B}[0m\n")
    }
}
