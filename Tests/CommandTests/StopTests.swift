import DeedCore
import Glibc
import Testing

@testable import DeedCommands

/// Each in a process of its own: a signal is for all of a process.
@Suite("The wish to stop")
struct StopTests {
    @Test("SIGTERM is noted, the command ends itself, with 143")
    func terminated() async {
        await #expect(processExitsWith: .exitCode(143)) {
            Stop.install()
            try Stop.check()
            send(SIGTERM)
            do { try Stop.check() } catch let failure as Failure { exit(failure.code.exit) }
        }
    }

    @Test("Ctrl-C is noted, the command ends itself, with 130")
    func interrupted() async {
        await #expect(processExitsWith: .exitCode(130)) {
            Stop.install()
            send(SIGINT)
            exit(Stop.failure?.code.exit ?? 0)
        }
    }

    @Test("A second Ctrl-C does not wait")
    func impatience() async {
        await #expect(processExitsWith: .exitCode(130)) {
            Stop.install()
            send(SIGINT)
            send(SIGINT)
            exit(0)
        }
    }
}

/// Sends a signal to this process and waits until it has been noticed: the thread of a test blocks signals, another one gets it.
private func send(_ number: Int32) {
    let wasRequested = Stop.isRequested
    kill(getpid(), number)
    for _ in 0..<5000 where Stop.isRequested == wasRequested { usleep(1000) }
}
