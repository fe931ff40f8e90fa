import DeedCore

/// Words of the column `facet`: filters that cost a look-up in the index instead of a join. Letters and digits only, so that each is one token.
enum Facet {
    /// What every facet begins with, and few words do.
    static let prefixes = ["zc", "zt"]

    static func token(customer: Identifier) -> String { "zc\(customer.text)" }

    static func token(kind: DocumentKind) -> String { "zt" + kind.rawValue.filter { $0 != "-" } }

    static func tokens(customers: [Identifier], kind: DocumentKind?) -> String {
        var tokens = Set(customers).sorted().map(token(customer:))
        if let kind { tokens.append(token(kind: kind)) }
        return tokens.joined(separator: " ")
    }
}
