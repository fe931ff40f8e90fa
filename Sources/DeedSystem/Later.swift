/// What another thread works out meanwhile.
public final class Later<Value: Sendable>: Sendable {
    private let pool: WorkerPool?
    private let result = Monitor<Result<Value, any Error>?>(nil)

    /// Begins on a thread of its own; with `beside` off, does it now, on the caller's.
    public init(beside: Bool = true, _ body: @escaping @Sendable () throws -> Value) {
        let result = result
        let work = { @Sendable in
            let outcome = Result(catching: body)
            result.change { $0 = outcome }
        }
        pool = beside ? WorkerPool(threads: 1) : nil
        if let pool { pool.submit(work) } else { work() }
    }

    /// Waits for it.
    ///
    /// - Throws: what the body threw.
    public func value() throws -> Value { try result.wait { $0 }.get() }
}
