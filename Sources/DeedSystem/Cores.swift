import Glibc

/// What the machine has.
public enum Cores {
    /// Cores that are online, at least one.
    public static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// What the machine remembers.
public enum Memory {
    /// Bytes of its memory, used or not.
    public static let size = Int64(max(1, sysconf(Int32(_SC_PHYS_PAGES)))) * Int64(max(1, sysconf(Int32(_SC_PAGESIZE))))
}
