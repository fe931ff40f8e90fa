import DeedCore
import Foundation
import Testing

@testable import DeedVault

/// The specification is checked against the code, so that neither can change alone.
@Suite("The specification")
struct SpecificationTests {
    private let text = String(decoding: AuditorTexts.specification, as: UTF8.self)

    @Test("The copy in every vault is the project's storage-layout/README.md")
    func copy() throws {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        #expect(try String(contentsOf: project.appendingPathComponent("storage-layout/README.md"), encoding: .utf8) == text)
        let readme = try String(contentsOf: project.appendingPathComponent("storage-layout/auditor.txt"), encoding: .utf8)
        #expect(readme == String(decoding: AuditorTexts.readme, as: UTF8.self))
    }

    @Test("The worked batch: these records give these bytes")
    func workedBatch() throws {
        let liwen = try #require(Identifier("01kah7rmq0000000000000000a"))
        let document = try #require(Identifier("01kah7rmq0000000000000000b"))
        let time = try #require(Instant("2026-11-21T08:00:00.123Z"))
        let content = Array("甲方乙方\n".utf8).withUnsafeBytes { ObjectID.digest(of: $0) }
        var first = JournalBatch(after: .start, time: time, actor: liwen)
        try first.append(
            Record(VaultCreated(vault: "6f1c2a3e-4b5d-4c6e-8f70-8192a3b4c5d6", timeZone: "Asia/Shanghai", version: "0.1.0")),
            salt: Salt(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F))
        try first.append(
            Record(ActorAdded(actor: liwen, user: "liwen", uid: 1000)),
            salt: Salt(high: 0x1011_1213_1415_1617, low: 0x1819_1A1B_1C1D_1E1F))
        first.finish()
        let between = JournalPosition(segment: 1, offset: 0, bodyOffset: 0, seq: first.seq, head: first.head)
        var second = JournalBatch(after: between, time: time, actor: liwen)
        try second.append(
            Record(
                DocumentAdded(
                    document: document, object: content, source: "/资料/合同.zip", path: "/资料/合同.zip!/销售/HT-2024-0031.txt",
                    name: "HT-2024-0031.txt", size: 13, modified: Instant("2024-03-15T01:30:00.000Z"))),
            salt: Salt(high: 0x2021_2223_2425_2627, low: 0x2829_2A2B_2C2D_2E2F))
        second.finish()
        let blocks = text.components(separatedBy: "```\n")
        #expect(blocks.contains(String(decoding: first.chain + second.chain, as: UTF8.self)))
        #expect(blocks.contains(String(decoding: first.bodies + second.bodies, as: UTF8.self)))
        let flowing = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(flowing.contains("the head of the chain, is `\(second.head)`"))
    }

    @Test("Every line that is written is read back as it was", arguments: Sample.all)
    func lines(sample: Sample) throws {
        var batch = JournalBatch(after: .start, time: .now, actor: try actor())
        let stamped = batch.stamped(sample.record, ahead: 0)
        try batch.append(sample.record, salt: Salt(high: 7, low: 11))
        let chain = try #require(batch.chain.dropLast().withUnsafeBytes { ChainLine(parsing: $0) })
        let read = try batch.bodies.dropLast().withUnsafeBytes { bytes in
            try StampedRecord(chain, try #require(BodyLine(parsing: bytes)), file: "")
        }
        #expect(read == stamped)
    }

    @Test("The tables name every kind, and of every kind its members, their types, and which may be absent")
    func tables() throws {
        var written: [String: [Row]] = [:]
        let kindsOfRecords = try #require(text.components(separatedBy: "\n## Kinds of records\n").last)
        for section in kindsOfRecords.components(separatedBy: "\n### ").dropFirst() {
            let lines = section.components(separatedBy: "\n")
            written[lines[0]] = lines.filter { $0.hasPrefix("| `") }.map(Row.init(line:))
        }
        let kinds = Sample.all.map(\.record.kind)
        #expect(Set(kinds) == Set(written.keys) && kinds.count == Set(kinds).count)
        #expect(kinds.sorted() == RecordKind.all.map(\.name).sorted(), "a kind has no sample here")
        for sample in Sample.all { #expect(sample.rows() == written[sample.record.kind], "\(sample.record.kind)") }
        for kind in RecordKind.all {
            let rows = kind.rows.map { Row(member: $0.name, type: $0.type, isOptional: $0.isOptional) }
            #expect(rows == written[kind.name], "\(kind.name)")
        }
    }

    @Test("Fields of documents are all named")
    func documentFields() {
        for field in DocumentField.allCases { #expect(text.contains("`\(field.rawValue)`"), "\(field)") }
    }

    @Test("Lines of another form are no lines of a journal")
    func foreignLines() throws {
        var batch = JournalBatch(after: .start, time: .now, actor: try actor())
        try batch.append(Sample.all[4].record, salt: Salt(high: 7, low: 11))
        let line = String(decoding: batch.chain.dropLast(), as: UTF8.self)
        func parsed(_ text: String) -> ChainLine? { Array(text.utf8).withUnsafeBytes { ChainLine(parsing: $0) } }
        let known = try #require(parsed(line))
        #expect(parsed(line.dropLast() + #","later":{"more":[1]}}"#) == known)
        let foreign = [
            line + " ", " " + line, String(line.dropLast()), line.replacing(":", with: ": "),
            line.replacing("\"kind\"", with: "\"op\""),
            line.replacing("\"seq\":1,", with: "\"seq\":,"), line.replacing("Z\"", with: "\""), line.dropLast() + ",}", "", "{}",
            line.replacing("document.added", with: "Document.Added"), line.replacing("\"object\":[", with: "\"object\":[,"),
        ]
        for text in foreign { #expect(parsed(text) == nil, "\(text)") }
    }
}

/// One row of a table: a member of a body.
private struct Row: Equatable {
    var member: String
    var type: String
    var isOptional: Bool

    init(member: String, type: String, isOptional: Bool) {
        self.member = member
        self.type = type
        self.isOptional = isOptional
    }

    init(line: String) {
        let cells = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        member = cells[1].trimmingCharacters(in: ["`"])
        type = cells[2].components(separatedBy: ",")[0]
        isOptional = cells[2].hasSuffix("optional")
    }
}

/// A record with every member.
struct Sample: Sendable, CustomTestStringConvertible {
    let record: Record
    var testDescription: String { record.kind }

    /// What the body of this record shows of its members.
    fileprivate func rows() -> [Row] {
        (record.body.members ?? []).map { member in
            let rest = JSON.object((record.body.members ?? []).filter { $0.name != member.name })
            let without = try? Record(kind: record.kind, objects: record.objects, body: rest)
            return Row(member: member.name, type: type(of: member.value), isOptional: without?.body == rest)
        }
    }

    private func type(of value: JSON) -> String {
        switch value {
        case .integer: return "integer"
        case .bool: return "boolean"
        case .array(let values): return values.contains { $0.members != nil } ? "objects" : "texts"
        case .object: return "object"
        case .string(let text):
            if Identifier(text) != nil { return "id" }
            if ObjectID(hex: text) != nil { return "hash" }
            if Instant(text) != nil { return "instant" }
            return CivilDate(text) != nil ? "date" : "text"
        case .null, .number: return "none of the specification"
        }
    }

    static let all: [Sample] = {
        let id = newID()
        let hash = ObjectID.digest(of: UnsafeRawBufferPointer(start: nil, count: 0))
        let date = CivilDate("2025-03-15")
        let day = CivilDate(dayNumber: 20_000)
        let place: JSON = ["page": 3]
        let records: [Record] = [
            Record(VaultCreated(vault: "6f1c", timeZone: "Asia/Shanghai", version: "0.1.0", created: .now)),
            Record(ActorAdded(actor: id, user: "李文", uid: 1000)),
            Record(ImportStarted(run: id, sources: ["/资料"], names: "gbk", ledger: "/台账.csv")),
            Record(
                ImportArchive(
                    run: id, source: "/资料", path: "外.zip!/内.zip", sha256: hash, size: 1, format: "ZIP", names: "gbk", entries: 2,
                    state: "read", detail: "…", kept: true)),
            Record(
                DocumentAdded(
                    document: id, object: hash, run: id, source: "/资料", path: "合同.pdf", name: "合同.pdf", size: 9, modified: .now,
                    crc32: 7,
                    attachedTo: id)
            ),
            Record(
                DocumentNamed(
                    document: id, run: id, source: "/资料", path: "副本.pdf", name: "副本.pdf", modified: .now, crc32: 7, attachedTo: id
                )),
            Record(
                ImportRejected(run: id, source: "/资料", path: "空.txt", reason: "empty", detail: "…", size: 0, sha256: hash)),
            Record(
                ImportFinished(
                    run: id, state: "complete", seen: 6, stored: 3, duplicate: 2, alreadyImported: 1, rejected: 1, bytes: 99)),
            Record(ImportWithdrawn(run: id, why: "重复导入")),
            Record(
                LedgerImported(
                    ledger: id, run: id, source: "/台账.csv", sha256: hash, rows: 3, matched: 2, conflicts: 1,
                    mapping: ["合同编号": "number"])),
            Record(
                LedgerRows(
                    ledger: id, records: 2,
                    rows: [
                        LedgerOutcome(
                            sheet: "销售", line: 2, outcome: "applied", subject: "HT-1", document: id,
                            findings: [.init(reason: "sentinel")])
                    ])),
            Record(LedgerWithdrawn(ledger: id, why: "登记错了")),
            Record(LedgerMapped(name: "年度台账", headings: ["合同编号", "备注"], mapping: ["合同编号": "number"])),
            Record(LedgerUnmapped(name: "年度台账")),
            Record(DocumentSet(document: id, field: "title", value: "采购合同", source: "manual", evidence: place, term: day)),
            Record(DocumentLinked(document: id, customer: id, role: "party-a", source: "ledger")),
            Record(DocumentUnlinked(document: id, customer: id, role: "party-a", source: "manual")),
            Record(DocumentTagged(document: id, tag: "重要")),
            Record(DocumentUntagged(document: id, tag: "重要")),
            Record(DuplicateDecided(document: id, other: newID(), decision: .version, note: "改了保修期")),
            Record(
                CustomerAdded(customer: id, name: "上海样例", creditCode: "91310000", tier: "VIP", note: "…", source: "ledger")),
            Record(CustomerChanged(customer: id, changes: ["name": "上海样例机电"])),
            Record(
                ContactAdded(
                    contact: id, customer: id, name: "王芳", phone: "138", email: "a@b.cn", address: "上海", source: "manual")),
            Record(SerialAdded(serial: id, number: "SN1", model: "X", customer: id, source: "ledger")),
            Record(PurchaseAdded(purchase: id, serial: id, customer: id, date: date, invoice: "F1", source: "ledger")),
            Record(
                CoverAdded(
                    cover: id, serial: id, covers: "whole", starts: date, months: 12, ends: date, document: id, page: 2,
                    source: "ledger")),
            Record(ContactChanged(id, changes: ["phone": "139"], source: "manual")),
            Record(ContactEnded(id, source: "manual", why: "离职")),
            Record(SerialChanged(id, changes: ["model": "X2"], source: "ledger")),
            Record(SerialEnded(id, source: "manual", why: "误登")),
            Record(PurchaseChanged(id, changes: ["invoice": "F2"], source: "ledger")),
            Record(PurchaseEnded(id, source: "manual", why: "误登")),
            Record(CoverChanged(id, changes: ["months": 24], source: "ledger")),
            Record(CoverEnded(id, source: "manual", why: "误登")),
            Record(CustomerEnded(id, source: "ledger", why: "误登")),
            Record(RenewalAcknowledged(document: id, term: day)),
            Record(VaultVerified(objects: 1, bytes: 2, damaged: ["a"], missing: ["b"])),
            Record(
                HoldPlaced(
                    hold: id, name: "诉讼2026-07", document: id, customer: id, documentKind: "contract", why: "诉讼保全", note: "…")),
            Record(HoldReleased(hold: id, why: "结案")),
            Record(RetentionSet(documentKind: "contract", years: 10, from: "end", why: "会计档案管理办法")),
            Record(PurgeRequested(purge: id, document: id, why: "保管期满", due: day)),
            Record(PurgeCancelled(purge: id, why: "仍需使用")),
            Record(PurgeIntended(purge: id, document: id, object: hash, trash: day, until: day)),
            Record(ObjectPurged(purge: id, document: id, object: hash)),
            Record(ObjectRestored(purge: id, document: id, object: hash, why: "hold")),
            Record(RedactionOrdered(redaction: id, why: "个人信息删除", time: .now, lines: ["17": .string(hash.hex)])),
            Record(RedactionDone(redaction: id)),
            Record(KeyAdded(key: "deedbox/6f1c+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")),
            Record(EvidenceExported(document: id, checkpoint: 7, target: "/证据/HT-2024-0031", why: "仲裁")),
            Record(
                BackupFinished(target: "/备份", seq: 9, head: hash, objects: 3, copied: 2, bytes: 1, damaged: ["a"], missing: ["b"])
            ),
            Record(
                RestoreDrilled(source: "/备份", seq: 9, head: hash, objects: 3, bytes: 2, documents: 1, problems: ["objects/ab"])),
            Record(
                VaultScrubbed(objects: 1, bytes: 2, digest: hash, damaged: ["a"], missing: ["b"], readSince: .now)),
            Record(ObjectRepaired(sha256: hash, problem: "damaged", source: "/备份", quarantined: "quarantine/a")),
            Record(FileRepaired(file: "vault.json", source: "/备份", quarantined: "quarantine/a")),
            Record(LossAccepted(end: 52, known: 54, witnesses: ["catalog"], quarantined: ["quarantine/a"])),
        ]
        return records.map(Sample.init(record:))
    }()
}
