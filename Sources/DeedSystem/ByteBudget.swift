/// Bytes that may be in flight between threads: who has none left waits until others give theirs back.
public final class ByteBudget: Sendable {
    private let total: Int
    private let used: Monitor<Int>

    /// A budget of `total` bytes.
    public init(_ total: Int) {
        self.total = total
        used = Monitor(0)
    }

    /// Takes `bytes`, waiting while others hold too many. More than the whole budget is granted when nobody else holds any.
    public func take(_ bytes: Int) {
        let _: Bool = used.wait { used in
            guard used == 0 || used + bytes <= total else { return nil }
            used += bytes
            return true
        }
    }

    /// Gives `bytes` back.
    public func give(_ bytes: Int) { used.change { $0 -= bytes } }
}
