import DeedCore
import DeedImport
import DeedText
import Testing

/// Whose contract, whose machine: what a ledger may take for the same, and what waits for a person.
@Suite struct LedgerIdentityTests {
    private func plan(_ text: String, _ archive: RememberedArchive, own: [String] = [], updates: Bool = false) throws
        -> LedgerPlan
    {
        let object = try #require(ObjectID(hex: String(repeating: "0c", count: 32)))
        // A ledger has to name papers or machines: one of customers alone gets numbers of papers that nobody has.
        var lines = text.split(separator: "\n").map(String.init)
        if !text.contains("序列号"), !text.contains("合同编号") {
            lines = lines.enumerated().map { $0.offset == 0 ? "合同编号,\($0.element)" : "HT-900\($0.offset),\($0.element)" }
        }
        let file = try LedgerFile(
            source: "/台账.csv", bytes: Array(lines.joined(separator: "\n").utf8), sha256: object)
        return try LedgerPlan(file, lookup: archive, ownNames: own, updates: updates, mint: IdentifierMint())
    }

    @discardableResult
    private func apply(_ text: String, _ archive: RememberedArchive, updates: Bool = false) throws -> LedgerReport {
        let plan = try plan(text, archive, updates: updates)
        archive.apply(plan.records)
        #expect(try self.plan(text, archive, updates: updates).records.isEmpty, "the same again changes nothing")
        return plan.report
    }

    // MARK: Customers

    static let codes = ["91350100M000100Y43", "91330206MAXX20040A"]

    @Test func `a code that comes later is taken, and from then on it decides`() throws {
        let archive = RememberedArchive()
        try apply("客户,电话\n甲公司,13800001111\n", archive)
        let report = try apply("客户,信用代码,电话\n甲公司,\(Self.codes[0]),13800001111\n", archive)
        #expect(report.conflicts.isEmpty && archive.customers.map(\.code) == [Self.codes[0]])
        try apply("客户,信用代码,电话\n甲集团公司,\(Self.codes[0]),13800002222\n", archive)
        #expect(archive.customers.count == 1, "renamed: the code says who it is")
    }

    @Test func `the same name with another valid code is a conflict, whichever row comes first`() throws {
        let archive = RememberedArchive()
        try apply("客户,信用代码,电话\n甲公司,\(Self.codes[0]),13800001111\n", archive)
        let other = try apply("客户,信用代码,电话\n甲公司,\(Self.codes[1]),13800001111\n", archive)
        #expect(other.count(.conflict) == 1 && other.conflicts.map(\.field) == ["creditCode"])
        #expect(archive.customers.map(\.code) == [Self.codes[0]])
        for order in [Self.codes, Self.codes.reversed()] {
            let fresh = RememberedArchive()
            let both = try apply("客户,信用代码,电话\n乙公司,\(order[0]),1380000\n乙公司,\(order[1]),1380001\n", fresh)
            #expect(both.count(.conflict) == 2 && fresh.customers.isEmpty)
        }
    }

    @Test func `a name that two customers have waits, and a code settles it`() throws {
        let archive = RememberedArchive()
        var mint = IdentifierMint()
        archive.customers = Self.codes.map { (mint.next(), "丙公司", $0) }
        let report = try plan("客户,电话\n丙公司,13800001111\n", archive).report
        #expect(report.count(.conflict) == 1 && report.conflicts.first?.reason == "several-customers")
        let settled = try plan("客户,信用代码,电话\n丙公司,\(Self.codes[1]),13800001111\n", archive)
        #expect(settled.report.conflicts.isEmpty && settled.records.count == 1)
    }

    @Test(arguments: ["12345", "91350100M000100Y4Z", "9.13501E+17"])
    func `a code that does not check is told and not kept`(code: String) throws {
        let archive = RememberedArchive()
        let report = try plan("客户,信用代码,电话\n甲公司,\(code),13800001111\n", archive).report
        #expect(report.faults.contains { $0.column == "creditCode" && $0.line == 2 })
        archive.apply(try plan("客户,信用代码,电话\n甲公司,\(code),13800001111\n", archive).records)
        #expect(archive.customers.map(\.code) == [nil])
    }

    @Test func `two customers for one contract contradict each other, in one ledger and in two`() throws {
        let archive = RememberedArchive()
        let paper = archive.add(file: "HT-1.pdf")
        let twice = try plan("合同编号,客户,文件名\nHT-1,甲公司,HT-1.pdf\nHT-1,乙公司,HT-1.pdf\n", archive).report
        #expect(twice.count(.conflict) == 2)
        try apply("合同编号,客户,文件名\nHT-1,甲公司,HT-1.pdf\n", archive)
        let other = try apply("合同编号,客户,文件名\nHT-1,乙公司,HT-1.pdf\n", archive)
        #expect(other.conflicts.map(\.field) == ["customer"] && archive.links[paper]?.map(\.name) == ["甲公司"])
        // An update may say so; what a person linked stays.
        try apply("合同编号,客户,文件名\nHT-1,乙公司,HT-1.pdf\n", archive, updates: true)
        #expect(archive.links[paper]?.map(\.name) == ["乙公司"])
        let link = try #require(archive.links[paper]?.first)
        archive.links[paper] = [LedgerLink(customer: link.customer, name: link.name, role: link.role, source: "manual")]
        #expect(try plan("合同编号,客户,文件名\nHT-1,丙公司,HT-1.pdf\n", archive, updates: true).report.count(.conflict) == 1)
    }

    @Test func `a warranty card may serve two customers`() throws {
        let archive = RememberedArchive()
        let card = archive.add(file: "卡.pdf")
        let report = try apply(
            "客户,序列号,型号,保修到期,类型,文件名\n甲公司,SN-11,M,2027-01-01,保修卡,卡.pdf\n乙公司,SN-12,M,2027-01-01,保修卡,卡.pdf\n", archive)
        #expect(report.count(.conflict) == 0 && archive.links[card]?.map(\.name) == ["甲公司", "乙公司"])
    }

    @Test(arguments: [
        // 乙方 is the same in every row, though one customer stands in most of them.
        ("甲,我\n甲,我\n乙,我", ["我"], "every-row"), ("甲,我\n我,乙\n丙,我", ["我"], "every-row"),
        // Nobody, or two, in every row: nobody is taken, and that is said.
        ("甲,我\n甲,我\n甲,我", [], "unknown"), ("甲,我\n乙,我\n丙,丁", [], "unknown"),
    ])
    func `whoever stands in every row is the company itself`(rows: String, names: [String], by: String) throws {
        let text = rows.split(separator: "\n").enumerated().map { "HT-000\($0.offset),\($0.element)" }.joined(separator: "\n")
        let report = try plan("合同编号,甲方,乙方\n\(text)\n", RememberedArchive()).report
        #expect(report.company?.names == names && report.company?.by.rawValue == by)
        let said = try plan("合同编号,甲方,乙方\n\(text)\n", RememberedArchive(), own: ["丁"]).report
        #expect(said.company?.names == ["丁"] && said.company?.by == .setting)
    }

    // MARK: Machines

    @Test func `numbers that only fold alike are two machines where customer or model differ`() throws {
        for rows in [
            ["乙,SN-1O0,M1", "丙,SN-100,M2"], ["丁,A-11,M3", "丁,A11,M4"], ["戊,ＡＢ-O1,M5", "己,AB-01,M5"],
        ] {
            for order in [rows, rows.reversed()] {
                let archive = RememberedArchive()
                let report = try apply("客户,序列号,型号\n" + order.joined(separator: "\n") + "\n", archive)
                #expect(archive.machines.count == 2 && report.similar.count == 2)
            }
        }
        // The same customer and model, written in two ways: one machine.
        let archive = RememberedArchive()
        try apply("客户,序列号,型号\n乙,SN-1O0,M1\n乙,sn 100,M1\n乙,ＳＮ－１Ｏ０,M1\n", archive)
        #expect(archive.machines.count == 1)
    }

    @Test func `a row that folds onto a known machine of another customer or model waits and is said`() throws {
        let archive = RememberedArchive()
        try apply("客户,序列号,型号\n乙,SN-1O0,M1\n", archive)
        let report = try apply("客户,序列号,型号\n丙,SN-100,M1\n", archive)
        #expect(report.count(.conflict) == 1 && report.conflicts.first?.reason == "folds-onto-another")
        #expect(report.conflicts.first?.known.contains("SN-1O0") == true && archive.machines.count == 1)
        // Where the ledger names both, it tells them apart itself; so a run that was cut off ends as one that was not.
        try apply("客户,序列号,型号\n丙,SN-100,M1\n乙,SN-1O0,M1\n", archive)
        #expect(archive.machines.map(\.owner?.name) == ["乙", "丙"])
        // An exact number is meant before one that it folds onto.
        try apply("客户,序列号,型号,保修到期\n丙,SN-100,M1,2027-01-01\n", archive)
        #expect(archive.covers[archive.machines[1].id]?.count == 1 && archive.covers[archive.machines[0].id] == nil)
    }

    @Test func `a resale moves the owner and keeps the sale, whatever order the rows have`() throws {
        let rows = ["乙,SN-0002,2020-03-15,12", "丙,SN-0002,2026-03-15,12"]
        for order in [rows, rows.reversed()] {
            let archive = RememberedArchive()
            try apply("客户,序列号,销售日期,保修月数\n" + order.joined(separator: "\n") + "\n", archive)
            let machine = try #require(archive.machines.first)
            #expect(archive.machines.count == 1 && machine.owner?.name == "丙")
            #expect(archive.purchases[machine.id]?.count == 2 && archive.covers[machine.id]?.count == 2)
        }
        // Two customers without a day, or of one day: nobody knows whose it is.
        for dates in [("", ""), ("2020-03-15", "2020-03-15"), ("2020-03-15", "")] {
            let report = try plan("客户,序列号,销售日期\n乙,SN-0003,\(dates.0)\n丙,SN-0003,\(dates.1)\n", RememberedArchive()).report
            #expect(report.conflicts.contains { $0.reason == "two-owners" }, "\(dates)")
        }
    }

    // MARK: Corrections

    @Test(arguments: [
        ("2025-01-01,12,", "2025-01-01,24,", "2027-01-01"), ("2025-01-01,12,", "2025-02-01,12,", "2026-02-01"),
        ("2025-01-01,,2025-12-31", "2025-01-01,,2026-06-30", "2026-06-30"),
        ("2025-01-01,12,", "2025-01-01,,2026-06-30", "2026-06-30"),
    ])
    func `a corrected warranty is a conflict, and with an update the new one alone stands`(
        old: String, new: String, end: String
    ) throws {
        let archive = RememberedArchive()
        try apply("客户,序列号,销售日期,保修月数,保修到期\n甲,SN-0001,\(old)\n", archive)
        let before = archive.covers
        #expect(try apply("客户,序列号,销售日期,保修月数,保修到期\n甲,SN-0001,\(new)\n", archive).count(.conflict) == 1)
        #expect(archive.covers == before)
        try apply("客户,序列号,销售日期,保修月数,保修到期\n甲,SN-0001,\(new)\n", archive, updates: true)
        let machine = try #require(archive.machines.first)
        let covers = try #require(archive.covers[machine.id])
        #expect(covers.count == 1 && archive.purchases[machine.id]?.count == 1)
        let fact = covers[0].fact
        let last = fact.ends ?? fact.starts.flatMap { start in fact.months.map { start.adding(months: Int($0)) } }
        #expect(last?.description == end)
    }

    @Test func `an extension after the first warranty is a further promise, not a correction`() throws {
        let archive = RememberedArchive()
        try apply("客户,序列号,销售日期,保修月数\n甲,SN-0001,2025-01-01,12\n", archive)
        let report = try apply("客户,序列号,销售日期,保修月数\n甲,SN-0001,2026-01-01,12\n", archive)
        let machine = try #require(archive.machines.first)
        #expect(report.count(.applied) == 1 && archive.covers[machine.id]?.count == 2)
    }

    @Test func `what a person took back does not come back with the same ledger`() throws {
        let archive = RememberedArchive()
        let text = "客户,序列号,销售日期,保修月数\n甲,SN-0001,2025-01-01,12\n"
        try apply(text, archive)
        let machine = try #require(archive.machines.first)
        archive.takenBack[machine.id] = archive.covers[machine.id]?.map(\.fact)
        archive.covers[machine.id] = []
        let report = try apply(text, archive)
        #expect(report.conflicts.map(\.reason) == ["taken-back"] && archive.covers[machine.id] == [])
    }

    @Test(arguments: ["SN-0001", "sn 0001", "ＳＮ－０００１"])
    func `a machine that a person took back does not come back with a ledger, however it is written`(number: String) throws {
        let archive = RememberedArchive()
        archive.machinesTakenBack = ["sn0001"]
        let report = try apply("客户,序列号,销售日期,保修月数\n甲,\(number),2025-01-01,12\n", archive)
        #expect(report.conflicts.map(\.reason) == ["taken-back"] && archive.machines.isEmpty && archive.customers.isEmpty)
        let other = try apply("客户,序列号,销售日期,保修月数\n甲,SN-OOO1,2025-01-01,12\n", archive)
        #expect(other.count(.applied) == 1 && archive.machines.map(\.number) == ["SN-OOO1"])
    }

    @Test(arguments: [("乙公司", true), ("甲 公 司", false)])
    func `another name with a known credit code is taken for that customer, and said`(name: String, isSaid: Bool) throws {
        let archive = RememberedArchive()
        let code = "91350100M000100Y43"
        let report = try apply("序列号,客户,信用代码\nS1,甲公司,\(code)\nS2,\(name),\(code)\n", archive)
        #expect(archive.customers.map(\.name) == ["甲公司"])
        #expect(report.similar.map(\.reason) == (isSaid ? ["same-code"] : []))
    }

    @Test(arguments: [
        ("123", "not-a-credit-code"), ("91330206MAXX20O40A", "not-a-credit-code"), ("91350100M000100Y4Z", "not-a-credit-code"),
        ("91350100M000100Y44", "bad-credit-code"),
    ])
    func `what is wrong with a code is said as it is`(code: String, reason: String) throws {
        let report = try apply("序列号,客户,信用代码\nS1,甲公司,\(code)\n", RememberedArchive())
        #expect(report.faults.map(\.reason) == [reason])
    }

    @Test func `a contact is completed, and replaced by an update`() throws {
        let archive = RememberedArchive()
        try apply("客户,联系人,电话\n甲,王工,13800001111\n", archive)
        try apply("客户,联系人,邮箱\n甲,王工,w@a.example\n", archive)
        let customer = try #require(archive.customers.first?.id)
        #expect(archive.contacts[customer]?.map(\.fact.email) == ["w@a.example"])
        try apply("客户,联系人,电话\n甲,王工,13900002222\n", archive, updates: true)
        #expect(archive.contacts[customer]?.map(\.fact.phone) == ["13900002222"])
    }
}
