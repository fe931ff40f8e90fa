public import DeedCore
import DeedSystem

/// What the checkpoints say against the journal.
public struct CheckpointReport: Sendable, Hashable {
    /// Every checkpoint that was looked at, the one that covers least first.
    public var findings: [Finding] = []
    /// Lines of the journal in complete batches.
    public var lines: Int64 = 0
    /// Lines that a true checkpoint covers.
    public var covered: Int64 = 0

    /// Nothing was looked at yet.
    public init() {}

    /// Whether nothing is wrong. A vault without checkpoints is in order.
    public var isClean: Bool { findings.allSatisfy { $0.problem == nil } }

    /// One checkpoint.
    public struct Finding: Sendable, Hashable {
        /// The file: below the vault, or as it was given.
        public var path: String
        /// What it says; `nil` where it has not the form.
        public var checkpoint: Checkpoint?
        /// The key that signed it.
        public var key: VerifierKey?
        /// When the last line that it covers was written.
        public var time: Instant?
        /// What is wrong with it, or with the journal in its light.
        public var problem: Problem?
        /// In what way the journal is not what it says, whoever signed it: ``Problem/cutOff`` or ``Problem/rewritten``.
        public var contradiction: Problem?
        /// Whether the journal is not what it says.
        public var isContradicted: Bool { contradiction != nil }
    }

    /// What can be wrong. Raw values appear in `--json` and never change.
    public enum Problem: String, Sendable, CaseIterable {
        /// It has not the form of a checkpoint, or its name tells another size than its text.
        case unreadable
        /// It is of another vault.
        case otherVault = "other-vault"
        /// No known key has signed it.
        case unknownKey = "unknown-key"
        /// It bears a known key's name, and that key has not signed it.
        case forged
        /// The journal ends before the lines it covers: the end was cut off.
        case cutOff = "cut-off"
        /// The journal's lines are not the ones that were signed.
        case rewritten
    }
}

extension Vault {
    /// Checks every checkpoint against the journal: signature, and the root over the lines as they stand now. All roots come from one
    /// tree that grows while the journal is read once, so each checkpoint that holds is a continuation of the one before. Nothing that
    /// was remembered is used.
    ///
    /// - Parameters:
    ///   - keys: the keys that may sign.
    ///   - kept: a checkpoint that somebody keeps elsewhere, with the name to report it by.
    public func verifyCheckpoints(keys: [VerifierKey], kept: (path: String, checkpoint: Checkpoint?)? = nil) throws
        -> CheckpointReport
    {
        try reporting {
            var findings = try checkpoints().map { stored in
                finding(stored.path, stored.checkpoint, named: stored.size, keys)
            }
            if let kept { findings.append(finding(kept.path, kept.checkpoint, named: kept.checkpoint?.size, keys)) }
            findings.sort { ($0.checkpoint?.size ?? 0) < ($1.checkpoint?.size ?? 0) }
            var report = CheckpointReport()
            report.findings = findings
            try compare(&report)
            report.covered = report.findings.filter { $0.problem == nil }.compactMap { $0.checkpoint?.size }.max() ?? 0
            return report
        }
    }

    private func finding(_ path: String, _ checkpoint: Checkpoint?, named size: Int64?, _ keys: [VerifierKey])
        -> CheckpointReport.Finding
    {
        var finding = CheckpointReport.Finding(path: path, checkpoint: checkpoint)
        guard let checkpoint, checkpoint.size == size else {
            finding.problem = .unreadable
            return finding
        }
        guard checkpoint.origin == info.origin else {
            finding.problem = .otherVault
            return finding
        }
        switch checkpoint.signing(by: keys) {
        case .signed(let key): finding.key = key
        case .forged(let key):
            finding.key = key
            finding.problem = .forged
        case .unknown: finding.problem = .unknownKey
        }
        return finding
    }

    /// Reads the journal once and looks at every size on the way. A checkpoint that nobody known signed is compared too, but what is
    /// wrong with its signature weighs more.
    private func compare(_ report: inout CheckpointReport) throws {
        let lines = try JournalLines(files: files)
        var tree = MerkleTree()
        var due = report.findings.indices.filter { at in
            report.findings[at].checkpoint != nil && report.findings[at].problem != .otherVault
        }[...]
        while let (leaf, isCommit, last) = try lines.next({ bytes -> (ObjectID, Bool, ChainLine?) in
            let isDue = due.first.map { report.findings[$0].checkpoint?.size == tree.size + 1 } ?? false
            return (MerkleHash.leaf(bytes), ChainLine.isCommit(bytes), isDue ? ChainLine(parsing: bytes) : nil)
        }) {
            tree.append(leaf)
            if isCommit { report.lines = tree.size }
            while let at = due.first, let checkpoint = report.findings[at].checkpoint, checkpoint.size <= tree.size {
                due.removeFirst()
                report.findings[at].time = last?.time
                if checkpoint.size != tree.size || checkpoint.root != tree.root {
                    report.findings[at].contradiction = .rewritten
                    report.findings[at].problem = report.findings[at].problem ?? .rewritten
                }
            }
        }
        for at in due {
            report.findings[at].contradiction = .cutOff
            report.findings[at].problem = report.findings[at].problem ?? .cutOff
        }
    }
}
