public import DeedCore
import DeedImport
import DeedSystem
import DeedVault

/// Somebody puts files into a folder day after day, and they come into the vault by themselves.
///
/// Events of the kernel tell at once what happens; a look at the whole folder at the start, every few minutes and after lost events
/// finds what they did not tell.
public final class WatchFolder {
    /// What becomes of a file that is safe in the vault.
    public enum Afterwards: String, Sendable, CaseIterable {
        /// It stays where it is.
        case keep
        /// It goes to the folder `done` in the watched one; a file that was refused goes to `rejected`, with its reason beside.
        case move
        /// It is deleted; a file that was refused goes to `rejected`, with its reason beside.
        case delete
    }

    /// One group of files that are complete, to be imported in one run.
    public struct Group: Sendable {
        /// Their paths in the folder, as the disk has them.
        public var files: [[UInt8]]
    }

    /// What an import said of a group.
    public struct Verdict: Sendable {
        /// Files that the run met nothing wrong with: safe in the vault, with all that lies in them.
        public var good: Set<[UInt8]> = []
        /// Files of which something was refused, and the reasons in the person's language.
        public var refused: [[UInt8]: [String]] = [:]

        /// Nothing said yet: a file in neither is looked at again later.
        public init() {}
    }

    /// The folder, absolute and without links.
    public let folder: String
    private let afterwards: Afterwards
    private let memory: WatchMemory
    private let root: [UInt8]
    private let events: FolderEvents
    private var files: SettlingFiles
    private var nextScan = 0.0

    /// Seconds between looks at the whole folder; shorter where the kernel cannot watch all of it.
    private static let (scanEvery, scanUnwatched) = (300.0, 30.0)
    /// The longest time between two looks at the wish to stop, in seconds.
    private static let patience = 1.0
    /// A group waits this long for files that are about to be complete, in seconds, and has at most so many.
    private static let (gather, largest) = (3.0, 1000)

    /// Watches `folder` for the vault at `vault`.
    ///
    /// - Parameter quiet: seconds without a change after which a file is complete that nobody was seen closing.
    /// - Throws: ``Failure`` `sourceNotFound`; `badUse` when one of folder and vault lies in the other.
    public init(_ folder: String, vault: String, quiet: Double, afterwards: Afterwards) throws {
        self.folder = try SourceFolder.resolved(folder)
        root = Array(self.folder.utf8)
        let vault = try SourceFolder.resolved(vault)
        for (outer, inner) in [(self.folder, vault), (vault, self.folder)] where (inner + "/").hasPrefix(outer + "/") {
            throw Failure(.watchOverlaps, self.folder, detail: vault)
        }
        // Neither another vault, a copy, nor a part of one.
        if let found = VaultSigns.around(root) {
            throw Failure(.watchOverlaps, self.folder, detail: String(decoding: found.folder, as: UTF8.self))
        }
        self.afterwards = afterwards
        do { events = try FolderEvents() } catch { throw Failure(.inputOutput, self.folder, detail: error.description) }
        memory = WatchMemory(folder: self.folder, vault: vault)
        files = SettlingFiles(quiet: quiet, done: memory.read())
    }

    /// Hands every group over to `take` until somebody wants to stop.
    ///
    /// - Parameters:
    ///   - shouldStop: asked at least every second, and between groups.
    ///   - take: imports a group. What it throws ends the watching; ``Failure`` `diskFull`, `diskLow` and `vaultBusy` only delay it.
    ///   - wait: told of such a failure and of the seconds until the next try.
    public func run(
        shouldStop: () -> Bool, take: (Group) throws -> Verdict, wait: (Failure, Double) throws -> Void
    ) throws {
        var delay = 15.0
        try scan(MonotonicClock.seconds())
        memory.rewrite(files.finished)
        while !shouldStop() {
            let now = MonotonicClock.seconds()
            if now >= nextScan { try scan(now) }
            hear()
            guard let group = group() else {
                let due = min(files.nextDue ?? .infinity, nextScan) - MonotonicClock.seconds()
                events.wait(seconds: min(WatchFolder.patience, max(0.05, due)))
                continue
            }
            do {
                settle(group, try take(Group(files: group.map(\.path))))
                delay = 15
            } catch let failure as Failure where [.diskFull, .diskLow, .vaultBusy].contains(failure.code) {
                delay = min(600, delay * 2)
                try wait(failure, delay)
                let until = MonotonicClock.seconds() + delay
                while !shouldStop(), MonotonicClock.seconds() < until { events.wait(seconds: WatchFolder.patience) }
            }
        }
        memory.rewrite(files.finished)
    }

    // MARK: seeing

    /// Looks at everything.
    private func scan(_ now: Double) throws {
        guard SourceFolder.look(at: root) == .folder else { throw Failure(.sourceNotFound, folder) }
        var seen: Set<[UInt8]> = []
        scan(root, now, &seen)
        files.keep(only: seen)
        nextScan = now + (events.isFull ? WatchFolder.scanUnwatched : WatchFolder.scanEvery)
    }

    private func scan(_ path: [UInt8], _ now: Double, _ seen: inout Set<[UInt8]>) {
        // A vault is no papers: nothing in it is looked at, and nothing in it is ever moved or deleted.
        guard VaultSigns.look(at: path) == nil else { return }
        // Watched before it is read: what comes in between is told.
        events.add(path)
        guard let names = try? SourceFolder.names(in: path) else { return }
        for name in names {
            let inner = path + [UInt8(ascii: "/")] + name
            guard isWanted(inner) else { continue }
            switch SourceFolder.look(at: inner) {
            case .folder: scan(inner, now, &seen)
            case .entry(let stamp):
                let relative = relative(inner)
                seen.insert(relative)
                files.see(relative, stamp, now: now)
            case nil: break
            }
        }
    }

    /// Takes in what the kernel told.
    private func hear() {
        let now = MonotonicClock.seconds()
        for event in events.read() {
            switch event {
            case .lost:
                files.forgetEvents(now: now)
                nextScan = 0
            case .folder(let path):
                guard isWanted(path) else { continue }
                var seen: Set<[UInt8]> = []
                scan(path, now, &seen)
            case .written(let path), .complete(let path), .changed(let path):
                guard isWanted(path) else { continue }
                look(at: path, now)
                if case .written = event { files.written(relative(path), now: now) }
                if case .complete = event { files.closed(relative(path), now: now) }
            }
        }
    }

    private func look(at path: [UInt8], _ now: Double) {
        guard case .entry(let stamp)? = SourceFolder.look(at: path) else { return files.see(relative(path), nil, now: now) }
        files.see(relative(path), stamp, now: now)
    }

    private func relative(_ path: [UInt8]) -> [UInt8] { Array(path.dropFirst(root.count + 1)) }

    private func absolute(_ path: [UInt8]) -> [UInt8] { root + [UInt8(ascii: "/")] + path }

    private static let (done, refused) = ("done", "rejected")

    /// Whether a path may lead to files to be taken: no part of it is unfinished or where this program puts files.
    private func isWanted(_ path: [UInt8]) -> Bool {
        let parts = relative(path).split(separator: UInt8(ascii: "/"))
        guard let first = parts.first, !parts.contains(where: { SettlingFiles.isUnfinished($0) }) else { return false }
        guard afterwards != .keep else { return true }
        return !first.elementsEqual(WatchFolder.done.utf8) && !first.elementsEqual(WatchFolder.refused.utf8)
    }

    // MARK: taking

    /// The files to be taken now; `nil` while none is complete or others are about to be.
    private func group() -> [(path: [UInt8], stamp: SourceStamp)]? {
        let now = MonotonicClock.seconds()
        var ready = files.ready(now: now)
        guard !ready.isEmpty else {
            gathering = nil
            return nil
        }
        let since = gathering ?? now
        gathering = since
        let isMoreSoon = files.count > ready.count && (files.nextDue(after: now).map { $0 - now < WatchFolder.gather } ?? false)
        if isMoreSoon, now - since < WatchFolder.gather, ready.count < WatchFolder.largest { return nil }
        gathering = nil
        ready = Array(ready.prefix(WatchFolder.largest))
        return ready.filter { file in
            look(at: absolute(file.path), now)
            guard SourceFolder.look(at: absolute(file.path)) == .entry(file.stamp) else { return false }
            // What was a folder of papers, or a new one, may have become a vault since.
            guard !liesInVault(file.path) else {
                files.see(file.path, nil, now: now)
                return false
            }
            guard SourceFolder.isBeingWritten(absolute(file.path)) else { return true }
            files.postpone(file.path, now: now)
            return false
        }.nonEmpty
    }

    /// Whether a folder between the watched one and the file is a vault.
    private func liesInVault(_ path: [UInt8]) -> Bool {
        var place = root
        for part in path.split(separator: UInt8(ascii: "/")).dropLast() {
            place += [UInt8(ascii: "/")] + part
            if VaultSigns.look(at: place) != nil { return true }
        }
        return false
    }

    /// Since when complete files have waited for others.
    private var gathering: Double?

    /// Does with the files what was asked for. The journal has them by now.
    private func settle(_ group: [(path: [UInt8], stamp: SourceStamp)], _ verdict: Verdict) {
        for (path, stamp) in group {
            let isGood = verdict.good.contains(path)
            guard isGood || verdict.refused[path] != nil else { continue }
            let place = absolute(path)
            // Changed while it was read: what is there now is another file, and waits its turn.
            guard SourceFolder.look(at: place) == .entry(stamp) else {
                look(at: place, MonotonicClock.seconds())
                continue
            }
            files.finish(path, stamp)
            if afterwards == .keep || liesInVault(path) {
                memory.add(path, stamp)
            } else {
                do throws(IOError) {
                    try putAway(path, place, verdict.refused[path])
                } catch {
                    // Where it cannot be moved it stays, and is not taken again.
                    memory.add(path, stamp)
                }
            }
        }
    }

    private func putAway(_ path: [UInt8], _ place: [UInt8], _ reasons: [String]?) throws(IOError) {
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        let below = slash.map { [UInt8(ascii: "/")] + path[..<$0] } ?? []
        guard let reasons else {
            guard afterwards == .move else { return try SourceFolder.remove(place) }
            _ = try SourceFolder.move(place, into: absolute(Array(WatchFolder.done.utf8)) + below)
            return
        }
        let target = try SourceFolder.move(place, into: absolute(Array(WatchFolder.refused.utf8)) + below)
        WatchMemory.write(Array((reasons.joined(separator: "\n") + "\n").utf8), to: target + Array(".reason.txt".utf8))
    }
}

extension Array {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
