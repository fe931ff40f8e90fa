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

    public var json: JSON {
        .body(
            ("customer", customer.json), ("name", .string(name)), ("creditCode", creditCode.map(JSON.string)),
            ("tier", tier.map(JSON.string)), ("note", note.map(JSON.string)), ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        customer = try fields.id("customer")
        name = try fields.text("name")
        creditCode = fields.optionalText("creditCode")
        tier = fields.optionalText("tier")
        note = fields.optionalText("note")
        source = try fields.text("source")
    }
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

    public var json: JSON {
        .body(
            ("customer", customer.json), ("changes", changes)
        )
    }

    public init(_ fields: BodyFields) throws {
        customer = try fields.id("customer")
        changes = fields.body["changes"] ?? .object([])
    }
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

    public var json: JSON {
        .body(
            ("contact", contact.json), ("customer", customer.json), ("name", name.map(JSON.string)),
            ("phone", phone.map(JSON.string)), ("email", email.map(JSON.string)), ("address", address.map(JSON.string)),
            ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        contact = try fields.id("contact")
        customer = try fields.id("customer")
        name = fields.optionalText("name")
        phone = fields.optionalText("phone")
        email = fields.optionalText("email")
        address = fields.optionalText("address")
        source = try fields.text("source")
    }
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

    public var json: JSON {
        .body(
            ("serial", serial.json), ("number", .string(number)), ("model", model.map(JSON.string)),
            ("customer", customer?.json), ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        serial = try fields.id("serial")
        number = try fields.text("number")
        model = fields.optionalText("model")
        customer = try fields.optionalID("customer")
        source = try fields.text("source")
    }
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

    public var json: JSON {
        .body(
            ("purchase", purchase.json), ("serial", serial.json), ("customer", customer?.json),
            ("date", date.map { .string($0.description) }), ("invoice", invoice.map(JSON.string)), ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        purchase = try fields.id("purchase")
        serial = try fields.id("serial")
        customer = try fields.optionalID("customer")
        date = try fields.optionalDate("date")
        invoice = fields.optionalText("invoice")
        source = try fields.text("source")
    }
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

    public var json: JSON {
        .body(
            ("cover", cover.json), ("serial", serial.json), ("covers", .string(covers)),
            ("starts", starts.map { .string($0.description) }), ("months", months.map(JSON.integer)),
            ("ends", ends.map { .string($0.description) }), ("document", document?.json), ("page", page.map(JSON.integer)),
            ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        cover = try fields.id("cover")
        serial = try fields.id("serial")
        covers = try fields.text("covers")
        starts = try fields.optionalDate("starts")
        months = fields.optionalInteger("months")
        ends = try fields.optionalDate("ends")
        document = try fields.optionalID("document")
        page = fields.optionalInteger("page")
        source = try fields.text("source")
    }
}
