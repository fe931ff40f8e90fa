import DeedSystem

/// One flush for all who ask for it at the same time: whoever comes while a flush runs waits for the next one, which covers everybody
/// who came meanwhile. It needs no timer, and a single caller waits for nobody.
final class SharedFlush: Sendable {
    /// A flush that has not begun, runs, or is over.
    private final class Round: Sendable {
        /// The outer `nil` while it is not over, the inner one for success.
        let result = Monitor<IOError??>(nil)
    }

    private struct State {
        var isRunning = false
        /// The round that has not begun yet: what was written before now is covered by it.
        var next: Round?
    }

    private let state = Monitor(State())
    private let body: @Sendable () throws(IOError) -> Void

    init(_ body: @escaping @Sendable () throws(IOError) -> Void) { self.body = body }

    /// Returns when a flush that began after this call is over.
    func run() throws(IOError) {
        let (round, leads) = state.withLock { state -> (Round, Bool) in
            if let next = state.next { return (next, false) }
            let round = Round()
            state.next = round
            return (round, true)
        }
        if leads { lead(round) }
        if let error = round.result.wait({ $0 }) { throw error }
    }

    private func lead(_ round: Round) {
        state.wait { state -> Void? in
            guard !state.isRunning else { return nil }
            state.isRunning = true
            state.next = nil
            return ()
        }
        let error = attempt(body)
        round.result.change { $0 = .some(error) }
        state.change { $0.isRunning = false }
    }
}

/// The error of a call, as a value that another thread can be given.
func attempt(_ body: () throws(IOError) -> Void) -> IOError? {
    do throws(IOError) {
        try body()
        return nil
    } catch {
        return error
    }
}
