import DeedCore
import DeedSystem
import Glibc

/// An opened vault that many threads ask and some write into: what a server has. Opening is paid once a session, not once a request.
///
/// A session that is lent belongs to one thread until it comes back, and works for one ``Request``. Those that read see what is committed,
/// by this process or another, from one question to the next. Those that write share one vault and one catalog, so that their commits share
/// the journal's flushes (`Vault.commit`); outside of a commit they may see what another's commit has not ended yet. One writer, the default,
/// never does.
///
/// When the catalog or the index is made anew in another file, as a repair does, sessions are opened anew at their next turn.
public final class SharedVault: Sendable {
    private let readers: Bench
    private let writers: Bench

    /// Opens the vault at `path`, for writing too: what a crash left is mended before anybody reads.
    ///
    /// - Parameters:
    ///   - readers: sessions that read, at most, and threads of ``run(_:_:_:)`` for them.
    ///   - writers: sessions that write at a time.
    ///   - backlog: requests that may wait for either.
    ///   - settings: those of the installation, and who looks after the vault.
    /// - Throws: what ``VaultSession/open(_:access:settings:)`` throws.
    public init(_ path: String, readers: Int = 4, writers: Int = 1, backlog: Int = 256, settings: SessionSettings) throws {
        self.readers = Bench(path, .read, settings, seats: readers, backlog: backlog)
        self.writers = Bench(path, .write, settings, seats: writers, backlog: backlog)
        try write(settings.request) { _ in }
    }

    /// Asks, on the caller's thread; waits for a session.
    ///
    /// - Throws: what `body` throws; ``Failure`` `vaultBusy` when too many wait already.
    public func read<Answer>(_ request: Request, _ body: (VaultSession) throws -> Answer) throws -> Answer {
        try readers.lend(request, body)
    }

    /// Writes, on the caller's thread; waits for its turn.
    ///
    /// - Throws: what `body` throws; ``Failure`` `vaultBusy` when too many wait already.
    public func write<Answer>(_ request: Request, _ body: (VaultSession) throws -> Answer) throws -> Answer {
        try writers.lend(request, body)
    }

    /// The same for who must not block: runs `body` on a thread of the vault's own.
    public func run<Answer: Sendable>(
        _ access: VaultSession.Access, _ request: Request, _ body: @escaping @Sendable (VaultSession) throws -> Answer
    ) async throws -> Answer {
        try await (access == .read ? readers : writers).run(request, body)
    }
}

/// Sessions of one kind, those that are not lent lie here.
private final class Bench: Sendable {
    private struct State {
        var idle: [VaultSession] = []
        var lent = 0
        var waiting = 0
        /// The files that idle sessions have open.
        var files: OpenFiles?
        /// What sessions that write share.
        var root: VaultSession?
    }

    private let path: String
    private let access: VaultSession.Access
    private let settings: SessionSettings
    private let seats: Int
    private let backlog: Int
    private let state = Monitor(State())
    private let threads: WorkerPool

    init(_ path: String, _ access: VaultSession.Access, _ settings: SessionSettings, seats: Int, backlog: Int) {
        self.path = path
        self.access = access
        self.settings = settings
        self.seats = max(1, seats)
        self.backlog = backlog
        threads = WorkerPool(threads: max(1, seats))
    }

    func lend<Answer>(_ request: Request, _ body: (VaultSession) throws -> Answer) throws -> Answer {
        try queue()
        defer { leave() }
        return try use(request, body)
    }

    func run<Answer: Sendable>(_ request: Request, _ body: @escaping @Sendable (VaultSession) throws -> Answer) async throws
        -> Answer
    {
        try queue()
        defer { leave() }
        return try await withCheckedThrowingContinuation { answer in
            threads.submit { answer.resume(with: Result { try self.use(request, body) }) }
        }
    }

    /// Refuses at once where too many wait.
    private func queue() throws {
        try state.withLock { state in
            guard state.waiting < seats + backlog else {
                throw Failure(.vaultBusy, path, detail: "\(state.waiting) requests wait")
            }
            state.waiting += 1
        }
    }

    private func leave() { state.withLock { $0.waiting -= 1 } }

    private func use<Answer>(_ request: Request, _ body: (VaultSession) throws -> Answer) throws -> Answer {
        let (idle, files) = take()
        var back: VaultSession?
        defer { put(back, files) }
        let session = try idle ?? open()
        session.request = request
        do {
            let answer = try body(session)
            back = session
            return answer
        } catch let failure as Failure where [4, 10, 13, 64].contains(failure.code.exit) {
            // What was asked for is wrong, not the session.
            back = session
            throw failure
        }
    }

    /// Waits for a seat. Sessions whose files are no more the vault's go; those that write do so together.
    private func take() -> (VaultSession?, OpenFiles) {
        state.wait { state in
            guard state.lent < seats else { return nil }
            let files = OpenFiles(path)
            if state.files != files {
                guard access == .read || state.lent == 0 else { return nil }
                (state.idle, state.root, state.files) = ([], nil, files)
            }
            state.lent += 1
            return (state.idle.popLast(), files)
        }
    }

    private func put(_ session: VaultSession?, _ files: OpenFiles) {
        state.change { state in
            state.lent -= 1
            if let session, state.files == files { state.idle.append(session) }
        }
    }

    private func open() throws -> VaultSession {
        guard access == .write else { return try VaultSession.open(path, access: .read, settings: settings) }
        return try state.withLock { state in
            let root = try state.root ?? VaultSession.open(path, access: .write, settings: settings)
            state.root = root
            return root.sibling()
        }
    }
}

/// Which files the databases of a vault are: another one under the same name is another content.
private struct OpenFiles: Equatable {
    private var files: [UInt64]

    init(_ path: String) {
        let names = VaultDatabases(ofVaultAt: path)
        files = [names.catalog, names.derived].flatMap { name -> [UInt64] in
            var status = stat()
            return stat(name, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : [0, 0]
        }
    }
}

extension VaultSession {
    /// Another session for writing over the same vault and catalog.
    fileprivate func sibling() -> VaultSession {
        VaultSession(vault: vault, catalog: catalog, recovery: nil, access: .write, settings: settings)
    }
}
