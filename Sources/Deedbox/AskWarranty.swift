public import DeedCatalog
public import DeedCore

/// After-sales staff ask whether a machine is covered, by what, and where the card says so.
public struct AskWarranty {
    /// The serial number as the customer reads it out.
    public var number: String

    /// A question about one machine.
    public init(_ number: String) { self.number = number }

    /// What is known about the number, near matches where nothing is.
    public func run(in session: VaultSession) throws -> WarrantyAnswer {
        try session.require(.read)
        return try session.catalog.warranty(serial: number, asKnown: session.asKnownSeq())
    }
}

/// Somebody looks at one machine after changing it.
public struct ShowMachine {
    /// The machine.
    public var machine: Identifier

    /// A look at `machine`.
    public init(_ machine: Identifier) { self.machine = machine }

    /// The machine with its promises and sales; `nil` when it was taken back.
    public func run(in session: VaultSession) throws -> MachineRow? {
        try session.require(.read)
        return try session.catalog.machine(machine)
    }
}
