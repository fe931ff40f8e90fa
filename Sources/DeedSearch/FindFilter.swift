public import DeedCore

/// What a found document must be besides matching the query. Empty means everything.
public struct FindFilter: Sendable, Hashable {
    /// One of these customers; empty: any.
    public var customers: [Identifier]
    /// One of these kinds; empty: any.
    public var kinds: [DocumentKind]
    /// Every one of these tags, in any script variant.
    public var tags: [String]
    /// Not dated before this day.
    public var from: CivilDate?
    /// Not dated after this day.
    public var to: CivilDate?
    /// Only among these documents; `nil`: among all.
    public var documents: [Identifier]?

    /// A filter; without arguments one that lets everything through.
    public init(
        customers: [Identifier] = [], kinds: [DocumentKind] = [], tags: [String] = [], from: CivilDate? = nil,
        to: CivilDate? = nil, documents: [Identifier]? = nil
    ) {
        self.customers = customers
        self.kinds = kinds
        self.tags = tags
        self.from = from
        self.to = to
        self.documents = documents
    }

    /// Whether it lets everything through.
    public var isEmpty: Bool { self == FindFilter() }
}

/// The order of found documents.
public enum FindOrder: String, Sendable, CaseIterable {
    /// The best first, of the newest thousand matches.
    case relevance
    /// By the document's date, latest first.
    case newest
    /// By the document's date, earliest first.
    case oldest
}
