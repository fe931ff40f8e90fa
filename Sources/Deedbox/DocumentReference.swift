public import DeedCatalog
public import DeedCore

/// What `DOC` on the command line means: an id or its beginning, the beginning of a SHA-256, a contract number or a file name.
public struct DocumentReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The one document it means.
    ///
    /// - Throws: ``Failure`` `documentNotFound`, or `documentAmbiguous` with the candidates.
    public func resolve(in session: VaultSession) throws -> Identifier {
        let candidates = try session.catalog.resolve(text)
        // What fits best decides: an exact number is meant before a name that merely contains it, a listed document before a withdrawn one.
        guard let best = candidates.map(\.match.strength).min() else { throw Failure(.documentNotFound, text) }
        let strongest = candidates.filter { $0.match.strength == best }
        let listed = strongest.filter { !$0.withdrawn }
        let meant = listed.isEmpty ? strongest : listed
        guard meant.count == 1 else {
            throw Failure(.documentAmbiguous, text, candidates: meant.map { "\($0.id)  \($0.number ?? "–")  \($0.title)" })
        }
        return meant[0].id
    }
}

extension DocumentCandidate.Match {
    /// 0 is the strongest.
    var strength: Int { DocumentCandidate.Match.allCases.firstIndex(of: self) ?? 0 }
}

/// What `CUSTOMER` on the command line means: an id or its beginning, a 统一社会信用代码, a name or a part of it, a phone's last digits.
public struct CustomerReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The one customer it means.
    ///
    /// - Throws: ``Failure`` `customerNotFound`, or `customerAmbiguous` with the candidates.
    public func resolve(in session: VaultSession) throws -> CustomerSummary {
        let found = try session.catalog.customers(matching: text, limit: 20)
        if let exact = found.first(where: { $0.id.text == text || $0.name == text || $0.creditCode == text }) { return exact }
        guard let first = found.first else { throw Failure(.customerNotFound, text) }
        guard found.count == 1 else {
            throw Failure(.customerAmbiguous, text, candidates: found.map { "\($0.id)  \($0.name)" })
        }
        return first
    }
}
