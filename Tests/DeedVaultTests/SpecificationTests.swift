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
            .vaultCreated(.init(vault: "6f1c2a3e-4b5d-4c6e-8f70-8192a3b4c5d6", timeZone: "Asia/Shanghai", version: "0.1.0")),
            salt: Salt(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F))
        try first.append(
            .actorAdded(.init(actor: liwen, user: "liwen", uid: 1000)),
            salt: Salt(high: 0x1011_1213_1415_1617, low: 0x1819_1A1B_1C1D_1E1F))
        first.finish()
        let between = JournalPosition(segment: 1, offset: 0, bodyOffset: 0, seq: first.seq, head: first.head)
        var second = JournalBatch(after: between, time: time, actor: liwen)
        try second.append(
            .documentAdded(
                .init(
                    document: document, object: content, source: "/资料/合同.zip", path: "/资料/合同.zip!/销售/HT-2024-0031.txt",
                    name: "HT-2024-0031.txt", size: 13, modified: Instant("2024-03-15T01:30:00.000Z"))),
            salt: Salt(high: 0x2021_2223_2425_2627, low: 0x2829_2A2B_2C2D_2E2F))
        second.finish()
        let blocks = text.components(separatedBy: "```\n")
        #expect(blocks.contains(String(decoding: first.chain + second.chain, as: UTF8.self)))
        #expect(blocks.contains(String(decoding: first.bodies + second.bodies, as: UTF8.self)))
        #expect(text.contains("the head of the chain, is `\(second.head)`"))
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
        #expect(Set(Sample.all.map(\.record.number)) == Set(0..<55), "a kind has no sample here")
        for sample in Sample.all { #expect(sample.rows() == written[sample.record.kind], "\(sample.record.kind)") }
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
            .vaultCreated(.init(vault: "6f1c", timeZone: "Asia/Shanghai", version: "0.1.0", created: .now)),
            .actorAdded(.init(actor: id, user: "李文", uid: 1000)),
            .importStarted(.init(run: id, sources: ["/资料"], names: "gbk", ledger: "/台账.csv")),
            .importArchive(
                .init(
                    run: id, source: "/资料", path: "外.zip!/内.zip", sha256: hash, size: 1, format: "ZIP", names: "gbk", entries: 2,
                    state: "read", detail: "…", kept: true)),
            .documentAdded(
                .init(
                    document: id, object: hash, run: id, source: "/资料", path: "合同.pdf", name: "合同.pdf", size: 9, modified: .now,
                    crc32: 7,
                    attachedTo: id)
            ),
            .documentNamed(
                .init(
                    document: id, run: id, source: "/资料", path: "副本.pdf", name: "副本.pdf", modified: .now, crc32: 7, attachedTo: id
                )),
            .importRejected(
                .init(run: id, source: "/资料", path: "空.txt", reason: "empty", detail: "…", size: 0, sha256: hash)),
            .importFinished(
                .init(run: id, state: "complete", seen: 6, stored: 3, duplicate: 2, alreadyImported: 1, rejected: 1, bytes: 99)),
            .importWithdrawn(.init(run: id, why: "重复导入")),
            .ledgerImported(
                .init(
                    ledger: id, run: id, source: "/台账.csv", sha256: hash, rows: 3, matched: 2, conflicts: 1,
                    mapping: ["合同编号": "number"])),
            .ledgerRows(
                .init(
                    ledger: id, records: 2,
                    rows: [
                        LedgerOutcome(
                            sheet: "销售", line: 2, outcome: "applied", subject: "HT-1", document: id,
                            findings: [.init(reason: "sentinel")])
                    ])),
            .ledgerWithdrawn(.init(ledger: id, why: "登记错了")),
            .ledgerMapped(.init(name: "年度台账", headings: ["合同编号", "备注"], mapping: ["合同编号": "number"])),
            .ledgerUnmapped(.init(name: "年度台账")),
            .documentSet(.init(document: id, field: "title", value: "采购合同", source: "manual", evidence: place, term: day)),
            .documentLinked(.init(document: id, customer: id, role: "party-a", source: "ledger")),
            .documentUnlinked(.init(document: id, customer: id, role: "party-a", source: "manual")),
            .documentTagged(.init(document: id, tag: "重要")),
            .documentUntagged(.init(document: id, tag: "重要")),
            .duplicateDecided(.init(document: id, other: newID(), decision: .version, note: "改了保修期")),
            .customerAdded(
                .init(customer: id, name: "上海样例", creditCode: "91310000", tier: "VIP", note: "…", source: "ledger")),
            .customerChanged(.init(customer: id, changes: ["name": "上海样例机电"])),
            .contactAdded(
                .init(contact: id, customer: id, name: "王芳", phone: "138", email: "a@b.cn", address: "上海", source: "manual")),
            .serialAdded(.init(serial: id, number: "SN1", model: "X", customer: id, source: "ledger")),
            .purchaseAdded(.init(purchase: id, serial: id, customer: id, date: date, invoice: "F1", source: "ledger")),
            .coverAdded(
                .init(
                    cover: id, serial: id, covers: "whole", starts: date, months: 12, ends: date, document: id, page: 2,
                    source: "ledger")),
            .contactChanged(.init(id, changes: ["phone": "139"], source: "manual")),
            .contactEnded(.init(id, source: "manual", why: "离职")),
            .serialChanged(.init(id, changes: ["model": "X2"], source: "ledger")),
            .serialEnded(.init(id, source: "manual", why: "误登")),
            .purchaseChanged(.init(id, changes: ["invoice": "F2"], source: "ledger")),
            .purchaseEnded(.init(id, source: "manual", why: "误登")),
            .coverChanged(.init(id, changes: ["months": 24], source: "ledger")),
            .coverEnded(.init(id, source: "manual", why: "误登")),
            .customerEnded(.init(id, source: "ledger", why: "误登")),
            .renewalAcknowledged(.init(document: id, term: day)),
            .vaultVerified(.init(objects: 1, bytes: 2, damaged: ["a"], missing: ["b"])),
            .holdPlaced(
                .init(hold: id, name: "诉讼2026-07", document: id, customer: id, documentKind: "contract", why: "诉讼保全", note: "…")),
            .holdReleased(.init(hold: id, why: "结案")),
            .retentionSet(.init(documentKind: "contract", years: 10, from: "end", why: "会计档案管理办法")),
            .purgeRequested(.init(purge: id, document: id, why: "保管期满", due: day)),
            .purgeCancelled(.init(purge: id, why: "仍需使用")),
            .purgeIntended(.init(purge: id, document: id, object: hash, trash: day, until: day)),
            .objectPurged(.init(purge: id, document: id, object: hash)),
            .objectRestored(.init(purge: id, document: id, object: hash, why: "hold")),
            .redactionOrdered(.init(redaction: id, why: "个人信息删除", time: .now, lines: ["17": .string(hash.hex)])),
            .redactionDone(.init(redaction: id)),
            .keyAdded(.init(key: "deedbox/6f1c+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")),
            .evidenceExported(.init(document: id, checkpoint: 7, target: "/证据/HT-2024-0031", why: "仲裁")),
            .backupFinished(
                .init(target: "/备份", seq: 9, head: hash, objects: 3, copied: 2, bytes: 1, damaged: ["a"], missing: ["b"])),
            .restoreDrilled(
                .init(source: "/备份", seq: 9, head: hash, objects: 3, bytes: 2, documents: 1, problems: ["objects/ab"])),
            .vaultScrubbed(
                .init(objects: 1, bytes: 2, digest: hash, damaged: ["a"], missing: ["b"], readSince: .now)),
            .objectRepaired(.init(sha256: hash, problem: "damaged", source: "/备份", quarantined: "quarantine/a")),
            .fileRepaired(.init(file: "vault.json", source: "/备份", quarantined: "quarantine/a")),
            .lossAccepted(.init(end: 52, known: 54, witnesses: ["catalog"], quarantined: ["quarantine/a"])),
        ]
        return records.map(Sample.init(record:))
    }()
}

extension Record {
    /// A number for every kind: a new kind does not compile here until it has one, and then it needs a sample and a table.
    fileprivate var number: Int {
        switch self {
        case .vaultCreated: 0
        case .actorAdded: 1
        case .importStarted: 2
        case .importArchive: 3
        case .documentAdded: 4
        case .documentNamed: 5
        case .importRejected: 6
        case .importFinished: 7
        case .importWithdrawn: 8
        case .ledgerImported: 9
        case .documentSet: 10
        case .documentLinked: 11
        case .documentUnlinked: 12
        case .documentTagged: 13
        case .documentUntagged: 14
        case .customerAdded: 15
        case .customerChanged: 16
        case .contactAdded: 17
        case .serialAdded: 18
        case .purchaseAdded: 19
        case .coverAdded: 20
        case .vaultVerified: 21
        case .keyAdded: 22
        case .evidenceExported: 23
        case .backupFinished: 24
        case .restoreDrilled: 25
        case .vaultScrubbed: 26
        case .objectRepaired: 27
        case .fileRepaired: 28
        case .lossAccepted: 52
        case .duplicateDecided: 29
        case .ledgerMapped: 30
        case .ledgerUnmapped: 31
        case .holdPlaced: 32
        case .holdReleased: 33
        case .retentionSet: 34
        case .purgeRequested: 35
        case .purgeCancelled: 36
        case .purgeIntended: 37
        case .objectPurged: 38
        case .objectRestored: 39
        case .redactionOrdered: 40
        case .redactionDone: 41
        case .contactChanged: 42
        case .contactEnded: 43
        case .serialChanged: 44
        case .serialEnded: 45
        case .purchaseChanged: 46
        case .purchaseEnded: 47
        case .coverChanged: 48
        case .coverEnded: 49
        case .customerEnded: 50
        case .renewalAcknowledged: 51
        case .ledgerRows: 53
        case .ledgerWithdrawn: 54
        case .unknown: -1
        }
    }
}
