import DeedCore
import DeedText

extension LedgerPlan {
    /// What a row has to do on one machine.
    struct MachineWork {
        var number: String
        /// The machine, where it is known.
        var machine: LedgerMachine?
        /// Promises that are new.
        var promises: [LedgerCover] = []
        /// Promises of an earlier ledger that are replaced.
        var replaced: [(known: LedgerKnown<LedgerCover>, by: LedgerCover)] = []
        /// The sale of an earlier ledger that is replaced or completed.
        var sale: LedgerKnown<LedgerPurchase>?
        /// Whether the row's sale is one more.
        var isNewSale = false
        var conflicts: [LedgerReport.Conflict] = []
    }

    /// Compares what a row says of a machine with what is known. Nothing is written yet.
    func work(on number: String, _ row: LedgerRow, _ parties: [Party]) throws -> MachineWork {
        var work = MachineWork(number: number, machine: try machine(number))
        if work.machine == nil, try lookup.isMachineTakenBack(number) {
            work.conflicts.append(row.conflict("serial", "–", number, "taken-back"))
            return work
        }
        try compareCovers(&work, row)
        try compareSale(&work, row, parties.first)
        return work
    }

    /// The machine that a number means: the one written so, else the only one that it folds onto. Rows for which that is not sure wait.
    private func machine(_ number: String) throws -> LedgerMachine? {
        let known = seenMachines[Folding.serialKey(number)] ?? []
        let others = try lookup.machines(folding: number).filter { other in !known.contains { $0.id == other.id } }
        let all = known + others
        return all.first { Folding.folded($0.number) == Folding.folded(number) }
            ?? (all.count == 1 && !claims.isSeparate(number) ? all[0] : nil)
    }

    private func covers(of machine: LedgerMachine?) throws -> [LedgerKnown<LedgerCover>] {
        guard let machine else { return [] }
        return try seenCovers[machine.id] ?? (minted.contains(machine.id) ? [] : lookup.covers(of: machine.id))
    }

    private func purchases(of machine: LedgerMachine?) throws -> [LedgerKnown<LedgerPurchase>] {
        guard let machine else { return [] }
        return try seenPurchases[machine.id] ?? (minted.contains(machine.id) ? [] : lookup.purchases(of: machine.id))
    }

    /// The same promise from the same day with another end contradicts what is there. Another day is a further promise, unless an earlier ledger's
    /// promise for the same time is stated by no row any more: then one of the two is wrong.
    private func compareCovers(_ work: inout MachineWork, _ row: LedgerRow) throws {
        let known = try covers(of: work.machine)
        let back = try work.machine.map { minted.contains($0.id) ? [] : try lookup.coversTakenBack(of: $0.id) } ?? []
        for cover in row.covers where !known.contains(where: { $0.fact.isSame(cover) }) {
            if back.contains(where: { $0.isSame(cover) }) {
                work.conflicts.append(row.conflict("cover", "–", cover.summary, "taken-back"))
                continue
            }
            let lost = known.filter {
                $0.source == "ledger" && $0.fact.covers == cover.covers && !claims.state($0.fact, on: work.number)
            }
            let isOne = updates && lost.count == 1 && claims.count(cover.covers, on: work.number) == 1
            let other =
                known.first { $0.fact.contradicts(cover) } ?? lost.first { $0.fact.overlaps(cover) } ?? (isOne ? lost.first : nil)
            guard let other else {
                work.promises.append(cover)
                continue
            }
            if updates, other.source == "ledger" {
                work.replaced.append((other, cover))
            } else {
                work.conflicts.append(row.conflict("cover", other.fact.summary, cover.summary, "differs"))
            }
        }
    }

    /// The same invoice, or the same customer's only sale, of another day contradicts what is there; with a further promise it is a further sale.
    private func compareSale(_ work: inout MachineWork, _ row: LedgerRow, _ buyer: Party?) throws {
        let sale = LedgerPurchase(date: row.days[.saleDate], invoice: row.values[.invoice], customer: buyer?.known)
        guard sale.date != nil || sale.invoice != nil else { return }
        let known = try purchases(of: work.machine)
        func isSameInvoice(_ other: LedgerPurchase) -> Bool? {
            guard let one = sale.invoice, let two = other.invoice else { return nil }
            return Folding.numberKey(one) == Folding.numberKey(two)
        }
        if let same = known.first(where: { other in
            (sale.date == nil || other.fact.date == nil || sale.date == other.fact.date) && isSameInvoice(other.fact) ?? true
                && (sale.date == other.fact.date || isSameInvoice(other.fact) == true)
        }) {
            let isOther = buyer != nil && same.fact.customer != nil && same.fact.customer != buyer?.known
            let adds =
                (same.fact.date == nil && sale.date != nil) || (same.fact.invoice == nil && sale.invoice != nil)
                || (same.fact.customer == nil && buyer != nil) || isOther
            if adds, same.source == "ledger" || !isOther { work.sale = same }
            return
        }
        let other =
            known.first { isSameInvoice($0.fact) == true }
            ?? known.first { known in
                guard let day = known.fact.date, known.source == "ledger", let customer = buyer?.known else { return false }
                return known.fact.customer == customer && isSameInvoice(known.fact) != false
                    && !claims.state(saleOn: day, of: work.number) && work.promises.isEmpty
            }
        guard let other else {
            work.isNewSale = true
            return
        }
        if updates, other.source == "ledger" {
            work.sale = other
        } else {
            let day = sale.date?.description ?? sale.invoice ?? "–"
            work.conflicts.append(row.conflict("saleDate", other.fact.date?.description ?? "–", day, "differs"))
        }
    }

    // MARK: Writing

    /// Writes what is new of a machine: the machine, its sale, whose it is, what is promised on it.
    mutating func perform(_ work: MachineWork, _ row: LedgerRow, document: Identifier?, customer: Identifier?) throws {
        let machine = try settle(work, row, customer)
        try sell(work, machine, row, customer)
        var known = try covers(of: machine)
        let page =
            try work.promises.isEmpty && work.replaced.isEmpty
            ? nil : document.flatMap { try lookup.page(of: $0, having: work.number) }
        for (old, cover) in work.replaced {
            report.changes.append(row.conflict("cover", old.fact.summary, cover.summary, "differs"))
            records.append(Record(CoverChanged(old.id, changes: .object(old.fact.changes(to: cover)), source: "ledger")))
            known = known.map { $0.id == old.id ? LedgerKnown(id: old.id, fact: cover, source: "ledger") : $0 }
        }
        for cover in work.promises where !known.contains(where: { $0.fact.isSame(cover) }) {
            let id = mint.next()
            known.append(LedgerKnown(id: id, fact: cover, source: "ledger"))
            report.added.covers += 1
            records.append(
                Record(
                    CoverAdded(
                        cover: id, serial: machine.id, covers: cover.covers, starts: cover.starts, months: cover.months,
                        ends: cover.ends, document: document, page: page, source: "ledger")))
        }
        seenCovers[machine.id] = known
    }

    /// The machine, new or known; its model and its owner where they are learned here.
    private mutating func settle(_ work: MachineWork, _ row: LedgerRow, _ customer: Identifier?) throws -> LedgerMachine {
        let owner = customer.map {
            CustomerIdentity.Known(id: $0, name: row.firstCustomer(besides: company) ?? "", creditCode: nil)
        }
        // Asked again: a row may name one machine twice.
        guard var machine = try machine(work.number) else {
            let id = mint.next()
            records.append(
                Record(
                    SerialAdded(serial: id, number: work.number, model: row.values[.model], customer: customer, source: "ledger"))
            )
            report.added.serials += 1
            minted.insert(id)
            let machine = LedgerMachine(
                id: id, number: work.number, model: row.values[.model], owner: owner, source: "ledger")
            seenMachines[Folding.serialKey(work.number), default: []].append(machine)
            return machine
        }
        var changes: [JSON.Member] = []
        if let model = row.values[.model], machine.model.map(Folding.nameKey) != Folding.nameKey(model) {
            if let old = machine.model { report.changes.append(row.conflict("model", old, model, "differs")) }
            changes.append(JSON.Member("model", .string(model)))
            machine.model = model
        }
        if let owner, owner.id != machine.owner?.id, try isLater(row.days[.saleDate], than: machine, of: owner.id) {
            if let old = machine.owner { report.changes.append(row.conflict("customer", old.name, owner.name, "new-owner")) }
            changes.append(JSON.Member("customer", .string(owner.id.text)))
            machine.owner = owner
        }
        guard !changes.isEmpty else { return machine }
        records.append(Record(SerialChanged(machine.id, changes: .object(changes), source: "ledger")))
        let key = Folding.serialKey(machine.number)
        seenMachines[key] = (seenMachines[key] ?? []).filter { $0.id != machine.id } + [machine]
        return machine
    }

    /// Whether a sale of this day moves the machine to its buyer: no later one is known.
    private func isLater(_ day: CivilDate?, than machine: LedgerMachine, of customer: Identifier) throws -> Bool {
        guard let day, machine.owner != nil else { return true }
        let others = try purchases(of: machine).filter { $0.fact.customer != customer }.compactMap(\.fact.date)
        return others.allSatisfy { $0 <= day }
    }

    private mutating func sell(_ work: MachineWork, _ machine: LedgerMachine, _ row: LedgerRow, _ customer: Identifier?) throws {
        var known = try purchases(of: machine)
        defer { seenPurchases[machine.id] = known }
        let sale = LedgerPurchase(date: row.days[.saleDate], invoice: row.values[.invoice], customer: customer)
        if let old = work.sale {
            var new = old.fact
            new.date = sale.date ?? new.date
            new.invoice = sale.invoice ?? new.invoice
            new.customer = customer ?? new.customer
            let changes = old.fact.changes(to: new)
            guard !changes.isEmpty, let at = known.firstIndex(where: { $0.id == old.id }), known[at].fact != new else { return }
            if let day = old.fact.date, day != new.date {
                report.changes.append(row.conflict("saleDate", day.description, new.date?.description ?? "–", "differs"))
            }
            records.append(Record(PurchaseChanged(old.id, changes: .object(changes), source: "ledger")))
            known[at].fact = new
        } else if work.isNewSale, !known.contains(where: { $0.fact == sale }) {
            let id = mint.next()
            known.append(LedgerKnown(id: id, fact: sale, source: "ledger"))
            records.append(
                Record(
                    PurchaseAdded(
                        purchase: id, serial: machine.id, customer: customer, date: sale.date, invoice: sale.invoice,
                        source: "ledger")))
        }
    }
}

extension LedgerRow {
    /// What the row promises on its machine.
    var covers: [LedgerCover] {
        guard warrantyMonths != nil || days[.warrantyEnds] != nil else { return [] }
        return coverKinds.map {
            LedgerCover(
                covers: $0, starts: days[.warrantyStarts] ?? days[.saleDate], months: warrantyMonths, ends: days[.warrantyEnds])
        }
    }
}

extension LedgerCover {
    /// `2025-03-01 P12M → 2026-03-01` or `2025-03-01..2026-03-01`: what a conflict shows.
    var summary: String {
        let start = starts.map(\.description) ?? "?"
        if let ends { return "\(start)..\(ends)" }
        return "\(start) P\(months ?? 0)M" + (lastDay.map { " → \($0)" } ?? "")
    }

    /// The members in which another promise differs.
    func changes(to other: LedgerCover) -> [JSON.Member] {
        var changes: [JSON.Member] = []
        if starts != other.starts { changes.append(JSON.Member("starts", JSON(other.starts?.description))) }
        if months != other.months { changes.append(JSON.Member("months", other.months.map(JSON.integer) ?? .null)) }
        if ends != other.ends { changes.append(JSON.Member("ends", JSON(other.ends?.description))) }
        return changes
    }
}

extension LedgerPurchase {
    /// The members in which another sale differs.
    func changes(to other: LedgerPurchase) -> [JSON.Member] {
        var changes: [JSON.Member] = []
        if date != other.date { changes.append(JSON.Member("date", JSON(other.date?.description))) }
        if invoice != other.invoice { changes.append(JSON.Member("invoice", JSON(other.invoice))) }
        if customer != other.customer { changes.append(JSON.Member("customer", JSON(other.customer?.text))) }
        return changes
    }
}
