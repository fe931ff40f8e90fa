import DeedSystem

/// What stands between an object's bytes, its name and the journal: a name never points to bytes that are not on the disk, and the journal
/// never names an object whose name is not.
///
///                                          barrier 1                   barrier 2
///     the first small ones   write ─┬─ fsync of the file ─┬─ rename ─┬─ fsync of each directory ─┬─ journal
///     and the large ones            │                     │          │   (none has waited)       │
///     many small ones after  write ─┴─ one syncfs for all ┴─ rename ─┴─ one syncfs for all ──────┘
///     them wait together
///
/// Syncs of single files run on many threads, and the file system commits those that arrive together as one (measured: 1/15 of the price of one
/// thread). From some files on one `syncfs` is cheaper than all of them; it also waits for what other programs wrote, so it is not asked where
/// much of that waits, nor where its file system or kernel does not keep what it promises. Batches that ask at the same time share it. What was
/// measured: decisions/0010, 0011, 0015, 0018.
final class Barrier: Sendable {
    /// A large object keeps its thread busy longer than its sync does: it need not wait for others.
    static let largest: Int64 = 1 << 20
    /// Bytes in memory that wait to be written to any disk, from which on a shared barrier would wait mostly for what other programs wrote.
    static let mostUnwritten: Int64 = 256 << 20
    /// Smaller objects that wait for the barrier are left to it: written out each by itself, a request to the disk costs more than the pages
    /// that it frees (measured: a fifth of the time of an import of files of 2 to 60 kB; larger ones gain by being on their way early).
    static let passingFrom: Int64 = 64 << 10
    /// Bytes that wait for the barrier and may do so beside the making of the records, while the lock is held: a second on a slow disk.
    static let underLock: Int64 = 64 << 20

    let directories: ObjectDirectories
    private let durability: Durability
    private let threads: Int
    private let everything: SharedFlush

    /// - Parameter threads: how many threads sync files; 0: the caller does.
    init(io: any VaultIO, layout: VaultLayout, durability: Durability, threads: Int) throws(IOError) {
        // Before anything is written: errors of writing back are told to descriptors that were open when they happened.
        let directories = try ObjectDirectories(io: io, layout: layout)
        self.directories = directories
        self.durability = durability
        self.threads = threads
        everything = SharedFlush { () throws(IOError) in try io.syncfs(directories.root) }
    }

    /// Either barrier for all that was written so far: two of them one after the other make bytes and then names durable.
    func syncEverything() throws(IOError) { try everything.run() }

    /// Decides for one batch which objects wait together.
    var choice: Choice { Choice(durability, threads: threads) }

    /// Which objects of a batch are synced on their own, and which wait for the barrier that they share.
    struct Choice {
        private let durability: Durability
        /// How many small objects are synced on their own before others may wait: as many as are synced at once. A batch of a few files
        /// waits for nobody's data.
        private let early: Int
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
            guard durability == .auto, size < Barrier.largest else { return false }
            small += 1
            guard small > early else { return false }
            let shares = shares ?? (unwritten() <= Barrier.mostUnwritten)
            self.shares = shares
            return shares
        }
    }
}
