public import DeedCore
import DeedSystem

/// A directory under `objects/` and how far it has been read.
public struct ScrubMark: Sendable, Hashable {
    /// The first byte of the names in it.
    public var directory: UInt8
    /// The last object that was read of it; `nil` before the first, and when it has been read to its end.
    public var last: ObjectID?

    /// A mark.
    public init(directory: UInt8, last: ObjectID? = nil) {
        self.directory = directory
        self.last = last
    }
}

/// How much a scrub may read; what is met first ends it.
public struct ScrubBudget: Sendable, Hashable {
    /// Seconds; `nil` for any time.
    public var seconds: Double?
    /// Bytes; `nil` for any number. The object that goes beyond is read to its end.
    public var bytes: Int64?

    /// A budget.
    public init(seconds: Double? = nil, bytes: Int64? = nil) {
        self.seconds = seconds
        self.bytes = bytes
    }
}

/// What a scrub found.
public struct ScrubReport: Sendable, Hashable {
    /// Objects read.
    public var objects: Int64 = 0
    /// Bytes read.
    public var bytes: Int64 = 0
    /// SHA-256 over the names of the objects that were well: ascending, each with a newline behind it.
    public var digest = ObjectHash().finish()
    /// Objects that are not what their names say.
    public var damaged: [VerifyReport.DamagedObject] = []
    /// Objects that are kept and not there, in the directories that were read to their ends.
    public var missing: [ObjectID] = []
    /// Objects that were wrong at first and right when read again from the disk.
    public var unsteady: [String] = []
    /// Whether every directory that was asked for was read to its end.
    public var isComplete = true

    /// Whether nothing is damaged and nothing is missing.
    public var isClean: Bool { damaged.isEmpty && missing.isEmpty }
}

extension Vault {
    /// Reads directories of objects in the order given, each from its mark on, until a budget is used up. One thread; takes no lock.
    ///
    /// - Parameters:
    ///   - keeping: the objects that records keep in a directory.
    ///   - note: gets a mark after every object and, without `last`, after every directory.
    ///   - isStopped: asked after every object.
    public func scrub(
        _ order: [ScrubMark], budget: ScrubBudget, keeping: (UInt8) throws -> [ObjectID],
        progress: ((VerifyProgress) -> Void)? = nil, isStopped: () -> Bool = { false }, note: (ScrubMark) throws -> Void
    ) throws -> ScrubReport {
        try info.require(info.features.check, path)
        return try reporting {
            var scrub = Scrub(vault: self, budget: budget)
            for mark in order {
                guard scrub.mayGoOn, !isStopped() else {
                    scrub.report.isComplete = false
                    break
                }
                try scrub.read(mark, keeping: keeping, progress, isStopped, note)
            }
            return scrub.finished()
        }
    }
}

/// A scrub on its way.
private struct Scrub {
    let vault: Vault
    let budget: ScrubBudget
    private let started = MonotonicClock.seconds()
    private var well: [ObjectID] = []
    var report = ScrubReport()

    init(vault: Vault, budget: ScrubBudget) {
        self.vault = vault
        self.budget = budget
    }

    var mayGoOn: Bool {
        if let bytes = budget.bytes, report.bytes >= bytes { return false }
        if let seconds = budget.seconds, MonotonicClock.seconds() - started >= seconds { return false }
        return true
    }

    mutating func read(
        _ mark: ScrubMark, keeping: (UInt8) throws -> [ObjectID], _ progress: ((VerifyProgress) -> Void)?,
        _ isStopped: () -> Bool, _ note: (ScrubMark) throws -> Void
    ) throws {
        let directory = vault.layout.objectDirectory(mark.directory)
        let names = try vault.io.status(directory) == nil ? [] : vault.io.list(directory)
        let there = names.compactMap { ObjectID(hex: $0) }.filter { $0.firstByte == mark.directory }.sorted()
        let waiting = there.filter { id in mark.last.map { $0 < id } ?? true }
        var failure: (any Error)?
        var last = mark.last
        ObjectBytes(io: vault.io, layout: vault.layout).read(waiting) { object in
            take(object)
            last = object.id
            progress?(VerifyProgress(objects: report.objects, bytes: report.bytes))
            do { try note(ScrubMark(directory: mark.directory, last: object.id)) } catch { failure = error }
            return failure == nil && mayGoOn && !isStopped()
        }
        if let failure { throw failure }
        guard last == nil || last == there.last || waiting.isEmpty else {
            report.isComplete = false
            return
        }
        report.missing += try missing(in: mark.directory, keeping)
        try note(ScrubMark(directory: mark.directory))
    }

    /// Asked and looked for now, and asked again: other processes put in and purge while this one reads.
    private func missing(in directory: UInt8, _ keeping: (UInt8) throws -> [ObjectID]) throws -> Set<ObjectID> {
        let kept = try keeping(directory)
        let lacking = try kept.filter { try vault.objects.size($0) == nil }
        return lacking.isEmpty ? [] : Set(lacking).intersection(try keeping(directory))
    }

    private mutating func take(_ object: ObjectBytes.Read) {
        guard object.problem != .missing else { return }
        report.objects += 1
        report.bytes += object.size
        let path = vault.layout.relativeObject(object.id)
        if object.isUnsteady { report.unsteady.append(path) }
        guard let problem = object.problem else { return well.append(object.id) }
        report.damaged.append(.init(object: object.id, path: path, what: problem))
    }

    func finished() -> ScrubReport {
        var report = report
        var hash = ObjectHash()
        for id in well.sorted() { Array((id.hex + "\n").utf8).withUnsafeBytes { hash.update($0) } }
        report.digest = hash.finish()
        report.missing.sort()
        return report
    }
}
