public import DeedCatalog
public import DeedCore

/// Somebody looks a customer up.
public struct ShowCustomer {
    /// The customer.
    public var customer: Identifier
    /// The most documents that are listed.
    public var limit: Int

    /// A look at `customer`, with some of its documents.
    public init(_ customer: Identifier, documents limit: Int = 500) {
        self.customer = customer
        self.limit = limit
    }

    /// What is known.
    public struct Answer: Sendable {
        /// Names, contacts, machines.
        public var details: CustomerDetails
        /// Its documents.
        public var documents: [DocumentSummary]
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        let documents =
            limit > 0 ? try ListDocuments(DocumentFilter(customer: customer), limit: limit).run(in: session).rows : []
        return Answer(details: try session.catalog.customer(customer), documents: documents)
    }
}

/// Somebody lists customers, or looks for one by a part of what is known of it.
public struct ListCustomers {
    /// What `CUSTOMER` means on the command line; `nil` for all.
    public var matching: String?
    /// Where the part before ended.
    public var after: String?
    /// Rows of one part.
    public var limit: Int

    /// A list.
    public init(matching: String? = nil, after: String? = nil, limit: Int = 100) {
        self.matching = matching
        self.after = after
        self.limit = limit
    }

    /// One part of the list; what matches is one part.
    public func run(in session: VaultSession) throws -> DeedCatalog.Page<CustomerSummary> {
        try session.require(.read)
        guard let matching else { return try session.catalog.customers(after: after, limit: limit) }
        return DeedCatalog.Page(rows: try session.catalog.customers(matching: matching, limit: limit), next: nil)
    }
}
