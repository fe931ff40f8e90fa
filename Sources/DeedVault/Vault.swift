public import DeedCore
public import DeedSystem
import Synchronization

/// A vault of format 1 (`storage-layout/README.md`): objects under their hashes and the journal that says what they are.
///
/// There is one way to write, ``commit(applier:actor:stage:make:)``. Several processes may write in turn; readers take no lock.
public final class Vault: Sendable {
    /// What the vault is opened for.
    public enum Access: Sendable {
        /// Objects and journal are read; nothing is changed, also no torn tail.
        case read
        /// Records are added.
        case write
    }

    /// The vault's directory, without a slash at its end.
    public let path: String
    /// What `vault.json` says.
    public let info: VaultInfo
    /// What it was opened for.
    public let access: Access

    let io: any VaultIO
    let layout: VaultLayout
    let files: JournalFiles
    let objects: ObjectPlace
    let reserve: VaultReserve
    let lockWait: Duration
    /// How objects are made durable.
    public let durability: Durability
    private let syncThreads: Int
    /// How many threads make objects durable at once, where nobody says otherwise.
    public static let defaultSyncThreads = 16
    let queue = CommitQueue()
    private let publisher = Mutex<ObjectPublisher?>(nil)
    private let closed = Mutex<Refusal?>(nil)

    /// Why this process writes no more.
    private enum Refusal {
        /// A sync failed: what the kernel holds may not be what the disk holds.
        case lostSync(String, times: Int)
        /// The journal holds a kind of record that this version does not know.
        case tooNew(String)
    }

    init(
        path: String, info: VaultInfo, access: Access, io: any VaultIO, lockWait: Duration = .seconds(30),
        syncThreads: Int = Vault.defaultSyncThreads, durability: Durability = .fsync, sealedSize: Int64 = 64 << 20
    ) {
        self.path = path
        self.info = info
        self.access = access
        self.io = io
        self.lockWait = lockWait
        self.syncThreads = syncThreads
        self.durability = durability == .fsync || io.reasonAgainstSyncfs(path) != nil ? .fsync : durability
        layout = VaultLayout(root: path, sealedSize: sealedSize)
        files = JournalFiles(io: io, layout: layout)
        objects = ObjectPlace(io: io, layout: layout)
        reserve = VaultReserve(io: io, layout: layout)
    }

    /// Opens a vault: reads the declaration and `vault.json`, nothing else.
    ///
    /// - Parameters:
    ///   - lockWait: how long a commit waits for another process.
    ///   - syncThreads: how many threads make objects durable; 0 does it on the thread that stores.
    ///   - durability: how they do it; `auto` falls back to `fsync` where `syncfs` cannot be relied on.
    /// - Throws: ``DeedCore/Failure``: `vaultNotFound`, `vaultUnreadable`, `vaultTooNew`.
    public static func open(
        at path: String, io: any VaultIO = HostIO(), access: Access, lockWait: Duration = .seconds(30),
        syncThreads: Int = Vault.defaultSyncThreads, durability: Durability = .fsync
    ) throws -> Vault {
        let path = trimmed(path)
        let info = try readInfo(VaultLayout(root: path), io)
        if access == .write { try info.require(info.features.write, path) }
        return Vault(
            path: path, info: info, access: access, io: io, lockWait: lockWait, syncThreads: syncThreads, durability: durability)
    }

    /// Opens a copy of a vault, to take from it.
    ///
    /// - Throws: ``DeedCore/Failure``: `copyNotFound`, `vaultUnreadable`, `vaultTooNew`.
    public static func openCopy(at path: String, io: any VaultIO = HostIO()) throws -> Vault {
        do { return try open(at: path, io: io, access: .read) } catch let failure as Failure where failure.code == .vaultNotFound
        {
            throw Failure(.copyNotFound, failure.subject, detail: failure.detail)
        }
    }

    /// The threads let go of what they hold, so that this process's directory in `tmp/` goes now and not with the next recovery.
    deinit { publisher.withLock { $0?.drain() } }

    static func trimmed(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    private static func readInfo(_ layout: VaultLayout, _ io: any VaultIO) throws -> VaultInfo {
        do {
            if let declared = try io.status(layout.declaration) {
                guard declared.isRegular, try io.contents(layout.declaration) == Array(VaultLayout.declarationText.utf8) else {
                    throw Failure(.vaultUnreadable, layout.declaration, detail: "the declaration file says something else")
                }
                return try VaultInfo(parsing: try io.contents(layout.info), path: layout.info)
            }
            guard try io.status(layout.root)?.isDirectory == true,
                let other = try io.list(layout.root).first(where: { $0.hasPrefix(VaultLayout.declarationPrefix) })
            else { throw Failure(.vaultNotFound, layout.root) }
            throw Failure(.vaultTooNew, layout.root, detail: "it declares itself as \(other)")
        } catch let error as IOError {
            throw Failure(.vaultUnreadable, error.path.isEmpty ? layout.root : error.path, detail: error.description)
        }
    }
}

extension Vault {
    /// Runs a step of a public call so that every system error leaves as a ``DeedCore/Failure``.
    func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as IOError { throw error.failure }
    }

    /// Refuses to write where that is not allowed, or not safe any more.
    func requireWritable() throws {
        guard access == .write else { throw Failure(.vaultReadOnly, path, detail: "opened for reading") }
        switch closed.withLock({ $0 }) {
        case .lostSync(let detail, let times) where times > 1: throw Failure(.syncFailed, path, detail: detail)
        case .tooNew(let detail): throw Failure(.vaultTooNew, path, detail: detail)
        case .lostSync, nil: break
        }
    }

    /// Notes that the journal holds a kind of record that only a newer version knows.
    func refuse(unknownKind kind: String, seq: Int64) -> Failure {
        let detail =
            "record \(seq) is of the kind \"\(kind)\", which this version does not know; the vault was made by \(info.program)"
        closed.withLock { $0 = .tooNew(detail) }
        return Failure(.vaultTooNew, path, detail: detail)
    }

    /// A sync of a batch's objects failed; whether the batch may be written again. After the second such error the vault is not
    /// written any more.
    func noteLostSync(_ error: IOError) -> Bool {
        closed.withLock { refusal in
            switch refusal {
            case .lostSync(let detail, let times): refusal = .lostSync(detail, times: times + 1)
            case nil:
                refusal = .lostSync(error.description, times: 1)
                return true
            case .tooNew: break
            }
            return false
        }
    }

    /// A sync of the journal failed: this process does not write any more.
    func refuseWriting(after error: IOError) {
        closed.withLock { $0 = .lostSync(error.description, times: 2) }
    }

    /// A stage for the objects of one batch. Several may be used at once: the next batch is stored while one is committed.
    ///
    /// - Parameters:
    ///   - bytes: what is known of the objects to come.
    ///   - isReadSoon: whether somebody reads the objects next; otherwise the kernel need not keep them in memory, where they would
    ///     push out what others read.
    /// - Throws: ``DeedCore/Failure`` `diskLow` when less than the floor would stay free: a batch is not begun then.
    public func objectStage(expecting bytes: Int64 = 0, isReadSoon: Bool = true) throws -> ObjectStage {
        try requireWritable()
        try reporting { _ = try reserve.checkRoom(for: bytes) }
        let publisher = try reporting { try sharedPublisher() }
        return ObjectStage(publisher: publisher, isPassing: !isReadSoon, reserve: reserve) { [weak self] error in
            self?.noteLostSync(error) ?? false
        }
    }

    private func sharedPublisher() throws -> ObjectPublisher {
        try publisher.withLock { publisher in
            if let publisher { return publisher }
            let new = try ObjectPublisher(io: io, layout: layout, durability: durability, threads: syncThreads)
            publisher = new
            return new
        }
    }

    /// Gives a part of the reserve's blocks back to the file system, for a disk that somebody filled to its last block. The next recovery
    /// that finds room enough makes the reserve again.
    ///
    /// - Returns: whether there was anything left to give back.
    @discardableResult
    public func makeRoom() throws -> Bool {
        try requireWritable()
        return try reporting { try reserve.releaseStep() }
    }

    /// Makes the reserve again that ``makeRoom()`` gave back; whether there was room enough. Opening for writing does it too.
    @discardableResult
    public func refillReserve() throws -> Bool {
        try requireWritable()
        return try reporting { try reserve.restore() }
    }

    /// Free room and the floor under which no object is taken in, in bytes.
    public func freeSpace() throws -> (available: Int64, floor: Int64) {
        let space = try reporting { try io.space(path) }
        return (space.available, reserve.floor(space))
    }
}

extension Vault {
    /// Streams an object; the hash is checked at its end.
    ///
    /// - Throws: ``DeedCore/Failure`` with `objectMissing`.
    public func reader(for id: ObjectID) throws -> ObjectReader {
        try reporting { try ObjectReader(io: io, layout: layout, id: id) }
    }

    /// A descriptor open for reading, to be passed to a worker; the caller closes it. May take its time, and fail for other reasons than that the
    /// object is missing.
    public func descriptor(for id: ObjectID) throws -> Int32 { try objects.open(id) }

    /// Whether the object's file is there; says nothing about its bytes.
    public func objectExists(_ id: ObjectID) throws -> Bool { try reporting { try objects.size(id) != nil } }
}

/// Limits of a batch, whichever is met first.
public enum BatchLimit {
    /// Files.
    public static let files = 1000
    /// Bytes of objects.
    public static let bytes: Int64 = 128 << 20
    /// Seconds since its first file.
    public static let seconds = 2.0
}
