public import DeedCore
import DeedSystem
import Glibc
import Synchronization

/// The door to the sandboxed workers that read foreign files: what a file is, its text, what an archive holds.
///
/// Safe to use from several threads. Every call blocks its thread until the answer is there, so call it from threads of your own. A
/// file that crashes or hangs its worker costs a worker (about 4 ms), never the program.
public final class Extractor: Sendable {
    let limits: ExtractLimits
    let executable: String
    let walls: Walls
    let texts: WorkerRoster
    let archives: WorkerRoster
    let observe: @Sendable (WorkerEvent) -> Void
    private let wantsToStop: @Sendable () -> Bool

    /// The reason of a text that was not read because the person wants to stop.
    public static let stopped = "stopped"

    /// Whether the person wants to stop: then nothing that comes back is a finding about a file.
    public var isStopped: Bool { wantsToStop() }

    private let started = Mutex(false)

    /// Finds the worker's program and starts a first worker, so that missing walls are known before any work begins.
    ///
    /// - Parameters:
    ///   - executable: the path of `deedbox-extract`; by default the variable `DEEDBOX_EXTRACT`, then the file beside this program.
    ///   - workers: how many files may be read at once, one a core; archives have workers of their own, one for each call.
    ///   - shouldStop: asked ten times a second while a worker is waited for; when it says so, the worker is ended.
    ///   - eager: whether the first worker is started now, or by ``start()`` when the caller meets the first foreign file.
    /// - Throws: ``Failure`` `worker-missing`, `worker-failed`, or `walls-missing` when the kernel has no landlock or no seccomp and
    ///   `walls` is `.full`.
    public convenience init(
        executable: String? = nil, workers: Int, limits: ExtractLimits = ExtractLimits(), walls: Walls = .full,
        eager: Bool = true,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws {
        try self.init(
            executable: executable, workers: workers, limits: limits, walls: walls, eager: eager, shouldStop: shouldStop,
            observe: { _ in })
    }

    init(
        executable: String?, workers: Int, limits: ExtractLimits, walls: Walls, eager: Bool = true,
        shouldStop: @escaping @Sendable () -> Bool = { false }, observe: @escaping @Sendable (WorkerEvent) -> Void
    ) throws {
        guard let found = WorkerEnvironment.executable(executable) else {
            throw Failure(.workerMissing, executable ?? "deedbox-extract")
        }
        self.executable = found
        self.limits = limits
        self.walls = walls
        self.observe = observe
        wantsToStop = shouldStop
        texts = WorkerRoster(
            executable: found, walls: walls, limits: limits, capacity: max(1, workers), isStopped: shouldStop)
        archives = WorkerRoster(executable: found, walls: walls, limits: limits, capacity: nil, isStopped: shouldStop)
        if eager { try start() }
    }

    /// Starts a first worker unless one was started before.
    ///
    /// - Throws: ``Failure`` `worker-failed`, or `walls-missing`.
    public func start() throws {
        try started.withLock { started in
            guard !started else { return }
            do throws(WorkerLoss) { texts.giveBack(try texts.take()) } catch {
                if error == .stopped { throw ExtractionStopped() }
                throw if case .notStarted(let failure) = error { failure } else {
                    Failure(.workerFailed, executable, detail: error.detail)
                }
            }
            started = true
        }
    }

    deinit { close() }

    /// Ends the workers that are idle. Calls under way go on; a later call starts workers anew.
    public func close() {
        texts.close()
        archives.close()
    }
}

/// The person wanted to stop while a worker was waited for.
public struct ExtractionStopped: Error, Hashable, FailureConvertible {
    /// A stop.
    public init() {}

    public var failure: Failure { Failure(.interrupted) }
}

/// What the tests, and a log, can see of the workers.
enum WorkerEvent: Sendable, Hashable {
    /// A worker is about to get a job.
    case assigned(pid: Int32, job: Int)
    /// A worker was lost.
    case lost(pid: Int32, reason: String)
}
