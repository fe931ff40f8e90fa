import DeedCatalog
public import DeedCore

/// A person adds a customer, changes it, or notes how to reach it.
public struct ChangeCustomer {
    /// Fields of a customer as a person gives them; `nil` leaves as it is, an empty text takes away.
    public struct Fields: Sendable {
        /// The full name.
        public var name: String?
        /// 统一社会信用代码.
        public var creditCode: String?
        /// VIP, regular, potential …
        public var tier: String?
        /// Free text.
        public var note: String?
        /// The contact's name.
        public var contact: String?
        /// The contact's phone.
        public var phone: String?
        /// The contact's e-mail address.
        public var email: String?
        /// The contact's address.
        public var address: String?

        /// Nothing given.
        public init() {}
    }

    /// What the person gave.
    public var fields: Fields

    /// A change with these fields.
    public init(_ fields: Fields) { self.fields = fields }

    /// Adds a customer.
    ///
    /// - Throws: ``Failure`` `badValue` when the name is missing or taken, or the credit code is wrong or taken.
    public func add(in session: VaultSession) throws -> Identifier {
        guard let name = fields.name?.trimmedASCII, !name.isEmpty else { throw Failure(.badValue, "name") }
        let code = try CreditCode.checked(fields.creditCode)
        let customer = session.mint.next()
        try session.commitOnFullDisk {
            if try !session.catalog.customers(named: name).isEmpty { throw Failure(.badValue, name, detail: "known customer") }
            if let code, try session.catalog.customer(creditCode: code) != nil {
                throw Failure(.badValue, code, detail: "known customer")
            }
            return [
                .customerAdded(
                    CustomerAdded(
                        customer: customer, name: name, creditCode: code, tier: fields.tier?.given, note: fields.note?.given,
                        source: "manual"))
            ] + contact(of: customer, mint: &session.mint)
        }
        return customer
    }

    /// Changes a customer; a contact that is given is added.
    public func edit(_ customer: Identifier, in session: VaultSession) throws {
        let code = try CreditCode.checked(fields.creditCode)
        try session.commitOnFullDisk {
            let known = try session.catalog.customer(customer).summary
            var changes: [JSON.Member] = []
            func change(_ name: String, _ given: String?, _ known: String?) {
                guard let given, given.given != known else { return }
                changes.append(JSON.Member(name, JSON(given.given)))
            }
            if let name = fields.name, name.given == nil { throw Failure(.badValue, "name=") }
            change("name", fields.name, known.name)
            change("creditCode", fields.creditCode == nil ? nil : code ?? "", known.creditCode)
            change("tier", fields.tier, known.tier)
            change("note", fields.note, known.note)
            let changed = Record.customerChanged(CustomerChanged(customer: customer, changes: .object(changes)))
            return (changes.isEmpty ? [] : [changed]) + contact(of: customer, mint: &session.mint)
        }
    }

    private func contact(of customer: Identifier, mint: inout IdentifierMint) -> [Record] {
        let given = [fields.contact, fields.phone, fields.email, fields.address].map { $0?.given }
        guard given.contains(where: { $0 != nil }) else { return [] }
        return [
            .contactAdded(
                ContactAdded(
                    contact: mint.next(), customer: customer, name: given[0], phone: given[1], email: given[2], address: given[3],
                    source: "manual"))
        ]
    }
}

extension String {
    /// Trimmed; `nil` when nothing is left.
    fileprivate var given: String? {
        let trimmed = trimmedASCII
        return trimmed.isEmpty ? nil : trimmed
    }
}
