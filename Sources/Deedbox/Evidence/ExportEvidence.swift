import DeedCatalog
public import DeedCore
import DeedVault

/// Somebody takes a document out with the proof of what it is and when it came in: a bundle that opens and is checked without
/// Deedbox.
public struct ExportEvidence {
    /// The document.
    public var document: Identifier
    /// A folder that is made, or a file that ends in `.zip`; absolute.
    public var target: String
    /// For whom or what; the journal keeps it.
    public var why: String?
    /// A file with the key that signs, where lines are not covered yet and the key is not the vault's own.
    public var keyFile: String?

    /// A bundle of `document`.
    public init(_ document: Identifier, to target: String) {
        self.document = document
        self.target = target
    }

    /// What was written.
    public struct Answer: Sendable {
        /// What the bundle says.
        public var facts: EvidenceFacts
        /// Whether a checkpoint was signed for it.
        public var signed: Bool
    }

    /// Writes the bundle. It gets its name when all of it is durable and the journal says that it was made.
    ///
    /// - Parameter texts: names and contents of the files that explain the bundle to people.
    /// - Throws: ``Failure`` `documentNotFound`, `objectMissing`, `objectDamaged`, `checkpointMismatch`, `keyUnreadable`,
    ///   `targetExists`, `diskFull`; then there is no bundle.
    public func run(in session: VaultSession, texts: (EvidenceFacts) -> [(name: String, text: String)]) throws -> Answer {
        try session.require(.export)
        guard !fileExists(target) else { throw Failure(.targetExists, target) }
        let seqs = try session.evidenceSeqs(of: document)
        let signed = try checkpoint(covering: (seqs + session.catalog.journalSeqs(ofKind: KeyAdded.kind)).max() ?? 0, session)
        let facts = try facts(seqs, signed, session)
        let sink: any EvidenceSink =
            target.lowercased().hasSuffix(".zip") ? try EvidenceZip(target, time: .now) : try EvidenceFolder(target)
        do {
            try EvidenceBundle(facts: facts, checkpoint: signed.stored, texts: texts(facts)).write(to: sink, session)
            try session.commit(.export) {
                [
                    Record(
                        EvidenceExported(document: document, checkpoint: facts.checkpoint.size, target: target, why: why))
                ]
            }
            try sink.finish()
        } catch {
            sink.abandon()
            throw error
        }
        return Answer(facts: facts, signed: signed.isNew)
    }

    /// The last checkpoint where it covers all of the lines, else a new one.
    private func checkpoint(covering last: Int64, _ session: VaultSession) throws -> (stored: StoredCheckpoint, isNew: Bool) {
        if let stored = try session.vault.lastCheckpoint(), stored.size >= last { return (stored, false) }
        let answer = try SignCheckpoint(keyFile: keyFile).run(in: session)
        return (answer.stored, answer.isNew)
    }

    private func facts(_ seqs: [Int64], _ stored: (stored: StoredCheckpoint, isNew: Bool), _ session: VaultSession) throws
        -> EvidenceFacts
    {
        let file = stored.stored
        guard let checkpoint = file.checkpoint, case .signed(let key) = checkpoint.signing(by: try session.verifierKeys()) else {
            throw Failure(.checkpointMismatch, file.path, detail: "no key of this vault has signed it")
        }
        let details = try session.catalog.details(of: document)
        let all = try seqs + session.keySeq(of: key)
        let lines = try session.catalog.journalLines(Set(all).sorted())
        let proven = try session.vault.prove(all, in: checkpoint)
        let archives = proven.compactMap { $0.record?.record.payload as? ImportArchive }
        return EvidenceFacts(
            vault: session.vault.info.id, details: details, files: EvidenceBundle.fileNames(details), archives: archives,
            lines: zip(lines, proven).map { line, proof in
                EvidenceFacts.Line(proven: proof, time: line.time, actor: line.actor, user: line.user)
            },
            checkpoint: checkpoint, key: key, hasToken: file.token != nil)
    }
}

extension VaultSession {
    /// The lines that a bundle shows: those about the document, those that name the people who wrote them, the archives that it came
    /// in, and the vault's first. Earlier exports are nobody else's business, and neither is what compares it with another document.
    func evidenceSeqs(of document: Identifier) throws -> [Int64] {
        let left = [EvidenceExported.kind, DuplicateDecided.kind]
        let own = try catalog.journalLines(try catalog.recordSeqs(of: document)).filter { !left.contains($0.kind) }
        let people = try catalog.actorSeqs(Set(own.map(\.actor)))
        return Set(own.map(\.seq) + people + (try catalog.archiveSeqs(of: document)) + [1]).sorted()
    }

    /// The line that names a key.
    fileprivate func keySeq(of key: VerifierKey) throws -> [Int64] {
        try catalog.journalSeqs(ofKind: KeyAdded.kind).filter { seq in
            (try vault.records(seqs: [seq]).first?.record.payload as? KeyAdded)?.key == key.text
        }
    }
}
