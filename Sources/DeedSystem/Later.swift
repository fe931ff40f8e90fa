/// What another thread works out meanwhile.
public final class Later<Value: Sendable>: Sendable {
    private typealias Body = @Sendable () throws -> Value

    private let pool: WorkerPool?
    private let result = Monitor<Result<Value, any Error>?>(nil)

    /// Begins on a thread of its own; with `beside` off, does it now, on the caller's.
    ///
    /// - Parameter body: let go of, with all that it holds, before its value is there.
    public init(beside: Bool = true, _ body: @escaping @Sendable () throws -> Value) {
        let result = result
        let begun = Monitor<Body?>(body)
        let work = { @Sendable in
            let outcome = Later.outcome(of: begun)
            result.change { $0 = outcome }
        }
        pool = beside ? WorkerPool(threads: 1) : nil
        if let pool { pool.submit(work) } else { work() }
    }

    private static func outcome(of begun: Monitor<Body?>) -> Result<Value, any Error>? {
        begun.withLock { $0.take() }.map { body in Result { try body() } }
    }

    /// Waits for it.
    ///
    /// - Throws: what the body threw.
    public func value() throws -> Value { try result.wait { $0 }.get() }
}
