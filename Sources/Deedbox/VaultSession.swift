import DeedCatalog
import DeedCore
import DeedSearch
import DeedSystem
import DeedText
public import DeedVault
import Glibc

/// An opened vault with what answers questions about it: the one thing every use case works on.
///
/// A session belongs to one thread. Readers never lock and never repair; a writing session first recovers what a crash left.
public final class VaultSession {
    /// How a session may be used.
    public enum Access: Sendable {
        case read
        case write
    }

    /// Objects and journal: for use cases alone, which know who asks.
    let vault: Vault
    /// Facts: for use cases alone.
    let catalog: Catalog
    /// What opening for writing had to repair.
    public let recovery: Recovery?
    /// Settings of the vault and of the installation.
    public let settings: SessionSettings
    /// Who asks, and as of when.
    public internal(set) var request: Request {
        didSet { if request.principal != oldValue.principal { newActor = nil } }
    }

    private var openedIndex: SearchIndex?
    private let access: Access
    var mint = IdentifierMint()
    /// The id under which this session introduces a person whom the vault has not seen.
    var newActor: Identifier?

    init(vault: Vault, catalog: Catalog, recovery: Recovery?, access: Access, settings: SessionSettings) {
        self.vault = vault
        self.catalog = catalog
        self.recovery = recovery
        self.access = access
        self.settings = settings
        request = settings.request
    }

    /// How the catalog folds names and numbers: as the search does.
    static let keys: Keys = {
        var keys = Keys(name: Folding.nameKey, number: Folding.numberKey, serial: Folding.serialKey, exact: Folding.folded)
        keys.isContact = EmailText.names
        keys.phoneTail = PhoneText.tail
        keys.phoneEnds = { PhoneText.matches($0, tail: $1) }
        return keys
    }()

    /// Makes a vault in a new or empty folder and writes its first records.
    ///
    /// - Throws: ``Failure`` `vaultExists`, `vaultReadOnly`, `diskFull`, `inputOutput`.
    public static func create(at path: String, timeZone: String, program: String, settings: SessionSettings) throws
        -> VaultSession
    {
        try settings.require(.administer)
        let vault = try Vault.create(
            at: path, io: HostIO(), timeZone: timeZone, program: program, durability: settings.durability)
        let catalog = try Catalog.open(at: vault.databases.catalog, access: .write, keys: keys)
        let session = VaultSession(vault: vault, catalog: catalog, recovery: nil, access: .write, settings: settings)
        try session.commit(.administer) { [vault.creation] }
        // Later the catalog may lag behind the journal after a power cut; one that is not there at all would stop the next reader.
        try catalog.settle()
        try HostIO().syncDirectory(vault.databases.folder)
        return session
    }

    /// Opens a vault.
    ///
    /// - Throws: ``Failure`` `vaultNotFound`, `vaultTooNew`, `vaultBusy`, `journalDamaged`, `journalBehindCatalog`, `catalogDamaged`.
    public static func open(_ path: String, access: Access, settings: SessionSettings) throws -> VaultSession {
        let vault = try Vault.open(
            at: path, io: HostIO(), access: access == .write ? .write : .read, durability: settings.durability)
        let file = vault.databases.catalog
        guard access == .write else {
            return VaultSession(
                vault: vault, catalog: try readable(vault, file), recovery: nil, access: .read, settings: settings)
        }
        guard try !JournalLoss.hasNoBeginning(vault) else {
            throw Failure(.journalDamaged, path + "/records", detail: VaultProblem.noBeginning.description)
        }
        let (catalog, recovery) = try vault.makingRoom {
            try vault.restoreFolders()
            let catalog = try writable(vault, file)
            return (catalog, try vault.recover(applier: catalog))
        }
        let session = VaultSession(vault: vault, catalog: catalog, recovery: recovery, access: .write, settings: settings)
        try session.begin()
        return session
    }

    /// Writes what a vault lacks whose making was cut off: its first record.
    private func begin() throws {
        guard recovery?.position.seq == 0 else { return }
        try commit(.administer) {
            guard try catalog.position()?.seq ?? 0 == 0 else { return [] }
            return [vault.creation]
        }
    }

    /// The catalog for reading. Where an earlier version made it and nobody has written since, the journal is read into one of this
    /// version that goes with the session: reading changes nothing in the vault.
    private static func readable(_ vault: Vault, _ file: String) throws -> Catalog {
        guard Catalog.outdatedPosition(at: file) != nil else {
            return try Catalog.open(at: file, access: .read, keys: keys)
        }
        let catalog = try Catalog.temporary(keys: keys)
        try CatalogReplay.run(from: vault, into: catalog)
        return catalog
    }

    /// The catalog for writing. One that is not there or cannot be read, or that an earlier version made, is made anew: it says nothing that the
    /// journal does not say, unless the journal lost lines.
    private static func writable(_ vault: Vault, _ file: String) throws -> Catalog {
        do {
            if Glibc.access(file, F_OK) != 0 { try JournalLoss.refuse(in: vault) }
            return try Catalog.open(at: file, access: .write, keys: keys)
        } catch let failure as Failure where failure.code == .catalogDamaged {
            return try vault.exclusively {
                try JournalLoss.refuse(in: vault)
                return try Catalog.rebuild(at: file, keys: keys) { try CatalogReplay.run(from: vault, into: $0) }
            }
        }
    }

    /// Where the vault lies.
    public var path: String { vault.path }

    /// The vault's own id.
    public var vaultID: String { vault.info.id }

    /// The text index, opened when first asked for.
    ///
    /// - Throws: ``Failure`` when it cannot be opened.
    func index() throws -> SearchIndex {
        if let openedIndex { return openedIndex }
        let index = try SearchIndex.open(at: vault.databases.derived, access: access == .write ? .write : .read)
        openedIndex = index
        return index
    }
}

extension Vault {
    /// The record that a vault begins with.
    var creation: Record {
        Record(VaultCreated(vault: info.id, timeZone: info.timeZone, version: info.program, created: info.created))
    }
}

/// What the person's flags, environment and the vault's `config.toml` say to every use case.
public struct SessionSettings: Sendable {
    /// Who opens the session, and as of when.
    public var request: Request
    /// The first month of the fiscal year, 1 to 12.
    public var fiscalYearStart = 1
    /// Names of the company itself: parties with them are no customers.
    public var ownNames: [String] = []
    /// Whether to go on where the kernel has no landlock or seccomp.
    public var reducedWalls = false
    /// Worker processes for text; `nil`: one a core.
    public var workers: Int?
    /// Days between the request for a purge and its begin.
    public var graceDays = 30
    /// Days that an object lies in the trash.
    public var trashDays = 7
    /// How stored files are made durable.
    public var durability = Durability.auto

    /// The defaults, for what somebody asks.
    public init(_ request: Request) { self.request = request }
}
