/// What must stand around a worker before it sees a foreign byte.
public enum Walls: String, Sendable, CaseIterable {
    /// Limits, landlock and seccomp; where the kernel lacks one, ``Extractor`` refuses to start with `walls-missing`.
    case full
    /// What the kernel has; limits always.
    case reduced
}
