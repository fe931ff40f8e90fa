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
        _ = try VaultSession.create(at: path, timeZone: "Asia/Shanghai", program: "test", settings: settings)
        let shared = try SharedVault(path, writers: 8, settings: settings)
        let answers = Monitor<[AddDocument.Answer]>([])
        let pool = WorkerPool(threads: 8)
        for number in 0..<48 {
            pool.submit {
                // Every content comes twice, under two names.
                let use = AddDocument(bytes: Array("保修卡 \(number % 24)".utf8), name: "扫描 \(number).txt", source: "/上传")
                do {
                    let answer = try shared.write(.cli) { try use.run(in: $0) }
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
        _ = try VaultSession.create(
            at: path, timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings(.cli))
        let shared = try SharedVault(path, writers: 6, settings: SessionSettings(.cli))
        let outcomes = Monitor<[Bool]>([])
        let pool = WorkerPool(threads: 6)
        for number in 0..<12 {
            pool.submit {
                // Two threads each want to add the same customer: the second is refused.
                var fields = ChangeCustomer.Fields()
                fields.name = "青岛汐澜食品有限公司 \(number / 2)"
                let added = (try? shared.write(.cli) { try ChangeCustomer(fields).add(in: $0) }) != nil
                outcomes.withLock { $0.append(added) }
            }
        }
        pool.wait()
        #expect(outcomes.withLock { $0.filter { $0 }.count } == 6)
        #expect(try shared.read(.cli) { try ListCustomers().run(in: $0).rows.count } == 6)
        #expect(try RebuildCatalog().run(at: path, settings: SessionSettings(.cli)).same == true)
    }

    /// A new vault in a folder of its own, opened for many.
    private func shared(_ path: String, readers: Int = 3, backlog: Int = 256) throws -> SharedVault {
        _ = try VaultSession.create(at: path, timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings(.cli))
        return try SharedVault(path, readers: readers, backlog: backlog, settings: SessionSettings(.cli))
    }

    private func add(_ name: String, in session: VaultSession) throws -> Identifier {
        try AddDocument(bytes: Array(name.utf8), name: name, source: "/上传").run(in: session).document
    }

    @Test("While one person writes, others read: each sees all that was acknowledged before, and nothing goes back")
    func readers() throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shared = try shared(path)
        let acknowledged = Monitor(0)
        let sessions = Monitor<Set<ObjectIdentifier>>([])
        let asked = Monitor(0)
        let pool = WorkerPool(threads: 7)
        for _ in 0..<6 {
            pool.submit {
                var before = 0
                while before < 40 {
                    let least = acknowledged.withLock { $0 }
                    do {
                        let seen = try shared.read(.cli) { session in
                            sessions.withLock { _ = $0.insert(ObjectIdentifier(session)) }
                            return try ListDocuments(DocumentFilter(), limit: 1000).run(in: session).rows.count
                        }
                        #expect(seen >= max(before, least))
                        before = seen
                        asked.withLock { $0 += 1 }
                    } catch {
                        Issue.record(error)
                        return
                    }
                }
            }
        }
        pool.submit {
            for number in 1...40 {
                do { _ = try shared.write(.cli) { try add("合同 \(number).txt", in: $0) } } catch { Issue.record(error) }
                acknowledged.withLock { $0 = number }
            }
        }
        pool.wait()
        #expect(sessions.withLock { $0.count } <= 3, "no more sessions were opened than there are seats")
        #expect(asked.withLock { $0 } > 6)
    }

    @Test("A reader sees nothing of a change that is not committed, and no writer's turn begins before the last one's has ended")
    func uncommitted() throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shared = try shared(path)
        let inside = Monitor(0)
        let pool = WorkerPool(threads: 4)
        for number in 0..<8 {
            pool.submit {
                do {
                    try shared.write(.cli) { session in
                        let others = inside.withLock { count in
                            count += 1
                            return count
                        }
                        #expect(others == 1)
                        try session.commit(.change) {
                            // The customer stands in the open transaction here, or will: nobody who reads sees more than what was committed.
                            let known = try session.catalog.customers(after: nil, limit: 100).rows.count
                            #expect(try shared.read(.cli) { try ListCustomers().run(in: $0).rows.count } == known)
                            return [
                                Record(
                                    CustomerAdded(customer: session.mint.next(), name: "客户 \(number)", source: "manual"))
                            ]
                        }
                        inside.withLock { $0 -= 1 }
                    }
                } catch { Issue.record(error) }
            }
        }
        pool.wait()
        #expect(try shared.read(.cli) { try ListCustomers().run(in: $0).rows.count } == 8)
    }

    @Test("A session that was lent to one person works for the next one with the next one's rights and day")
    func requests() throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shared = try shared(path, readers: 1)
        let document = try shared.write(.cli) { try add("保修卡.txt", in: $0) }
        let guest = Request(Principal(name: "来访者", id: 9, way: .web, rights: []))
        #expect(throws: Failure(.notAllowed, "read", detail: "来访者")) {
            try shared.read(guest) { try ShowDocument(document).run(in: $0).details.summary.id }
        }
        let clerk = Request(
            Principal(name: "周晓棠", id: 7, way: .web, rights: [.read, .change]), today: CivilDate("2027-01-02"))
        #expect(try shared.read(clerk) { $0.today } == CivilDate("2027-01-02"))
        try shared.write(clerk) { _ = try ChangeDocument(document).set(["title=保修卡（复印件）"], in: $0) }
        let users = try shared.read(.cli) { try DocumentHistory(document).run(in: $0).map(\.user) }
        #expect(users.last == "周晓棠" && users.first != "周晓棠")
        #expect(throws: Failure.self) { try shared.write(guest) { _ = try ChangeDocument(document).set(["title=x"], in: $0) } }
    }

    @Test("Tasks ask without blocking the threads that serve them; where too many wait, the next is refused at once")
    func tasks() async throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shared = try shared(path, readers: 2, backlog: 2)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<3 {
                group.addTask { try await shared.run(.write, .cli) { try add("图纸 \(number).txt", in: $0) }.text.count }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.count == 3)
        #expect(try await shared.run(.read, .cli) { try VaultStatus().run(in: $0).counts.documents } == 3)
        // Two sit there and two wait: of five one hears at once that there is no room.
        let door = Monitor((isOpen: false, refusals: [Failure.Code]()))
        let busy = (0..<5).map { _ in
            Task.detached {
                do {
                    try await shared.run(.read, .cli) { _ in
                        _ = door.wait { $0.isOpen || $0.refusals.count > 1 ? true : nil }
                    }
                } catch let failure as Failure {
                    door.change { $0 = (true, $0.refusals + [failure.code]) }
                }
            }
        }
        for task in busy { try await task.value }
        #expect(door.withLock { $0.refusals } == [.vaultBusy])
        #expect(try await shared.run(.read, .cli) { _ in true })
    }

    @Test("When the catalog was made anew in another file, readers and the writer go on with that one")
    func replaced() throws {
        let path = NSTemporaryDirectory() + "deedbox-shared-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let shared = try shared(path)
        _ = try shared.write(.cli) { try add("合同 1.txt", in: $0) }
        #expect(try shared.read(.cli) { try VaultStatus().run(in: $0).counts.documents } == 1)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + "/catalog/catalog.sqlite" + suffix)
        }
        #expect(try RebuildCatalog().run(at: path, settings: SessionSettings(.cli)).same == nil)
        _ = try shared.write(.cli) { try add("合同 2.txt", in: $0) }
        #expect(try shared.read(.cli) { try VaultStatus().run(in: $0).counts.documents } == 2)
        let later = try VaultSession.open(path, access: .read, settings: SessionSettings(.cli))
        #expect(try VaultStatus().run(in: later).counts.documents == 2)
    }
}
