import DeedCatalog
import DeedClock
import DeedCore
import DeedImport
import DeedVault
import Foundation
import Glibc
import Testing

@testable import Deedbox

/// Who may do what, and whose name the journal keeps.
@Suite("Somebody without a right is refused before anything is done")
struct PrincipalTests {
    /// A vault with a contract, a customer and a machine, in a folder that goes with the test.
    private final class World {
        let path = NSTemporaryDirectory() + "deedbox-principal-" + UUID().uuidString
        let session: VaultSession
        let contract: Identifier
        let card: Identifier
        let customer: Identifier

        init() throws {
            session = try VaultSession.create(
                at: path, timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings(.cli))
            contract = try AddDocument(bytes: Array("采购合同".utf8), name: "采购合同.txt", source: "/上传").run(in: session).document
            card = try AddDocument(bytes: Array("保修卡".utf8), name: "保修卡.txt", source: "/上传").run(in: session).document
            var fields = ChangeCustomer.Fields()
            (fields.name, fields.contact, fields.phone) = ("青岛汐澜食品有限公司", "周晓棠", "13412342006")
            customer = try ChangeCustomer(fields).add(in: session)
            var cover = ChangeCover.Fields()
            (cover.starts, cover.months) = ("2026-01-01", "12")
            _ = try ChangeCover("CH30-2506-0042").add(cover, model: "CH30", customer: customer, in: session)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var place: JournalPosition? { get throws { try session.catalog.position() } }

        /// Every file of the vault with its size, without SQLite's own.
        var files: [String: Int] {
            var found: [String: Int] = [:]
            for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init()
            where !name.hasPrefix("catalog/") {
                let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
                found[name] = attributes?[.size] as? Int
            }
            return found
        }
    }

    /// 周晓棠 at her desk, with some rights.
    private static func clerk(_ rights: Set<Right>, by way: Principal.Way = .web) -> Request {
        Request(Principal(name: "周晓棠", id: 7, way: way, rights: rights))
    }

    /// Every use case that writes, with the right it needs.
    private struct Deed: Sendable {
        var name: String
        var right: Right
        var run: @Sendable (World) throws -> Void

        init(_ name: String, _ right: Right, _ run: @escaping @Sendable (World) throws -> Void) {
            (self.name, self.right, self.run) = (name, right, run)
        }
    }

    private static let deeds: [Deed] = [
        Deed("AddDocument", .bringIn) {
            _ = try AddDocument(bytes: Array("新合同".utf8), name: "新合同.txt", source: "/上传").run(in: $0.session)
        },
        Deed("WithdrawImport", .bringIn) { _ = try WithdrawImport($0.contract, why: nil).run(in: $0.session) },
        Deed("ChangeDocument.set", .change) { _ = try ChangeDocument($0.contract).set(["title=采购"], in: $0.session) },
        Deed("ChangeDocument.link", .change) {
            _ = try ChangeDocument($0.contract).link($0.customer, role: "customer", remove: false, in: $0.session)
        },
        Deed("ChangeDocument.tag", .change) { _ = try ChangeDocument($0.contract).tag(add: ["急"], remove: [], in: $0.session) },
        Deed("ChangeCustomer.add", .change) {
            var fields = ChangeCustomer.Fields()
            fields.name = "上海样例机电有限公司"
            _ = try ChangeCustomer(fields).add(in: $0.session)
        },
        Deed("ChangeCustomer.edit", .change) {
            var fields = ChangeCustomer.Fields()
            fields.tier = "VIP"
            try ChangeCustomer(fields).edit($0.customer, in: $0.session)
        },
        Deed("ChangeContact.set", .change) {
            var fields = ChangeContact.Fields()
            fields.email = "zhou@example.com"
            try ChangeContact(of: $0.customer, "周晓棠").set(fields, in: $0.session)
        },
        Deed("ChangeContact.remove", .change) { try ChangeContact(of: $0.customer, "周晓棠").remove(why: nil, in: $0.session) },
        Deed("RemoveCustomer", .change) { try RemoveCustomer($0.customer, why: nil).run(in: $0.session) },
        Deed("AcknowledgeRenewal", .change) { _ = try AcknowledgeRenewal($0.contract).run(in: $0.session) },
        Deed("ChangeCover.add", .change) {
            var fields = ChangeCover.Fields()
            (fields.covers, fields.ends) = ("parts", "2028-01-01")
            _ = try ChangeCover("CH30-2506-0042").add(fields, model: nil, customer: nil, in: $0.session)
        },
        Deed("ChangeCover.set", .change) {
            var fields = ChangeCover.Fields()
            fields.months = "24"
            _ = try ChangeCover("CH30-2506-0042").set(fields, in: $0.session)
        },
        Deed("ChangeCover.remove", .change) { _ = try ChangeCover("CH30-2506-0042").remove(why: nil, in: $0.session) },
        Deed("ChangeMachine.add", .change) {
            _ = try ChangeMachine("CH30-2506-0099").add(model: nil, customer: nil, in: $0.session)
        },
        Deed("ChangeMachine.sell", .change) {
            var sale = ChangeMachine.Sale()
            sale.date = "2026-01-05"
            _ = try ChangeMachine("CH30-2506-0042").sell(sale, in: $0.session)
        },
        Deed("ChangeMachine.remove", .change) { _ = try ChangeMachine("CH30-2506-0042").remove(why: nil, in: $0.session) },
        Deed("DecideDuplicate", .change) { _ = try DecideDuplicate($0.contract, $0.card, .different).run(in: $0.session) },
        Deed("LedgerMappings.remove", .change) { try LedgerMappings().remove("台账", in: $0.session) },
        Deed("PlaceHold", .hold) {
            _ = try PlaceHold(name: "诉讼", targets: [.document($0.contract)], why: "诉讼", note: nil).run(in: $0.session)
        },
        Deed("ReleaseHold", .hold) { _ = try ReleaseHold([], why: nil).run(in: $0.session) },
        Deed("SetRetention", .hold) {
            _ = try SetRetention(nil, rule: .init(years: 10, from: .end), why: "档案法").run(in: $0.session)
        },
        Deed("RequestPurge", .purge) { _ = try RequestPurge([$0.contract], why: "误存").run(in: $0.session) },
        Deed("CancelPurge", .purge) { _ = try CancelPurge([$0.contract], why: nil).run(in: $0.session) },
        Deed("RunPurge", .purge) { _ = try RunPurge().run(in: $0.session) },
        Deed("RedactRecords", .redact) {
            _ = try RedactRecords(.customer($0.customer, whole: true), why: "本人要求").run(in: $0.session)
        },
        Deed("SignCheckpoint", .sign) { _ = try SignCheckpoint().run(in: $0.session) },
        Deed("StampCheckpoint", .sign) { _ = try StampCheckpoint().keep([0x30], in: $0.session) },
        Deed("SetUpKey", .administer) { _ = try SetUpKey().run(in: $0.session) },
        Deed("ExportEvidence", .export) {
            _ = try ExportEvidence($0.contract, to: $0.path + ".zip").run(in: $0.session) { _ in [] }
        },
        Deed("OpenDocument", .open) { _ = try OpenDocument($0.contract).read(in: $0.session) { _ in } },
        Deed("BackUpVault", .administer) {
            _ = try BackUpVault(to: $0.path + ".copy").run(
                at: $0.path, settings: SessionSettings($0.session.request), tell: nil, isStopped: { false })
        },
        Deed("RestoreVault", .administer) {
            _ = try RestoreVault($0.path).run(
                into: $0.path + ".copy", settings: SessionSettings($0.session.request), tell: nil, isStopped: { false })
        },
        Deed("VerifyVault", .administer) {
            _ = try VerifyVault().run(at: $0.path, settings: SessionSettings($0.session.request), record: true, tell: nil)
        },
        Deed("RepairVault", .administer) {
            _ = try RepairVault(from: []).run(at: $0.path, settings: SessionSettings($0.session.request), tell: nil)
        },
        Deed("RebuildCatalog", .administer) {
            _ = try RebuildCatalog().run(at: $0.path, settings: SessionSettings($0.session.request))
        },
        Deed("VaultSession.create", .administer) {
            _ = try VaultSession.create(
                at: $0.path + ".copy", timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings($0.session.request))
        },
    ]

    @Test("Every use case that writes is refused to a person who has all rights but the one it needs; nothing is written")
    func refused() throws {
        let world = try World()
        let (place, files) = (try world.place, world.files)
        for deed in PrincipalTests.deeds {
            world.session.request = PrincipalTests.clerk(Set(Right.allCases).subtracting([deed.right]))
            #expect(throws: Failure(.notAllowed, deed.right.rawValue, detail: "周晓棠"), "\(deed.name)") { try deed.run(world) }
            #expect(try world.place == place, "\(deed.name)")
            #expect(world.files == files, "\(deed.name)")
            for other in [".zip", ".copy"] {
                #expect(!FileManager.default.fileExists(atPath: world.path + other), "\(deed.name)")
            }
        }
    }

    @Test("No right is enough by itself to write with another's, and every right guards something")
    func rights() {
        #expect(Set(PrincipalTests.deeds.map(\.right)).union([.read]) == Set(Right.allCases))
    }

    @Test("Somebody who may not read gets no list, no card and no hit, not even by naming what there is")
    func unread() throws {
        let world = try World()
        let session = world.session
        session.request = PrincipalTests.clerk([.administer])
        let refusal = Failure(.notAllowed, "read", detail: "周晓棠")
        #expect(throws: refusal) { try ListDocuments(DocumentFilter()).run(in: session) }
        #expect(throws: refusal) { try ShowDocument(world.contract).run(in: session) }
        #expect(throws: refusal) { try DocumentHistory(world.contract).run(in: session) }
        #expect(throws: refusal) { try DocumentReference("采购").resolve(in: session) }
        #expect(throws: refusal) { try CustomerReference("青岛").resolve(in: session) }
        #expect(throws: refusal) { try ShowCustomer(world.customer).run(in: session) }
        #expect(throws: refusal) { try ListCustomers().run(in: session) }
        #expect(throws: refusal) { try FindDocuments("合同").run(in: session) }
        #expect(throws: refusal) { try AskWarranty("CH30-2506-0042").run(in: session) }
        #expect(throws: refusal) { try ListPurges().run(in: session) }
        #expect(throws: refusal) { try ListImports().run(in: session) }
        // How the vault stands is no content.
        #expect(try VaultStatus().run(in: session).counts.documents == 2)
    }

    @Test("The journal names the person who asked, and introduces each once")
    func actor() throws {
        let world = try World()
        let session = world.session
        session.request = PrincipalTests.clerk([.read, .change])
        try ChangeDocument(world.contract).set(["title=采购合同（正本）"], in: session)
        try ChangeDocument(world.contract).tag(add: ["急"], remove: [], in: session)
        session.request = Request(Principal(name: "夜间扫描", id: 2, way: .watch, rights: [.read, .change]))
        try ChangeDocument(world.contract).tag(add: ["已核"], remove: [], in: session)
        session.request = .cli
        let history = try DocumentHistory(world.contract).run(in: session)
        let own = Principal.operatingSystemUser(by: .cli).name
        #expect(history.map(\.user) == [own, "周晓棠", "周晓棠", "夜间扫描"])
        #expect(Set(history.map(\.record.actor)).count == 3)
        // Members and names of the record are those of every vault.
        let seqs = try session.catalog.journalSeqs(ofKind: ActorAdded.kind)
        let added = try session.vault.records(seqs: seqs).map(\.record.body)
        #expect(added.map { $0["user"]?.string } == [own, "周晓棠", "夜间扫描"])
        #expect(added.map { $0["uid"]?.integer } == [Int64(geteuid()), 7, 2])
        #expect(try RebuildCatalog().run(at: world.path, settings: SessionSettings(.cli)).same == true)
    }
}
