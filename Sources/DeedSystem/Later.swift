/// What another thread works out meanwhile.
public final class Later<Value: Sendable>: Sendable {
    private let pool = WorkerPool(threads: 1)
    private let result = Monitor<Result<Value, any Error>?>(nil)

    /// Begins on a thread of its own.
    public init(_ body: @escaping @Sendable () throws -> Value) {
        let result = result
        pool.submit {
            let outcome = Result(catching: body)
            result.change { $0 = outcome }
        }
    }

    /// Waits for it.
    ///
    /// - Throws: what the body threw.
    public func value() throws -> Value { try result.wait { $0 }.get() }
}
