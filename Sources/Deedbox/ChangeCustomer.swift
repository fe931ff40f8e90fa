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
    /// - Throws: ``Failure`` `badValue` when the name is missing or the credit code is wrong, or when somebody is known by them.
    public func add(in session: VaultSession) throws -> Identifier {
        guard let name = fields.name?.trimmedASCII, !name.isEmpty else { throw Failure(.badValue, "name") }
        try ChangeContact.check(phone: fields.phone, email: fields.email)
        let code = try CreditCode.checked(fields.creditCode)
        let customer = session.mint.next()
        try session.commitOnFullDisk(.change) {
            try ChangeCustomer.require(nobodyHas: name, code, in: session)
            return [
                Record(
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
        try ChangeContact.check(phone: fields.phone, email: fields.email)
        try session.commitOnFullDisk(.change) {
            let known = try session.catalog.customer(customer).summary
            var changes: [JSON.Member] = []
            func change(_ name: String, _ given: String?, _ known: String?) {
                guard let given, given.given != known else { return }
                changes.append(JSON.Member(name, JSON(given.given)))
            }
            if let name = fields.name, name.given == nil { throw Failure(.badValue, "name=") }
            let renamed = fields.name?.given.flatMap { $0 == known.name ? nil : $0 }
            if renamed != nil || (code != nil && code != known.creditCode) {
                try ChangeCustomer.require(
                    nobodyHas: renamed ?? known.name, fields.creditCode == nil ? known.creditCode : code, besides: customer,
                    in: session)
            }
            change("name", fields.name, known.name)
            change("creditCode", fields.creditCode == nil ? nil : code ?? "", known.creditCode)
            change("tier", fields.tier, known.tier)
            change("note", fields.note, known.note)
            let changed = Record(CustomerChanged(customer: customer, changes: .object(changes)))
            return (changes.isEmpty ? [] : [changed]) + contact(of: customer, mint: &session.mint)
        }
    }

    /// Refuses a name and a code that mean another customer. Two legal persons of one name are told apart by their codes.
    private static func require(
        nobodyHas name: String, _ code: String?, besides own: Identifier? = nil, in session: VaultSession
    ) throws {
        let byCode = try code.map { try session.catalog.customers(creditCode: $0) } ?? []
        let byName = try session.catalog.knownCustomers(named: name)
        let identity = CustomerIdentity(
            creditCode: code, byCode: byCode.filter { $0.id != own }, byName: byName.filter { $0.id != own })
        switch identity {
        case .new, .differs: return
        case .known(let other, _):
            let known = (byCode + byName).filter { $0.id == other }.prefix(1)
            throw Failure(.badValue, code ?? name, detail: "known customer", candidates: known.map { "\($0.id)  \($0.name)" })
        case .several(let others):
            throw Failure(.badValue, code ?? name, detail: "known customer", candidates: others.map { "\($0.id)  \($0.name)" })
        }
    }

    private func contact(of customer: Identifier, mint: inout IdentifierMint) -> [Record] {
        let given = [fields.contact, fields.phone, fields.email, fields.address].map { $0?.given }
        guard given.contains(where: { $0 != nil }) else { return [] }
        return [
            Record(
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
