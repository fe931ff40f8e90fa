import CSandbox

/// How urgent this process is to the kernel.
public enum ProcessPriority {
    /// Lets everybody else go first, on the disk and on the processor, for the rest of the process's life. Called before threads are
    /// started: they take over what their maker has.
    ///
    /// - Returns: whether the kernel agreed; a container may forbid it, and the work is done all the same.
    @discardableResult
    public static func becomeBackground() -> Bool { deed_background_self() == 0 }
}
