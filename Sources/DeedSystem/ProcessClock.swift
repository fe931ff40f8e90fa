import Glibc

/// The monotonic clock in nanoseconds: what deadlines are reckoned in. It stands still while the machine sleeps.
public func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
