public import DeedCore
import DeedText

/// What the archive already knows, as far as a ledger asks. The catalog answers it; tests answer it from memory.
public protocol LedgerLookup {
    /// Documents with this file name, folded, with or without its extension.
    func documents(fileName: String) throws -> [Identifier]
    /// Documents with this contract number, folded.
    func documents(number: String) throws -> [Identifier]
    /// Documents in whose file name this number stands, as a whole.
    func documents(nameHas number: String) throws -> [Identifier]
    /// Documents on whose first page this number stands.
    func documents(firstPageHas number: String) throws -> [Identifier]
    /// Values of a document's fields with who said so (`manual`, `ledger`, `accepted`).
    func facts(of document: Identifier) throws -> [DocumentField: (value: String, source: String)]
    /// Customers tied to a document, with their role.
    func links(of document: Identifier) throws -> [(customer: Identifier, role: String)]
    /// The customer with this 统一社会信用代码.
    func customer(creditCode: String) throws -> Identifier?
    /// The customer of this name, folded.
    func customer(named name: String) throws -> Identifier?
    /// How a customer can be reached.
    func contacts(of customer: Identifier) throws -> [LedgerContact]
    /// The machine with this serial number, folded.
    func serial(number: String) throws -> Identifier?
    /// Sales of a machine.
    func purchases(of serial: Identifier) throws -> [LedgerPurchase]
    /// Promises on a machine.
    func covers(of serial: Identifier) throws -> [LedgerCover]
    /// The page of a document on which a text stands.
    func page(of document: Identifier, having text: String) throws -> Int64?
}

/// A contact as a ledger compares it.
public struct LedgerContact: Sendable, Hashable {
    /// The person.
    public var name: String?
    /// As written.
    public var phone: String?
    /// As written.
    public var email: String?
    /// As written.
    public var address: String?

    /// A contact.
    public init(name: String?, phone: String?, email: String?, address: String?) {
        self.name = name
        self.phone = phone
        self.email = email
        self.address = address
    }

    /// The same however it is written: `139 0000 2002` is 13900002002, a phone number that a spreadsheet took for a number.
    var key: LedgerContact {
        LedgerContact(
            name: name.map(Folding.nameKey), phone: phone.map(Folding.numberKey), email: email.map(Folding.folded),
            address: address.map(Folding.nameKey))
    }
}

/// A sale as a ledger compares it.
public struct LedgerPurchase: Sendable, Hashable {
    /// The day of sale.
    public var date: CivilDate?
    /// The invoice number.
    public var invoice: String?

    /// A sale.
    public init(date: CivilDate?, invoice: String?) {
        self.date = date
        self.invoice = invoice
    }
}

/// A promise as a ledger compares it.
public struct LedgerCover: Sendable, Hashable {
    /// What is covered.
    public var covers: String
    /// The first day.
    public var starts: CivilDate?
    /// The length.
    public var months: Int64?
    /// The last day as written.
    public var ends: CivilDate?

    /// A promise.
    public init(covers: String, starts: CivilDate?, months: Int64?, ends: CivilDate?) {
        self.covers = covers
        self.starts = starts
        self.months = months
        self.ends = ends
    }
}
