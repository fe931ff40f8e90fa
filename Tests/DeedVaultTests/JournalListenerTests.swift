import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// Writes down what it hears.
private final class Scribe: JournalListener {
    struct Heard {
        var records: [StampedRecord] = []
        var ends: [JournalPosition] = []
        var failures: [Failure] = []
        var readings = 0
    }

    private let state = Monitor(Heard())
    var heard: Heard { state.withLock { $0 } }

    func hear(_ reading: (JournalPosition?) throws -> Void) throws {
        state.withLock { $0 = Heard(readings: $0.readings + 1) }
        try reading(nil)
    }
    func record(_ record: StampedRecord) { state.withLock { $0.records.append(record) } }
    func batchEnds(at position: JournalPosition) { state.withLock { $0.ends.append(position) } }
    func fails(_ error: any Error) { state.withLock { if let failure = error as? Failure { $0.failures.append(failure) } } }
}

@Suite("Whoever listens while a vault is verified hears the journal once, as a replay would tell it")
struct JournalListenerTests {
    private let io: MemoryIO
    private let vault: Vault
    private let catalog = MemoryCatalog()
    private let bodies = "/vault/bodies/0000000001.tsv"

    /// A journal of several segments.
    init() throws {
        io = try MemoryIO.withVault()
        vault = try io.vault(sealedSize: 900)
        for names in [["保修卡", "合同"], ["丙"], ["丁", "戊", "己"], ["庚"], ["辛", "壬"]] { try vault.add(names, to: catalog) }
    }

    private func listen() throws -> (Scribe.Heard, VerifyReport) {
        let scribe = Scribe()
        let report = try vault.verify(threads: 2, objects: .all, telling: scribe, progress: nil)
        return (scribe.heard, report)
    }

    private func replayed() throws -> (records: [StampedRecord], ends: [JournalPosition]) {
        var (records, ends): ([StampedRecord], [JournalPosition]) = ([], [])
        try vault.replay(after: nil, { records.append($0) }, commit: { ends.append($0) })
        return (records, ends)
    }

    @Test("The same records and the same places behind batches, over all segments")
    func same() throws {
        let (heard, report) = try listen()
        let expected = try replayed()
        #expect(report.isClean && expected.records.count > 8)
        #expect(heard.records == expected.records && heard.ends == expected.ends && heard.failures.isEmpty)
        #expect(heard.ends.last == catalog.place && Set(heard.ends.map(\.segment)).count > 2)
        #expect(heard.readings == 1)
    }

    @Test("Of a redacted record what is left")
    func redacted() throws {
        let added = try #require(try replayed().records.first { $0.record.kind == DocumentAdded.kind })
        let left = try #require(added.record.withoutContent)
        let line = Array(#"redacted\#t{"by":"x","rest":\#(left.body.text)}"#.utf8)
        try vault.beginSegment(applier: catalog)
        let order = RedactionOrdered(
            redaction: newID(), why: "个人信息删除", time: .now, lines: ["\(added.seq)": .string(ObjectHash.of(line).hex)])
        _ = try vault.commit(applier: catalog, stage: nil) { Proposal(actor: try actor(), records: [Record(order)]) }
        try vault.replaceBodies([added.seq: line])

        let (heard, report) = try listen()
        #expect(report.isClean && report.journal.redacted == 1)
        let expected = try replayed()
        #expect(heard.records == expected.records && heard.ends == expected.ends && heard.failures.isEmpty)
        #expect(heard.records.filter(\.isRedacted).map(\.seq) == [added.seq])
    }

    @Test("Behind a changed body nothing is told, and the report names it")
    func changedBody() throws {
        let whole = try listen().0
        let text = try io.text(bodies)
        try io.put(bodies, Array(text.replacing("\"name\":\"合同\"", with: "\"name\":\"合约\"").utf8))
        let (heard, report) = try listen()
        #expect(report.journal.problems.map(\.what) == [.bodyChanged])
        #expect(heard.records.count < whole.records.count && heard.failures.isEmpty)
        #expect(heard.records == Array(whole.records.prefix(heard.records.count)))
    }

    @Test("Bodies in another order than their lines cannot be replayed: the listener is told which record fails")
    func otherOrder() throws {
        var lines = try io.text(bodies).split(separator: "\n").map(String.init)
        lines.swapAt(1, 2)
        try io.put(bodies, Array((lines.joined(separator: "\n") + "\n").utf8))
        let (heard, report) = try listen()
        #expect(report.journal.isClean)
        #expect(heard.records.count == 1 && heard.failures.map(\.code) == [.journalDamaged])
        #expect(throws: Failure.self) { try replayed() }
    }

    @Test("A journal that grows while it is read is told from its beginning, as it is then")
    func growsMeanwhile() throws {
        let scribe = Scribe()
        nonisolated(unsafe) let kept = catalog
        let grown = Grown(base: io) { [vault] in try vault.add(["夜间导入"], to: kept) }
        let reader = Vault(path: "/vault", info: vault.info, access: .read, io: grown, syncThreads: 0)
        let report = try reader.verify(threads: 2, objects: .all, telling: scribe, progress: nil)
        #expect(report.isClean, "\(report)")
        let expected = try replayed()
        let heard = scribe.heard
        #expect(heard.records == Array(expected.records.prefix(heard.records.count)))
        #expect(heard.ends == Array(expected.ends.prefix(heard.ends.count)) && heard.ends.count >= expected.ends.count - 1)
    }
}

/// A disk on which another process commits between the reading of the last chain and that of its bodies.
private final class Grown: VaultIOThrough {
    let base: MemoryIO
    private let grow: @Sendable () throws -> Void
    private let isDone = Monitor(false)

    init(base: MemoryIO, grow: @escaping @Sendable () throws -> Void) {
        self.base = base
        self.grow = grow
    }

    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        let isFirst =
            path.contains("/bodies/")
            && isDone.withLock { done in
                defer { done = true }
                return !done
            }
        if isFirst { do { try grow() } catch { Issue.record(error) } }
        return try base.open(path, how, mode: mode)
    }
}
