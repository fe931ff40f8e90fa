import DeedCore
import DeedImport

/// Sums up what an import said of the files of a group, so that each can be dealt with as a whole.
public struct WatchAccount {
    private let files: [String: [UInt8]]
    private var refused: [[UInt8]: [String]] = [:]

    /// Nothing said yet of the files of `group` in `folder`.
    public init(_ group: WatchFolder.Group, in folder: String) {
        files = Dictionary(
            group.files.map { (ImportPath.shown($0, in: folder), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Notes a line of the account; `reason` in the person's language.
    public mutating func take(_ line: ImportFiles.Line, reason: String) {
        guard line.outcome == .rejected else { return }
        let files = files
        guard let file = ([line.path] + ImportPath.holders(of: line.path)).lazy.compactMap({ files[$0] }).first else { return }
        refused[file, default: []].append("\(line.path): \(reason)")
    }

    /// What came of it; of a run that was stopped nothing is known.
    public func verdict(_ answer: ImportFiles.Answer) -> WatchFolder.Verdict {
        var verdict = WatchFolder.Verdict()
        guard !answer.stopped else { return verdict }
        verdict.refused = refused
        verdict.good = Set(files.values.filter { refused[$0] == nil })
        return verdict
    }
}
