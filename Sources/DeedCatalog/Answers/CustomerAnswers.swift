public import DeedCore

/// A customer in a list.
public struct CustomerSummary: Sendable, Hashable {
    /// The customer.
    public var id: Identifier
    /// The full name as known.
    public var name: String
    /// 统一社会信用代码.
    public var creditCode: String?
    /// VIP, regular, potential …
    public var tier: String?
    /// Free text.
    public var note: String?
    /// `manual` or `ledger`.
    public var source: String
    /// Listed documents tied to it.
    public var documents: Int
    /// Machines it has.
    public var serials: Int
}

/// A way to reach a customer.
public struct ContactRow: Sendable, Hashable {
    /// The contact.
    public var id: Identifier
    /// The person.
    public var name: String?
    /// As written.
    public var phone: String?
    /// As written.
    public var email: String?
    /// As written.
    public var address: String?
    /// `manual` or `ledger`.
    public var source: String
}

/// All that is known about a customer, documents apart: ``Catalog/documents(_:after:limit:asKnown:)`` lists them.
public struct CustomerDetails: Sendable, Hashable {
    /// What lists show.
    public var summary: CustomerSummary
    /// Ways to reach it, oldest first.
    public var contacts: [ContactRow]
    /// The machines it has, oldest first.
    public var machines: [SerialRow]
}

/// A machine.
public struct SerialRow: Sendable, Hashable {
    /// The serial.
    public var id: Identifier
    /// The number as written.
    public var number: String
    /// The model.
    public var model: String?
    /// Who has it.
    public var customer: Identifier?
    /// `manual` or `ledger`.
    public var source: String
}
