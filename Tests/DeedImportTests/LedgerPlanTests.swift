import DeedCore
import DeedImport
import DeedText
import Testing

/// What an archive knows, kept in memory: answers a ledger's questions and takes its records.
final class RememberedArchive: LedgerLookup {
    var names: [String: [Identifier]] = [:]
    var numbers: [String: [Identifier]] = [:]
    var firstPages: [Identifier: String] = [:]
    var facts: [Identifier: [DocumentField: (value: String, source: String)]] = [:]
    var links: [Identifier: [LedgerLink]] = [:]
    var customers: [(id: Identifier, name: String, code: String?)] = []
    var contacts: [Identifier: [LedgerKnown<LedgerContact>]] = [:]
    var machines: [LedgerMachine] = []
    var purchases: [Identifier: [LedgerKnown<LedgerPurchase>]] = [:]
    var covers: [Identifier: [LedgerKnown<LedgerCover>]] = [:]
    var takenBack: [Identifier: [LedgerCover]] = [:]
    var machinesTakenBack: Set<String> = []
    private var mint = IdentifierMint()

    private var written: [Identifier: String] = [:]

    func documents(_ candidates: [Identifier], written number: String) -> [Identifier] {
        candidates.filter { written[$0].map { Folding.folded($0) == Folding.folded(number) } ?? false }
    }

    func add(file name: String, firstPage: String = "") -> Identifier {
        let id = mint.next()
        names[Folding.nameKey(name), default: []].append(id)
        firstPages[id] = firstPage
        written[id] = name
        return id
    }

    func apply(_ records: [Record]) {
        for record in records {
            switch record.payload {
            case let body as CustomerAdded: customers.append((body.customer, body.name, body.creditCode))
            case let body as CustomerChanged:
                let at = customers.firstIndex { $0.id == body.customer }
                if let at, let code = body.changes["creditCode"]?.string { customers[at].code = code }
            case let body as ContactAdded:
                let contact = LedgerContact(name: body.name, phone: body.phone, email: body.email, address: body.address)
                contacts[body.customer, default: []].append(LedgerKnown(id: body.contact, fact: contact, source: body.source))
            case let body as ContactChanged:
                for (customer, known) in contacts {
                    contacts[customer] = known.map { known in
                        var known = known
                        guard known.id == body.id else { return known }
                        if let phone = body.changes["phone"]?.string { known.fact.phone = phone }
                        if let email = body.changes["email"]?.string { known.fact.email = email }
                        return known
                    }
                }
            case let body as DocumentSet:
                guard let field = DocumentField(rawValue: body.field), let value = body.value else { continue }
                facts[body.document, default: [:]][field] = (value, body.source)
                if field == .number { numbers[Folding.numberKey(value), default: []].append(body.document) }
            case let body as DocumentLinked:
                let name = customers.first { $0.id == body.customer }?.name ?? ""
                links[body.document, default: []].append(
                    LedgerLink(customer: body.customer, name: name, role: body.role, source: body.source))
            case let body as DocumentUnlinked:
                links[body.document]?.removeAll { $0.customer == body.customer && $0.role == body.role }
            case let body as SerialAdded:
                machines.append(
                    LedgerMachine(
                        id: body.serial, number: body.number, model: body.model, owner: body.customer.flatMap(known),
                        source: body.source))
            case let body as SerialChanged:
                guard let at = machines.firstIndex(where: { $0.id == body.id }) else { continue }
                if let model = body.changes["model"]?.string { machines[at].model = model }
                if let owner = body.changes["customer"]?.string.flatMap({ Identifier($0) }) { machines[at].owner = known(owner) }
            case let body as PurchaseAdded:
                let sale = LedgerPurchase(date: body.date, invoice: body.invoice, customer: body.customer)
                purchases[body.serial, default: []].append(LedgerKnown(id: body.purchase, fact: sale, source: body.source))
            case let body as PurchaseChanged:
                for (machine, sales) in purchases {
                    purchases[machine] = sales.map { sale in
                        var sale = sale
                        guard sale.id == body.id else { return sale }
                        if let date = body.changes["date"]?.string { sale.fact.date = CivilDate(date) }
                        if let invoice = body.changes["invoice"]?.string { sale.fact.invoice = invoice }
                        return sale
                    }
                }
            case let body as CoverAdded:
                let cover = LedgerCover(covers: body.covers, starts: body.starts, months: body.months, ends: body.ends)
                covers[body.serial, default: []].append(LedgerKnown(id: body.cover, fact: cover, source: body.source))
            case let body as CoverChanged:
                for (machine, known) in covers {
                    covers[machine] = known.map { cover in
                        var cover = cover
                        guard cover.id == body.id else { return cover }
                        if let value = body.changes["starts"] { cover.fact.starts = value.string.flatMap { CivilDate($0) } }
                        if let value = body.changes["months"] { cover.fact.months = value.integer }
                        if let value = body.changes["ends"] { cover.fact.ends = value.string.flatMap { CivilDate($0) } }
                        return cover
                    }
                }
            default: Issue.record("a ledger makes no \(record.kind)")
            }
        }
    }

    func documents(fileName: String) -> [Identifier] { names[Folding.nameKey(fileName)] ?? [] }
    func documents(number: String) -> [Identifier] { numbers[Folding.numberKey(number)] ?? [] }
    func documents(nameHas number: String) -> [Identifier] {
        names.filter { $0.key.contains(Folding.numberKey(number)) }.flatMap(\.value)
    }
    func documents(firstPageHas number: String) -> [Identifier] { firstPages.filter { $0.value.contains(number) }.map(\.key) }
    func facts(of document: Identifier) -> [DocumentField: (value: String, source: String)] { facts[document] ?? [:] }
    func links(of document: Identifier) -> [LedgerLink] { links[document] ?? [] }
    func customers(creditCode: String) -> [CustomerIdentity.Known] { customers.filter { $0.code == creditCode }.map(known) }
    func customers(named name: String) -> [CustomerIdentity.Known] {
        customers.filter { Folding.nameKey($0.name) == Folding.nameKey(name) }.map(known)
    }
    func contacts(of customer: Identifier) -> [LedgerKnown<LedgerContact>] { contacts[customer] ?? [] }
    func machines(folding number: String) -> [LedgerMachine] {
        machines.filter { Folding.serialKey($0.number) == Folding.serialKey(number) }
    }
    func isMachineTakenBack(_ number: String) -> Bool { machinesTakenBack.contains(Folding.numberKey(number)) }
    func purchases(of serial: Identifier) -> [LedgerKnown<LedgerPurchase>] { purchases[serial] ?? [] }
    func covers(of serial: Identifier) -> [LedgerKnown<LedgerCover>] { covers[serial] ?? [] }
    func coversTakenBack(of serial: Identifier) -> [LedgerCover] { takenBack[serial] ?? [] }

    private func known(_ customer: (id: Identifier, name: String, code: String?)) -> CustomerIdentity.Known {
        CustomerIdentity.Known(id: customer.id, name: customer.name, creditCode: customer.code)
    }
    private func known(_ id: Identifier) -> CustomerIdentity.Known? { customers.first { $0.id == id }.map(known) }
    func page(of document: Identifier, having text: String) -> Int64? { firstPages[document]?.contains(text) == true ? 1 : nil }
}

@Suite struct LedgerPlanTests {
    static let object = ObjectID(hex: String(repeating: "0c", count: 32))

    func ledger(_ text: String, assignments: [String] = []) throws -> LedgerFile {
        try LedgerFile(
            source: "/台账.csv", bytes: Array(text.utf8), sha256: #require(LedgerPlanTests.object), assignments: assignments)
    }

    func plan(_ text: String, _ archive: RememberedArchive, own: [String] = ["北方示例设备有限公司"]) throws -> LedgerPlan {
        try LedgerPlan(try ledger(text), lookup: archive, ownNames: own, mint: IdentifierMint())
    }

    static let text = """
        合同台账（2026）
        合同编号,合同名称,类型,甲方,乙方,信用代码,联系人,电话,签订日期,生效日期,到期日期,自动续期,提前通知天数,金额,币种,责任人,文件名
        HT-2025-0031,设备采购合同,采购合同,上海样例机电有限公司,北方示例设备有限公司,91350100M000100Y43,王工,13800001234,2025年3月15日,2025/3/15,二〇二六年十二月三十一日,是,30天,"￥1,200,000.00",人民币,李经理,设备采购合同.pdf
        HT-2025-0032,年度服务协议,服务协议,上海样例机电有限公司,北方示例设备有限公司,91350100M000100Y43,王工,13800001234,2025.4.1,45748,长期,否,/,12.5万元,,李经理,
        HT-2025-0099,无文件的合同,,苏州虚构贸易有限公司,北方示例设备有限公司,,,,,,,,,,,,不存在.pdf
        """

    @Test func `rows find their files by name and by the number on the first page, and facts carry the ledger's word`() throws {
        // Given two files: one named as the ledger says, one that only carries the number
        let archive = RememberedArchive()
        let purchase = archive.add(file: "设备采购合同.pdf")
        let service = archive.add(file: "scan0007.pdf", firstPage: "服务协议 编号：HT-2025-0032")
        // When the ledger is read
        let plan = try plan(LedgerPlanTests.text, archive)
        archive.apply(plan.records)
        // Then both are matched and one row has no file
        #expect(plan.report.matched.map(\.by) == ["file-name", "first-page"])
        #expect(plan.report.rowsWithoutFile.map(\.subject) == ["HT-2025-0099"])
        #expect(archive.facts[purchase]?[.expires]?.value == "2026-12-31")
        #expect(archive.facts[purchase]?[.signed]?.value == "2025-03-15")
        #expect(archive.facts[purchase]?[.amount]?.value == "1200000.00")
        #expect(archive.facts[purchase]?[.currency]?.value == "CNY")
        #expect(archive.facts[purchase]?[.noticeDays]?.value == "30")
        #expect(archive.facts[purchase]?[.renewal]?.value == "auto")
        #expect(archive.facts[purchase]?[.kind]?.value == "contract")
        #expect(archive.facts[service]?[.kind]?.value == "service-agreement")
        #expect(archive.facts[service]?[.effective]?.value == "2025-04-01")
        #expect(archive.facts[service]?[.perpetual]?.value == "yes")
        #expect(archive.facts[service]?[.expires] == nil)
        #expect(archive.facts[service]?[.amount]?.value == "125000.00")
        // And the company itself is no customer, the other party is one, once, with one contact
        #expect(archive.customers.map(\.name) == ["上海样例机电有限公司", "苏州虚构贸易有限公司"])
        #expect(archive.contacts.values.map(\.count) == [1])
        #expect(archive.links[purchase]?.map(\.role) == ["party-a"])
    }

    @Test func `the same ledger again writes nothing`() throws {
        let archive = RememberedArchive()
        _ = archive.add(file: "设备采购合同.pdf")
        _ = archive.add(file: "年度服务协议.docx", firstPage: "HT-2025-0032")
        let first = try plan(LedgerPlanTests.text, archive)
        #expect(first.records.count > 10)
        archive.apply(first.records)
        let second = try plan(LedgerPlanTests.text, archive)
        #expect(second.records.isEmpty)
        #expect(second.report.conflicts.isEmpty)
        // The number that the first run set is what the row is found by now.
        #expect(second.report.matched.map(\.document) == first.report.matched.map(\.document))
    }

    @Test func `a value that differs from a confirmed one is a conflict and nothing of the row is written`() throws {
        let archive = RememberedArchive()
        let document = archive.add(file: "设备采购合同.pdf")
        archive.facts[document] = [.expires: ("2027-06-30", "manual")]
        let plan = try plan(LedgerPlanTests.text, archive)
        archive.apply(plan.records)
        #expect(plan.report.conflicts.map(\.field) == ["expires"])
        #expect(plan.report.conflicts.first?.known == "2027-06-30")
        #expect(plan.report.conflicts.first?.given == "2026-12-31")
        #expect(archive.facts[document]?.count == 1)
    }

    @Test func `one row that fits two files and two rows that contradict each other about one file are left to a person`() throws
    {
        let archive = RememberedArchive()
        let one = archive.add(file: "合同.pdf")
        let other = archive.add(file: "合同.pdf")
        let third = archive.add(file: "租赁.pdf")
        let plan = try plan(
            "合同编号,文件名\nA-1,合同.pdf\nA-2,租赁.pdf\nA-3,租赁.pdf\n", archive)
        #expect(plan.report.ambiguous.map(\.line) == [2, 3, 4])
        #expect(Set(plan.report.ambiguous.first?.candidates ?? []) == [one, other])
        #expect(plan.report.ambiguous.last?.candidates == [third])
        #expect(plan.records.isEmpty)
    }

    @Test func `a path of Windows or of another system names its file`() throws {
        let archive = RememberedArchive()
        let paper = archive.add(file: "租赁.pdf")
        for path in ["D:\\合同\\租赁.pdf", "合同/租赁.pdf", "\\\\server\\share\\租赁.pdf"] {
            let plan = try plan("合同编号,文件名\nA-1,\(path)\n", archive)
            #expect(plan.report.matched.map(\.document) == [paper], "\(path)")
        }
    }

    static let machines = """
        客户,序列号,型号,销售日期,发票号,保修月数,保修到期,保修范围,文件名
        上海樣例機電有限公司,SN-2025-0001,X200,2025-03-15,25312001,12,,整机,保修卡.pdf
        上海样例机电有限公司,SN-2025-0002,X200,2025-03-15,25312001,,2027-03-14,配件、人工,保修卡.pdf
        上海样例机电有限公司,SN2025OOO1,X200,2025-03-15,25312001,12,,整机,
        """

    @Test func `machines, sales and covers come in once, whatever way the serial is written`() throws {
        let archive = RememberedArchive()
        _ = archive.add(file: "保修卡.pdf", firstPage: "机身号 SN-2025-0001")
        let first = try plan(LedgerPlanTests.machines, archive)
        archive.apply(first.records)
        #expect(archive.customers.count == 1)
        #expect(archive.machines.count == 2)
        let whole = try #require(archive.machines(folding: "sn 2025 0001").first?.id)
        let day = try #require(CivilDate("2025-03-15"))
        #expect(archive.covers[whole]?.map(\.fact) == [LedgerCover(covers: "whole", starts: day, months: 12, ends: nil)])
        let apart = try #require(archive.machines(folding: "SN-2025-0002").first?.id)
        #expect(archive.covers[apart]?.map(\.fact.covers) == ["parts", "labour"])
        #expect(archive.purchases[whole]?.count == 1)
        #expect(first.report.rowsWithoutFile.isEmpty)
        #expect(try plan(LedgerPlanTests.machines, archive).records.isEmpty)
    }

    @Test func `a cover with another end for the same day is a conflict`() throws {
        let archive = RememberedArchive()
        archive.apply(try plan(LedgerPlanTests.machines, archive).records)
        let changed = LedgerPlanTests.machines.replacing("25312001,12,", with: "25312001,24,")
        let plan = try plan(changed, archive)
        #expect(plan.report.conflicts.map(\.field) == ["cover", "cover"])
        #expect(plan.records.isEmpty)
    }

    @Test func `a cell that cannot be read is listed with its line and never guessed`() throws {
        let archive = RememberedArchive()
        let document = archive.add(file: "合同.pdf")
        let plan = try plan("合同编号,到期日期,金额,文件名\nA-1,3/4/2025,约十万,合同.pdf\n", archive)
        archive.apply(plan.records)
        #expect(plan.report.faults.map(\.column).sorted() == ["amount", "expires"])
        #expect(plan.report.faults.allSatisfy { $0.line == 2 })
        #expect(archive.facts[document]?.keys.sorted { $0.rawValue < $1.rawValue } == [.number])
    }

    @Test func `columns can be given by hand`() throws {
        let archive = RememberedArchive()
        let document = archive.add(file: "合同.pdf")
        let file = try ledger("编号,止,文件名\nA-1,2026-12-31,合同.pdf\n", assignments: ["expires=止"])
        let plan = try LedgerPlan(file, lookup: archive, ownNames: [], mint: IdentifierMint())
        archive.apply(plan.records)
        #expect(archive.facts[document]?[.expires]?.value == "2026-12-31")
        #expect(throws: Failure.self) { try ledger("编号,止\nA-1,2026\n", assignments: ["ends=止"]) }
        #expect(throws: Failure.self) { try ledger("编号,止\nA-1,2026\n", assignments: ["expires=终"]) }
    }

    @Test func `GBK, tabs, quotes over lines and a BOM are read; a file without headings is refused`() throws {
        let gbk: [UInt8] =
            [0xBA, 0xCF, 0xCD, 0xAC, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xBD, 0xF0, 0xB6, 0xEE, 0x0D, 0x0A] + Array("A-1,5\r\n".utf8)
        let first = try LedgerFile(source: "/a.csv", bytes: gbk, sha256: #require(LedgerPlanTests.object))
        #expect(first.charset == .gb18030)
        #expect(first.rows.first?.fields == [.number: "A-1", .amount: "5.00", .currency: "CNY"])
        let second = try ledger("\u{FEFF}合同编号\t合同名称\n\"A-\"\"1\"\"\"\t\"两行的\n名称\"\n\nA-2\tB\n")
        #expect(second.rows.map(\.line) == [2, 5])
        #expect(second.rows.first?.fields[.number] == "A-\"1\"")
        #expect(second.rows.first?.fields[.title] == "两行的名称")
        #expect(throws: Failure.self) { try ledger("甲,乙,丙\n1,2,3\n") }
        #expect(throws: Failure.self) { try ledger("") }
    }
}
