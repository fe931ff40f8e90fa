public import DeedClock
public import DeedCore

/// What ends, what has to be decided, and what cannot be told.
public struct ExpiringAnswer: Sendable {
    /// What was selected, in the order of ``DeedClock/Selection/precedes(_:_:)``, then by title.
    public var rows: [ExpiringRow]
    /// Documents whose end is not known, by reason.
    public var unknown: [UnknownEnd: Int]
    /// Documents that were looked at: those with a known end, selected or not, and the unknown ones.
    public var looked: Int
}

/// One document, or one cover of a machine, that was selected.
public struct ExpiringRow: Sendable, Hashable {
    /// The document; for a cover its card, `nil` where no card is known.
    public var document: DocumentSummary?
    /// The machine, when this is a warranty cover.
    public var machine: Machine?
    /// The terms as known, for a document.
    public var terms: Terms
    /// End and last day to act, with how they were found.
    public var deadlines: Deadlines
    /// Why it is listed.
    public var group: Selection.Group

    /// A machine whose cover ends.
    public struct Machine: Sendable, Hashable {
        /// The serial.
        public var serial: Identifier
        /// The number as written.
        public var number: String
        /// The model.
        public var model: String?
        /// Who has it.
        public var customer: CustomerName?
        /// The kinds of cover that end together, sorted.
        public var covers: [String]
        /// The page of the card.
        public var page: Int64?
    }
}

/// A customer's id and name.
public struct CustomerName: Sendable, Hashable {
    /// The customer.
    public var id: Identifier
    /// The name as known.
    public var name: String
}

/// One cover of a machine.
public struct CoverRow: Sendable, Hashable {
    /// The cover.
    public var id: Identifier
    /// The machine.
    public var serial: Identifier
    /// The machine's number as written.
    public var number: String
    /// `whole`, `parts`, `labour`, `travel` or `on-site`.
    public var kind: String
    /// First day, months and stated end, for the clock.
    public var cover: Cover
    /// The card or contract that says so.
    public var document: Identifier?
    /// Its title.
    public var title: String?
    /// The page of it.
    public var page: Int64?
    /// `manual` or `ledger`.
    public var source: String
}

/// One sale of a machine.
public struct PurchaseRow: Sendable, Hashable {
    /// The purchase.
    public var id: Identifier
    /// Who bought it.
    public var customer: CustomerName?
    /// The day of sale.
    public var date: CivilDate?
    /// The invoice number.
    public var invoice: String?
    /// `manual` or `ledger`.
    public var source: String
}

/// All that is known about one machine.
public struct MachineRow: Sendable, Hashable {
    /// The serial.
    public var serial: Identifier
    /// The number as written.
    public var number: String
    /// The model.
    public var model: String?
    /// Who has it.
    public var customer: CustomerName?
    /// `manual` or `ledger`.
    public var source: String
    /// Covers in the order they were added.
    public var covers: [CoverRow]
    /// Purchases in the order they were added.
    public var purchases: [PurchaseRow]
    /// How the customer can be reached.
    public var contacts: [ContactRow]

    /// The verdict over all covers on a day.
    public func verdict(on today: CivilDate) -> Verdict { Verdict(covers.map { ($0.kind, $0.cover) }, on: today) }
}

/// The machines that a serial number means, and those it could have meant.
public struct WarrantyAnswer: Sendable {
    /// Machines with this number; several only where numbers differ in spelling alone. Those written exactly so come first.
    public var machines: [MachineRow]
    /// Near misses, nearest first, where there is no machine with this number.
    public var near: [NearSerial]

    /// An answer of these machines.
    public init(machines: [MachineRow], near: [NearSerial]) {
        self.machines = machines
        self.near = near
    }
}

/// A serial number that resembles the one asked for.
public struct NearSerial: Sendable, Hashable {
    /// The serial.
    public var serial: Identifier
    /// The number as written.
    public var number: String
    /// The model.
    public var model: String?
    /// Characters to change, drop, add or swap (1 or 2); 0 when one number begins or ends with the other.
    public var distance: Int
}
