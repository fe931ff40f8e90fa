import DeedCatalog
import DeedClock
public import DeedCore
import DeedText

/// A person corrects a way to reach a customer, or takes it away.
public struct ChangeContact {
    /// The customer.
    public var customer: Identifier
    /// Which contact: its id, a part of its name, the last digits of its phone, its e-mail address.
    public var which: String

    /// Changes of a contact.
    public init(of customer: Identifier, _ which: String) {
        self.customer = customer
        self.which = which
    }

    /// What is to be changed; `nil` leaves as it is, an empty text takes away.
    public struct Fields: Sendable {
        /// The person.
        public var name: String?
        /// The phone.
        public var phone: String?
        /// The e-mail address.
        public var email: String?
        /// The address.
        public var address: String?

        /// Nothing given.
        public init() {}
    }

    /// Changes members of the contact.
    ///
    /// - Throws: ``Failure`` `factNotFound`, `factAmbiguous`, `badValue` for what is no phone or no address.
    public func set(_ fields: Fields, in session: VaultSession) throws {
        try ChangeContact.check(phone: fields.phone, email: fields.email)
        try session.commit(.change) {
            let known = try one(in: session)
            let pairs = [
                ("name", fields.name, known.name), ("phone", fields.phone, known.phone), ("email", fields.email, known.email),
                ("address", fields.address, known.address),
            ]
            let changes = pairs.compactMap { name, given, has -> JSON.Member? in
                guard let given = given?.trimmedASCII, given != has ?? "" else { return nil }
                return JSON.Member(name, given.isEmpty ? .null : .string(given))
            }
            return changes.isEmpty ? [] : [Record(ContactChanged(known.id, changes: .object(changes), source: "manual"))]
        }
    }

    /// Refuses what nobody can be called at or written to; an empty text takes away, and is none of these.
    static func check(phone: String?, email: String?) throws {
        if let phone = phone?.trimmedASCII, !phone.isEmpty, PhoneText.numbers(phone).isEmpty {
            throw Failure(.badValue, phone, detail: "not-a-phone")
        }
        if let email = email?.trimmedASCII, !email.isEmpty, !EmailText.isWritten(email) {
            throw Failure(.badValue, email, detail: "not-an-address")
        }
    }

    /// Takes the contact away.
    public func remove(why: String?, in session: VaultSession) throws {
        try session.commit(.change) { [Record(ContactEnded(try one(in: session).id, source: "manual", why: why))] }
    }

    private func one(in session: VaultSession) throws -> ContactRow {
        let digits = Folding.numberKey(which)
        let all = try session.catalog.contacts(of: customer)
        let meant = all.filter { row in
            row.id.text == which.lowercased() || row.name.map { Folding.nameKey($0).contains(Folding.nameKey(which)) } ?? false
                || (digits.utf8.count >= 4 && row.phone.map { Folding.numberKey($0).hasSuffix(digits) } ?? false)
                || row.email.map { Folding.folded($0) == Folding.folded(which) } ?? false
        }
        func summary(_ row: ContactRow) -> String {
            [row.id.text, row.name ?? "", row.phone ?? "", row.email ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
        }
        guard let first = meant.first else { throw Failure(.factNotFound, which, candidates: all.map(summary)) }
        guard meant.count == 1 else { throw Failure(.factAmbiguous, which, candidates: meant.map(summary)) }
        return first
    }
}

/// A person takes a customer back that was a mistake. One with documents, machines or sales stays: they would lose their customer.
public struct RemoveCustomer {
    /// The customer.
    public var customer: Identifier
    /// The reason.
    public var why: String?

    /// A customer to be taken back.
    public init(_ customer: Identifier, why: String?) {
        self.customer = customer
        self.why = why
    }

    /// - Throws: ``Failure`` `customerInUse` with what is tied to it.
    public func run(in session: VaultSession) throws {
        try session.commit(.change) {
            let ties = try session.catalog.ties(ofCustomer: customer)
            guard ties.isEmpty else { throw Failure(.customerInUse, customer.text, candidates: ties) }
            return [Record(CustomerEnded(customer, source: "manual", why: why))]
        }
    }
}

/// A person notes that contracts which renewed by themselves were seen.
public struct AcknowledgeRenewal {
    /// The document.
    public var document: Identifier

    /// A note about `document`.
    public init(_ document: Identifier) { self.document = document }

    /// Notes it.
    ///
    /// - Returns: the last day of the term that was over; `nil` when there is nothing to acknowledge.
    @discardableResult
    public func run(in session: VaultSession) throws -> CivilDate? {
        var term = CivilDate?.none
        try session.commit(.change) {
            term = Deadlines(try session.catalog.terms(of: document), on: session.today).renewed
            return term.map { [Record(RenewalAcknowledged(document: document, term: $0))] } ?? []
        }
        return term
    }
}
