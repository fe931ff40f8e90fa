import DeedCore
import Testing

/// The customer record around the papers.
@Suite("Customers: add, edit, show, list")
struct CustomerCommandTests {
    @Test("A customer with a contact is added, shown and found by name part, credit code and phone")
    func add() throws {
        let vault = try TestVault()
        let added = try vault.json(
            "customer", "add", "上海样例机电有限公司", "--credit-code", "91310117MAXX20016A", "--tier", "VIP", "--contact", "陈思远",
            "--phone",
            "138 0000 2001", "--email", "chensy@yangli.example", "--address", "上海市松江区样例路88号")
        let id = try #require(added["customer"]?.string)
        for reference in [id, String(id.prefix(20)), "样例机电", "樣例機電", "91310117MAXX20016A", "2001", "上海样例机电有限公司"] {
            #expect(try vault.json("customer", "show", reference)["id"]?.string == id, "\(reference)")
        }
        let shown = try vault.json("customer", "show", id)
        #expect(shown["tier"] == "VIP" && shown["contacts"]?.array?.first?["phone"] == "138 0000 2001" && shown["list"] == [])
        let chinese = try vault.chinese("customer", "show", id)
        #expect(chinese.contains("信用代码：  91310117MAXX20016A") && chinese.contains("陈思远"))
    }

    @Test("A credit code is checked; a name or a code twice is refused; nothing is written")
    func refused() throws {
        let vault = try TestVault()
        try vault.deedbox("customer", "add", "东昇精密制造（苏州）有限公司", "--credit-code", "91320505MAXX20032C").expect()
        let journal = try vault.journal()
        for arguments in [
            ["甲公司", "--credit-code", "91320505MAXX20032D"], ["乙公司", "--credit-code", "12345"],
            ["東昇精密製造（蘇州）有限公司"], ["丙公司", "--credit-code", "91320505maxx20032c"], [""],
        ] {
            let ended = try vault.deedbox(["customer", "add", "--json"] + arguments).expect(64)
            #expect(try ended.error["code"] == "bad-value", "\(arguments)")
        }
        #expect(try vault.journal() == journal)
        #expect(try vault.chinese("customer", "list").contains("东昇精密制造"))
    }

    @Test("edit changes what is given, adds a contact, and the papers follow in the search")
    func edit() throws {
        let vault = try TestVault.withSamples()
        let edited = try vault.json(
            "customer", "edit", "云栖谷", "--name", "杭州云栖谷机器人有限公司", "--tier", "VIP", "--phone", "0571-5550 2099")
        #expect(edited["name"] == "杭州云栖谷机器人有限公司" && edited["contacts"]?.array?.count == 2)
        #expect(try vault.found("客户:云栖谷机器人").count == 4)
        #expect(try vault.json("customer", "show", "2099")["tier"] == "VIP")
        #expect(
            try vault.deedbox("customer", "edit", "没有这家", "--tier", "VIP", "--json").expect(10).error["code"]
                == "customer-not-found")
        #expect(
            try vault.deedbox("customer", "edit", "有限公司", "--tier", "VIP", "--json").expect(64).error["code"]
                == "customer-ambiguous")
        try vault.expectClean()
    }

    @Test("list pages, counts and narrows")
    func list() throws {
        let vault = try Samples.shared()
        let all = try vault.json("customer", "list")
        #expect(all["customers"]?.array?.count == 14 && all["next"] == .null)
        let row = all["customers"]?.member(where: "name", is: "上海样例机电有限公司")
        #expect(row?["documents"] == 4 && row?["serials"] == 1 && row?["creditCode"] == "91310117MAXX20016A")
        let first = try vault.json("customer", "list", "--limit", "10")
        let rest = try vault.json("customer", "list", "--limit", "10", "--after", first["next"]?.string ?? "")
        #expect((first["customers"]?.texts("id") ?? []) + (rest["customers"]?.texts("id") ?? []) == all["customers"]?.texts("id"))
        #expect(try vault.json("customer", "list", "海曜")["customers"]?.texts("name") == ["宁波海曜港务机械有限公司"])
        #expect(try vault.json("customer", "list", "没有这家")["customers"] == [])
        _ = try vault.json("customer", "list", "没有这家", "--fail-empty", code: 10)
        #expect(try vault.english("customer", "list").contains("Blue Fjord Marine AS"))
    }

    @Test("A customer is found by a contact: its name, its e-mail address, its phone with an extension; who fits twice is listed")
    func contacts() throws {
        let vault = try TestVault()
        try vault.deedbox(
            "customer", "add", "上海样例机电有限公司", "--contact", "王工/李明（财务）", "--email", "Wang@Sample.example; b@sample.example",
            "--phone",
            "0755-8888 6666转 801"
        ).expect()
        try vault.deedbox("customer", "add", "李明机械厂", "--contact", "陳思遠", "--phone", "13800000005 13800000006").expect()
        for (asked, name) in [
            ("wang@sample.example", "上海样例机电有限公司"), ("B@SAMPLE.EXAMPLE", "上海样例机电有限公司"), ("王工", "上海样例机电有限公司"),
            ("陈思远", "李明机械厂"), ("0755-88886666转801", "上海样例机电有限公司"), ("13800000005", "李明机械厂"), ("0006", "李明机械厂"),
        ] {
            #expect(try vault.json("customer", "show", asked)["name"]?.string == name, "\(asked)")
        }
        let both = try vault.deedbox("customer", "show", "李明", "--json").expect(64).error
        #expect(both["code"] == "customer-ambiguous" && both["candidates"]?.array?.count == 2)
        for asked in ["王", "sample.example", "ang@sample.example"] {
            try vault.deedbox("customer", "show", asked).expect(10)
        }
    }
}
