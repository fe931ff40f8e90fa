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
        try session.require(.read)
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

/// What `CUSTOMER` on the command line means: an id or its beginning, a 统一社会信用代码, a name or a part of it, a
/// contact's name, e-mail address or last digits of its phone.
public struct CustomerReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The one customer it means.
    ///
    /// - Throws: ``Failure`` `customerNotFound`, or `customerAmbiguous` with the candidates.
    public func resolve(in session: VaultSession) throws -> CustomerSummary {
        try session.require(.read)
        let found = try session.catalog.customers(matching: text, limit: 20)
        // Two customers of one name are never taken for each other, however exactly they are named.
        let exact = found.filter {
            $0.id.text == text.lowercased() || $0.name == text || $0.creditCode == CreditCode.written(text)
        }
        let meant = exact.isEmpty ? found : exact
        guard let first = meant.first else { throw Failure(.customerNotFound, text) }
        guard meant.count == 1 else {
            throw Failure(
                .customerAmbiguous, text,
                candidates: meant.map {
                    [$0.id.text, $0.name, $0.creditCode ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
                })
        }
        return first
    }
}

/// What `SERIAL` on the command line means where something is changed: the number as it is written, else the one machine that it folds onto; an id
/// or its beginning too.
public struct MachineReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The one machine it means; `nil` where there is none.
    ///
    /// - Throws: ``Failure`` `machineAmbiguous` with the candidates.
    public func find(in session: VaultSession) throws -> MachineRow? {
        try session.require(.read)
        if let id = Identifier(text.lowercased()), let machine = try session.catalog.machine(id) { return machine }
        let machines = try session.catalog.warranty(serial: text).machines
        let exact = machines.filter { VaultSession.keys.exact($0.number) == VaultSession.keys.exact(text.trimmedASCII) }
        let meant = exact.isEmpty ? machines : exact
        guard meant.count < 2 else {
            throw Failure(
                .machineAmbiguous, text,
                candidates: meant.map {
                    [$0.serial.text, $0.number, $0.model ?? "", $0.customer?.name ?? ""].filter { !$0.isEmpty }
                        .joined(separator: "  ")
                })
        }
        return meant.first
    }

    /// The one machine it means.
    ///
    /// - Throws: ``Failure`` `machineNotFound`, with near numbers, or `machineAmbiguous`.
    public func resolve(in session: VaultSession) throws -> MachineRow {
        if let machine = try find(in: session) { return machine }
        throw Failure(.machineNotFound, text, candidates: try session.catalog.warranty(serial: text).near.map(\.number))
    }
}
