public import DeedCore

/// One document in a list.
public struct DocumentSummary: Sendable, Hashable {
    /// The document.
    public var id: Identifier
    /// The object with its bytes.
    public var object: ObjectID
    /// Bytes.
    public var size: Int64
    /// The title that was set, else the first name without its extension.
    public var title: String
    /// What it is; `nil` until somebody says so.
    public var kind: DocumentKind?
    /// The contract number, as written.
    public var number: String?
    /// The stated last day, else the one that start and term lead to.
    public var expires: CivilDate?
    /// The end of the current term, where it has renewed by itself since.
    public var renewedUntil: CivilDate?
    /// Decimal text.
    public var amount: String?
    /// ISO 4217.
    public var currency: String?
    /// The person responsible.
    public var owner: String?
    /// The customers it is tied to, by role and name.
    public var customers: [LinkedCustomer]
    /// Its file names, oldest first, each once; the names that hold, or all of them when none does.
    public var names: [String]
    /// Its tags, sorted.
    public var tags: [String]
    /// Whether it has left the lists because every run that brought it was withdrawn.
    public var withdrawn: Bool
    /// What is known to be wrong with its original now: `damaged`, `missing`, or nothing.
    public var damage: String?
    /// Whether it has left the lists because it is being purged, or was.
    public var gone: Gone?

    /// How far a purge is.
    public enum Gone: String, Sendable, CaseIterable {
        /// Its object lies in the trash.
        case trash
        /// Its object is no more.
        case purged
    }
}

/// A customer that a document is tied to.
public struct LinkedCustomer: Sendable, Hashable {
    /// The customer.
    public var id: Identifier
    /// The name as known.
    public var name: String
    /// What the customer is in the document: `party-a`, `party-b`, `customer` …
    public var role: String
    /// `manual` or `ledger`.
    public var source: String
}

/// The value of a field, and whence it came.
public struct Fact: Sendable, Hashable {
    /// One of ``DocumentField``, or a field that a later version knows.
    public var field: String
    /// In the field's text form.
    public var value: String
    /// `manual`, `ledger` or `accepted`.
    public var source: String
    /// Where the value was read, if it was.
    public var evidence: JSON?
    /// The journal line that set it.
    public var seq: Int64
}

/// A place that a document's content was seen at.
public struct DocumentName: Sendable, Hashable {
    /// The last component of the path.
    public var name: String
    /// The file as a person knows it.
    public var path: String
    /// The absolute path of the source.
    public var source: String
    /// The import run.
    public var run: Identifier?
    /// The modification time that the source gave.
    public var modified: Instant?
    /// The journal line that gave it.
    public var seq: Int64
    /// Whether its run was withdrawn.
    public var withdrawn: Bool
}

/// A mail of an attachment, or an attachment of a mail.
public struct AttachedDocument: Sendable, Hashable {
    /// The other document: the mail, or what is attached to it.
    public var id: Identifier
    /// The other's title.
    public var title: String
    /// What the mail calls the attachment.
    public var name: String
}

/// All that is known about a document.
public struct DocumentDetails: Sendable, Hashable {
    /// What lists show.
    public var summary: DocumentSummary
    /// The facts that hold, in the order of ``DocumentField``, unknown fields last.
    public var facts: [Fact]
    /// Every name it ever had, oldest first.
    public var names: [DocumentName]
    /// The covers of machines that refer to it.
    public var covers: [CoverRow]
    /// The mails that it was attached to, under the names they gave it.
    public var attachedTo: [AttachedDocument]
    /// What is attached to it, when it is a mail, in the order of the mail.
    public var attachments: [AttachedDocument]
    /// The run that brought it in first.
    public var run: Identifier?
    /// When it was added.
    public var added: Instant
    /// The operating system's name of who added it, where known.
    public var addedBy: String?

    /// The value of a field that holds.
    public func value(_ field: DocumentField) -> String? { facts.first { $0.field == field.rawValue }?.value }
}

/// A document that `DOC` on the command line may mean.
public struct DocumentCandidate: Sendable, Hashable {
    /// The document.
    public var id: Identifier
    /// Title, or the first name without its extension.
    public var title: String
    /// The contract number, as written.
    public var number: String?
    /// What the text fitted; the strongest where several do.
    public var match: Match
    /// Whether it has left the lists.
    public var withdrawn: Bool
    /// Whether it is being purged, or was.
    public var gone: DocumentSummary.Gone?

    /// What a text fitted, strongest first.
    public enum Match: String, Sendable, CaseIterable {
        case id
        case sha256
        case number
        case name
    }
}

/// Which documents a list shows; every condition that is given must hold.
public struct DocumentFilter: Sendable, Hashable {
    /// Of this kind.
    public var kind: DocumentKind?
    /// Tied to this customer, in any role.
    public var customer: Identifier?
    /// With this tag.
    public var tag: String?
    /// With a number that contains this, folded.
    public var number: String?
    /// With this person responsible, folded.
    public var owner: String?
    /// Whose current term ends on this day or later, as the clock says.
    public var expiresFrom: CivilDate?
    /// Whose current term ends on this day or before.
    public var expiresTo: CivilDate?
    /// The day on which the current term is looked for; without one the first term counts.
    public var today: CivilDate?
    /// Brought in, or named again, by this import run.
    public var run: Identifier?
    /// That lay in a folder, archive or mail whose name, or a part of whose path, contains this, folded.
    public var folder: String?
    /// With the content of one of these objects.
    public var objects: Set<ObjectID>?
    /// Also what was withdrawn.
    public var withdrawnToo: Bool
    /// Also what lies in the trash, or was purged.
    public var goneToo: Bool

    /// A filter; conditions left out do not narrow.
    public init(
        kind: DocumentKind? = nil, customer: Identifier? = nil, tag: String? = nil, number: String? = nil, owner: String? = nil,
        expiresFrom: CivilDate? = nil, expiresTo: CivilDate? = nil, today: CivilDate? = nil, run: Identifier? = nil,
        folder: String? = nil,
        withdrawnToo: Bool = false,
        goneToo: Bool = false
    ) {
        self.kind = kind
        self.customer = customer
        self.tag = tag
        self.number = number
        self.owner = owner
        self.expiresFrom = expiresFrom
        self.expiresTo = expiresTo
        self.today = today
        self.run = run
        self.folder = folder
        self.withdrawnToo = withdrawnToo
        self.goneToo = goneToo
    }

    /// Whether ends narrow it.
    var asksForEnds: Bool { expiresFrom != nil || expiresTo != nil }

    /// Whether a term that ends on this day is meant.
    func hasEnd(_ end: CivilDate) -> Bool { (expiresFrom ?? .first) <= end && end <= (expiresTo ?? .last) }
}

/// A part of a list, and where the next part begins.
public struct Page<Row: Sendable>: Sendable {
    /// The rows in order.
    public var rows: [Row]
    /// What to pass as `after` for the next part; `nil` at the end. Opaque.
    public var next: String?

    /// A page.
    public init(rows: [Row], next: String?) {
        self.rows = rows
        self.next = next
    }
}

/// What the search index needs of a document.
public struct DocumentForIndex: Sendable, Hashable {
    /// The document.
    public var id: Identifier
    /// The object with its bytes.
    public var object: ObjectID
    /// Whether it is in the lists; if not, the index drops it.
    public var listed: Bool
    /// Whether its text is to be forgotten: it was purged, and no document has the same content.
    public var forgotten: Bool
    /// Title, or the first name without its extension.
    public var title: String
    /// The contract number, as written.
    public var number: String?
    /// Names of the customers it is tied to.
    public var parties: [String]
    /// The owner, and the contacts of those customers.
    public var people: [String]
    /// Customers it is tied to.
    public var customers: [Identifier]
    /// What it is.
    public var kind: DocumentKind?
    /// Its tags, sorted.
    public var tags: [String]
    /// Its file names.
    public var names: [String]
    /// Names of the folders, archives and mails above it, each once.
    public var folders: [String]
    /// Serial numbers of the machines whose covers refer to it.
    public var serials: [String]
    /// The person responsible.
    public var owner: String?
    /// The stated last day.
    public var expires: CivilDate?
    /// The day it is sorted under: effective, else signed, else expires, else the day of import in UTC.
    public var keyDate: CivilDate
    /// The journal line that added it.
    public var seq: Int64
}
