import DeedCore
import Glibc
import Synchronization

/// The wish to stop: set by Ctrl-C (SIGINT) and by SIGTERM, polled by long commands at places where stopping is clean.
///
/// A second signal ends the process at once: nothing is lost, because the vault recovers from any end.
enum Stop {
    /// The first signal that came; 0 while none did. A handler may only touch memory like this one.
    private static let signal = Atomic<Int32>(0)

    /// Catches both signals. SIGPIPE is ignored: writing into a pipe without a reader gives an error instead (see ``Sink``).
    static func install() {
        _ = signal.load(ordering: .relaxed)  // makes the global now: a handler must not be the first to touch it
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                if Stop.signal.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
            }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
        var ignored = sigaction()
        ignored.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGPIPE, &ignored, nil)
    }

    /// Whether somebody wants the command to stop. Safe from any thread.
    static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

    /// What the signal means, or `nil` while none came: exit code 130 or 143.
    static var failure: Failure? {
        switch signal.load(ordering: .relaxed) {
        case 0: nil
        case SIGTERM: Failure(.terminated)
        default: Failure(.interrupted)
        }
    }

    /// Throws when somebody wants the command to stop.
    static func check() throws { if let failure { throw failure } }
}
