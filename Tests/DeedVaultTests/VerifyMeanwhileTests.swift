import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// A disk on which another process does something in the middle of a reading.
private final class Meanwhile: VaultIOThrough {
    let base: MemoryIO
    private let opening: @Sendable (String, Meanwhile) throws -> Void
    private let asked = Monitor<Set<String>>([])
    private let done = Monitor<[String: Int]>([:])

    /// - Parameter opening: called before each file is opened for reading.
    init(base: MemoryIO, opening: @escaping @Sendable (String, Meanwhile) throws -> Void) {
        self.base = base
        self.opening = opening
    }

    func status(_ path: String) throws(IOError) -> FileStatus? {
        asked.change { _ = $0.insert(path) }
        return try base.status(path)
    }

    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        do { try opening(path, self) } catch { Issue.record(error) }
        return try base.open(path, how, mode: mode)
    }

    func waitUntilAsked(_ path: String) { asked.wait { $0.contains(path) ? () : nil } }

    /// How often this was said before.
    func count(_ what: String) -> Int {
        done.withLock {
            $0[what, default: 0] += 1
            return $0[what, default: 0] - 1
        }
    }
}

@Suite("Verification beside other processes")
struct VerifyMeanwhileTests {
    private let io: MemoryIO
    private let catalog = MemoryCatalog()

    init() throws {
        io = try MemoryIO.withVault()
        try io.vault().add((1...40).map { "合同 \($0)" }, to: catalog)
    }

    private func vault(_ seam: Meanwhile) throws -> Vault {
        Vault(path: "/vault", info: try io.vault(.read).info, access: .read, io: seam, syncThreads: 0)
    }

    @Test("A contract that comes in after its folder was listed and before the journal was read is not missing")
    func addedMeanwhile() throws {
        let (io, catalog) = (io, catalog)
        // Its folder is listed long before the last one.
        let name = try #require((1...99).map { "夜间导入 \($0)" }.first { ObjectHash.of(Array($0.utf8)).firstByte < 0xA0 })
        nonisolated(unsafe) let kept = catalog
        let seam = Meanwhile(base: io) { path, seam in
            guard path.hasSuffix("records/0000000001.jsonl"), seam.count("added") == 0 else { return }
            seam.waitUntilAsked("/vault/objects/ff")
            try io.vault().add([name], to: kept)
        }
        let report = try vault(seam).verify(threads: 2, expecting: catalog.place)
        #expect(report.isClean && report.stray.isEmpty, "\(report)")
        #expect(report.objects == 41)
    }

    @Test("A contract that goes to the trash after its folder was listed is read there")
    func trashedMeanwhile() throws {
        let io = io
        let id = try #require(catalog.kept.min())
        let layout = try io.vault().layout
        let day = try #require(CivilDate("2026-11-22"))
        let seam = Meanwhile(base: io) { path, seam in
            guard path == layout.object(id), seam.count("moved") == 0 else { return }
            try io.ensureDirectory(layout.trashFolder(day), mode: 0o700)
            try io.rename(path, to: layout.trashed(id, day))
        }
        let report = try vault(seam).verify(threads: 1, expecting: catalog.place)
        #expect(report.isClean && report.trash == 1 && report.objects == 40, "\(report)")
    }

    @Test("A scrub lists a folder, then a contract comes in, then it asks what should be there: nothing is missing")
    func scrubbed() throws {
        let (vault, catalog) = (try io.vault(), catalog)
        var added = 0
        let report = try vault.scrub(
            (0...255).map { ScrubMark(directory: $0) }, budget: .init(),
            keeping: { byte in
                if byte % 16 == 0 {
                    let name = (1...9999).map { "补充 \($0)" }.first { ObjectHash.of(Array($0.utf8)).firstByte == byte }
                    try vault.add([try #require(name)], to: catalog)
                    added += 1
                }
                return catalog.kept.filter { $0.firstByte == byte }
            }, note: { _ in })
        #expect(added == 16 && report.isClean, "\(report)")
    }

    @Test("A body that is redacted while the journal is read was ordered to be, by a segment that came meanwhile")
    func redactedMeanwhile() throws {
        let io = io
        let writer = try io.vault()
        let record = try #require(try writer.journal().first)
        let time = try #require(Instant("2026-11-22T08:00:00.000Z"))
        let text = Array("redacted\t{}".utf8)
        nonisolated(unsafe) let kept = catalog
        let seam = Meanwhile(base: io) { path, seam in
            guard path.hasSuffix("bodies/0000000001.tsv"), seam.count("redacted") == 0 else { return }
            try writer.beginSegment(applier: kept)
            _ = try writer.commit(applier: kept, actor: try actor(), stage: nil) {
                [
                    Record(
                        RedactionOrdered(
                            redaction: newID(), why: "个人信息", time: time,
                            lines: .object([JSON.Member("\(record.seq)", .string(ObjectHash.of(text).hex))])))
                ]
            }
            try writer.replaceBodies([record.seq: text])
        }
        let report = try vault(seam).verify(threads: 1)
        #expect(report.isClean && report.journal.redacted == 1, "\(report)")
    }

    @Test("A journal that grows all the while: real damage is named, and the reading ends")
    func damageMeanwhile() throws {
        let io = io
        let text = try io.text("/vault/bodies/0000000001.tsv")
        try io.put("/vault/bodies/0000000001.tsv", Array(text.replacing("合同 7\"", with: "合同 8\"").utf8))
        let writer = try io.vault()
        nonisolated(unsafe) let kept = catalog
        let seam = Meanwhile(base: io) { path, seam in
            guard path.hasSuffix("records/0000000001.jsonl") else { return }
            try writer.add(["夜间导入 \(seam.count("added"))"], to: kept)
        }
        let report = try vault(seam).verify(threads: 1)
        #expect(report.journal.problems.map(\.what) == [.bodyChanged])
        #expect(seam.count("added") > 1)
    }
}
