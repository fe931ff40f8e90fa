public import DeedCore

/// A run of a ledger, as the journal keeps it.
public struct LedgerRun: Sendable, Hashable {
    /// Its id; `nil` for one of before version 0.2, whose rows nobody wrote down.
    public var id: Identifier?
    /// The line of its first record.
    public var seq: Int64
    /// When.
    public var time: Instant
    /// By whom, where the name is known.
    public var user: String?
    /// The absolute path of the file.
    public var source: String
    /// Of the file's bytes.
    public var sha256: ObjectID
    /// The import it came with.
    public var importRun: Identifier?
    /// Rows read.
    public var rows: Int64
    /// Rows by what came of them; empty where nobody wrote them down.
    public var outcomes: [String: Int64]
    /// When it was withdrawn.
    public var withdrawn: Instant?
    /// The reason given.
    public var withdrawnWhy: String?
}

/// A field as a run of a ledger left it, and as it was before.
public struct LedgerFact: Sendable, Hashable {
    /// The document.
    public var document: Identifier
    /// The field.
    public var field: String
    /// What it was before the run; `nil`: nothing.
    public var before: String?
    /// Who said that.
    public var source: String?
}

/// What a run of a ledger made and nobody has changed since.
public struct LedgerTraces: Sendable {
    /// Fields of documents.
    public var facts: [LedgerFact] = []
    /// Customers tied to documents.
    public var links: [(document: Identifier, customer: Identifier, role: String)] = []
    /// Promises, sales, contacts, machines and customers that it added, in the order in which they can be taken back.
    public var added: [(subject: Subject, id: Identifier)] = []
    /// Contacts, machines, sales and promises that it changed, with the members as they were before.
    public var changes: [(subject: Subject, id: Identifier, before: JSON)] = []

    /// What an id is of.
    public enum Subject: String, Sendable { case cover, purchase, contact, serial, customer }
    /// Fields and ties that somebody changed or took away since: they stay as they are.
    public var changed: Int64 = 0
}
