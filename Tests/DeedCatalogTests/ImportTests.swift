import DeedCatalog
import DeedCore
import Testing

@Suite("Import runs and what they brought")
struct ImportTests {
    @Test("an account lists what was stored, what was there already and what was refused, page by page")
    func account() throws {
        let story = try Story.everything()
        let catalog = story.catalog
        let run = try #require(try catalog.runs().rows.last)
        #expect(run.sources == ["/srv/合同.zip", "/srv/质保卡"])
        #expect(run.user == "王小明")
        #expect(run.state == "done")
        #expect(
            run.account.seen == run.account.stored + run.account.duplicate + run.account.alreadyImported + run.account.rejected)

        var items: [ImportItem] = []
        var after: String?
        repeat {
            let page = try catalog.items(ofRun: run.id, after: after, limit: 1)
            items += page.rows
            after = page.next
        } while after != nil
        #expect(items.map(\.outcome) == [.stored, .stored, .duplicate, .rejected])
        #expect(items.map(\.reason) == [nil, nil, "same-content", "path-escapes"])
        #expect(items[2].path == "合同.zip!/副本.pdf")
        #expect(items[2].document == items[0].document)
        #expect(items[3].document == nil)
        #expect(try catalog.items(ofRun: run.id, outcome: .rejected).rows.map(\.path) == ["合同.zip!/../越界.txt"])
        #expect(try catalog.archives(ofRun: run.id).map(\.names) == ["gb18030"])
        #expect(try catalog.ledgers(ofRun: run.id).map(\.conflicts) == [1])
        #expect(try catalog.runs(matching: String(run.id.text.dropLast(1))).contains(run))
        #expect(throws: Failure.self) { try catalog.run(story.mint()) }
    }

    @Test("a run that was killed tells what it had written")
    func killed() throws {
        let story = try Story()
        let run = try story.run("/srv/合同.zip")
        let document = try story.document("甲.pdf", object: 1, run: run)
        try story.write(
            Record(
                DocumentNamed(document: document, run: run, source: "/srv/合同.zip", path: "合同.zip!/乙.pdf", name: "乙.pdf")),
            Record(ImportRejected(run: run, source: "/srv/合同.zip", path: "合同.zip!/Thumbs.db", reason: "system-file")))
        let found = try story.catalog.run(run)
        #expect(found.state == nil)
        #expect(found.finished == nil)
        let expected = ImportRun.Account(seen: 3, stored: 1, duplicate: 1, alreadyImported: 0, rejected: 1, bytes: 1001)
        #expect(found.account == expected)
        #expect(try story.catalog.counts().unfinishedRuns == 1)
    }

    @Test("the same file from the same place was named before; from another place it was not")
    func again() throws {
        let story = try Story()
        let run = try story.run("/srv/合同.zip")
        let document = try story.document("甲.pdf", object: 1, run: run)
        let catalog = story.catalog
        #expect(try catalog.document(for: Story.object(1)) == document)
        #expect(try catalog.document(for: Story.object(2)) == nil)
        #expect(try catalog.named(document: document, source: "/srv/合同.zip", path: "合同.zip!/销售/甲.pdf"))
        #expect(try !catalog.named(document: document, source: "/srv/合同.zip", path: "合同.zip!/甲.pdf"))
        #expect(try !catalog.named(document: document, source: "/srv/别处.zip", path: "合同.zip!/销售/甲.pdf"))
    }

    @Test("withdrawn documents leave the lists and keep their history; importing them again brings them back")
    func withdrawal() throws {
        let story = try Story()
        let (first, second) = (try story.run("/srv/一.zip"), try story.run("/srv/二.zip"))
        let only = try story.document("只在一.pdf", object: 1, run: first, [.number: "HT-1"])
        let both = try story.document("两处.pdf", object: 2, run: first)
        try story.write(
            Record(
                DocumentNamed(document: both, run: second, source: "/srv/二.zip", path: "二.zip!/改名.pdf", name: "改名.pdf")))
        try story.write(Record(ImportWithdrawn(run: first, why: "客户要求")))
        let catalog = story.catalog

        #expect(try catalog.documents().rows.map(\.id) == [both], "the other run brought it too")
        #expect(try catalog.documents().rows.first?.names == ["改名.pdf"])
        #expect(try catalog.documents(DocumentFilter(withdrawnToo: true)).rows.map(\.id) == [both, only])
        #expect(try catalog.documents(DocumentFilter(run: first, withdrawnToo: true)).rows.map(\.id) == [both, only])
        #expect(try catalog.documents(number: "HT-1").isEmpty)
        #expect(try catalog.resolve(only.text).map(\.withdrawn) == [true])
        #expect(try catalog.recordSeqs(of: only).last == story.last - 1, "the withdrawal is part of the history")
        #expect(try catalog.objects().rows.map(\.document) == [both])
        #expect(try catalog.counts().withdrawn == 1)
        #expect(try catalog.run(first).withdrawnWhy == "客户要求")
        #expect(try !catalog.named(document: only, source: "/srv/合同.zip", path: "合同.zip!/销售/只在一.pdf"), "so it is named again")

        let third = try story.run("/srv/一.zip")
        try story.write(
            Record(
                DocumentNamed(document: only, run: third, source: "/srv/一.zip", path: "一.zip!/只在一.pdf", name: "只在一.pdf")))
        #expect(try Set(catalog.documents().rows.map(\.id)) == [only, both])
        #expect(try catalog.documents(number: "HT-1") == [only], "its facts were kept")
    }

    @Test("the index is told what changed: facts, names, links, customers, withdrawals")
    func changes() throws {
        let story = try Story()
        let run = try story.run("/srv/一.zip")
        let (one, two) = (try story.document("一.pdf", object: 1, run: run), try story.document("二.pdf", object: 2))
        let customer = try story.customer("样例机电", phone: "13800001234", contact: "李雷")
        try story.link(two, customer)
        let catalog = story.catalog
        func changed(_ body: () throws -> Void) throws -> [Identifier] {
            let before = story.last
            try body()
            return try catalog.documentsChanged(since: before)
        }
        #expect(try catalog.documentsChanged(since: 0) == [one, two])
        #expect(try changed { try story.customer("无关") } == [])
        #expect(try changed { try story.set(one, .effective, "2025-05-01") } == [one])
        #expect(try changed { try story.write(Record(DocumentTagged(document: two, tag: "急"))) } == [two])
        #expect(
            try changed {
                try story.write(Record(CustomerChanged(customer: customer, changes: ["name": "上海样例机电有限公司"])))
            } == [two])
        let machine = try story.serial("SN-1", customer: customer)
        #expect(try changed { try story.cover(machine, starts: "2025-01-01", months: 12, card: one) } == [one])
        #expect(
            try changed {
                try story.write(
                    Record(ContactAdded(contact: story.mint(), customer: customer, name: "韩梅", source: "manual")))
            } == [two])
        #expect(try changed { try story.write(Record(ImportWithdrawn(run: run))) } == [one])

        let rows = try catalog.documentsForIndex([two, one])
        #expect(rows.map(\.listed) == [true, false])
        #expect(rows[0].parties == ["上海样例机电有限公司"])
        #expect(rows[0].people == ["李雷", "韩梅"])
        #expect(rows[0].customers == [customer])
        #expect(rows[0].keyDate == (try day("2026-01-05")), "the day of import")
        #expect(rows[1].keyDate == (try day("2025-05-01")))
        #expect(rows[1].serials == ["SN-1"])
    }

    @Test("Whatever a record of any kind changes of what the index holds, it names the document; and counting them lists none")
    func nothingHidden() throws {
        let story = try Story.everything()
        let catalog = try Catalog.inMemory(keys: folding)
        var seen: [Identifier: DocumentForIndex] = [:]
        var checked: Int64 = 0
        var changedByOthers: Set<String> = []
        for batch in story.batches {
            try Story.commit(batch.records, at: batch.position, to: catalog)
            let kinds = batch.records.map(\.record.kind)
            let named = try catalog.documentsChanged(since: checked)
            #expect(try catalog.countOfDocumentsChanged(since: checked) == named.count)
            for row in try catalog.documentsForIndex(catalog.documentsChanged(since: 0)) where seen[row.id] != row {
                #expect(named.contains(row.id), "\(kinds) hides \(row.id)")
                if seen[row.id] != nil { changedByOthers.formUnion(kinds) }
                seen[row.id] = row
            }
            checked = batch.position.seq
        }
        #expect(changedByOthers.isSuperset(of: ["customer.changed", "import.withdrawn"]), "\(changedByOthers.sorted())")
    }
}
