public import DeedSystem

/// The files of a watched folder: which of them are complete, which still grow, which were dealt with. Looks at nothing itself.
///
/// A file is complete when nothing happened to it for ``quiet`` seconds and nobody was seen writing it without closing it: a scanner
/// closes it after each page and goes on. An empty one has three times as long.
public struct SettlingFiles: Sendable {
    /// Seconds without a change after which a file is complete.
    public var quiet: Double

    private struct Waiting: Sendable {
        var stamp: SourceStamp
        var since: Double
        var isOpen = false
    }

    private var waiting: [[UInt8]: Waiting] = [:]
    private var done: [[UInt8]: SourceStamp] = [:]

    /// Nothing seen yet; `done`: what was dealt with before, by path in the folder.
    public init(quiet: Double, done: [[UInt8]: SourceStamp] = [:]) {
        self.quiet = quiet
        self.done = done
    }

    /// Files that wait.
    public var count: Int { waiting.count }

    /// Notes what a look at a file found; `nil`: it is gone.
    public mutating func see(_ path: [UInt8], _ stamp: SourceStamp?, now: Double) {
        guard let stamp else {
            waiting[path] = nil
            done[path] = nil
            return
        }
        if done[path] == stamp { return }
        if waiting[path]?.stamp == stamp { return }
        var file = waiting[path] ?? Waiting(stamp: stamp, since: now)
        file.stamp = stamp
        file.since = now
        waiting[path] = file
    }

    /// Somebody writes into it.
    public mutating func written(_ path: [UInt8], now: Double) {
        waiting[path]?.isOpen = true
        waiting[path]?.since = now
    }

    /// Somebody who could write closed it.
    public mutating func closed(_ path: [UInt8], now: Double) {
        waiting[path]?.isOpen = false
        waiting[path]?.since = now
    }

    /// Events were lost: only time tells.
    public mutating func forgetEvents(now: Double) {
        for path in waiting.keys {
            waiting[path]?.isOpen = false
            waiting[path]?.since = now
        }
    }

    /// What is left of the files after a look at the whole folder that met only these.
    public mutating func keep(only seen: Set<[UInt8]>) {
        waiting = waiting.filter { seen.contains($0.key) }
        done = done.filter { seen.contains($0.key) }
    }

    /// It was dealt with as it was then; changed since, it is taken again.
    public mutating func finish(_ path: [UInt8], _ stamp: SourceStamp) {
        done[path] = stamp
        if waiting[path]?.stamp == stamp { waiting[path] = nil }
    }

    /// It is still being written, whatever events said.
    public mutating func postpone(_ path: [UInt8], now: Double) { waiting[path]?.since = now }

    private func due(_ file: Waiting) -> Double? {
        if file.isOpen { return nil }
        // Some programs make a name first and come back with the content.
        let calm = file.stamp.size == 0 ? 3 * quiet : quiet
        return file.since + calm
    }

    /// Files that are complete, in the order of their names, as they were when they were looked at.
    public func ready(now: Double) -> [(path: [UInt8], stamp: SourceStamp)] {
        let ready = waiting.filter { due($0.value).map { $0 <= now } ?? false }
        return ready.map { ($0.key, $0.value.stamp) }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }

    /// When the next file will be complete if nothing happens; `nil` when none waits for time alone.
    public var nextDue: Double? { waiting.values.compactMap(due).min() }

    /// The same for files that are not complete at `now`.
    public func nextDue(after now: Double) -> Double? { waiting.values.compactMap(due).filter { $0 > now }.min() }

    /// Everything that was dealt with, by path in the folder.
    public var finished: [[UInt8]: SourceStamp] { done }

    /// Names of files that programs have not finished, or keep beside their own: they wait until they are renamed.
    public static func isUnfinished(_ name: some Collection<UInt8>) -> Bool {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        if text.hasPrefix(".") || text.hasPrefix("~$") || text.hasSuffix("~") { return true }
        return unfinished.contains { text.hasSuffix($0) }
    }

    private static let unfinished = [
        ".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".opdownload", ".aria2",
    ]
}
