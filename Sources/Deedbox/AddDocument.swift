public import DeedCatalog
public import DeedCore
import DeedImport
import DeedText
import DeedVault

/// Somebody hands over one file, and hears that it is kept when it is: an upload, as opposed to an import run.
public struct AddDocument {
    /// The bytes.
    public var bytes: [UInt8]
    /// The file's name as the person knows it.
    public var name: String
    /// Where it came from: an absolute path, or what stands for one.
    public var source: String
    /// When it was last changed, where that is known.
    public var modified: Instant?

    /// A file from `source`.
    public init(bytes: [UInt8], name: String, source: String) {
        self.bytes = bytes
        self.name = name
        self.source = source
    }

    /// What became of it.
    public struct Answer: Sendable {
        /// `stored` or `duplicate`.
        public var outcome: ImportItem.Outcome
        /// The document that has the content.
        public var document: Identifier
        /// SHA-256 of the bytes.
        public var object: ObjectID
    }

    /// Keeps it. With several writers of one ``SharedVault`` the flushes are shared.
    ///
    /// - Throws: ``Failure`` `badValue` for no bytes, and for a private signing key; `diskLow`, `diskFull`, `syncFailed`, `inputOutput`, `vaultBusy`: then it is not kept.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.bringIn)
        guard !bytes.isEmpty else { throw Failure(.badValue, name, detail: "empty") }
        guard !bytes.withUnsafeBytes({ SigningKeyForm.isKey($0) }) else { throw Failure(.badValue, name, detail: "signing-key") }
        let stage = try session.vault.objectStage(expecting: Int64(bytes.count))
        // Not known to anybody: a question outside the commit might be answered by what is never committed.
        let stored = try stage.store(bytes) { _ in false }
        var answer: Answer?
        try session.commit(.bringIn, stage: stage) {
            let made = try records(of: stored.id, size: stored.size, in: session)
            answer = made.answer
            return made.records
        }
        guard let answer else { throw Failure(.internalError, name, detail: "a commit without an answer") }
        return answer
    }

    /// Under the lock: a new document, another name of a known one, or nothing new.
    private func records(of object: ObjectID, size: Int64, in session: VaultSession) throws -> (answer: Answer, records: [Record])
    {
        guard let known = try session.catalog.document(for: object) else {
            let document = session.mint.next()
            let added = DocumentAdded(
                document: document, object: object, source: source, path: name, name: name, size: size, modified: modified)
            return (Answer(outcome: .stored, document: document, object: object), [Record(added)])
        }
        let answer = Answer(outcome: .duplicate, document: known, object: object)
        if try session.catalog.named(document: known, source: source, path: name) { return (answer, []) }
        return (
            answer, [Record(DocumentNamed(document: known, source: source, path: name, name: name, modified: modified))]
        )
    }
}
