import DeedCore
import Foundation
import GRDB
import Testing

@testable import DeedDatabase

@Suite("A database's file")
final class DatabaseFileTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "deed-database-\(UUID().uuidString)").path(
        percentEncoded: false)

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What opening says; `nil` for nothing.
    private func code(_ file: DatabaseFile, _ access: DatabaseFile.Access) -> Failure.Code? {
        do {
            try file.open(access).close()
            return nil
        } catch {
            return (error as? Failure)?.code
        }
    }

    /// A database that holds one contract.
    private func contract(_ name: String, in file: DatabaseFile, _ access: DatabaseFile.Access = .write) throws
        -> DatabaseConnection
    {
        let connection = try file.open(access)
        try connection.write {
            try $0.execute(sql: "CREATE TABLE contract (name TEXT)")
            try $0.execute(sql: "INSERT INTO contract VALUES (?)", arguments: [name])
        }
        return connection
    }

    private func contracts(_ connection: DatabaseConnection) throws -> [String] {
        try connection.read { try String.fetchAll($0, sql: "SELECT name FROM contract") }
    }

    @Test(
        "A folder in the place of the log: whichever database it is, the advice is to make it anew, and that helps",
        arguments: [(DatabaseFile.Content.catalog, Failure.Code.catalogDamaged), (.index, .indexDamaged)])
    func folderForLog(content: DatabaseFile.Content, damaged: Failure.Code) throws {
        let file = DatabaseFile(folder + "/库.sqlite", content)
        try contract("维保协议", in: file).close()
        try FileManager.default.createDirectory(atPath: file.path + "-wal", withIntermediateDirectories: true)
        #expect(code(file, .read) == damaged)
        #expect(code(file, .write) == damaged)
        try file.rebuild(over: { try file.open(.write) }) { try contract("维保协议（新）", in: $0, .scratch) }
        #expect(try contracts(file.open(.read)) == ["维保协议（新）"])
    }

    @Test("Where no file can be made, the system's reason is told: a new catalog or index could not be made either")
    func nowhere() throws {
        for content in [DatabaseFile.Content.catalog, .index] {
            let file = DatabaseFile(folder + "/没有/库.sqlite", content)
            #expect(code(file, .write) == .inputOutput)
            #expect(code(file, .scratch) == .inputOutput)
        }
        #expect(code(DatabaseFile(folder + "/没有.sqlite", .catalog), .read) == .catalogDamaged)
    }

    @Test("What may be lost is thrown away where it is damaged: bytes of something else, a folder")
    func notes() throws {
        let file = DatabaseFile(folder + "/local.sqlite", .notes)
        try Data(repeating: 7, count: 9000).write(to: URL(filePath: file.path))
        try file.openLosable { try $0.execute(sql: "CREATE TABLE IF NOT EXISTS note (text)") }.close()
        try file.discard()
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
        try file.openLosable { try $0.execute(sql: "CREATE TABLE IF NOT EXISTS note (text)") }.close()
        #expect(try file.openLosable { _ in }.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM note") } == 0)
    }

    @Test("Made anew beside itself: who reads goes on, and sees the new content; a making that fails changes nothing")
    func rebuild() throws {
        let file = DatabaseFile(folder + "/库.sqlite", .catalog)
        try contract("旧", in: file).close()
        let reader = try file.open(.read)
        #expect(throws: Failure.self) {
            try file.rebuild(over: { try file.open(.write) }) { _ in throw Failure(.journalDamaged) }
        }
        #expect(try contracts(reader) == ["旧"])
        try file.rebuild(over: { try file.open(.write) }) { try contract("新", in: $0, .scratch) }
        #expect(try contracts(reader) == ["新"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains("rebuild") })
    }

    @Test("Made anew in the place of a file that is no database")
    func rebuildOverGarbage() throws {
        let file = DatabaseFile(folder + "/库.sqlite", .catalog)
        for name in ["", "-wal", "-shm"] { try Data("合同".utf8).write(to: URL(filePath: file.path + name)) }
        try file.rebuild(over: { try file.open(.write) }) { try contract("新", in: $0, .scratch) }
        #expect(try contracts(file.open(.read)) == ["新"])
    }

    @Test("Making durable what was committed gives none of SQLite's locks up")
    func durable() throws {
        let file = DatabaseFile(folder + "/库.sqlite", .catalog)
        try contract("维保协议", in: file).close()
        // Opened before anybody locks, closed after: closing gives a process' locks up.
        let descriptor = open(file.path, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        let connection = try file.open(.write)
        #expect(isLocked(descriptor))
        try connection.write { try $0.execute(sql: "INSERT INTO contract VALUES ('租赁合同')") }
        try connection.makeDurable()
        #expect(isLocked(descriptor))
        #expect(try contracts(connection) == ["维保协议", "租赁合同"])
        #expect(try connection.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 1)
        try connection.close()
        #expect(!isLocked(descriptor))
    }

    /// Whether a lock of this process, which a lock of the open file meets, is on the file.
    private func isLocked(_ descriptor: Int32) -> Bool {
        var asked = flock()
        asked.l_type = Int16(F_WRLCK)
        asked.l_whence = Int16(SEEK_SET)
        let getLock: Int32 = 36  // F_OFD_GETLK
        return fcntl(descriptor, getLock, &asked) == 0 && asked.l_type != Int16(F_UNLCK)
    }
}
