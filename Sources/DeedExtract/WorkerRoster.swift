import DeedCore
import DeedSystem

/// The workers of an ``Extractor``: hands one to each thread that asks, starts them when needed, replaces those that have done enough.
final class WorkerRoster: Sendable {
    private struct State: Sendable {
        var idle: [WorkerHandle] = []
        var out = 0
    }

    private let state = Monitor(State())
    private let executable: String
    private let walls: Walls
    private let limits: ExtractLimits
    private let capacity: Int?
    private let isStopped: @Sendable () -> Bool

    /// A roster of at most `capacity` workers at a time; `nil`: as many as threads ask.
    init(executable: String, walls: Walls, limits: ExtractLimits, capacity: Int?, isStopped: @escaping @Sendable () -> Bool) {
        self.executable = executable
        self.walls = walls
        self.limits = limits
        self.capacity = capacity
        self.isStopped = isStopped
    }

    /// A worker that is ready, waiting for one when all are out. Give it back with ``giveBack(_:)`` or ``drop(_:)``.
    func take() throws(WorkerLoss) -> WorkerHandle {
        let idle: WorkerHandle? = state.wait { state -> WorkerHandle?? in
            if let worker = state.idle.popLast() {
                state.out += 1
                return .some(worker)
            }
            if let capacity, state.out >= capacity { return nil }
            state.out += 1
            return .some(nil)
        }
        if let idle { return idle }
        do throws(WorkerLoss) { return try start() } catch {
            state.change { $0.out -= 1 }
            throw error
        }
    }

    /// Takes a worker back after a job done; it is replaced when it has done enough or holds too much.
    func giveBack(_ worker: WorkerHandle) {
        let spent = worker.jobs >= limits.documentsPerWorker || (worker.process.privateResident ?? .max) > limits.recycleBytes
        if spent { return drop(worker) }
        state.change { state in
            state.out -= 1
            state.idle.append(worker)
        }
    }

    /// Ends a worker, and how it ended.
    func drop(_ worker: WorkerHandle) {
        worker.destroy()
        state.change { $0.out -= 1 }
    }

    /// Ends all workers that are not out.
    func close() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for worker in idle { worker.destroy() }
    }

    private func start() throws(WorkerLoss) -> WorkerHandle {
        let worker: WorkerHandle
        do { worker = try WorkerHandle(executable: executable, walls: walls, limits: limits) } catch {
            throw .notStarted(Failure(.workerFailed, executable, detail: "\(error)"))
        }
        var patience = Patience(seconds: limits.startSeconds, isStopped: isStopped)
        do throws(WorkerLoss) {
            let (kind, payload) = try worker.next(&patience)
            switch kind {
            case .ready: return worker
            case .refused: throw .notStarted(refusal(JSON(parsing: payload)))
            default: throw .protocolBroken("a frame before it was ready")
            }
        } catch {
            worker.destroy()
            if case .notStarted = error { throw error }
            if error == .stopped { throw error }
            throw .notStarted(Failure(.workerFailed, executable, detail: error.detail))
        }
    }

    private func refusal(_ json: JSON?) -> Failure {
        let code = json?["code"]?.string.flatMap(Failure.Code.init(rawValue:)) ?? .workerFailed
        return Failure(code, executable, detail: WorkerWords.sentence(json?["detail"]?.string) ?? "")
    }
}
