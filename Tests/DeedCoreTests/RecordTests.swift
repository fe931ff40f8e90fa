import DeedCore
import Foundation
import Testing

@Suite struct RecordTests {
    static let samples: [Record] = {
        var mint = IdentifierMint()
        let id = mint.next()
        let other = mint.next()
        guard let object = ObjectID(hex: String(repeating: "ab", count: 32)), let day = CivilDate("2026-11-20") else { return [] }
        let time = Instant(milliseconds: 1_795_248_000_123)
        return [
            Record(VaultCreated(vault: "8d0c", timeZone: "Asia/Shanghai", version: "1.0")),
            Record(ActorAdded(actor: id, user: "法务小王", uid: 1000)),
            Record(ImportStarted(run: id, sources: ["/归档/合同.zip"], names: "gb18030", ledger: "/归档/台账.csv")),
            Record(
                ImportArchive(
                    run: id, source: "/归档/合同.zip", path: "合同.zip", sha256: object, size: 9, format: "ZIP", names: "gb18030",
                    entries: 3, state: "read", kept: true)),
            Record(
                DocumentAdded(
                    document: id, object: object, run: other, source: "/a", path: "a!/销售合同.pdf", name: "销售合同.pdf", size: 7,
                    modified: time)),
            Record(DocumentNamed(document: id, source: "/a", path: "b.pdf", name: "b.pdf")),
            Record(
                ImportRejected(run: id, source: "/a", path: "Thumbs.db", reason: "system-file", size: 3, sha256: object)),
            Record(
                ImportFinished(
                    run: id, state: "complete", seen: 3, stored: 1, duplicate: 1, alreadyImported: 0, rejected: 1, bytes: 7)),
            Record(ImportWithdrawn(run: id, why: "误导入")),
            Record(
                LedgerImported(
                    ledger: other, run: id, source: "/台账.csv", sha256: object, rows: 2, matched: 1, conflicts: 0,
                    mapping: ["合同编号": "number"])),
            Record(
                LedgerRows(
                    ledger: other, records: 3,
                    rows: [
                        LedgerOutcome(
                            sheet: "销售", line: 7, outcome: "conflict", subject: "HT-2026-0001", document: id,
                            findings: [
                                LedgerOutcome.Finding(
                                    column: "expires", heading: "到期日期", value: "2026-12-31", known: "2027-06-30",
                                    reason: "differs",
                                    could: ["2026-12-31"])
                            ]), LedgerOutcome(line: 8, outcome: "skipped"),
                    ])),
            Record(LedgerWithdrawn(ledger: other, why: "登记错了")),
            Record(LedgerMapped(name: "销售台账", headings: ["合同编号", "备注"], mapping: ["合同编号": "number"])),
            Record(LedgerUnmapped(name: "销售台账")),
            Record(
                DocumentSet(document: id, field: "expires", value: "2026-12-31", source: "manual", evidence: ["page": 2])),
            Record(DocumentLinked(document: id, customer: other, role: "party-b", source: "ledger")),
            Record(DocumentUnlinked(document: id, customer: other, role: "party-b", source: "manual")),
            Record(DocumentTagged(document: id, tag: "重点")),
            Record(DocumentUntagged(document: id, tag: "重点")),
            Record(DuplicateDecided(document: id, other: other, decision: .version, note: "改了保修期")),
            Record(
                CustomerAdded(customer: id, name: "上海样例机电有限公司", creditCode: "91350100M000100Y43", source: "manual")),
            Record(CustomerChanged(customer: id, changes: ["tier": "VIP", "note": .null])),
            Record(ContactAdded(contact: id, customer: other, name: "王工", phone: "13800001234", source: "ledger")),
            Record(SerialAdded(serial: id, number: "SN-0O1I", model: "X200", customer: other, source: "ledger")),
            Record(PurchaseAdded(purchase: id, serial: other, date: day, invoice: "25312000", source: "ledger")),
            Record(
                CoverAdded(
                    cover: id, serial: other, covers: "whole", starts: day, months: 12, ends: nil, document: id, page: 1,
                    source: "ledger")),
            Record(ContactChanged(id, changes: ["name": "王工", "phone": .null], source: "manual")),
            Record(ContactEnded(id, source: "manual", why: "上海王工离职")),
            Record(SerialChanged(id, changes: ["customer": .string(other.text)], source: "ledger")),
            Record(SerialEnded(id, source: "manual", why: "误登的台账行")),
            Record(PurchaseChanged(id, changes: ["invoice": "25312000"], source: "ledger")),
            Record(PurchaseEnded(id, source: "ledger")),
            Record(CoverChanged(id, changes: ["months": 24, "ends": .null], source: "ledger")),
            Record(CoverEnded(id, source: "manual", why: "合同作废")),
            Record(CustomerEnded(id, source: "ledger", why: "台账撤回")),
            Record(RenewalAcknowledged(document: id, term: day)),
            Record(VaultVerified(objects: 3, bytes: 99, damaged: [object.hex], missing: [])),
            Record(HoldPlaced(hold: id, name: "诉讼2026-07", customer: other, why: "诉讼保全")),
            Record(HoldReleased(hold: id, why: "结案")),
            Record(RetentionSet(documentKind: "contract", years: 10, from: "end")),
            Record(PurgeRequested(purge: id, document: other, why: "保管期满", due: day)),
            Record(PurgeCancelled(purge: id)),
            Record(PurgeIntended(purge: id, document: other, object: object, trash: day, until: day)),
            Record(ObjectPurged(purge: id, document: other, object: object)),
            Record(ObjectRestored(purge: id, document: other, object: object, why: "hold")),
            Record(RedactionOrdered(redaction: id, why: "个人信息删除", time: time, lines: ["17": .string(object.hex)])),
            Record(RedactionDone(redaction: id)),
            Record(KeyAdded(key: "deedbox/8d0c+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")),
            Record(EvidenceExported(document: id, checkpoint: 12, target: "/证据", why: "仲裁")),
        ]
    }()

    @Test(arguments: samples)
    func `a record reads back from its line and its body`(record: Record) throws {
        let body = try #require(JSON(parsing: record.body.bytes))
        #expect(try Record(kind: record.kind, objects: record.objects, body: body) == record)
    }

    @Test func `every body that is written down stands in the table of kinds, once`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/DeedCore")
        var written: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for found in text.matches(of: /public struct (\w+)(<[^>]*>)?: RecordBody/) { written.insert(String(found.1)) }
        }
        let table = RecordKind.all.map { String(describing: $0.body).prefix { $0 != "<" } }
        #expect(written.subtracting(["UnknownBody"]) == Set(table.map(String.init)))
        #expect(Set(RecordKind.all.map(\.name)).count == RecordKind.all.count)
        for kind in RecordKind.all {
            #expect(kind.neverRedacted?.isEmpty != true, "\(kind.name) does not say why it is never redacted")
        }
    }

    @Test(arguments: samples)
    func `a member of a later version is ignored, a missing one is named`(record: Record) throws {
        var members = try #require(record.body.members)
        members.append(JSON.Member("later", 1))
        #expect(try Record(kind: record.kind, objects: record.objects, body: .object(members)) == record)
        #expect(throws: BodyError.self) { try Record(kind: record.kind, objects: [], body: .object([])) }
    }

    @Test(arguments: samples)
    func `what is left of a redacted record is a record of its kind, with the same ids and objects, and leaves no more`(
        record: Record
    ) throws {
        guard let rest = record.withoutContent else { return }
        #expect(rest.kind == record.kind && rest.objects == record.objects && rest.withoutContent == rest)
        let ids = (record.body.members ?? []).filter { $0.value.string.flatMap { Identifier($0) } != nil }
        for id in ids { #expect(rest.body[id.name] == id.value) }
        for word in ["小王", "合同", "台账", "上海", "王工", "138", "重点", "2026-12-31", "误导入", "9135", "25312000"] {
            #expect(!rest.body.text.contains(word), "\(rest.body.text)")
        }
    }

    @Test func `an unknown kind is kept as it is`() throws {
        let body: JSON = ["a": 1]
        let record = try Record(kind: "moon.landed", objects: [], body: body)
        #expect(!record.isKnown)
        #expect(record.kind == "moon.landed" && record.body == body)
    }
}

@Suite struct DocumentFieldTests {
    @Test(arguments: [
        (DocumentField.expires, " 2026-12-31 ", "2026-12-31"), (.noticeDays, "030", "30"),
        (.kind, "warranty-card", "warranty-card"),
        (.currency, "cny", "CNY"), (.amount, "120000.00", "120000.00"), (.title, " 设备采购合同\n", "设备采购合同"),
        (.renewal, "auto", "auto"),
    ])
    func `a value is kept in its text form`(field: DocumentField, text: String, kept: String) {
        #expect(field.canonical(text) == kept)
    }

    @Test(arguments: [
        (DocumentField.expires, "2026-02-30"), (.noticeDays, "-1"), (.noticeDays, "10000"), (.kind, "合同"), (.currency, "人民币"),
        (.amount, "12万"), (.title, "  "), (.perpetual, "maybe"), (.decision, "later"),
    ])
    func `a value of another form is refused`(field: DocumentField, text: String) {
        #expect(field.canonical(text) == nil)
    }
}
