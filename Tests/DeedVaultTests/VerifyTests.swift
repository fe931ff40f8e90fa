import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

@Suite("Verification names every bad file")
struct VerifyTests {
    private let records = "/vault/records/0000000001.jsonl"
    private let bodies = "/vault/bodies/0000000001.tsv"
    private let io: MemoryIO
    private let vault: Vault
    private let catalog = MemoryCatalog()

    init() throws {
        io = try MemoryIO.withVault()
        // Who wrote is gone when the vault is verified.
        for names in [["甲", "乙"], ["丙", "丁"], ["戊"]] { try io.vault().add(names, to: catalog) }
        vault = try io.vault()
    }

    private func report(expecting: Bool = true) throws -> VerifyReport {
        try vault.verify(threads: 2, expecting: expecting ? catalog.place : nil)
    }

    @Test("A clean vault")
    func clean() throws {
        let report = try report()
        #expect(report.isClean && report.stray.isEmpty)
        #expect(report.objects == 5 && report.bytes == 15)
        #expect(report.journal.lines == 8)
    }

    @Test("Objects: flipped, cut short, emptied, missing, stray")
    func objects() throws {
        let kept = catalog.kept.sorted()
        let paths = kept.map { vault.layout.object($0) }
        try io.flip(paths[0], at: 1)
        try io.put(paths[1], Array(try io.contents(paths[1]).dropLast()))
        try io.put(paths[2], [])
        try io.unlink(paths[3])
        try io.put("/vault/objects/00/notes.txt", [1])
        try io.put("/vault/objects/desktop.ini", [1])
        let wrongPlace = kept[4].firstByte == 0x12 ? "34" : "12"
        try io.put("/vault/objects/\(wrongPlace)/\(kept[4])", try io.contents(paths[4]))
        let report = try report()
        #expect(report.damaged.map(\.object) == Array(kept[0...2]))
        #expect(report.damaged.allSatisfy { "/vault/" + $0.path == vault.layout.object($0.object) })
        #expect(report.damaged[2].problem == "its SHA-256 is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(report.missing == [kept[3]])
        #expect(report.stray == ["objects/00/notes.txt", "objects/\(wrongPlace)/\(kept[4])", "objects/desktop.ini"].sorted())
        #expect(!report.isClean)
    }

    @Test("An object that no record keeps is told, and is no damage")
    func orphan() throws {
        let id = ObjectHash.of(Array("没有记录的文件".utf8))
        try io.put(vault.layout.object(id), Array("没有记录的文件".utf8))
        let report = try report()
        #expect(report.isClean && report.underWay == 0)
        #expect(report.stray == [vault.layout.relativeObject(id)])
    }

    @Test("An object whose batch is under way is no stray; once its writer is gone it is, or the journal names it")
    func underWay() throws {
        let id = ObjectHash.of(Array("正在导入".utf8))
        do {
            let writer = try io.vault()
            let stage = try writer.objectStage()
            _ = try stage.store("正在导入")
            try stage.settle()
            let reader = Vault(
                path: "/vault", info: writer.info, access: .read, io: io, lockWait: .milliseconds(300), syncThreads: 0)
            let report = try reader.verify(threads: 1, expecting: nil)
            #expect(report.isClean && report.stray.isEmpty && report.underWay == 1)
        }
        #expect(try report().stray == [vault.layout.relativeObject(id)])
        try io.vault().add(["正在导入"], to: catalog)
        #expect(try report().stray.isEmpty)
    }

    @Test("A line of 20 MB without an end is read once")
    func longLine() throws {
        try io.put("/vault/long", [UInt8](repeating: 0x78, count: 20 << 20) + [0x0A, 0x79, 0x0A])
        let counting = CountedReading(base: io)
        let lines = try LineReader(io: counting, path: "/vault/long", from: 0)
        #expect(try lines.next { $0.count } == 20 << 20)
        #expect(try lines.next { $0.count } == 1)
        #expect(try lines.next { $0.count } == nil)
        #expect(lines.buffered < 64 << 20 && lines.moved < 80 << 20)
        #expect(counting.bytes.withLock { $0 } == (20 << 20) + 3)
    }

    @Test("Every byte of the journal counts", arguments: ["records", "bodies"])
    func everyByte(part: String) throws {
        let path = part == "records" ? records : bodies
        let bytes = try io.contents(path)
        for at in stride(from: 0, to: bytes.count, by: 3) {
            var changed = bytes
            changed[at] ^= 1
            try io.put(path, changed)
            let problems = try report().journal.problems
            #expect(!problems.isEmpty, "byte \(at) of \(part)")
            #expect(problems.contains { "/vault/" + $0.path == path } || part == "bodies", "byte \(at) of \(part): \(problems)")
        }
    }

    @Test("A changed line is found at the line behind it, a changed body at its own")
    func lines() throws {
        try io.put(records, Array(try io.text(records).replacing("\"seq\":4,", with: "\"seq\":9,").utf8))
        var problems = try report().journal.problems
        #expect(problems.contains { $0.line == 5 && $0.problem == "it does not follow from the line before" })
        try io.put(records, Array(try io.text(records).replacing("\"seq\":9,", with: "\"seq\":4,").utf8))
        #expect(try report().isClean)
        try io.put(bodies, Array(try io.text(bodies).replacing("丙", with: "两").utf8))
        problems = try report().journal.problems
        #expect(problems == [.init(path: "bodies/0000000001.tsv", line: 3, seq: 4, what: .bodyChanged)])
    }

    @Test("Lines taken out: bodies without records, records without bodies, a segment that is gone")
    func takenOut() throws {
        let (chain, content) = (try io.contents(records), try io.text(bodies))
        try io.put(
            bodies,
            Array(content.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n").utf8))
        #expect(try report(expecting: false).journal.problems.map(\.problem) == ["the body is missing"])
        try io.put(bodies, Array((content + content.prefix { $0 != "\n" } + "\n").utf8))
        #expect(try report(expecting: false).journal.problems.map(\.problem) == ["no record has this body"])
        try io.put(bodies, Array(content.utf8))
        try io.unlink(records)
        #expect(try report(expecting: false).journal.problems.map(\.problem) == ["segment 1 is missing"])
        try io.put("/vault/records/0000000002.jsonl", chain)
        #expect(try report(expecting: false).journal.problems.first?.problem == "segment 1 is missing")
    }

    @Test("The end cut off at a commit: only the catalog can tell, and it does")
    func rolledBack() throws {
        let place = try #require(catalog.rolledBack(1).place)
        try io.put(records, Array(try io.contents(records).prefix(Int(place.offset))))
        try io.put(bodies, Array(try io.contents(bodies).prefix(Int(place.bodyOffset))))
        #expect(try report(expecting: false).isClean)
        #expect(try report().journal.problems.map(\.seq) == [8])
    }

    @Test("A batch on its way is no damage")
    func incomplete() throws {
        try io.put(records, try io.contents(records) + Array(#"{"seq":9,"prev":"#.utf8))
        let report = try report()
        #expect(report.isClean && report.journal.incomplete == 16)
    }

    @Test("A reader of an object reaches the end only when the bytes were right")
    func reader() throws {
        let object = try #require(catalog.records.first?.record.objects.first)
        try io.flip(vault.layout.object(object), at: 0)
        let reader = try vault.reader(for: object)
        #expect(failure { _ = try reader.contents() }?.code == .objectDamaged)
        try io.unlink(vault.layout.object(object))
        #expect(failure { _ = try vault.reader(for: object) }?.code == .objectMissing)
        #expect(failure { _ = try vault.descriptor(for: object) }?.code == .objectMissing)
        #expect(try !vault.objectExists(object))
    }

    @Test("Progress is told object by object")
    func progress() throws {
        let seen = Monitor<[VerifyProgress]>([])
        _ = try vault.verify(threads: 1, progress: { progress in seen.withLock { $0.append(progress) } })
        #expect(seen.withLock { $0 } == (1...5).map { VerifyProgress(objects: $0, bytes: $0 * 3) })
    }
}

/// Counts what is read.
private final class CountedReading: VaultIOThrough {
    let base: MemoryIO
    let bytes = Monitor<Int>(0)

    init(base: MemoryIO) { self.base = base }

    func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        let count = try base.pread(descriptor, into: buffer, at: offset)
        bytes.change { $0 += count }
        return count
    }
}
