import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// A disk whose memory of a file is wrong while the disk itself is right.
private struct BadCache: VaultIOThrough {
    let base: MemoryIO
    let wrong: String
    private let paths = Monitor<[Int32: String]>([:])

    init(base: MemoryIO, wrong: String) {
        self.base = base
        self.wrong = wrong
    }

    func openPastCache(_ path: String) throws(IOError) -> Int32 { try base.open(path, .read, mode: 0) }
    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        let descriptor = try base.open(path, how, mode: mode)
        paths.withLock { $0[descriptor] = path }
        return descriptor
    }
    func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        let count = try base.pread(descriptor, into: buffer, at: offset)
        if count > 0, paths.withLock({ $0[descriptor] == wrong }) { buffer[0] ^= 1 }
        return count
    }
    func close(_ descriptor: Int32) {
        base.close(descriptor)
        paths.withLock { $0[descriptor] = nil }
    }
}

@Suite("Scrub")
struct ScrubTests {
    private let io: MemoryIO
    private let vault: Vault
    private let catalog = MemoryCatalog()

    init() throws {
        io = try MemoryIO.withVault()
        vault = try io.vault()
        try vault.add((1...40).map { "合同 \($0)" }, to: catalog)
    }

    private var all: [ScrubMark] { (0...255).map { ScrubMark(directory: UInt8($0)) } }

    private func scrub(_ order: [ScrubMark], _ budget: ScrubBudget = .init()) throws -> (ScrubReport, [ScrubMark]) {
        var marks: [ScrubMark] = []
        let kept = catalog.kept
        let report = try vault.scrub(
            order, budget: budget, keeping: { byte in kept.filter { $0.firstByte == byte } }, note: { marks.append($0) })
        return (report, marks)
    }

    @Test("Without a budget everything is read; the digest is what a shell makes of the names")
    func everything() throws {
        let (report, marks) = try scrub(all)
        #expect(report.isClean && report.isComplete && report.objects == 40)
        #expect(marks.filter { $0.last == nil }.count == 256)
        let names = catalog.kept.sorted().map { $0.hex + "\n" }.joined()
        #expect(report.digest == ObjectHash.of(Array(names.utf8)))
    }

    @Test("Piece by piece within a budget of bytes, each object is read once, none is left out")
    func pieces() throws {
        var places = Dictionary(uniqueKeysWithValues: all.map { ($0.directory, $0) })
        var waiting = all
        var read: Int64 = 0
        for _ in 1...200 where !waiting.isEmpty {
            let (report, marks) = try scrub(waiting, ScrubBudget(bytes: 30))
            read += report.objects
            #expect(report.bytes < 60)
            for mark in marks { places[mark.directory] = mark }
            let done = Set(marks.filter { $0.last == nil }.map(\.directory))
            waiting = waiting.compactMap { done.contains($0.directory) ? nil : places[$0.directory] }
        }
        #expect(waiting.isEmpty && read == 40)
    }

    @Test("No time: nothing is read and nothing is claimed")
    func noTime() throws {
        let (report, marks) = try scrub(all, ScrubBudget(seconds: 0))
        #expect(report.objects == 0 && !report.isComplete && marks.isEmpty)
    }

    @Test("Damaged and missing originals are named")
    func damage() throws {
        let kept = catalog.kept.sorted()
        try io.flip(vault.layout.object(kept[0]), at: 0)
        try io.unlink(vault.layout.object(kept[1]))
        let (report, _) = try scrub(all)
        #expect(report.damaged.map(\.object) == [kept[0]] && report.missing == [kept[1]])
    }

    @Test("What only the machine's memory has wrong is no damage: it is read again from the disk, and said")
    func badCache() throws {
        let id = try #require(catalog.kept.min())
        let seam = BadCache(base: io, wrong: vault.layout.object(id))
        let opened = Vault(path: "/vault", info: vault.info, access: .read, io: seam, syncThreads: 0)
        let report = try opened.verify(threads: 1)
        #expect(report.isClean && report.unsteady == [vault.layout.relativeObject(id)])
        let copied = try opened.copyAll(to: "/copy")
        #expect(copied.isComplete && copied.objects == 40)
    }
}
