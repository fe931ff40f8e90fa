import DeedCatalog
import DeedClock
import DeedCore
import DeedText
import Testing

/// The way names are folded in a vault.
let folding = Keys(
    name: { Folding.nameKey($0) }, number: { Folding.numberKey($0) }, serial: { Folding.serialKey($0) })

/// A date in a test; a text that is none fails the test.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text), "\(text) is no date") }

/// Writes a journal, batch by batch, and applies it to a catalog, as the vault does; ids and hashes are counted, not random.
final class Story {
    let catalog: Catalog
    /// Every batch that was committed: what a rebuild replays.
    private(set) var batches: [(records: [StampedRecord], position: JournalPosition)] = []
    /// The time that the next records get.
    var now: Instant
    let actor: Identifier
    private var seq: Int64 = 0
    private var minted: UInt64 = 0

    /// A vault that was made by 王小明 in Shanghai.
    init(_ catalog: Catalog? = nil, on start: String = "2026-01-05") throws {
        self.catalog = try catalog ?? Catalog.inMemory(keys: folding)
        now = try Story.morning(start)
        minted = 1
        actor = try Story.id(1)
        try write(
            Record(
                VaultCreated(vault: "11111111-2222-3333-4444-555555555555", timeZone: "Asia/Shanghai", version: "1.0.0")),
            Record(ActorAdded(actor: actor, user: "王小明", uid: 1000)))
    }

    /// Eight in the morning in Shanghai.
    static func morning(_ text: String) throws -> Instant { try #require(Instant("\(text)T00:00:00.000Z")) }

    /// The day on which the next records are written.
    func day(_ text: String) throws { now = try Story.morning(text) }

    static func id(_ number: UInt64) throws -> Identifier {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var text = ""
        var rest = number
        for _ in 0..<16 {
            text = String(digits[Int(rest % 32)]) + text
            rest /= 32
        }
        return try #require(Identifier("01kc000000" + text))
    }

    func mint() throws -> Identifier {
        minted += 1
        return try Story.id(minted)
    }

    /// The object that a number stands for.
    static func object(_ number: Int) throws -> ObjectID {
        let tail = [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        return try #require(
            ObjectID(bytes: [0xd5, UInt8(truncatingIfNeeded: number &* 37)] + [UInt8](repeating: 7, count: 28) + tail))
    }

    /// Commits one batch.
    func write(_ records: Record...) throws { try write(records) }

    func write(_ records: [Record]) throws {
        let first = seq
        let stamped = records.map { record in
            seq += 1
            return StampedRecord(seq: seq, time: now, actor: actor, record: record)
        }
        seq += 1
        let position = JournalPosition(
            segment: 1, offset: seq * 300, bodyOffset: seq * 200, seq: seq, head: try Story.object(Int(seq)))
        do {
            try Story.commit(stamped, at: position, to: catalog)
        } catch {
            seq = first
            throw error
        }
        batches.append((stamped, position))
    }

    static func commit(_ records: [StampedRecord], at position: JournalPosition, to catalog: Catalog) throws {
        try catalog.begin()
        do {
            for record in records { try catalog.apply(record) }
        } catch {
            catalog.rollback()
            throw error
        }
        try catalog.commit(position)
    }

    /// Applies the whole journal to another catalog.
    func replay(to catalog: Catalog) throws {
        for batch in batches { try Story.commit(batch.records, at: batch.position, to: catalog) }
    }

    /// The last line written.
    var last: Int64 { seq }
}

extension Story {
    /// A new document with these facts.
    @discardableResult
    func document(_ name: String, object: Int, run: Identifier? = nil, _ facts: [DocumentField: String] = [:]) throws
        -> Identifier
    {
        let id = try mint()
        var records: [Record] = [
            Record(
                DocumentAdded(
                    document: id, object: try Story.object(object), run: run, source: "/srv/合同.zip", path: "合同.zip!/销售/\(name)",
                    name: name, size: Int64(1000 + object), modified: try Story.morning("2025-06-01")))
        ]
        for (field, value) in facts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            records.append(Record(DocumentSet(document: id, field: field.rawValue, value: value, source: "ledger")))
        }
        try write(records)
        return id
    }

    func set(_ document: Identifier, _ field: DocumentField, _ value: String?, source: String = "manual") throws {
        try write(Record(DocumentSet(document: document, field: field.rawValue, value: value, source: source)))
    }

    @discardableResult
    func customer(_ name: String, creditCode: String? = nil, phone: String? = nil, contact: String? = nil) throws -> Identifier {
        let id = try mint()
        var records: [Record] = [
            Record(CustomerAdded(customer: id, name: name, creditCode: creditCode, source: "ledger"))
        ]
        if phone != nil || contact != nil {
            records.append(
                Record(ContactAdded(contact: try mint(), customer: id, name: contact, phone: phone, source: "ledger")))
        }
        try write(records)
        return id
    }

    func link(_ document: Identifier, _ customer: Identifier, _ role: String = "party-a") throws {
        try write(Record(DocumentLinked(document: document, customer: customer, role: role, source: "manual")))
    }

    @discardableResult
    func serial(_ number: String, model: String? = nil, customer: Identifier? = nil) throws -> Identifier {
        let id = try mint()
        try write(Record(SerialAdded(serial: id, number: number, model: model, customer: customer, source: "ledger")))
        return id
    }

    @discardableResult
    func cover(
        _ serial: Identifier, _ kind: String = "whole", starts: String? = nil, months: Int64? = nil, ends: String? = nil,
        card: Identifier? = nil, page: Int64? = nil
    ) throws -> Identifier {
        let id = try mint()
        let starts = try starts.map { try #require(CivilDate($0)) }
        let ends = try ends.map { try #require(CivilDate($0)) }
        try write(
            Record(
                CoverAdded(
                    cover: id, serial: serial, covers: kind, starts: starts, months: months, ends: ends, document: card,
                    page: page,
                    source: "ledger")))
        return id
    }

    func run(_ sources: String...) throws -> Identifier {
        let id = try mint()
        try write(Record(ImportStarted(run: id, sources: sources)))
        return id
    }

    /// A journal in which everything happens at least once.
    static func everything(_ catalog: Catalog? = nil) throws -> Story {
        let story = try Story(catalog)
        let run = try story.run("/srv/合同.zip", "/srv/质保卡")
        let ledger = try story.mint()
        let contract = try story.document(
            "设备采购合同.pdf", object: 1, run: run,
            [.title: "设备采购合同", .kind: "contract", .number: "京采购2025第001号", .expires: "2026-12-31", .noticeDays: "30"])
        let card = try story.document("质保卡 SN-O0I1.pdf", object: 2, run: run, [.kind: "warranty-card"])
        let copy = DocumentNamed(
            document: contract, run: run, source: "/srv/合同.zip", path: "合同.zip!/副本.pdf", name: "副本.pdf", attachedTo: card)
        try story.write(
            Record(copy),
            Record(
                ImportArchive(
                    run: run, source: "/srv/合同.zip", path: "/srv/合同.zip", sha256: try object(90), size: 5000, format: "ZIP",
                    names: "gb18030", entries: 4, state: "read")),
            Record(
                ImportRejected(run: run, source: "/srv/合同.zip", path: "合同.zip!/../越界.txt", reason: "path-escapes", size: 12)),
            Record(
                ImportFinished(
                    run: run, state: "done", seen: 5, stored: 2, duplicate: 2, alreadyImported: 1, rejected: 1, bytes: 2003)),
            Record(
                LedgerImported(
                    ledger: ledger, run: run, source: "/srv/台账.csv", sha256: try object(91), rows: 3, matched: 2, conflicts: 1,
                    mapping: ["合同编号": "number"])),
            Record(
                LedgerRows(
                    ledger: ledger, records: 0,
                    rows: [
                        LedgerOutcome(line: 2, outcome: "unchanged", subject: "HT-1"),
                        LedgerOutcome(
                            sheet: "销售", line: 3, outcome: "waiting", findings: [LedgerOutcome.Finding(reason: "unmatched-row")]),
                    ])),
            Record(LedgerWithdrawn(ledger: ledger, why: "登记错了")),
            Record(LedgerMapped(name: "销售台账", headings: ["合同编号", "备注"], mapping: ["合同编号": "number"])),
            Record(LedgerMapped(name: "旧台账", headings: ["编号"], mapping: ["编号": "number"])),
            Record(LedgerUnmapped(name: "旧台账")))
        let customer = try story.customer("上海样例机电有限公司", creditCode: "91350100M000100Y43", phone: "138-0000-1234", contact: "李雷")
        try story.link(contract, customer)
        try story.link(card, customer, "customer")
        try story.write(Record(DocumentTagged(document: contract, tag: "重要")))
        let serial = try story.serial("SN-O0I1", model: "X200", customer: customer)
        let sold: CivilDate = try #require(CivilDate("2025-03-15"))
        let purchase = PurchaseAdded(
            purchase: try story.mint(), serial: serial, customer: customer, date: sold, invoice: "FP-77", source: "ledger")
        try story.write(Record(purchase))
        try story.cover(serial, starts: "2025-03-15", months: 12, card: card, page: 1)
        try story.set(contract, .expires, "2027-06-30")
        try story.set(contract, .noticeDays, nil)
        try story.write(
            Record(DocumentUntagged(document: contract, tag: "重要")),
            Record(DocumentUnlinked(document: contract, customer: customer, role: "party-a", source: "manual")),
            Record(CustomerChanged(customer: customer, changes: ["name": "上海样例机电（集团）有限公司", "tier": "VIP"])),
            Record(VaultVerified(objects: 2, bytes: 2003, damaged: [try object(1).hex], missing: [try object(2).hex])))
        try story.upkeep()
        try story.disposal()
        try story.write(Record(DuplicateDecided(document: card, other: contract, decision: .same)))
        try story.write(Record(DuplicateDecided(document: card, other: contract, decision: .different, note: "看错了")))
        try story.corrections(of: contract, customer, serial, purchase.purchase)
        let second = try story.run("/srv/又一批")
        try story.document("误收.txt", object: 3, run: second)
        try story.write(Record(ImportWithdrawn(run: second, why: "误导入")))
        return story
    }
}

extension Story {
    /// What is said of customers and machines is corrected and taken back.
    func corrections(
        of contract: Identifier, _ customer: Identifier, _ serial: Identifier, _ purchase: Identifier
    ) throws {
        let (contact, cover, other, mistake) = (try mint(), try mint(), try mint(), try mint())
        let sale = PurchaseAdded(purchase: try mint(), serial: serial, invoice: "FP-78", source: "ledger")
        let term = try DeedCatalogTests.day("2026-12-31")
        try write(
            Record(ContactAdded(contact: contact, customer: customer, name: "韩梅", phone: "139", source: "manual")),
            Record(ContactChanged(contact, changes: ["phone": "13900002002"], source: "manual")),
            Record(ContactEnded(contact, source: "manual", why: "离职")),
            Record(CoverAdded(cover: cover, serial: serial, covers: "parts", months: 12, source: "manual")),
            Record(CoverChanged(cover, changes: ["months": .null, "ends": "2027-03-15"], source: "manual")),
            Record(CoverEnded(cover, source: "manual")),
            Record(sale), Record(PurchaseChanged(sale.purchase, changes: ["invoice": "FP-79"], source: "manual")),
            Record(PurchaseEnded(sale.purchase, source: "ledger")),
            Record(SerialChanged(serial, changes: ["model": "X200"], source: "manual")),
            Record(SerialAdded(serial: other, number: "SN-0", source: "manual")),
            Record(SerialEnded(other, source: "manual")),
            Record(CustomerAdded(customer: mistake, name: "误建", source: "ledger")),
            Record(CustomerEnded(mistake, source: "ledger")),
            Record(
                DocumentSet(document: contract, field: "decision", value: "renew", source: "manual", term: term)),
            Record(RenewalAcknowledged(document: contract, term: term)))
    }
}
