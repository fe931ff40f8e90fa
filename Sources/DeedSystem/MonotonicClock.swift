import Glibc

/// The clock that deadlines are reckoned on: it never jumps.
public enum MonotonicClock {
    /// Seconds since some moment before the program began.
    public static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
