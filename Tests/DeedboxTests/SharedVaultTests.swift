import DeedCatalog
import DeedCore
import DeedSystem
import DeedVault
import Foundation
import Testing

@testable import Deedbox

/// Several people hand in single files at the same time, on a real folder.
@Suite("Many write into one vault at once")
struct SharedVaultTests {
    @Test(
        "Every addition is acknowledged once it is kept; the same content from two becomes one document",
        arguments: Durability.allCases)
    func additions(durability: Durability) throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = SessionSettings(.cli)
        settings.durability = durability
        let session = try VaultSession.create(at: path, timeZone: "Asia/Shanghai", program: "test", settings: settings)
        let shared = session.shared
        let answers = Monitor<[AddDocument.Answer]>([])
        let pool = WorkerPool(threads: 8)
        for number in 0..<48 {
            pool.submit {
                // Every content comes twice, under two names.
                let use = AddDocument(bytes: Array("保修卡 \(number % 24)".utf8), name: "扫描 \(number).txt", source: "/上传")
                do {
                    let answer = try use.run(in: shared.session())
                    answers.withLock { $0.append(answer) }
                } catch { Issue.record(error) }
            }
        }
        pool.wait()
        let all = answers.withLock { $0 }
        #expect(all.count == 48)
        #expect(all.filter { $0.outcome == .stored }.count == 24 && Set(all.map(\.document)).count == 24)
        let later = try VaultSession.open(path, access: .write, settings: SessionSettings(.cli))
        for answer in all { #expect(try later.catalog.document(for: answer.object) == answer.document) }
        #expect(try later.catalog.counts().documents == 24)
        #expect(try later.vault.verify(threads: 1, expecting: later.catalog.position()).isClean)
        // The same once more, by the same name: nothing is written.
        let place = try later.catalog.position()
        let again = try AddDocument(bytes: Array("保修卡 0".utf8), name: "扫描 0.txt", source: "/上传").run(in: later)
        #expect(again.outcome == .duplicate)
        #expect(try later.catalog.position() == place)
        #expect(throws: Failure.self) { try AddDocument(bytes: [], name: "空白.txt", source: "/上传").run(in: later) }
    }

    @Test("A fact that contradicts another thread's fails alone")
    func contradiction() throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let session = try VaultSession.create(
            at: path, timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings(.cli))
        let shared = session.shared
        let outcomes = Monitor<[Bool]>([])
        let pool = WorkerPool(threads: 6)
        for number in 0..<12 {
            pool.submit {
                // Two threads each want to add the same customer: the second is refused.
                var fields = ChangeCustomer.Fields()
                fields.name = "青岛汐澜食品有限公司 \(number / 2)"
                let added = (try? ChangeCustomer(fields).add(in: shared.session())) != nil
                outcomes.withLock { $0.append(added) }
            }
        }
        pool.wait()
        #expect(outcomes.withLock { $0.filter { $0 }.count } == 6)
        #expect(try session.catalog.customers(after: nil, limit: 20).rows.count == 6)
        #expect(try RebuildCatalog().run(at: path, settings: SessionSettings(.cli)).same == true)
    }
}
