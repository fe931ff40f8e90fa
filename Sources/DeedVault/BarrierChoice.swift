/// Which objects of a batch are synced on their own, and which wait for the barrier that they share.
struct BarrierChoice {
    /// A large object keeps its thread busy longer than its sync does: it need not wait for others.
    static let largest: Int64 = 1 << 20
    /// Bytes in memory that wait to be written to any disk, from which on a shared barrier would wait mostly for what other programs
    /// wrote.
    static let mostUnwritten: Int64 = 256 << 20

    let durability: Durability
    /// How many small objects are synced on their own before others may wait: as many as are synced at once. A batch of a few files
    /// waits for nobody's data.
    let early: Int
    private var small = 0
    private var shares: Bool?

    init(_ durability: Durability, threads: Int) {
        self.durability = durability
        early = max(1, threads)
    }

    /// Whether an object of `size` bytes waits for the shared barrier; asked once for each.
    ///
    /// - Parameter unwritten: how many bytes wait to be written to any disk; asked at most once for a batch.
    mutating func waits(_ size: Int64, unwritten: () -> Int64) -> Bool {
        switch durability {
        case .fsync: return false
        case .syncfs: return true
        case .auto:
            guard size < BarrierChoice.largest else { return false }
            small += 1
            guard small > early else { return false }
            let shares = shares ?? (unwritten() <= BarrierChoice.mostUnwritten)
            self.shares = shares
            return shares
        }
    }
}
