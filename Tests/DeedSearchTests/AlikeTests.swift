import DeedCore
import DeedSearch
import GRDB
import Testing

@Suite("Texts that are alike")
struct AlikeTests {
    private func contract(_ months: String) -> String {
        """
        设备采购合同 甲方上海样例机电有限公司，乙方东升压缩机有限公司。乙方应于二〇二五年三月十五日前交付空压机三台，交货地点为甲方仓库。
        质保期自验收合格之日起\(months)个月，质保期内乙方免费更换损坏的零件，往返差旅费用由乙方承担。逾期交货的，每日按总价的千分之一支付违约金。
        """
    }

    private func pairs(_ archive: Archive, _ least: Int = 70) throws -> [AlikeTexts] {
        var found: [AlikeTexts] = []
        try archive.index.alike(atLeast: least) {
            found.append($0)
            return true
        }
        return found
    }

    @Test("A new version and a rewrapped copy meet, a stranger does not")
    func meet() throws {
        let archive = try Archive()
        try archive.put("原件", [contract("十二")])
        try archive.put("修订", [contract("十八")])
        try archive.put("重排", [contract("十二").replacing("，", with: "，\n"), ""])
        try archive.put("保密协议", [String(repeating: "双方对知悉的商业秘密负有保密义务，未经书面同意不得向第三方披露；", count: 4)])
        let found = try pairs(archive)
        #expect(found.count == 3)
        #expect(found.first.map { [$0.one, $0.other] } == ["原件", "重排"].map(Archive.object))
        #expect(found.first?.share == 100 && found.dropFirst().allSatisfy { $0.share > 80 && $0.share < 100 })
        #expect(try pairs(archive, 99).count == 1)
        var calls = 0
        try archive.index.alike(atLeast: 70) { _ in
            calls += 1
            return false
        }
        #expect(calls == 1)
    }

    @Test("A text that is read again leaves nothing of the old one behind; a document that is taken out is in no pair")
    func replaced() throws {
        let archive = try Archive()
        try archive.put("原件", [contract("十二")])
        try archive.put("修订", [contract("十八")])
        #expect(try pairs(archive).count == 1)
        try archive.index.store(Archive.text(["扫描件"]), for: Archive.object("修订"))
        #expect(try pairs(archive).isEmpty)
        try archive.index.store(Archive.text([contract("十八")]), for: Archive.object("修订"))
        #expect(try pairs(archive).count == 1)
        let document = try #require(archive.documents["修订"]?.id)
        try archive.index.index([], removed: [document], appliedSeq: 100)
        #expect(try pairs(archive).isEmpty)
    }

    @Test("Of a thousand papers from one form, each is noted with a few: the index does not grow with the square")
    func oneForm() throws {
        let archive = try Archive()
        let texts = try (0..<150).map {
            try PreparedText(Archive.text([contract("十二") + " 编号 HT\($0)"]), for: Archive.object("范本\($0)"))
        }
        try archive.index.store(texts)
        for at in 0..<150 { try archive.put("范本\(at)", [contract("十二") + " 编号 HT\(at)"]) }
        let found = try pairs(archive)
        #expect(found.count >= 149 && found.count <= 150 * 20)
    }

    @Test("An index of the first version is sketched when it is opened for writing, and answers before")
    func older() throws {
        let archive = try Archive()
        try archive.put("原件", [contract("十二")])
        try archive.put("修订", [contract("十八")])
        let queue = try DatabaseQueue(path: archive.path)
        try queue.write {
            try $0.execute(sql: "DROP TABLE alike; DROP TABLE sketch_band; DROP TABLE sketch; PRAGMA user_version = 1")
            try $0.execute(sql: "ALTER TABLE doc DROP COLUMN folders")
        }
        try queue.close()
        let reader = try SearchIndex.open(at: archive.path, access: .read)
        try reader.alike(atLeast: 70) { _ in
            Issue.record("there is nothing to tell yet")
            return false
        }
        let writer = try SearchIndex.open(at: archive.path, access: .write)
        var found = 0
        try writer.alike(atLeast: 70) { _ in
            found += 1
            return true
        }
        #expect(found == 1)
    }
}
