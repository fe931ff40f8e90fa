import DeedCatalog
import DeedCore
import DeedVault
import Foundation
import Testing

@testable import Deedbox

/// Sessions on a real folder, without a command line.
@Suite("Use cases: a vault opened, changed, repaired")
struct SessionTests {
    /// A folder that goes with the test.
    private final class Folder {
        let path = NSTemporaryDirectory() + "deedbox-session-" + UUID().uuidString
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func create(_ folder: Folder) throws -> VaultSession {
        try VaultSession.create(at: folder.path, timeZone: "Asia/Shanghai", program: "test", settings: SessionSettings(.cli))
    }

    @Test("A new vault knows who made it, and holds no document")
    func created() throws {
        let folder = Folder()
        let session = try create(folder)
        let status = try VaultStatus().run(in: session)
        #expect(status.counts.documents == 0 && status.waiting == 0 && status.verified == nil)
        #expect(throws: Failure.self) { try create(folder) }
    }

    @Test("When a vault has been made, its catalog stands in the file itself: a power cut leaves no vault that readers refuse")
    func settled() throws {
        let folder = Folder()
        let session = try create(folder)
        let files = session.vault.databases
        // What the log holds may be lost with the power; nothing of it is synced.
        let copy = folder.path + "/catalog/copy.sqlite"
        try FileManager.default.copyItem(atPath: files.catalog, toPath: copy)
        let known = try Catalog.open(at: copy, access: .read, keys: VaultSession.keys)
        #expect(try known.position() == session.catalog.position())
    }

    @Test("Adding a customer is one commit; the same name or code again is refused and writes nothing")
    func customers() throws {
        let folder = Folder()
        let session = try create(folder)
        var fields = ChangeCustomer.Fields()
        fields.name = "东昇精密制造（苏州）有限公司"
        fields.creditCode = "91320505MAXX20032C"
        let customer = try ChangeCustomer(fields).add(in: session)
        let position = try session.catalog.position()
        #expect(throws: Failure.self) { try ChangeCustomer(fields).add(in: session) }
        fields.name = "别的公司"
        #expect(throws: Failure.self) { try ChangeCustomer(fields).add(in: session) }
        #expect(try session.catalog.position() == position)
        #expect(try CustomerReference("東昇").resolve(in: session).id == customer)
        #expect(throws: Failure.self) { try CustomerReference("没有").resolve(in: session) }
    }

    @Test("What one session writes, another that was open before sees at its next commit")
    func twoSessions() throws {
        let folder = Folder()
        let first = try create(folder)
        let second = try VaultSession.open(folder.path, access: .write, settings: SessionSettings(.cli))
        var fields = ChangeCustomer.Fields()
        fields.name = "上海样例机电有限公司"
        _ = try ChangeCustomer(fields).add(in: first)
        // The name is taken though the second session opened before: it catches up under the lock.
        #expect(throws: Failure.self) { try ChangeCustomer(fields).add(in: second) }
        fields.name = "青岛汐澜食品有限公司"
        _ = try ChangeCustomer(fields).add(in: second)
        #expect(try second.catalog.customers(after: nil, limit: 10).rows.count == 2)
    }

    @Test("Today is the person's, else the day in the vault's zone; instants are shown in that zone")
    func zone() throws {
        let folder = Folder()
        _ = try create(folder)
        var settings = SessionSettings(.cli)
        settings.request.today = CivilDate("2026-11-20")
        let session = try VaultSession.open(folder.path, access: .read, settings: settings)
        #expect(session.today == CivilDate("2026-11-20"))
        let night = try #require(Instant("2026-11-20T17:30:00.000Z"))
        #expect(session.zone.day(of: night) == CivilDate("2026-11-21") && session.zone.offset(at: night) == 28_800)
    }

    @Test("A catalog that is gone or broken is made anew from the journal by the next writer")
    func repaired() throws {
        let folder = Folder()
        let session = try create(folder)
        var fields = ChangeCustomer.Fields()
        fields.name = "周晓棠"
        _ = try ChangeCustomer(fields).add(in: session)
        for damage in ["gone", "broken"] {
            let catalog = folder.path + "/catalog/catalog.sqlite"
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: catalog + suffix) }
            if damage == "broken" { try Data("SQLite format 3? no".utf8).write(to: URL(filePath: catalog)) }
            let again = try VaultSession.open(folder.path, access: .write, settings: SessionSettings(.cli))
            #expect(try again.catalog.customers(after: nil, limit: 10).rows.map(\.name) == ["周晓棠"], "\(damage)")
        }
        let verified = try VerifyVault().run(at: folder.path, settings: SessionSettings(.cli), record: false, tell: nil)
        #expect(verified.isClean)
    }
}
