/// A customer is known from now on.
public struct CustomerAdded: RecordBody {
    public static let kind = "customer.added"

    /// The new customer.
    public var customer: Identifier
    /// The full name.
    public var name: String
    /// 统一社会信用代码 (GB 32100), 18 characters.
    public var creditCode: String?
    /// VIP, regular, potential …
    public var tier: String?
    /// Free text.
    public var note: String?
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(
        customer: Identifier, name: String, creditCode: String? = nil, tier: String? = nil, note: String? = nil,
        source: String
    ) {
        self.customer = customer
        self.name = name
        self.creditCode = creditCode
        self.tier = tier
        self.note = note
        self.source = source
    }

    public static let form = BodyForm(
        CustomerAdded.init(customer:name:creditCode:tier:note:source:),
        .id("customer", \.customer), .text("name", \.name), .text("creditCode", \.creditCode), .text("tier", \.tier),
        .text("note", \.note), .code("source", \.source))
}

/// Fields of a customer changed.
public struct CustomerChanged: RecordBody {
    public static let kind = "customer.changed"

    /// The customer.
    public var customer: Identifier
    /// Field name (`name`, `creditCode`, `tier`, `note`) to its new text, or null.
    public var changes: JSON

    /// A record body with these members.
    public init(customer: Identifier, changes: JSON) {
        self.customer = customer
        self.changes = changes
    }

    public static let form = BodyForm(
        CustomerChanged.init(customer:changes:),
        .id("customer", \.customer), .changes("changes", \.changes, absent: .object([])))
}

/// A way to reach a customer.
public struct ContactAdded: RecordBody {
    public static let kind = "contact.added"

    /// The new contact.
    public var contact: Identifier
    /// The customer.
    public var customer: Identifier
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

    /// A record body with these members.
    public init(
        contact: Identifier, customer: Identifier, name: String? = nil, phone: String? = nil, email: String? = nil,
        address: String? = nil, source: String
    ) {
        self.contact = contact
        self.customer = customer
        self.name = name
        self.phone = phone
        self.email = email
        self.address = address
        self.source = source
    }

    public static let form = BodyForm(
        ContactAdded.init(contact:customer:name:phone:email:address:source:),
        .id("contact", \.contact), .id("customer", \.customer), .text("name", \.name), .text("phone", \.phone),
        .text("email", \.email), .text("address", \.address), .code("source", \.source))
}

/// A machine is known from now on.
public struct SerialAdded: RecordBody {
    public static let kind = "serial.added"

    /// The new serial.
    public var serial: Identifier
    /// The serial number as written.
    public var number: String
    /// The model.
    public var model: String?
    /// Who has it.
    public var customer: Identifier?
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(serial: Identifier, number: String, model: String? = nil, customer: Identifier? = nil, source: String) {
        self.serial = serial
        self.number = number
        self.model = model
        self.customer = customer
        self.source = source
    }

    public static let form = BodyForm(
        never: "a machine is no person", SerialAdded.init(serial:number:model:customer:source:),
        .id("serial", \.serial), .text("number", \.number), .text("model", \.model), .id("customer", \.customer),
        .code("source", \.source))
}

/// A machine was sold.
public struct PurchaseAdded: RecordBody {
    public static let kind = "purchase.added"

    /// The new purchase.
    public var purchase: Identifier
    /// The machine.
    public var serial: Identifier
    /// Who bought it.
    public var customer: Identifier?
    /// The day of sale.
    public var date: CivilDate?
    /// The invoice number.
    public var invoice: String?
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(
        purchase: Identifier, serial: Identifier, customer: Identifier? = nil, date: CivilDate? = nil, invoice: String? = nil,
        source: String
    ) {
        self.purchase = purchase
        self.serial = serial
        self.customer = customer
        self.date = date
        self.invoice = invoice
        self.source = source
    }

    public static let form = BodyForm(
        PurchaseAdded.init(purchase:serial:customer:date:invoice:source:),
        .id("purchase", \.purchase), .id("serial", \.serial), .id("customer", \.customer), .date("date", \.date),
        .text("invoice", \.invoice), .code("source", \.source))
}

/// A promise on a machine: what is covered, from when, until when.
public struct CoverAdded: RecordBody {
    public static let kind = "cover.added"

    /// The new cover.
    public var cover: Identifier
    /// The machine.
    public var serial: Identifier
    /// `whole`, `parts`, `labour`, `travel` or `on-site`.
    public var covers: String
    /// The first day, where known.
    public var starts: CivilDate?
    /// The length, where it is given in months.
    public var months: Int64?
    /// The last day, where it is written; else start + months.
    public var ends: CivilDate?
    /// The card or contract that says so.
    public var document: Identifier?
    /// The page of it.
    public var page: Int64?
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(
        cover: Identifier, serial: Identifier, covers: String, starts: CivilDate? = nil, months: Int64? = nil,
        ends: CivilDate? = nil, document: Identifier? = nil, page: Int64? = nil, source: String
    ) {
        self.cover = cover
        self.serial = serial
        self.covers = covers
        self.starts = starts
        self.months = months
        self.ends = ends
        self.document = document
        self.page = page
        self.source = source
    }

    public static let form = BodyForm(
        never: "a machine is no person", CoverAdded.init(cover:serial:covers:starts:months:ends:document:page:source:),
        .id("cover", \.cover), .id("serial", \.serial), .code("covers", \.covers), .date("starts", \.starts),
        .integer("months", \.months), .date("ends", \.ends), .id("document", \.document), .integer("page", \.page),
        .code("source", \.source))
}
