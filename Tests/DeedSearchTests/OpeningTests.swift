import DeedCore
import GRDB
import Glibc
import Testing

@testable import DeedSearch

@Suite("Opening an index")
struct OpeningTests {
    @Test("a reader of a missing index finds nothing and makes no file")
    func missing() throws {
        let path = "/tmp/deed-search-missing-\(getpid()).sqlite"
        let index = try SearchIndex.open(at: path, access: .read)
        #expect(try index.find("保修").total == 0)
        #expect(try index.appliedSeq == 0)
        #expect(access(path, F_OK) != 0)
    }

    @Test("readers see the last commit while a writer works")
    func readersAndWriter() throws {
        let archive = try Archive()
        try archive.put("a", ["保修"])
        let reader = try SearchIndex.open(at: archive.path, access: .read)
        try archive.index.write { database in
            try database.execute(sql: "DELETE FROM doc")
            #expect(try reader.find("保修").total == 1)
            #expect(try reader.find("保修").hits.count == 1)
        }
        #expect(try reader.find("保修").hits.isEmpty)
        try archive.put("b", ["质保"])
        #expect(try reader.find("质保").total == 1)
        #expect { try reader.store(Archive.text(["x"]), for: Archive.object("x")) } throws: {
            ($0 as? Failure)?.code == .vaultReadOnly
        }
    }

    @Test("a failed batch leaves nothing behind")
    func rollback() throws {
        let archive = try Archive()
        try archive.put("a", ["保修"])
        try archive.index.write {
            try $0.execute(
                sql: "CREATE TRIGGER stop BEFORE INSERT ON doc WHEN NEW.title = '停' BEGIN SELECT RAISE(ABORT, 'stop'); END")
        }
        #expect(throws: Failure.self) { try archive.put("停", ["质保"]) }
        try archive.index.write { try $0.execute(sql: "DROP TRIGGER stop") }
        #expect(try archive.names("质保") == [])
        #expect(try archive.index.isSound())
    }

    @Test("a file that is no index is named; discarding it makes room")
    func damaged() throws {
        let path = "/tmp/deed-search-damaged-\(getpid()).sqlite"
        let file = fopen(path, "w")
        fputs(String(repeating: "not a database ", count: 400), file)
        fclose(file)
        #expect { try SearchIndex.open(at: path, access: .write) } throws: { ($0 as? Failure)?.code == .indexDamaged }
        #expect { try SearchIndex.open(at: path, access: .read) } throws: { ($0 as? Failure)?.code == .indexDamaged }
        try SearchIndex.discard(at: path)
        try SearchIndex.discard(at: path)
        #expect(try SearchIndex.open(at: path, access: .write).appliedSeq == 0)
        try SearchIndex.discard(at: path)
    }

    @Test("an index of a later program is refused")
    func later() throws {
        let archive = try Archive()
        try archive.index.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect { try SearchIndex.open(at: archive.path, access: .read) } throws: { ($0 as? Failure)?.code == .vaultTooNew }
        #expect { try SearchIndex.open(at: archive.path, access: .write) } throws: { ($0 as? Failure)?.code == .vaultTooNew }
    }
}
