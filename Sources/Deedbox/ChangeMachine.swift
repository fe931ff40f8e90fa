import DeedCatalog
public import DeedCore
import DeedText

/// A person adds a machine, corrects its number or model, says who has it, notes a sale, or takes one of these back.
public struct ChangeMachine {
    /// The serial number as the person wrote it.
    public var serial: String

    /// Changes of a machine.
    public init(_ serial: String) { self.serial = serial }

    /// Adds a machine. One whose number only folds onto another's is another machine: whoever names it by hand says so.
    ///
    /// - Throws: ``Failure`` `badValue` for a number without letters and digits, `machineKnown`.
    public func add(model: String?, customer: Identifier?, in session: VaultSession) throws -> Identifier {
        guard !Folding.serialKey(serial).isEmpty else { throw Failure(.badValue, serial, detail: "serial") }
        let id = session.mint.next()
        try session.commit(.change) {
            try requireNew(serial, besides: nil, in: session)
            return [
                Record(
                    SerialAdded(serial: id, number: serial.trimmedASCII, model: model, customer: customer, source: "manual"))
            ]
        }
        return id
    }

    /// What is to be changed; `nil` leaves as it is, an empty text takes away.
    public struct Fields: Sendable {
        /// The number as it stands on the label.
        public var number: String?
        /// The model.
        public var model: String?
        /// Who has it: what `CUSTOMER` means on the command line.
        public var customer: String?

        /// Nothing given.
        public init() {}
    }

    /// Changes number, model or owner.
    ///
    /// - Returns: the machine.
    public func set(_ fields: Fields, in session: VaultSession) throws -> Identifier {
        try write(in: session) { machine in
            var changes: [JSON.Member] = []
            if let number = fields.number?.trimmedASCII, number != machine.number {
                guard !Folding.serialKey(number).isEmpty else { throw Failure(.badValue, number, detail: "serial") }
                try requireNew(number, besides: machine.serial, in: session)
                changes.append(JSON.Member("number", .string(number)))
            }
            if let model = fields.model?.trimmedASCII, model != machine.model ?? "" {
                changes.append(JSON.Member("model", model.isEmpty ? .null : .string(model)))
            }
            if let text = fields.customer?.trimmedASCII {
                let customer = text.isEmpty ? nil : try CustomerReference(text).resolve(in: session).id
                if customer != machine.customer?.id { changes.append(JSON.Member("customer", JSON(customer?.text))) }
            }
            return changes.isEmpty
                ? [] : [Record(SerialChanged(machine.serial, changes: .object(changes), source: "manual"))]
        }
    }

    /// Takes a machine back, with its sales and promises.
    public func remove(why: String?, in session: VaultSession) throws -> Identifier {
        try write(in: session) { [Record(SerialEnded($0.serial, source: "manual", why: why))] }
    }

    // MARK: Sales

    /// A sale as a person gives it; `nil` leaves as it is, an empty text takes away.
    public struct Sale: Sendable {
        /// Who bought it: what `CUSTOMER` means on the command line.
        public var customer: String?
        /// The day.
        public var date: String?
        /// The invoice number.
        public var invoice: String?

        /// Nothing given.
        public init() {}
    }

    /// Notes a sale; the last one moves the machine to its buyer.
    public func sell(_ sale: Sale, in session: VaultSession) throws -> Identifier {
        try write(in: session) { machine in
            let buyer = try sale.customer.map { try CustomerReference($0.trimmedASCII).resolve(in: session).id }
            let date = try sale.date.flatMap { try FactText.day($0) }
            let invoice = sale.invoice?.trimmedASCII
            guard buyer != nil || date != nil || invoice != nil else { throw Failure(.badUse, "--to --on --invoice") }
            var records: [Record] = [
                Record(
                    PurchaseAdded(
                        purchase: session.mint.next(), serial: machine.serial, customer: buyer, date: date, invoice: invoice,
                        source: "manual"))
            ]
            let isLast = machine.purchases.compactMap(\.date).allSatisfy { other in date.map { other <= $0 } ?? true }
            if let buyer, buyer != machine.customer?.id, isLast {
                records.append(
                    Record(SerialChanged(machine.serial, changes: ["customer": .string(buyer.text)], source: "manual")))
            }
            return records
        }
    }

    /// Changes a sale, or with `removes` takes it back.
    ///
    /// - Parameter which: its day, its invoice number or its id; `nil` where the machine has one sale only.
    public func change(sale which: String?, _ sale: Sale, removes: Bool, in session: VaultSession) throws -> Identifier {
        try write(in: session) { machine in
            let known = try one(which, of: machine)
            if removes { return [Record(PurchaseEnded(known.id, source: "manual"))] }
            var changes: [JSON.Member] = []
            if let text = sale.customer?.trimmedASCII {
                let buyer = text.isEmpty ? nil : try CustomerReference(text).resolve(in: session).id
                if buyer != known.customer?.id { changes.append(JSON.Member("customer", JSON(buyer?.text))) }
            }
            if let text = sale.date, case let day = try FactText.day(text), day != known.date {
                changes.append(JSON.Member("date", JSON(day?.description)))
            }
            if let invoice = sale.invoice?.trimmedASCII, invoice != known.invoice ?? "" {
                changes.append(JSON.Member("invoice", invoice.isEmpty ? .null : .string(invoice)))
            }
            return changes.isEmpty
                ? [] : [Record(PurchaseChanged(known.id, changes: .object(changes), source: "manual"))]
        }
    }

    private func one(_ which: String?, of machine: MachineRow) throws -> PurchaseRow {
        let day = which.flatMap { CivilDate($0) ?? DateReader.date($0) }
        let meant = machine.purchases.filter { row in
            guard let which else { return true }
            return row.id.text == which.lowercased() || (day != nil && row.date == day)
                || row.invoice.map { Folding.numberKey($0) == Folding.numberKey(which) } ?? false
        }
        func summary(_ row: PurchaseRow) -> String {
            [row.id.text, row.date?.description ?? "?", row.invoice ?? "", row.customer?.name ?? ""].filter { !$0.isEmpty }
                .joined(separator: "  ")
        }
        guard let first = meant.first else {
            throw Failure(.factNotFound, which ?? machine.number, candidates: machine.purchases.map(summary))
        }
        guard meant.count == 1 else { throw Failure(.factAmbiguous, which ?? machine.number, candidates: meant.map(summary)) }
        return first
    }

    private func write(in session: VaultSession, _ make: (MachineRow) throws -> [Record]) throws -> Identifier {
        var id = Identifier?.none
        try session.commit(.change) {
            let machine = try MachineReference(serial).resolve(in: session)
            id = machine.serial
            return try make(machine)
        }
        guard let id else { throw Failure(.internalError, serial) }
        return id
    }

    private func requireNew(_ number: String, besides own: Identifier?, in session: VaultSession) throws {
        let same = try session.catalog.serials(number: number).first {
            $0.id != own && VaultSession.keys.exact($0.number) == VaultSession.keys.exact(number.trimmedASCII)
        }
        if let same { throw Failure(.machineKnown, number, candidates: ["\(same.id)  \(same.number)"]) }
    }
}
