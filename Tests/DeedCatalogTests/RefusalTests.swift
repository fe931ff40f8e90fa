import DeedCatalog
import DeedCore
import Testing

@Suite("A record that contradicts the catalog is refused")
struct RefusalTests {
    private func refuses(_ story: Story, _ record: Record, _ comment: Comment, line: SourceLocation = #_sourceLocation) throws {
        let before = try story.catalog.dump()
        do {
            try story.write(record)
            Issue.record(comment, sourceLocation: line)
        } catch let failure as Failure {
            #expect(failure.code == .recordRefused, comment, sourceLocation: line)
            #expect(failure.subject.contains(record.kind), sourceLocation: line)
        }
        #expect(try story.catalog.dump() == before, comment, sourceLocation: line)
    }

    @Test("what it names has to be there")
    func unknown() throws {
        let story = try Story.everything()
        let nobody = try story.mint()
        let run = DocumentAdded(
            document: nobody, object: try Story.object(50), run: nobody, source: "/", path: "a", name: "a", size: 1)
        try refuses(story, Record(run), "unknown run")
        try refuses(
            story, Record(DocumentSet(document: nobody, field: "title", value: "x", source: "manual")), "unknown document")
        let document = try #require(try story.catalog.document(for: Story.object(1)))
        try refuses(
            story, Record(DocumentLinked(document: document, customer: nobody, role: "party-a", source: "manual")),
            "customer")
        try refuses(story, Record(DocumentNamed(document: nobody, source: "/", path: "a", name: "a")), "unknown document")
        try refuses(story, Record(ContactAdded(contact: nobody, customer: nobody, source: "manual")), "unknown customer")
        try refuses(story, Record(PurchaseAdded(purchase: nobody, serial: nobody, source: "manual")), "unknown serial")
        try refuses(
            story, Record(CoverAdded(cover: nobody, serial: nobody, covers: "whole", source: "manual")), "unknown serial")
        try refuses(story, Record(ImportWithdrawn(run: nobody)), "unknown run")
        try refuses(story, Record(ImportRejected(run: nobody, source: "/", path: "a", reason: "empty")), "unknown run")
    }

    @Test("a content, an id, an actor come in once")
    func duplicates() throws {
        let story = try Story.everything()
        func added(_ id: Identifier, _ object: Int) throws -> Record {
            Record(
                DocumentAdded(document: id, object: try Story.object(object), source: "/", path: "a", name: "a", size: 1))
        }
        try refuses(story, try added(try story.mint(), 1), "the content is there")
        let known = try #require(try story.catalog.document(for: Story.object(1)))
        try refuses(story, try added(known, 60), "the id is there")
        try refuses(story, Record(ActorAdded(actor: story.actor, user: "root", uid: 0)), "the actor is there")
        let created = VaultCreated(vault: "x", timeZone: "UTC", version: "1")
        try refuses(story, Record(created), "a vault is created once, in line 1")
        try refuses(story, Record(SerialAdded(serial: known, number: "", source: "manual")), "a serial number is not empty")
    }

    @Test("a value has to be one of its field, and what is taken away has to be there")
    func values() throws {
        let story = try Story.everything()
        let document = try #require(try story.catalog.document(for: Story.object(1)))
        for (field, value) in [("expires", "2026-02-30"), ("kind", "Vertrag"), ("noticeDays", "030"), ("amount", "1,000")] {
            try refuses(
                story, Record(DocumentSet(document: document, field: field, value: value, source: "manual")), "\(value)")
        }
        try refuses(
            story, Record(DocumentSet(document: document, field: "owner", source: "manual")), "no owner to take away")
        try refuses(story, Record(DocumentUntagged(document: document, tag: "重要")), "it was untagged before")
        let customer = try #require(try story.catalog.customers(named: "上海样例机电（集团）有限公司").first)
        try refuses(
            story, Record(DocumentUnlinked(document: document, customer: customer, role: "party-a", source: "manual")),
            "unlinked")
        try refuses(
            story, Record(CustomerChanged(customer: customer, changes: ["name": .null])), "a customer has a name")
        try refuses(story, Record(CustomerChanged(customer: customer, changes: ["tier": 3])), "text or null")
    }

    @Test("a run ends once and is withdrawn once")
    func runs() throws {
        let story = try Story.everything()
        let runs = try story.catalog.runs().rows
        let finished = try #require(runs.last)
        try refuses(
            story,
            Record(
                ImportFinished(
                    run: finished.id, state: "done", seen: 0, stored: 0, duplicate: 0, alreadyImported: 0, rejected: 0, bytes: 0)),
            "finished before")
        try refuses(story, Record(ImportWithdrawn(run: try #require(runs.first).id)), "withdrawn before")
    }

    @Test("tying and tagging again change nothing but the journal")
    func again() throws {
        let story = try Story()
        let document = try story.document("框架协议.docx", object: 1)
        let customer = try story.customer("北京东昇科技有限公司")
        for _ in 1...2 {
            try story.link(document, customer)
            try story.write(Record(DocumentTagged(document: document, tag: "框架")))
        }
        let details = try story.catalog.details(of: document)
        #expect(details.summary.customers.map(\.name) == ["北京东昇科技有限公司"])
        #expect(details.summary.tags == ["框架"])
        #expect(try story.catalog.recordSeqs(of: document).count == 5)
    }

    @Test("a kind that only a later version knows is refused as such, and lines come in order")
    func future() throws {
        let story = try Story()
        do {
            try story.write(Record(kind: "hold.moved", objects: [], body: ["why": "诉讼"]))
            Issue.record("applied")
        } catch let failure as Failure {
            #expect(failure.code == .vaultTooNew)
        }
        try story.catalog.begin()
        defer { story.catalog.rollback() }
        let late = StampedRecord(
            seq: 1, time: story.now, actor: story.actor,
            record: Record(CustomerAdded(customer: try story.mint(), name: "迟到", source: "manual")))
        #expect(throws: Failure.self) { try story.catalog.apply(late) }
    }
}
