import DeedCore
import Testing

/// Legal staff sort what came in twice: a copy, a new version, another paper from the same form.
@Suite("Duplicates")
struct DuplicatesTests {
    private func contract(_ number: String, _ months: String, goods: String = "空压机三台") -> String {
        """
        设备采购合同
        合同编号：\(number)
        甲方：上海样例机电有限公司
        一、乙方应于二〇二五年三月十五日前交付\(goods)，交货地点为甲方仓库，运输费用由乙方承担。
        二、质保期自验收合格之日起\(months)个月，质保期内乙方免费更换损坏的零件，往返差旅费用由乙方承担。
        三、合同签订后支付百分之三十，验收合格后支付百分之六十，余款作为质保金于质保期满后支付。
        四、逾期交货的，每日按合同总价的千分之一支付违约金，累计不超过合同总价的百分之十。
        """
    }

    private func vault() throws -> TestVault {
        try TestVault([
            "采购合同.txt": contract("HT-2025-017", "十二"), "采购合同（修订）.txt": contract("HT-2025-017", "十八"),
            "叉车合同.txt": contract("HT-2025-099", "十二", goods: "叉车两辆"), "保密协议.txt": "保密协议 双方负有保密义务",
        ])
    }

    @Test("Alike ones are listed side by side, compared, decided, and leave the list")
    func decided() throws {
        let vault = try vault()
        let before = try vault.json("duplicates")
        #expect(before["pairs"]?.array?.count == 3)
        let comparison = try vault.json("duplicates", "show", "采购合同.txt", "采购合同（修订）.txt")
        #expect(comparison["differences"]?.texts("in") == ["one", "other"])
        #expect(comparison["differences"]?.array?.last?["text"]?.string?.contains("十八个月") == true)
        let text = try vault.chinese("duplicates", "show", "采购合同.txt", "采购合同（修订）.txt")
        #expect(text.contains("- 1  二、质保期自验收合格之日起十二个月") && text.contains("+ 1  二、质保期自验收合格之日起十八个月"))

        let written = try vault.json(
            "duplicates", "decide", "采购合同（修订）.txt", "采购合同.txt", "--as", "version", "--note", "改了质保期")
        #expect(written["changed"] == true)
        #expect(
            try vault.json("duplicates", "decide", "采购合同（修订）.txt", "采购合同.txt", "--as", "version", "--note", "改了质保期")["changed"]
                == false)
        let after = try vault.json("duplicates")
        #expect(after["pairs"]?.array?.count == 2 && after["decided"] == 1)
        let all = try vault.json("duplicates", "--all")
        #expect(
            all["pairs"]?.array?.contains { $0["decision"]?["as"] == "version" && $0["decision"]?["note"] == "改了质保期" } == true)
        #expect(try vault.chinese("duplicates", "--all").contains("新版本"))
        #expect(try vault.chinese("history", "采购合同（修订）.txt").contains("判断是否重复"))
        let shown = try vault.json("show", "采购合同.txt")["duplicates"]?.array?.first
        #expect(shown?["as"] == "version" && shown?["title"] == "采购合同（修订）" && shown?["note"] == "改了质保期")
        #expect(try vault.chinese("show", "采购合同.txt").contains("其旧版本"))
        #expect(try vault.english("show", "采购合同（修订）.txt").contains("a new version of"))
        #expect(try vault.json("show", "叉车合同.txt")["duplicates"] == [])
        // Changing one's mind, the other way round, ends what was said before.
        try vault.deedbox("duplicates", "decide", "采购合同.txt", "采购合同（修订）.txt", "--as", "different").expect()
        let now = try vault.json("duplicates", "show", "采购合同（修订）.txt", "采购合同.txt")
        #expect(now["decision"]?["as"] == "different" && now["decision"]?["note"] == .null)
        try vault.expectClean()
    }

    @Test("The same number pairs papers whose texts differ; different numbers keep papers of one form apart")
    func numbers() throws {
        let vault = try vault()
        try vault.deedbox("set", "采购合同.txt", "number=HT-2025-017").expect()
        try vault.deedbox("set", "叉车合同.txt", "number=HT-2025-099").expect()
        try vault.deedbox("set", "保密协议.txt", "number=ＨＴ－２０２５－０１７").expect()
        let list = try vault.json("duplicates")
        let pairs = try #require(list["pairs"]?.array)
        #expect(pairs.first?["sameNumber"] == true && pairs.first?["share"] == .null)
        #expect(list["numbersDiffer"] == 1)
        #expect(pairs.allSatisfy { $0["numbersDiffer"] == false })
        #expect(try vault.english("duplicates").contains("same number"))
        #expect(try vault.english("duplicates").contains("1 pair from one form, with different numbers: --all"))
        #expect(try vault.json("duplicates", "--all")["pairs"]?.array?.contains { $0["numbersDiffer"] == true } == true)
    }

    @Test("Bad use is named; nothing alike is an empty answer")
    func edges() throws {
        let vault = try TestVault(["保密协议.txt": "保密协议 双方负有保密义务"])
        #expect(try vault.json("duplicates")["pairs"] == [])
        #expect(try vault.chinese("duplicates").contains("没有相近的文档"))
        try vault.deedbox("duplicates", "--fail-empty").expect(10)
        try vault.deedbox("duplicates", "--least", "20").expect(64)
        try vault.deedbox("duplicates", "decide", "保密协议.txt", "保密协议.txt", "--as", "same").expect(64)
        try vault.deedbox("duplicates", "decide", "保密协议.txt", "保密协议.txt", "--as", "maybe").expect(64)
    }
}
