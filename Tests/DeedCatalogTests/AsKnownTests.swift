import DeedCatalog
import DeedClock
import DeedCore
import Testing

@Suite("What was known at the end of a day")
struct AsKnownTests {
    @Test("facts, customers, tags and names are those of that day")
    func facts() throws {
        let story = try Story(on: "2026-01-05")
        let run = try story.run("/srv/合同.zip")
        try story.day("2026-02-01")
        let contract = try story.document("维保协议.pdf", object: 1, run: run, [.kind: "service-agreement", .expires: "2026-12-31"])
        let customer = try story.customer("样例机电")
        try story.link(contract, customer)
        try story.write(Record(DocumentTagged(document: contract, tag: "续签中")))
        try story.day("2026-03-01")
        try story.set(contract, .title, "年度维保协议")
        try story.set(contract, .expires, "2027-12-31")
        try story.write(
            Record(CustomerChanged(customer: customer, changes: ["name": "上海样例机电有限公司"])),
            Record(DocumentUntagged(document: contract, tag: "续签中")))
        try story.day("2026-04-01")
        try story.write(Record(ImportWithdrawn(run: run)))

        let catalog = story.catalog
        let (january, february) = (
            try catalog.lastSeq(onOrBefore: day("2026-01-31")), try catalog.lastSeq(onOrBefore: day("2026-02-28"))
        )
        let march = try catalog.lastSeq(onOrBefore: day("2026-03-31"))

        #expect(throws: Failure(.documentNotFound, contract.text)) { try catalog.details(of: contract, asKnown: january) }
        #expect(try catalog.documents(asKnown: january).rows.isEmpty)

        let then = try catalog.details(of: contract, asKnown: february).summary
        #expect(then.title == "维保协议")
        #expect(then.expires == (try day("2026-12-31")))
        #expect(then.customers.map(\.name) == ["样例机电"])
        #expect(then.tags == ["续签中"])
        #expect(!then.withdrawn)

        let later = try catalog.documents(asKnown: march).rows
        #expect(later.map(\.title) == ["年度维保协议"])
        #expect(later.first?.customers.map(\.name) == ["上海样例机电有限公司"])
        #expect(later.first?.tags == [])

        #expect(try catalog.documents().rows.isEmpty, "withdrawn in April")
        #expect(try catalog.details(of: contract).summary.withdrawn, "but its history stays")
        #expect(try catalog.details(of: contract).names.map(\.withdrawn) == [true])
    }

    @Test("a list filters by what was known, not by what is")
    func filters() throws {
        let story = try Story(on: "2026-01-05")
        let contract = try story.document("租赁合同.pdf", object: 1, [.number: "HT-2024-0031", .kind: "contract"])
        let before = story.last
        try story.set(contract, .number, "HT-2024-0032")
        try story.set(contract, .kind, "amendment")
        let catalog = story.catalog
        #expect(try catalog.documents(DocumentFilter(number: "0031")).rows.isEmpty)
        #expect(try catalog.documents(DocumentFilter(number: "0031"), asKnown: before).rows.count == 1)
        #expect(try catalog.count(DocumentFilter(kind: .contract)) == 0)
        #expect(try catalog.count(DocumentFilter(kind: .contract), asKnown: before) == 1)
    }

    @Test("the day ends at midnight in the vault's time zone")
    func midnight() throws {
        let story = try Story(on: "2026-01-05")
        story.now = try #require(Instant("2026-03-31T15:59:59.999Z"))
        try story.customer("三月最后一刻")
        let march = story.last - 1
        story.now = try #require(Instant("2026-03-31T16:00:00.000Z"))
        try story.customer("四月第一刻")
        #expect(try story.catalog.lastSeq(onOrBefore: day("2026-03-31")) == march)
        #expect(try story.catalog.lastSeq(onOrBefore: day("2026-04-01")) == march + 2)
        #expect(try story.catalog.lastSeq(onOrBefore: day("2026-03-31"), timeZone: "UTC") == march + 2)
        #expect(try story.catalog.lastSeq(onOrBefore: day("2025-12-31")) == 0)
        #expect(throws: Failure.self) { try story.catalog.lastSeq(onOrBefore: day("2026-03-31"), timeZone: "Asia/Nowhere") }
    }

    @Test("the midnight of a day on which clocks change is that day's own")
    func summerTime() throws {
        let story = try Story(on: "2026-01-05")
        // New York leaves summer time on 2026-11-01: that day's end is 05:00 UTC, the day before it ended at 04:00 UTC.
        story.now = try #require(Instant("2026-11-02T04:30:00.000Z"))
        try story.customer("Sample Corp")
        let line = story.last - 1
        #expect(try story.catalog.lastSeq(onOrBefore: day("2026-11-01"), timeZone: "America/New_York") == line)
        #expect(try story.catalog.lastSeq(onOrBefore: day("2026-10-31"), timeZone: "America/New_York") < line)
    }

    @Test("what was known at a line is what a catalog says that has applied the journal just so far")
    func prefixes() throws {
        let story = try Story.everything()
        let part = try Catalog.inMemory(keys: folding)
        let selection = Selection(range: .quarter(containing: try day("2026-11-21")), today: try day("2026-11-21"))
        let everything = DocumentFilter(withdrawnToo: true)
        for batch in story.batches {
            try Story.commit(batch.records, at: batch.position, to: part)
            let line = batch.position.seq
            let documents = try part.documents(everything).rows
            #expect(try story.catalog.documents(everything, asKnown: line).rows == documents)
            #expect(try story.catalog.documents(asKnown: line).rows == part.documents().rows)
            #expect(try story.catalog.customers(asKnown: line).rows == part.customers().rows)
            #expect(try story.catalog.expiring(selection, asKnown: line).rows == part.expiring(selection).rows)
            #expect(try story.catalog.expiring(selection, asKnown: line).unknown == part.expiring(selection).unknown)
            #expect(
                try story.catalog.warranty(serial: "SN-O0I1", asKnown: line).machines == part.warranty(serial: "SN-O0I1").machines
            )
            for document in documents {
                #expect(try story.catalog.details(of: document.id, asKnown: line) == part.details(of: document.id))
            }
        }
        #expect(try part.documents(everything).rows.count == 3)
    }

    @Test("what expires, as known then")
    func expiring() throws {
        let story = try Story(on: "2026-01-05")
        let contract = try story.document("框架采购合同.pdf", object: 1, [.kind: "contract", .expires: "2026-12-31"])
        let known = story.last
        try story.set(contract, .expires, "2028-12-31")
        let selection = Selection(range: .quarter(containing: try day("2026-11-21")), today: try day("2026-11-21"))
        #expect(try story.catalog.expiring(selection).rows.isEmpty)
        #expect(try story.catalog.expiring(selection, asKnown: known).rows.map(\.document?.id) == [contract])
    }
}
