import DeedCatalog
import DeedClock
import DeedCore
import Testing

@Suite("What ends, and what is covered")
struct ClockQueryTests {
    static let today = CivilDate(dayNumber: 20_778)  // 2026-11-21
    static let thisQuarter = Selection(range: .quarter(containing: today), today: today)

    @Test("this quarter: what to act on first, what ends, what was missed, and how many have no known end")
    func expiring() throws {
        let story = try Story()
        let customer = try story.customer("上海样例机电有限公司")
        func contract(_ title: String, _ object: Int, _ facts: [DocumentField: String]) throws -> Identifier {
            let facts = facts.merging([.title: title], uniquingKeysWith: { one, _ in one })
            return try story.document("\(title).pdf", object: object, facts)
        }
        let ends = try contract("保洁合同", 1, [.kind: "contract", .expires: "2026-12-15"])
        let act = try contract(
            "维保协议", 2, [.kind: "service-agreement", .effective: "2025-01-31", .termMonths: "24", .noticeMonths: "2"])
        let missed = try contract("租赁合同", 3, [.kind: "contract", .expires: "2026-10-31", .noticeDays: "30"])
        let untyped = try contract("未分类", 4, [.expires: "2026-11-30"])
        _ = try contract("明年", 5, [.kind: "contract", .expires: "2027-12-31"])
        _ = try contract("发票", 6, [.kind: "invoice", .expires: "2026-12-01"])
        _ = try contract("无期限", 7, [.kind: "contract", .perpetual: "yes"])
        _ = try contract("缺日期", 8, [.kind: "contract", .termMonths: "12"])
        _ = try contract("什么都没有", 9, [:])
        let run = try story.run("/srv/误.zip")
        try story.document("已撤回.pdf", object: 10, run: run, [.kind: "contract", .expires: "2026-12-01"])
        try story.write(Record(ImportWithdrawn(run: run)))
        try story.link(act, customer)

        let answer = try story.catalog.expiring(Self.thisQuarter)
        #expect(answer.rows.map(\.document?.id) == [act, missed, untyped, ends])
        #expect(answer.rows.map(\.group) == [.actNow, .missed, .ends, .ends])
        #expect(answer.rows[0].deadlines.end == (try day("2027-01-31")))
        #expect(answer.rows[0].deadlines.actBy == (try day("2026-11-30")))
        #expect(answer.rows[0].document?.customers.map(\.name) == ["上海样例机电有限公司"])
        #expect(answer.unknown == [.perpetual: 1, .termWithoutStart: 1, .noEndGiven: 1])
        #expect(answer.looked == 8)

        let agreements = try story.catalog.expiring(Self.thisQuarter, kinds: [.serviceAgreement])
        #expect(agreements.rows.map(\.document?.id) == [act])
        #expect(agreements.unknown.isEmpty)
        #expect(try story.catalog.terms(of: act).termMonths == 24)
    }

    @Test("warranty covers count: those of one card that end together are one line, and stand for the card")
    func covers() throws {
        let story = try Story()
        let customer = try story.customer("北京东昇科技有限公司")
        let card = try story.document("质保卡.pdf", object: 1, [.kind: "warranty-card", .expires: "2026-12-24"])
        let alone = try story.document("无机号质保卡.pdf", object: 2, [.kind: "warranty-card", .expires: "2026-12-24"])
        let machine = try story.serial("SN-100", model: "X200", customer: customer)
        try story.cover(machine, "parts", starts: "2025-12-24", months: 12, card: card, page: 2)
        try story.cover(machine, "labour", starts: "2025-12-24", months: 12, card: card, page: 2)
        try story.cover(machine, "travel", starts: "2025-12-24", months: 24, card: card)
        try story.cover(machine, "on-site", starts: "2025-12-24")
        try story.cover(machine, "whole", months: 6)

        let answer = try story.catalog.expiring(Self.thisQuarter)
        #expect(answer.rows.map(\.document?.id) == [alone, card])
        let row = try #require(answer.rows.first { $0.machine != nil })
        #expect(row.machine?.covers == ["labour", "parts"])
        #expect(row.machine?.number == "SN-100")
        #expect(row.machine?.customer?.name == "北京东昇科技有限公司")
        #expect(row.machine?.page == 2)
        #expect(row.deadlines.end == (try day("2026-12-24")))
        #expect(answer.unknown == [.noEndGiven: 1, .termWithoutStart: 1])
        #expect(try story.catalog.expiring(Self.thisQuarter, kinds: [.contract]).rows.isEmpty)
    }

    @Test("a serial number gives the verdict's inputs: covers with card and page, purchases, customer, contacts")
    func warranty() throws {
        let story = try Story.everything()
        for spelling in ["SN-O0I1", "sn o0i1", "ＳＮ－００１１", "SN0OL1"] {
            let machine = try #require(try story.catalog.warranty(serial: spelling).machines.first, "\(spelling)")
            #expect(machine.number == "SN-O0I1")
            #expect(machine.model == "X200")
            #expect(machine.customer?.name == "上海样例机电（集团）有限公司")
            #expect(machine.contacts.map(\.phone) == ["138-0000-1234"])
            #expect(machine.purchases.map(\.invoice) == ["FP-77"])
            let cover = try #require(machine.covers.first)
            #expect(cover.title == "质保卡 SN-O0I1")
            #expect(cover.page == 1)
            #expect(cover.cover.ends == (try day("2026-03-15")))
            #expect(machine.verdict(on: try day("2026-03-15")) == .covered)
            #expect(machine.verdict(on: try day("2026-03-16")) == .expired)
        }
        #expect(try story.catalog.serials(invoice: "fp77").map(\.number) == ["SN-O0I1"])
    }

    @Test("an unknown serial number gives its nearest neighbours")
    func near() throws {
        let story = try Story()
        for number in ["AB-12345", "AB-12354", "AB-99999", "XAB-12345-Z", "QQ-1"] { try story.serial(number) }
        func near(_ text: String) throws -> [String] {
            let answer = try story.catalog.warranty(serial: text)
            #expect(answer.machines.isEmpty)
            return answer.near.map { "\($0.number) \($0.distance)" }
        }
        #expect(try near("AB-12346") == ["AB-12345 1", "AB-12354 2"])
        #expect(try near("AB-1234").first == "AB-12345 0", "it begins with what was typed")
        #expect(try near("12354") == ["AB-12354 0"], "it ends with it; 12345 is a swap and two letters away")
        #expect(try near("BA-12345") == ["AB-12345 1", "AB-12354 2"], "a swap is one slip")
        #expect(try near("ZZ-00000").isEmpty)
        #expect(try near("").isEmpty)
    }

    @Test("customers are found by part of the name, credit code, phone, id, and listed by name")
    func customers() throws {
        let story = try Story()
        let one = try story.customer("上海样例机电有限公司", creditCode: "91350100M000100Y43", phone: "138 0000 1234", contact: "李雷")
        let two = try story.customer("北京东昇科技有限公司", phone: "+86 139-1111-5678")
        let three = try story.customer("上海样例机电有限公司北京分公司")
        let document = try story.document("合同.pdf", object: 1)
        try story.link(document, one)
        try story.serial("SN-1", customer: one)
        let catalog = story.catalog
        func found(_ text: String) throws -> Set<Identifier> { Set(try catalog.customers(matching: text).map(\.id)) }

        #expect(try found("样例机电") == [one, three])
        #expect(try found("上海樣例機電有限公司") == [one], "the whole name means that one alone")
        #expect(try found("東昇") == [two])
        #expect(try found("91350100m000100y43") == [one])
        #expect(try found("5678") == [two])
        #expect(try found("1234") == [one])
        #expect(try found("234").isEmpty)
        #expect(try found(two.text) == [two])
        #expect(try found("没有").isEmpty)
        #expect(try found("").isEmpty)
        #expect(try catalog.customers(creditCode: "91350100M000100Y43").map(\.id) == [one])
        #expect(try catalog.customers(named: "北京東昇科技有限公司") == [two])

        let details = try catalog.customer(one)
        #expect(details.summary.documents == 1)
        #expect(details.contacts.map(\.name) == ["李雷"])
        #expect(details.machines.map(\.number) == ["SN-1"])
        #expect(throws: Failure.self) { try catalog.customer(document) }

        var names: [String] = []
        var after: String?
        repeat {
            let page = try catalog.customers(after: after, limit: 1)
            names += page.rows.map(\.name)
            after = page.next
        } while after != nil
        #expect(names == ["上海样例机电有限公司", "上海样例机电有限公司北京分公司", "北京东昇科技有限公司"])
    }
}
