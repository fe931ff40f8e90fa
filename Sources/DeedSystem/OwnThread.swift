import Glibc
import Synchronization

/// Threads that this process starts itself: for work that blocks.
///
/// Why not Swift's tasks or a dispatch queue: both share one pool with as many threads as cores; one blocking call there stops everything
/// else (measured with two cores: 450 to 950 ms of wait, own threads 0.07 ms).
public enum OwnThread {
    private static let refused = Atomic<Bool>(false)

    /// Whether the system has refused a thread: a limit of processes (`RLIMIT_NPROC`, `TasksMax`, `pids.max`). What it was wanted for ran on
    /// another one, in turn.
    public static var wasRefused: Bool { refused.load(ordering: .relaxed) }

    /// Whether the system gives a thread now.
    public static var isToBeHad: Bool { make {} }

    /// Runs `body` on a new thread with a stack of 1 MiB; `false` where the system gives none.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        if make(body) { return true }
        refused.store(true, ordering: .relaxed)
        return false
    }

    private static func make(_ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 1 << 20)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return false
        }
        return true
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
