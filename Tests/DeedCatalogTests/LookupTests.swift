import DeedCatalog
import DeedCore
import Testing

@Suite("Looking documents up")
struct LookupTests {
    @Test("DOC is an id, its prefix, a hash, a number or a file name, however it is typed")
    func resolve() throws {
        let story = try Story()
        let purchase = try story.document("设备采购合同.pdf", object: 1, [.number: "HT－2024－0031", .title: "设备采购合同（上海）"])
        let lease = try story.document("租赁合同.docx", object: 2, [.number: "京采购2025第001号"])
        let catalog = story.catalog
        func found(_ text: String) throws -> [Identifier] { try catalog.resolve(text).map(\.id) }

        #expect(try found(purchase.text) == [purchase])
        #expect(try found(purchase.text.uppercased()) == [purchase])
        #expect(try found(String(purchase.text.prefix(26 - 1))).contains(purchase))
        #expect(try Set(found("01kc")) == [purchase, lease], "a prefix that fits both")
        #expect(try found("01k").isEmpty, "too short for a prefix")
        #expect(try found(Story.object(2).hex) == [lease])
        #expect(try found(String(Story.object(2).hex.prefix(8))) == [lease])
        #expect(try found(String(Story.object(2).hex.prefix(7))).isEmpty)
        #expect(try found("ht-2024-0031") == [purchase])
        #expect(try found("ＨＴ２０２４００３１") == [purchase])
        #expect(try found("京採購2025第001號") == [lease])
        #expect(try found("設備採購合同.pdf") == [purchase])
        #expect(try found("设备采购合同") == [purchase])
        #expect(try found("设备采购合同.docx").isEmpty)
        #expect(try found("没有这个").isEmpty)
        #expect(try found("").isEmpty)
        #expect(try found("。").isEmpty)
        let candidate = try #require(try catalog.resolve("HT-2024-0031").first)
        #expect(candidate.match == .number)
        #expect(candidate.title == "设备采购合同（上海）")
    }

    @Test("two documents with one number, and two with one file name, are both found")
    func several() throws {
        let story = try Story()
        let one = try story.document("合同.pdf", object: 1, [.number: "A-1"])
        let two = try story.document("合同.docx", object: 2, [.number: "Ａ１"])
        #expect(try story.catalog.documents(number: "a1") == [one, two])
        #expect(try story.catalog.documents(fileName: "合同") == [one, two])
        #expect(try story.catalog.documents(fileName: "合同.docx") == [two])
        #expect(try story.catalog.resolve("A-1").count == 2)
    }

    @Test("a name with a dot that begins no extension is looked up whole")
    func dots() throws {
        let story = try Story()
        let one = try story.document("合同 v1.2.pdf", object: 1)
        let hidden = try story.document(".合同", object: 2)
        let plain = try story.document("合同.二〇二四", object: 3)
        #expect(try story.catalog.documents(fileName: "合同 v1.2") == [one])
        #expect(try story.catalog.documents(fileName: "合同 v1.2.pdf") == [one])
        #expect(try story.catalog.documents(fileName: ".合同") == [hidden])
        #expect(try story.catalog.documents(fileName: "合同.二〇二四") == [plain])
        #expect(try story.catalog.details(of: plain).summary.title == "合同.二〇二四")
    }

    @Test("every filter narrows")
    func filters() throws {
        let story = try Story()
        let customer = try story.customer("上海样例机电有限公司")
        let run = try story.run("/srv/一.zip")
        let one = try story.document(
            "一.pdf", object: 1, run: run, [.kind: "contract", .number: "京采购2025第001号", .owner: "张三", .expires: "2026-06-30"])
        let two = try story.document(
            "二.pdf", object: 2, [.kind: "contract", .number: "京采购2025第002号", .owner: "李四", .expires: "2026-12-31"])
        let three = try story.document("三.pdf", object: 3, [.kind: "warranty-card"])
        try story.link(one, customer)
        try story.link(one, customer, "customer")
        try story.write(Record(DocumentTagged(document: three, tag: "急")))
        func ids(_ filter: DocumentFilter) throws -> [Identifier] {
            let rows = try story.catalog.documents(filter).rows.map(\.id)
            #expect(try story.catalog.count(filter) == rows.count)
            #expect(try story.catalog.ids(filter) == rows)
            return rows
        }
        #expect(try ids(DocumentFilter()) == [three, two, one], "newest first")
        #expect(try ids(DocumentFilter(kind: .contract)) == [two, one])
        #expect(try ids(DocumentFilter(customer: customer)) == [one])
        #expect(try ids(DocumentFilter(tag: "急")) == [three])
        #expect(try ids(DocumentFilter(number: "2025第001")) == [one])
        #expect(try ids(DocumentFilter(number: "２０２５")) == [two, one])
        #expect(try ids(DocumentFilter(owner: "張三")) == [one])
        #expect(try ids(DocumentFilter(run: run)) == [one])
        #expect(try ids(DocumentFilter(expiresFrom: day("2026-07-01"))) == [two])
        #expect(try ids(DocumentFilter(expiresTo: day("2026-06-30"))) == [one])
        #expect(try ids(DocumentFilter(expiresFrom: day("2026-06-30"), expiresTo: day("2026-12-31"))) == [two, one])
        #expect(try ids(DocumentFilter(kind: .contract, owner: "李四")) == [two])
        #expect(try ids(DocumentFilter(kind: .invoice)).isEmpty)
    }

    @Test("pages follow each other without a gap, also while documents come in")
    func pages() throws {
        let story = try Story()
        for number in 1...25 { try story.document("合同\(number).pdf", object: number) }
        var seen: [Identifier] = []
        var after: String?
        repeat {
            let page = try story.catalog.documents(after: after, limit: 10)
            seen += page.rows.map(\.id)
            after = page.next
            if seen.count == 10 { try story.document("新到.pdf", object: 99) }
        } while after != nil
        #expect(seen.count == 25)
        #expect(Set(seen).count == 25)
        #expect(throws: Failure.self) { try story.catalog.documents(after: "nonsense") }
    }

    @Test("details tell facts with their source, names, customers, covers, who and when")
    func details() throws {
        let story = try Story.everything()
        let contract = try #require(try story.catalog.documents(number: "京采购2025第001号").first)
        let details = try story.catalog.details(of: contract)
        #expect(details.facts.map(\.field) == ["title", "kind", "number", "expires", "decision"], "in the order of the fields")
        #expect(details.value(.expires) == "2027-06-30")
        #expect(details.facts.first { $0.field == "expires" }?.source == "manual")
        #expect(details.facts.first { $0.field == "number" }?.source == "ledger")
        #expect(details.names.map(\.name) == ["设备采购合同.pdf", "副本.pdf"])
        #expect(details.addedBy == "王小明")
        #expect(details.added == (try Story.morning("2026-01-05")))
        #expect(try story.catalog.facts(of: contract)["expires"]?.value == "2027-06-30")

        let history = try story.catalog.journalLines(try story.catalog.recordSeqs(of: contract))
        #expect(history.first?.kind == "document.added")
        #expect(
            history.map(\.kind).suffix(6)
                == [
                    "document.set", "document.set", "document.untagged", "document.unlinked", "document.set",
                    "renewal.acknowledged",
                ])
        #expect(history.allSatisfy { $0.user == "王小明" })

        let card = try #require(try story.catalog.document(for: Story.object(2)))
        #expect(try story.catalog.details(of: card).covers.map(\.number) == ["SN-O0I1"])
    }

    @Test("status counts")
    func counts() throws {
        let story = try Story.everything()
        let counts = try story.catalog.counts()
        #expect(counts.documents == 2)
        #expect(counts.withdrawn == 1)
        #expect(counts.bytes == 3006)
        #expect(counts.kinds == [.contract: 1, .warrantyCard: 1])
        #expect((counts.customers, counts.serials, counts.covers, counts.runs) == (1, 1, 1, 2))
        #expect(counts.seq == story.last)
        #expect(counts.lastRecord == story.now)
        let verification = try #require(try story.catalog.lastVerification())
        #expect(verification.damaged == [try Story.object(1).hex])
        #expect(verification.missing == [try Story.object(2).hex])
        #expect(try story.catalog.actor(user: "王小明", uid: 1000) == story.actor)
        #expect(try story.catalog.actor(user: "王小明", uid: 0) == nil)
    }
}
