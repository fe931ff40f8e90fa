import DeedCore
import DeedSystem
import DeedSystemTesting
import Synchronization
import Testing

@testable import DeedVault

/// A catalog that lives in memory: what an applier promises, and nothing more.
final class MemoryCatalog: Applier {
    private(set) var records: [StampedRecord] = []
    private(set) var place: JournalPosition?
    private var pending: [StampedRecord]?
    private var marked: Int?
    /// Every state it was committed in, oldest first: a power cut may throw it back to any of them.
    private(set) var history: [(count: Int, place: JournalPosition?)] = [(0, nil)]
    /// Kinds that cannot be applied.
    var refused: Set<String> = []

    init() {}

    /// As it was `commits` commits ago.
    func rolledBack(_ commits: Int) -> MemoryCatalog {
        let catalog = MemoryCatalog()
        let state = history[max(0, history.count - 1 - commits)]
        catalog.records = Array(records.prefix(state.count))
        catalog.place = state.place
        return catalog
    }

    func position() throws -> JournalPosition? { place }

    func begin() throws {
        #expect(pending == nil, "a transaction was opened inside another")
        pending = []
    }

    func apply(_ record: StampedRecord) throws {
        if refused.contains(record.record.kind) { throw Failure(.recordRefused, record.record.kind) }
        pending?.append(record)
    }

    func mark() throws { marked = pending?.count }

    func undo() throws {
        guard let marked, let pending else { return }
        self.pending = Array(pending[..<marked])
    }

    func commit(_ position: JournalPosition) throws {
        records += pending ?? []
        pending = nil
        place = position
        history.append((records.count, position))
    }

    func rollback() { pending = nil }

    /// Whether no transaction is open.
    var isIdle: Bool { pending == nil }

    /// Objects that committed records keep.
    var kept: Set<ObjectID> { Set(records.flatMap(\.record.objects)) }

    /// Names of documents, in the order they came.
    var names: [String] {
        records.compactMap { ($0.record.payload as? DocumentAdded)?.name }
    }
}

let 李文 = Identifier("01jd7f3v9k0000000000000001")

/// The person who writes in these tests.
func actor() throws -> Identifier { try #require(李文) }

/// Hands out ids from any test.
let mint = Mutex(IdentifierMint())

func newID() -> Identifier { mint.withLock { $0.next() } }

extension ObjectStage {
    func store(_ text: String, known: Set<ObjectID> = []) throws -> StoredObject {
        try Array(text.utf8).withUnsafeBytes { try store(bytes: $0) { known.contains($0) } }
    }
}

extension Vault {
    /// Stores one document for each name; its bytes are the name's.
    @discardableResult
    func add(_ names: [String], to catalog: MemoryCatalog, filler: Int = 0) throws -> Commit? {
        let stage = try objectStage()
        var records: [Record] = []
        for name in names {
            let stored = try stage.store(name + String(repeating: "。", count: filler), known: catalog.kept)
            records.append(
                Record(
                    DocumentAdded(document: newID(), object: stored.id, source: "/资料", path: name, name: name, size: stored.size))
            )
        }
        return try commit(applier: catalog, actor: try actor(), stage: stage) { records }
    }

    /// A copy made on this thread.
    @discardableResult
    func copyAll(to target: String) throws -> CopyReport {
        var options = CopyOptions()
        options.threads = 0
        return try #require(try copy(to: target, options: options))
    }

    /// Everything the journal holds.
    func journal() throws -> [StampedRecord] {
        var all: [StampedRecord] = []
        try replay(after: nil, { all.append($0) }, commit: { _ in })
        return all
    }
}

extension MemoryIO {
    /// A disk with an empty, durable vault at `/vault`.
    static func withVault() throws -> MemoryIO {
        let io = MemoryIO()
        _ = try Vault.create(at: "/vault", io: io, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 0)
        io.crash()
        return io
    }

    /// Opens the vault as a new process would, everything on one thread.
    func vault(_ access: Vault.Access = .write, sealedSize: Int64 = 64 << 20, durability: Durability = .fsync) throws
        -> Vault
    {
        let opened = try Vault.open(at: "/vault", io: self, access: access, syncThreads: 0)
        return Vault(
            path: "/vault", info: opened.info, access: access, io: self, lockWait: .milliseconds(50), syncThreads: 0,
            durability: durability, sealedSize: sealedSize)
    }

    /// Puts bytes into a file, durable at once.
    func put(_ path: String, _ bytes: [UInt8]) throws {
        try writeDurably(path, bytes, mode: 0o600)
        try syncDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    }

    /// Changes one byte of a file.
    func flip(_ path: String, at offset: Int) throws {
        var bytes = try contents(path)
        bytes[offset] ^= 1
        try put(path, bytes)
    }

    func text(_ path: String) throws -> String { String(decoding: try contents(path), as: UTF8.self) }
}

/// The failure that `body` throws.
func failure(_ body: () throws -> Void) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error as? Failure
    }
}
