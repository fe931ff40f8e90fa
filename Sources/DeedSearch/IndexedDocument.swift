public import DeedCore

/// What the index needs to know of a document besides the text of its object.
///
/// It is compared with what was indexed before: an unchanged document costs one look-up, so a caller may hand over too many.
public struct IndexedDocument: Sendable, Hashable {
    /// The document.
    public var id: Identifier
    /// Its bytes; their text is what ``SearchIndex/store(_:)`` was given for this object, or nothing yet.
    public var object: ObjectID
    /// What people call it.
    public var title: String
    /// Further names it came under; found like the title.
    public var otherNames: [String]
    /// Names of the folders, archives and mails that it lay in; found too, with less weight.
    public var folders: [String]
    /// The contract's or the card's number.
    public var number: String?
    /// Names of the customers and other parties, found with `客户:`.
    public var parties: [String]
    /// Contacts and the person responsible; found with `客户:` too.
    public var people: [String]
    /// The customers, for ``FindFilter/customers``.
    public var customerIDs: [Identifier]
    /// The kind, for `类型:` and ``FindFilter/kinds``.
    public var kind: DocumentKind?
    /// The tags, for `标签:` and ``FindFilter/tags``.
    public var tags: [String]
    /// The day it is sorted by: effective, else signed, else expiry, else import.
    public var keyDate: CivilDate

    /// A document as the catalog knows it.
    public init(
        id: Identifier, object: ObjectID, title: String, otherNames: [String] = [], folders: [String] = [], number: String? = nil,
        parties: [String] = [], people: [String] = [], customerIDs: [Identifier] = [], kind: DocumentKind? = nil,
        tags: [String] = [], keyDate: CivilDate
    ) {
        self.id = id
        self.object = object
        self.title = title
        self.otherNames = otherNames
        self.folders = folders
        self.number = number
        self.parties = parties
        self.people = people
        self.customerIDs = customerIDs
        self.kind = kind
        self.tags = tags
        self.keyDate = keyDate
    }
}
