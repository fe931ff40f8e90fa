import DeedText
import Testing

@testable import DeedCommands

@Suite("Breaking lines")
struct WrappingTests {
    @Test("English breaks at spaces")
    func english() {
        #expect(Wrapping.lines("Keeps contracts byte for byte", columns: 15) == ["Keeps contracts", "byte for byte"])
        #expect(Wrapping.lines("unbreakableword", columns: 5) == ["unbreakableword"])
        #expect(Wrapping.lines("one\n\ntwo", columns: 9) == ["one", "", "two"])
    }

    @Test("Chinese breaks between characters, and no line begins with a mark that closes")
    func chinese() {
        let text = "保管合同、服务协议和保修卡：原件一字节不差，一查就到，重要日期不再错过。"
        for columns in 8...40 {
            let lines = Wrapping.lines(text, columns: columns)
            #expect(lines.joined() == text)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns + 2 })
            #expect(!lines.contains { "，。、：".contains($0.first ?? "x") })
        }
    }

    @Test("Words of both scripts stay whole")
    func mixed() {
        let lines = Wrapping.lines("档案库目录；默认取 DEEDBOX_VAULT 的值。", columns: 20)
        #expect(lines.contains { $0.contains("DEEDBOX_VAULT") })
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 22 })
    }
}
