public import DeedCore
import DeedText

/// What the archive already knows, as far as a ledger asks. The catalog answers it; tests answer it from memory.
public protocol LedgerLookup {
    /// Documents with this file name, folded, with or without its extension.
    func documents(fileName: String) throws -> [Identifier]
    /// Documents with this contract number, folded.
    func documents(number: String) throws -> [Identifier]
    /// Of these documents those whose number or file name is written like this, case and width apart: HT-1, not HT1.
    func documents(_ candidates: [Identifier], written number: String) throws -> [Identifier]
    /// Documents in whose file name this number stands, as a whole.
    func documents(nameHas number: String) throws -> [Identifier]
    /// Documents on whose first page this number stands.
    func documents(firstPageHas number: String) throws -> [Identifier]
    /// Values of a document's fields with who said so (`manual`, `ledger`, `accepted`).
    func facts(of document: Identifier) throws -> [DocumentField: (value: String, source: String)]
    /// Customers tied to a document, with their role and who said so.
    func links(of document: Identifier) throws -> [LedgerLink]
    /// The customers with this 统一社会信用代码: more than one only in old vaults.
    func customers(creditCode: String) throws -> [CustomerIdentity.Known]
    /// The customers of this name, folded.
    func customers(named name: String) throws -> [CustomerIdentity.Known]
    /// How a customer can be reached.
    func contacts(of customer: Identifier) throws -> [LedgerKnown<LedgerContact>]
    /// The machines whose serial numbers fold to the same as this one, oldest first.
    func machines(folding number: String) throws -> [LedgerMachine]
    /// Whether a person took back a machine of this number.
    func isMachineTakenBack(_ number: String) throws -> Bool
    /// Sales of a machine.
    func purchases(of serial: Identifier) throws -> [LedgerKnown<LedgerPurchase>]
    /// Promises on a machine that stand.
    func covers(of serial: Identifier) throws -> [LedgerKnown<LedgerCover>]
    /// Promises on a machine that a person took back.
    func coversTakenBack(of serial: Identifier) throws -> [LedgerCover]
    /// The page of a document on which a text stands.
    func page(of document: Identifier, having text: String) throws -> Int64?
}

/// A customer of a document.
public struct LedgerLink: Sendable, Hashable {
    /// The customer.
    public var customer: Identifier
    /// Its name.
    public var name: String
    /// What it is in the document.
    public var role: String
    /// `manual` or `ledger`.
    public var source: String

    /// A customer of a document.
    public init(customer: Identifier, name: String, role: String, source: String) {
        self.customer = customer
        self.name = name
        self.role = role
        self.source = source
    }
}

/// Something that is known, with its id and who said so.
public struct LedgerKnown<Fact: Sendable & Hashable>: Sendable, Hashable {
    /// The contact, the sale or the cover.
    public var id: Identifier
    /// What is known.
    public var fact: Fact
    /// `manual` or `ledger`.
    public var source: String

    /// Something known.
    public init(id: Identifier, fact: Fact, source: String) {
        self.id = id
        self.fact = fact
        self.source = source
    }
}

/// A machine as a ledger compares it.
public struct LedgerMachine: Sendable, Hashable {
    /// The machine.
    public var id: Identifier
    /// The serial number as written.
    public var number: String
    /// The model.
    public var model: String?
    /// Who has it.
    public var owner: CustomerIdentity.Known?
    /// Who said so last: `manual` or `ledger`.
    public var source: String

    /// A machine.
    public init(id: Identifier, number: String, model: String?, owner: CustomerIdentity.Known?, source: String) {
        self.id = id
        self.number = number
        self.model = model
        self.owner = owner
        self.source = source
    }
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
    /// Who bought it.
    public var customer: Identifier?

    /// A sale.
    public init(date: CivilDate?, invoice: String?, customer: Identifier? = nil) {
        self.date = date
        self.invoice = invoice
        self.customer = customer
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
