import DeedCatalog
import DeedClock
import DeedCore
import DeedSystem
import DeedSystemTesting
import DeedVault
import Testing

@testable import DeedImport
@testable import Deedbox

/// A vault on a disk in memory, its catalog in memory too: what a purge does, call by call, without a file of this machine.
struct PurgeWorld {
    let io: MemoryIO
    let session: VaultSession

    /// The days are counted from this one.
    static let first = CivilDate(dayNumber: 20_800)

    /// A new vault.
    static func made() throws -> MemoryIO {
        let io = MemoryIO()
        _ = try Vault.create(at: "/vault", io: io, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 0)
        io.crash()
        return io
    }

    /// Opens the vault as a new process would, with a catalog made from the journal.
    init(_ io: MemoryIO, day: Int = 0, grace: Int = 2, trash: Int = 2) throws {
        let vault = try Vault.open(at: "/vault", io: io, access: .write, lockWait: .milliseconds(50), syncThreads: 0)
        let catalog = try Catalog.inMemory(keys: VaultSession.keys)
        let recovery = try vault.recover(applier: catalog)
        self.init(io, vault, catalog, recovery, day: day, grace: grace, trash: trash)
    }

    private init(_ io: MemoryIO, _ vault: Vault, _ catalog: Catalog, _ recovery: Recovery?, day: Int, grace: Int, trash: Int) {
        var settings = SessionSettings(.cli)
        settings.request.today = PurgeWorld.first.adding(days: day)
        settings.graceDays = grace
        settings.trashDays = trash
        self.io = io
        session = VaultSession(vault: vault, catalog: catalog, recovery: recovery, access: .write, settings: settings)
    }

    /// The same vault and catalog on another day.
    func on(day: Int, grace: Int = 2, trash: Int = 2) -> PurgeWorld {
        PurgeWorld(io, session.vault, session.catalog, nil, day: day, grace: grace, trash: trash)
    }

    /// Imports papers as the importer does: bytes first, under the lock what they are. The documents that have them then.
    @discardableResult
    func importing(_ papers: [String], from folder: String = "/来件") throws -> [Identifier] {
        let stage = try session.vault.objectStage()
        let catalog = session.catalog
        let leaves = try papers.enumerated().map { at, paper in
            let stored = try stage.store(Array(paper.utf8)) { ((try? catalog.document(for: $0)) ?? nil) != nil }
            return ImportedLeaf(
                ordinal: at, source: folder, path: folder + "/" + paper, modified: nil,
                outcome: .taken(stored.id, size: stored.size))
        }
        return try commit(leaves, stage)
    }

    /// The second half of an import: what a batch becomes under the lock.
    func commit(_ leaves: [ImportedLeaf], _ stage: ObjectStage) throws -> [Identifier] {
        let run = session.mint.next()
        var made = ImportRecords.Made()
        try session.commit(.bringIn, stage: stage) {
            made = try ImportRecords(run: run, catalog: session.catalog, vault: session.vault).make(
                ImportPipeline.Batch(stage: stage, leaves: leaves, archives: []), mint: &session.mint)
            return [Record(ImportStarted(run: run, sources: ["/来件"]))] + made.records
        }
        return made.items.compactMap(\.document)
    }

    /// Where an object's file is: `objects`, `trash`, or both.
    func places(of object: ObjectID) throws -> Set<String> {
        var found: Set<String> = try session.vault.objectExists(object) ? ["objects"] : []
        for day in try io.list("/vault/trash") where try io.list("/vault/trash/" + day).contains(object.hex) {
            found.insert("trash")
        }
        return found
    }

    func object(of document: Identifier) throws -> ObjectID { try session.catalog.details(of: document).summary.object }

    /// What is wrong with the vault as a whole; nothing may be missing, damaged or left over, and the catalog is what the journal says.
    func faults() throws -> [String] {
        let report = try session.vault.verify(threads: 1, expecting: try session.catalog.position())
        var faults: [String] = report.isClean && report.stray.isEmpty ? [] : ["\(report)"]
        let fresh = try Catalog.inMemory(keys: VaultSession.keys)
        try CatalogReplay.run(from: session.vault, into: fresh)
        if try fresh.dump() != session.catalog.dump() { faults.append("the catalog differs") }
        faults += try session.catalog.problems()
        return faults
    }
}

/// Leaves as the importer makes them.
enum DeedImportLeaf {
    static func taken(_ object: ObjectID, _ size: Int64) -> ImportedLeaf {
        ImportedLeaf(ordinal: 0, source: "/来件", path: "/来件/保修卡", modified: nil, outcome: .taken(object, size: size))
    }
}
