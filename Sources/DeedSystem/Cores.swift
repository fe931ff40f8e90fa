import Glibc

/// What the machine has.
public enum Cores {
    /// Cores that are online, at least one.
    public static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
