/// Which customer a name and a 统一社会信用代码 mean: one rule for the ledger, for `customer add` and for `customer edit`.
///
/// A valid code decides. Two differing valid codes are never one customer. A code that comes later is taken. A name alone has to find one
/// candidate: with several it waits for a person.
public enum CustomerIdentity: Sendable, Hashable {
    /// It is this one. `learns` is the code that is new about it.
    case known(Identifier, learns: String?)
    /// Nobody is known by this code or this name.
    case new
    /// The name is known, with other codes: other legal persons of the same name, or a slip of the pen.
    case differs([Known])
    /// It could be any of these.
    case several([Known])

    /// A customer as it is known.
    public struct Known: Sendable, Hashable {
        /// The customer.
        public var id: Identifier
        /// Its name.
        public var name: String
        /// Its code, where one is known.
        public var creditCode: String?

        /// A customer.
        public init(id: Identifier, name: String, creditCode: String?) {
            self.id = id
            self.name = name
            self.creditCode = creditCode
        }
    }

    /// Who is meant.
    ///
    /// - Parameters:
    ///   - creditCode: a valid code; `nil` where none is given.
    ///   - byCode: the customers that have this code: more than one only in old vaults.
    ///   - byName: the customers that have this name, folded.
    public init(creditCode: String?, byCode: [Known], byName: [Known]) {
        if byCode.count > 1 {
            self = .several(byCode)
        } else if let one = byCode.first {
            self = .known(one.id, learns: nil)
        } else if let creditCode {
            let without = byName.filter { $0.creditCode == nil }
            switch (without.count, byName.count) {
            case (_, 0): self = .new
            case (1, 1): self = .known(without[0].id, learns: creditCode)
            case (0, _): self = .differs(byName)
            default: self = .several(byName)
            }
        } else if let one = byName.first, byName.count == 1 {
            self = .known(one.id, learns: nil)
        } else {
            self = byName.isEmpty ? .new : .several(byName)
        }
    }
}
