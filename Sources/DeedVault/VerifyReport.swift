public import DeedCore

/// How far a verification is.
public struct VerifyProgress: Sendable, Hashable {
    /// Objects read so far.
    public var objects: Int64
    /// Bytes read so far.
    public var bytes: Int64
}

/// What a verification found. Every bad file is named by its path below the vault.
public struct VerifyReport: Sendable, Hashable {
    /// Objects read.
    public var objects: Int64 = 0
    /// Bytes read.
    public var bytes: Int64 = 0
    /// Objects that are not what their names say, or cannot be read.
    public var damaged: [DamagedObject] = []
    /// Objects that a record keeps and that are not there.
    public var missing: [ObjectID] = []
    /// Objects that were wrong when they were first read and right when they were read again from the disk, below the vault: it was
    /// the machine's memory, or what it held of the file.
    public var unsteady: [String] = []
    /// Files under `objects/` that no record keeps: objects whose batch was never committed (harmless, the next import of the same
    /// bytes takes them up), or things that are no objects.
    public var stray: [String] = []
    /// Files under `objects/` that no record keeps yet, and that a process which writes now may be about to name.
    public var underWay = 0
    /// Objects among those that were read that are private keys, of the kind that signs checkpoints.
    public var keys: [ObjectID] = []
    /// The journal.
    public var journal = JournalReport()
    /// Objects that lie in the trash: they are read and checked like the others.
    public var trash: Int64 = 0
    /// What is wrong with the declaration and with `vault.json`.
    public var files: [DamagedFile] = []

    /// Whether nothing is damaged and nothing is missing.
    public var isClean: Bool { damaged.isEmpty && missing.isEmpty && files.isEmpty && journal.isClean }

    /// An object whose bytes are not the ones that its name promises.
    public struct DamagedObject: Sendable, Hashable {
        /// The object.
        public var object: ObjectID
        /// Below the vault.
        public var path: String
        /// What is wrong with it.
        public var what: VaultProblem

        /// The same in English.
        public var problem: String { what.description }
    }

    /// A file of the vault that is neither an object nor the journal.
    public struct DamagedFile: Sendable, Hashable {
        /// Below the vault.
        public var path: String
        /// What is wrong with it.
        public var what: VaultProblem
    }

    /// The state of chain and bodies.
    public struct JournalReport: Sendable, Hashable {
        /// Lines of the chain in complete batches.
        public var lines: Int64 = 0
        /// Bodies that were taken out lawfully.
        public var redacted: Int64 = 0
        /// Bytes of an incomplete batch at the end: a crash, or a commit on its way.
        public var incomplete: Int64 = 0
        /// What is wrong, in the order of the lines.
        public var problems: [JournalProblem] = []
        /// Whether nothing is wrong.
        public var isClean: Bool { problems.isEmpty }

        /// Adds what is wrong with the journal as a whole.
        public mutating func note(_ problem: VaultProblem) {
            problems.append(.init(path: "records", line: 0, seq: nil, what: problem))
        }
    }

    /// A line of the journal or a body that is wrong.
    public struct JournalProblem: Sendable, Hashable {
        /// Below the vault.
        public var path: String
        /// The line in the file, from 1; 0 for the file as a whole.
        public var line: Int
        /// The number of the record, where it can be told.
        public var seq: Int64?
        /// What is wrong with it.
        public var what: VaultProblem

        /// The same in English.
        public var problem: String { what.description }
    }
}
