import DeedCatalog
public import DeedCore
public import DeedVault

/// The vault signs what its journal is now, so that nobody can rewrite it unseen: neither its end nor its middle.
public struct SignCheckpoint {
    /// A file with the private key, where it is not the vault's own.
    public var keyFile: String?
    /// A signature with the vault's own key, or with the one in `keyFile`.
    public init(keyFile: String? = nil) { self.keyFile = keyFile }

    /// What was signed.
    public struct Answer: Sendable {
        /// The checkpoint.
        public var stored: StoredCheckpoint
        /// Whether it was signed now; lines that the last one covers are not signed again.
        public var isNew: Bool
        /// The key that signs.
        public var key: VerifierKey
        /// Where a key was made now, inside the vault; `nil` where there was one.
        public var madeKey: String?
    }

    /// Whether somebody has set up a key: then imports end with a checkpoint.
    public static func isSetUp(_ session: VaultSession, keyFile: String?) throws -> Bool {
        try keyFile != nil || session.vault.signingKey() != nil
    }

    /// Signs. A vault without a key gets one of its own.
    ///
    /// - Throws: ``Failure`` `checkpointMismatch` when the journal contradicts the last checkpoint; `keyUnreadable`.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.sign)
        let vault = session.vault
        let found = try vault.signingKey(at: keyFile)
        let key = try found ?? vault.makeSigningKey()
        try session.introduce(key.verifier, by: .sign)
        let trusted = try session.verifierKeys()
        let signed = try vault.signCheckpoint(with: key, trusted: trusted, applier: session.catalog)
        return Answer(
            stored: signed.checkpoint, isNew: signed.isNew, key: key.verifier,
            madeKey: found == nil ? vault.signingKeyPath : nil)
    }
}

/// Somebody sets up the key that signs checkpoints.
public struct SetUpKey {
    /// Where the private key is, or is to be made; `nil`: in the vault.
    public var file: String?

    /// The vault's own key, or the one in `file`.
    public init(file: String? = nil) { self.file = file }

    /// What there is now.
    public struct Answer: Sendable {
        /// The public half.
        public var key: VerifierKey
        /// Where the private half lies.
        public var path: String
        /// Whether it was made now.
        public var made: Bool
    }

    /// Takes the key that is there, or makes one; the journal names it from now on.
    ///
    /// - Throws: ``Failure`` `keyUnreadable`.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.administer)
        let path = file ?? session.vault.signingKeyPath
        let found = try fileExists(path) ? session.vault.signingKey(at: file) : nil
        let key = try found ?? session.vault.makeSigningKey(at: file)
        try session.introduce(key.verifier, by: .administer)
        return Answer(key: key.verifier, path: path, made: found == nil)
    }
}

/// Somebody looks at what was signed.
public struct ListCheckpoints {
    /// A list.
    public init() {}

    /// The checkpoints.
    public struct Answer: Sendable {
        /// Newest first.
        public var checkpoints: [StoredCheckpoint]
        /// When the last line that each covers was written, by its size.
        public var times: [Int64: Instant]
        /// Lines that the journal has now.
        public var lines: Int64
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read, .administer)
        let all = try Array(session.vault.checkpoints().reversed())
        return Answer(
            checkpoints: all, times: try session.times(of: all.map(\.size)), lines: try session.catalog.counts().seq)
    }
}

/// Somebody has a checkpoint stamped by a time-stamp authority.
public struct StampCheckpoint {
    /// The lines of the checkpoint; `nil` for the last one.
    public var lines: Int64?

    /// The checkpoint that covers so many lines.
    public init(lines: Int64? = nil) { self.lines = lines }

    /// The checkpoint.
    ///
    /// - Throws: ``Failure`` `checkpointNotFound`.
    public func find(in session: VaultSession) throws -> StoredCheckpoint {
        try session.require(.read, .sign, .administer)
        let all = try session.vault.checkpoints()
        guard let stored = lines.map({ size in all.first { $0.size == size } }) ?? all.last else {
            throw Failure(.checkpointNotFound, lines.map { String($0) } ?? "")
        }
        return stored
    }

    /// Keeps the authority's answer beside the checkpoint.
    public func keep(_ answer: [UInt8], in session: VaultSession) throws -> StoredCheckpoint {
        try session.require(.sign)
        let stored = try find(in: session)
        try session.vault.attach(token: answer, toCheckpoint: stored.size)
        return stored
    }
}

/// Somebody checks that the journal still is what was signed.
public struct VerifyCheckpoints {
    /// A checkpoint that is kept elsewhere: its path and its text.
    public var kept: (path: String, text: String)?
    /// The one key to believe, as a verifier key or PEM; without it those that the journal names.
    public var publicKey: (path: String, text: String)?

    /// A check of all checkpoints in the vault.
    public init() {}

    /// What came of it.
    public struct Answer: Sendable {
        /// Every checkpoint.
        public var report: CheckpointReport
        /// The proof that what is kept elsewhere is the beginning of the last good checkpoint, as others' tools take it.
        public var consistency: [ObjectID]?
    }

    /// Reads the whole journal.
    ///
    /// - Throws: ``Failure`` `keyUnreadable` for a public key of another form; what is wrong with checkpoints is an answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read, .administer)
        let vault = session.vault
        let parsed = kept.map { ($0.path, Checkpoint($0.text)) }
        let report = try vault.verifyCheckpoints(keys: try keys(session), kept: parsed)
        var answer = Answer(report: report, consistency: nil)
        let good = report.findings.filter { $0.problem == nil }.compactMap(\.checkpoint)
        if let kept = parsed?.1, report.isClean, let last = good.last, kept.size <= last.size {
            answer.consistency = try vault.consistency(from: kept, to: last)
        }
        return answer
    }

    private func keys(_ session: VaultSession) throws -> [VerifierKey] {
        guard let publicKey else { return try session.verifierKeys() }
        let text = publicKey.text.trimmedASCII
        guard let key = VerifierKey(text) ?? VerifierKey(pem: text, name: session.vault.info.origin) else {
            throw Failure(.keyUnreadable, publicKey.path)
        }
        return [key]
    }
}

extension VaultSession {
    /// When the lines that checkpoints end with were written: the record before the commit line has the same time.
    func times(of sizes: [Int64]) throws -> [Int64: Instant] {
        Dictionary(
            try catalog.journalLines(sizes.map { $0 - 1 }).map { ($0.seq + 1, $0.time) }, uniquingKeysWith: { first, _ in first })
    }

    /// The keys that may sign checkpoints, as the journal names them.
    func verifierKeys() throws -> [VerifierKey] { try vault.verifierKeys(catalog: catalog) }

    /// Writes a key into the journal unless it is there, and its public half beside the checkpoints.
    func introduce(_ key: VerifierKey, by right: Right) throws {
        try commit(right) { try verifierKeys().contains(key) ? [] : [Record(KeyAdded(key: key.text))] }
        try vault.publish(key)
    }
}

extension Vault {
    /// The keys that the journal names.
    func verifierKeys(catalog: Catalog) throws -> [VerifierKey] {
        try records(seqs: catalog.journalSeqs(ofKind: KeyAdded.kind)).compactMap { stamped in
            (stamped.record.payload as? KeyAdded).flatMap { VerifierKey($0.key) }
        }
    }
}
