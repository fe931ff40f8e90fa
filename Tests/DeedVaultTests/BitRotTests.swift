import DeedCore
import DeedSystem
import Testing

@testable import DeedVault

/// Everything in a vault is damaged in turn, in every way: it is always found, always named, and put back from a copy.
@Suite("Bit rot")
struct BitRotTests {
    private let io: MemoryIO
    private let catalog = MemoryCatalog()
    private let layout = VaultLayout(root: "/vault")

    init() throws {
        io = try MemoryIO.withVault()
        let vault = try io.vault(sealedSize: 900)
        let created = VaultCreated(
            vault: vault.info.id, timeZone: vault.info.timeZone, version: vault.info.program, created: vault.info.created)
        _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [.vaultCreated(created)] }
        for names in [["采购合同", "保修卡"], ["服务协议"], ["补充协议", "框架协议"]] { try vault.add(names, to: catalog, filler: 40) }
        var options = CopyOptions()
        options.threads = 0
        _ = try vault.copy(to: "/copy", options: options)
        io.crash(keeping: .everything)
    }

    /// How a file may rot.
    enum Rot: CaseIterable, CustomTestStringConvertible {
        case flip, zero, truncate, delete

        var testDescription: String { "\(self)" }

        func spoil(_ bytes: [UInt8], at offset: Int) -> [UInt8]? {
            var bytes = bytes
            switch self {
            case .flip: bytes[offset] ^= 1 << UInt8(offset % 8)
            case .zero: for at in offset..<min(offset + 64, bytes.count) { bytes[at] = 0 }
            case .truncate: bytes.removeSubrange(offset...)
            case .delete: return nil
            }
            return bytes
        }
    }

    /// Spoils a file, expects that it is found and named, and that a repair brings the very bytes back.
    private func expectFoundAndMended(_ path: String, _ rot: Rot, at offset: Int) throws {
        let bytes = try io.contents(path)
        let name = String(path.dropFirst("/vault/".count))
        if let spoilt = rot.spoil(bytes, at: offset) { try io.put(path, spoilt) } else { try io.unlink(path) }
        let found = named()
        #expect(found.contains { $0.hasPrefix(name) || name.hasPrefix($0) }, "\(name) \(rot) at \(offset): \(found)")
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.remaining.isClean, "\(name) \(rot) at \(offset): \(report.remaining)")
        let put = report.objects.map(\.path) + report.files.map(\.path)
        #expect(put == [name], "\(name) \(rot) at \(offset): \(put)")
        #expect(try io.contents(path) == bytes, "\(name) \(rot) at \(offset)")
        for file in try io.list("/vault/quarantine") { try io.unlink("/vault/quarantine/" + file) }
    }

    /// The paths that a verification names; of a vault that does not open, what the failure says.
    private func named() -> [String] {
        do {
            let report = try io.vault(.read).verify(threads: 1, expecting: catalog.place)
            return report.damaged.map(\.path) + report.missing.map { layout.relativeObject($0) } + report.files.map(\.path)
                + report.journal.problems.map(\.path)
        } catch let failure as Failure {
            return [VaultLayout.declarationName, "vault.json"].filter {
                failure.subject.hasSuffix($0) || failure.subject == "/vault"
            }
        } catch {
            return []
        }
    }

    @Test("Every object", arguments: Rot.allCases)
    func objects(_ rot: Rot) throws {
        for id in catalog.kept.sorted() {
            let path = layout.object(id)
            let size = try io.contents(path).count
            for offset in [0, size / 2, size - 1] { try expectFoundAndMended(path, rot, at: offset) }
        }
    }

    @Test("The chain and the bodies, at many places", arguments: Rot.allCases)
    func journal(_ rot: Rot) throws {
        let last = try io.vault(.read).files.lastSegment()
        #expect(last > 1)
        for segment in 1...last {
            for path in [layout.recordsFile(segment), layout.bodiesFile(segment)] {
                let size = try io.contents(path).count
                for offset in stride(from: segment - 1, to: size, by: rot == .delete ? size : 31) {
                    try expectFoundAndMended(path, rot, at: offset)
                }
            }
        }
    }

    @Test("Every byte of vault.json and of the declaration", arguments: Rot.allCases)
    func names(_ rot: Rot) throws {
        for path in [layout.info, layout.declaration] {
            let size = try io.contents(path).count
            for offset in stride(from: 0, to: size, by: rot == .flip ? 1 : rot == .delete ? size : 19) {
                try expectFoundAndMended(path, rot, at: offset)
            }
        }
    }

    @Test("A whole folder is gone")
    func folders() throws {
        let id = try #require(catalog.kept.min())
        try io.unlink(layout.object(id))
        try io.removeDirectory(layout.objectDirectory(id.firstByte))
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.objects.map(\.object) == [id] && report.remaining.isClean)
    }

    @Test("No copy has it: it is lost, said to be, and what is left of it stays where it is")
    func lost() throws {
        let id = try #require(catalog.kept.min())
        let path = layout.object(id)
        try io.flip(path, at: 3)
        try io.flip("/copy" + path.dropFirst(6), at: 4)
        let rest = try io.contents(path)
        for sources in [[], ["/copy"]] {
            let report = try VaultRepair(at: "/vault", from: sources, io: io, threads: 1).run(expecting: catalog.place)
            #expect(report.remaining.damaged.map(\.object) == [id] && report.objects.isEmpty)
        }
        #expect(try io.contents(path) == rest)
        #expect(try io.list("/vault/quarantine").isEmpty)
    }

    @Test("The first copy has it damaged too, the second has it")
    func twoCopies() throws {
        let id = try #require(catalog.kept.min())
        try io.vault(.read).copyAll(to: "/second")
        try io.flip(layout.object(id), at: 3)
        try io.flip("/copy" + layout.object(id).dropFirst(6), at: 4)
        let report = try VaultRepair(at: "/vault", from: ["/copy", "/second"], io: io, threads: 1).run(expecting: catalog.place)
        #expect(report.objects.map(\.source) == ["/second"] && report.remaining.isClean)
    }

    @Test("The end of the journal is gone with whole batches, and the catalog too: the copy knows")
    func cutOff() throws {
        let place = try #require(catalog.rolledBack(1).place)
        let last = layout.recordsFile(place.segment)
        let whole = try io.contents(last)
        try io.put(last, Array(whole.prefix(Int(place.offset))))
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: nil)
        #expect(!report.files.isEmpty && report.remaining.isClean)
        #expect(try io.vault(.read).journal() == catalog.records)
    }

    @Test("Another vault is no copy")
    func foreign() throws {
        _ = try Vault.create(at: "/other", io: io, timeZone: "UTC", program: "x", syncThreads: 0)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/other"], io: io, threads: 1) }?.code == .copyForeign)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/nowhere"], io: io, threads: 1) }?.code == .vaultNotFound)
        #expect(failure { _ = try VaultRepair(at: "/vault", from: ["/vault"], io: io, threads: 1) }?.code == .copyInside)
    }
}

/// A disk whose memory of a file is wrong while the disk itself is right.
private struct BadCache: VaultIO {
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
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
        try base.read(descriptor, into: buffer)
    }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int { try base.write(descriptor, bytes) }
    func pwrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        try base.pwrite(descriptor, bytes, at: offset)
    }
    func fsync(_ descriptor: Int32) throws(IOError) { try base.fsync(descriptor) }
    func fdatasync(_ descriptor: Int32) throws(IOError) { try base.fdatasync(descriptor) }
    func syncfs(_ descriptor: Int32) throws(IOError) { try base.syncfs(descriptor) }
    func reasonAgainstSyncfs(_ path: String) -> String? { base.reasonAgainstSyncfs(path) }
    func truncate(_ descriptor: Int32, to length: Int64) throws(IOError) { try base.truncate(descriptor, to: length) }
    func allocate(_ descriptor: Int32, _ length: Int64) throws(IOError) { try base.allocate(descriptor, length) }
    func setMode(_ descriptor: Int32, _ mode: UInt32) throws(IOError) { try base.setMode(descriptor, mode) }
    func lock(_ descriptor: Int32, _ kind: LockKind) throws(IOError) -> Bool { try base.lock(descriptor, kind) }
    func rename(_ source: String, to target: String) throws(IOError) { try base.rename(source, to: target) }
    func unlink(_ path: String) throws(IOError) { try base.unlink(path) }
    func makeDirectory(_ path: String, mode: UInt32) throws(IOError) { try base.makeDirectory(path, mode: mode) }
    func removeDirectory(_ path: String) throws(IOError) { try base.removeDirectory(path) }
    func list(_ path: String) throws(IOError) -> [String] { try base.list(path) }
    func status(_ path: String) throws(IOError) -> FileStatus? { try base.status(path) }
    func status(_ descriptor: Int32) throws(IOError) -> FileStatus { try base.status(descriptor) }
    func space(_ path: String) throws(IOError) -> FileSystemSpace { try base.space(path) }
    var bootID: String { base.bootID }
    var processID: Int32 { base.processID }
    func isAlive(_ process: Int32) -> Bool { base.isAlive(process) }
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

extension Vault {
    /// A copy made on this thread.
    @discardableResult
    func copyAll(to target: String) throws -> CopyReport {
        var options = CopyOptions()
        options.threads = 0
        return try #require(try copy(to: target, options: options))
    }
}
