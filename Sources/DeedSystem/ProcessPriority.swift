import CSandbox
import Glibc

/// How urgent this process is to the kernel.
public enum ProcessPriority {
    /// Lets everybody else go first, on the disk and on the processor, for the rest of the process's life. Called before threads are
    /// started: they take over what their maker has.
    ///
    /// - Returns: whether the kernel agreed; a container may forbid it, and the work is done all the same.
    @discardableResult
    public static func becomeBackground() -> Bool { deed_background_self() == 0 }

    /// Lets other threads go first on the processor, for the rest of the calling thread's life: for work that others wait for only at
    /// their end (`man 2 setpriority`: on Linux the number belongs to the thread).
    static func stepBack() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5) }
}
