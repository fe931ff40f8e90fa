import DeedSystem

/// What this process got of the threads that it asked the system for.
public enum Threads {
    /// Whether one was refused: work that wanted it ran on another, in turn.
    public static var wereRefused: Bool { OwnThread.wasRefused }
}
