import DeedCatalog
public import DeedCore
import DeedSystem
public import DeedVault

/// Reads originals to see that they are still what they were: those first that nobody has read for the longest time, and no more
/// than a budget allows. Run every night, it has read everything again after some nights, and nobody notices.
public struct ScrubVault {
    /// How much is read.
    public var budget: ScrubBudget

    /// A scrub within `budget`.
    public init(budget: ScrubBudget) { self.budget = budget }

    /// What was read.
    public struct Answer: Sendable {
        /// What was found.
        public var report: ScrubReport
        /// Everything was read at least once since then; `nil` while some of it never was.
        public var readSince: Instant?
        /// Whether the result was written into the journal.
        public var recorded: Bool
    }

    /// Reads, at the lowest priority that the kernel gives.
    ///
    /// - Throws: ``Failure`` when the vault cannot be opened; damage is an answer.
    public func run(
        at path: String, settings: SessionSettings, record: Bool, tell: ((VerifyProgress) -> Void)?, isStopped: () -> Bool
    ) throws -> Answer {
        try settings.require(.administer)
        let session = try VaultSession.open(path, access: .read, settings: settings)
        let notes = ScrubNotes(session.vault.databases.local)
        let order = notes.order()
        // After the vault is open: whoever waits for the lock must not wait for a process that gets no time.
        ProcessPriority.becomeBackground()
        let report = try session.vault.scrub(
            order, budget: budget, keeping: { try session.catalog.keptObjects(firstByte: $0) }, progress: tell,
            isStopped: isStopped, note: { notes.note($0) })
        notes.flush()
        var answer = Answer(report: report, readSince: notes.oldest(), recorded: false)
        guard record, report.objects > 0 || !report.isClean || report.isComplete else { return answer }
        answer.recorded = (try? note(answer, at: path, settings: settings)) != nil
        return answer
    }

    private func note(_ answer: Answer, at path: String, settings: SessionSettings) throws {
        let session = try VaultSession.open(path, access: .write, settings: settings)
        let report = answer.report
        try session.commit(.administer) {
            [
                Record(
                    VaultScrubbed(
                        objects: report.objects, bytes: report.bytes, digest: report.digest,
                        damaged: report.damaged.map(\.object.hex), missing: report.missing.map(\.hex),
                        readSince: answer.readSince))
            ]
        }
    }
}

/// How far scrubs have come, in `local.sqlite`. Where that cannot be written, every scrub begins with the first directory.
private final class ScrubNotes {
    private let state: LocalState?
    private var waiting: ScrubMark?
    private var written = MonotonicClock.seconds()

    init(_ path: String) { state = try? LocalState(at: path) }

    func order() -> [ScrubMark] {
        guard let readings = try? state?.readings() else { return (0...255).map { ScrubMark(directory: UInt8($0)) } }
        return readings.map { ScrubMark(directory: $0.directory, last: $0.last) }
    }

    /// Directories are noted at once, places in them once a second: what is lost by a kill is read again.
    func note(_ mark: ScrubMark) {
        waiting = mark
        if mark.last == nil || MonotonicClock.seconds() - written > 1 { flush() }
    }

    func flush() {
        guard let mark = waiting else { return }
        try? state?.note(mark.directory, last: mark.last, at: .now)
        waiting = nil
        written = MonotonicClock.seconds()
    }

    /// When the directory was read that was not read for the longest time.
    func oldest() -> Instant? {
        guard let finished = try? state?.readings().map(\.finished), !finished.contains(nil) else { return nil }
        return finished.compactMap { $0 }.min()
    }
}
