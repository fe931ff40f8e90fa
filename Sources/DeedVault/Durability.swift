/// How the objects of a batch are made durable.
public enum Durability: String, Sendable, CaseIterable {
    /// Chosen for each batch: its first objects and its large ones as with ``fsync``; when more small ones come, these together as with
    /// ``syncfs``, unless much else waits in memory to be written or the file system's `syncfs` cannot be relied on.
    case auto
    /// Every file and every directory on its own, on many threads at once. Works on every file system, waits for nobody else's data,
    /// and the error belongs to the file that has it.
    case fsync
    /// All files of a batch with one `syncfs`, then all names with another: for a vault that has its file system for itself.
    case syncfs
}
