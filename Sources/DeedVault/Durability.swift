/// How the objects of a batch are made durable.
public enum Durability: String, Sendable, CaseIterable {
    /// Chosen for each batch: see ``Barrier``.
    case auto
    /// Every file and every directory on its own, on many threads at once. Works on every file system, waits for nobody else's data,
    /// and the error belongs to the file that has it.
    case fsync
}
