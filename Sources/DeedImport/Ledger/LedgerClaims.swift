import DeedCore
import DeedText

/// What the rows of a ledger say of customers and machines, taken together, before the first of them is written: where rows contradict each other,
/// all of them wait, whatever order they stand in.
struct LedgerClaims {
    /// What a row says of one machine.
    struct Claim {
        var place: Place
        var number: String
        var model: String?
        var customer: String?
        /// The customer as it is known; a name that nobody has yet stands for itself.
        var who: String?
        var sold: CivilDate?
        var covers: [LedgerCover]
        var conflict: (_ field: String, _ known: String, _ given: String, _ reason: String) -> LedgerReport.Conflict

        /// The number as a label has it, case and width apart.
        var exact: String { Folding.folded(number) }
        /// `SN-100 (M2, 丙公司)`.
        var summary: String { "\(number) (\(model ?? "–"), \(customer ?? "–"))" }
    }

    /// Where a row stands.
    struct Place: Hashable {
        var sheet: String?
        var line: Int
    }

    private var found: [Place: [LedgerReport.Conflict]] = [:]
    /// Folded numbers under which the ledger tells several machines apart.
    private var separate: Set<String> = []
    /// Numbers that resemble another machine's and were taken as they are written.
    private(set) var similar: [LedgerReport.Conflict] = []
    /// The promises that rows state, by folded number.
    private var stated: [String: [LedgerCover]] = [:]
    /// The sales that rows state, by folded number.
    private var sold: [String: Set<CivilDate>] = [:]

    init(_ rows: [LedgerRow], company: LedgerCompany, lookup: any LedgerLookup, updates: Bool) throws {
        try addCodes(rows, company, lookup)
        var groups: [String: [Claim]] = [:]
        var order: [String] = []
        for row in rows {
            for number in row.machines {
                let key = Folding.serialKey(number)
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append(try LedgerClaims.claim(number, row, company, lookup))
            }
        }
        for key in order {
            let claims = groups[key] ?? []
            stated[key] = claims.flatMap(\.covers)
            sold[key] = Set(claims.compactMap(\.sold))
            try addMachines(claims, known: try lookup.machines(folding: claims[0].number), lookup, updates)
        }
    }

    /// What of a row waits, and why.
    func conflicts(_ row: LedgerRow) -> [LedgerReport.Conflict] { found[Place(sheet: row.sheet, line: row.line)] ?? [] }

    /// Whether a number means only the machine that is written so.
    func isSeparate(_ number: String) -> Bool { separate.contains(Folding.serialKey(number)) }

    /// Whether some row states a promise that is known.
    func state(_ cover: LedgerCover, on number: String) -> Bool {
        stated[Folding.serialKey(number)]?.contains { $0.isSame(cover) } ?? false
    }

    /// How many promises of a kind rows state on a machine.
    func count(_ kind: String, on number: String) -> Int {
        Set((stated[Folding.serialKey(number)] ?? []).filter { $0.covers == kind }).count
    }

    /// Whether some row states a sale on a day.
    func state(saleOn day: CivilDate, of number: String) -> Bool { sold[Folding.serialKey(number)]?.contains(day) ?? false }

    private static func claim(_ number: String, _ row: LedgerRow, _ company: LedgerCompany, _ lookup: any LedgerLookup) throws
        -> Claim
    {
        let name = row.firstCustomer(besides: company)
        var who = name.map { "name \(Folding.nameKey($0))" }
        if let name {
            let code = row.validCreditCode
            let identity = try CustomerIdentity(
                creditCode: code, byCode: code.map { try lookup.customers(creditCode: $0) } ?? [],
                byName: lookup.customers(named: name))
            if case .known(let id, _) = identity { who = "id \(id)" }
        }
        return Claim(
            place: Place(sheet: row.sheet, line: row.line), number: number, model: row.values[.model], customer: name, who: who,
            sold: row.days[.saleDate], covers: row.covers, conflict: row.conflict)
    }

    private mutating func wait(_ claim: Claim, _ field: String, _ known: String, _ given: String, _ reason: String) {
        let conflict = claim.conflict(field, known, given, reason)
        if !found[claim.place, default: []].contains(conflict) { found[claim.place, default: []].append(conflict) }
    }

    // MARK: Codes

    /// One name with two codes in one ledger: nobody knows which is the slip of the pen, unless the archive knows the codes.
    private mutating func addCodes(_ rows: [LedgerRow], _ company: LedgerCompany, _ lookup: any LedgerLookup) throws {
        var codes: [String: Set<String>] = [:]
        for row in rows {
            guard let name = row.firstCustomer(besides: company), let code = row.validCreditCode else { continue }
            codes[Folding.nameKey(name), default: []].insert(code)
        }
        for row in rows {
            guard let name = row.firstCustomer(besides: company), let code = row.validCreditCode,
                let all = codes[Folding.nameKey(name)], all.count > 1, try lookup.customers(creditCode: code).isEmpty
            else { continue }
            let others = all.subtracting([code]).sorted().joined(separator: ", ")
            found[Place(sheet: row.sheet, line: row.line), default: []].append(
                row.conflict("creditCode", others, code, "other-code"))
        }
    }

    // MARK: Machines

    private mutating func addMachines(
        _ claims: [Claim], known: [LedgerMachine], _ lookup: any LedgerLookup, _ updates: Bool
    ) throws {
        let key = Folding.serialKey(claims[0].number)
        if waitsForSpelling(claims, known) { return }
        if LedgerClaims.disagree(claims, known) {
            separate.insert(key)
            for claim in claims {
                guard let other = claims.first(where: { $0.exact != claim.exact }) else { continue }
                similar.append(claim.conflict("serial", other.summary, claim.summary, "folds-onto-another"))
            }
        }
        var clusters: [String: [Claim]] = [:]
        for claim in claims {
            let isOwn = separate.contains(key) || known.contains { Folding.folded($0.number) == claim.exact }
            clusters[isOwn ? claim.exact : "", default: []].append(claim)
        }
        for (number, cluster) in clusters {
            let machine =
                known.first { Folding.folded($0.number) == number }
                ?? (known.count == 1 && !separate.contains(key) ? known[0] : nil)
            let sales = try machine.map { try lookup.purchases(of: $0.id) } ?? []
            addModels(cluster, machine, updates)
            addOwners(cluster, machine, sales, updates)
            addCovers(cluster)
        }
    }

    /// A number that only folds onto a known machine is that machine where customer and model agree. Else the row waits: folding finds, it never
    /// joins. Where the ledger names that machine too, as it is written, it tells the two apart itself.
    private mutating func waitsForSpelling(_ claims: [Claim], _ known: [LedgerMachine]) -> Bool {
        let stated = Set(claims.map(\.exact))
        let others = known.filter { !stated.contains(Folding.folded($0.number)) }
        var waits = false
        for claim in claims where !known.contains(where: { Folding.folded($0.number) == claim.exact }) {
            guard let first = others.first, others.count > 1 || !LedgerClaims.agree(claim, first) else { continue }
            let summary = others.map { "\($0.number) (\($0.model ?? "–"), \($0.owner?.name ?? "–"))" }.joined(separator: "; ")
            wait(claim, "serial", summary, claim.summary, "folds-onto-another")
            waits = true
        }
        return waits
    }

    /// Whether numbers that are written differently and fold to the same are of different customers or models: then each is a machine.
    private static func disagree(_ claims: [Claim], _ known: [LedgerMachine]) -> Bool {
        claims.contains { claim in
            claims.contains { $0.exact != claim.exact && !agree(claim, $0) }
                || known.contains { Folding.folded($0.number) != claim.exact && !agree(claim, $0) }
        } || known.count > 1
    }

    private static func agree(_ claim: Claim, _ machine: LedgerMachine) -> Bool {
        let isModel = claim.model.flatMap { one in machine.model.map { Folding.nameKey($0) == Folding.nameKey(one) } } ?? true
        guard let who = claim.who, let owner = machine.owner else { return isModel }
        return isModel && (who == "id \(owner.id)" || who == "name \(Folding.nameKey(owner.name))")
    }

    private static func agree(_ claim: Claim, _ other: Claim) -> Bool {
        let isModel = claim.model.flatMap { one in other.model.map { Folding.nameKey($0) == Folding.nameKey(one) } } ?? true
        guard let who = claim.who, let owner = other.who else { return isModel }
        return isModel && who == owner
    }

    private mutating func addModels(_ claims: [Claim], _ machine: LedgerMachine?, _ updates: Bool) {
        let replaces = updates && machine?.source == "ledger"
        for claim in claims {
            guard let model = claim.model else { continue }
            let others = claims.compactMap(\.model) + (replaces ? [] : machine?.model.map { [$0] } ?? [])
            if let other = others.first(where: { Folding.nameKey($0) != Folding.nameKey(model) }) {
                wait(claim, "model", other, model, "differs")
            }
        }
    }

    /// Whose machine it is: a later sale moves it, two customers of one day contradict each other, and so does another customer without a day.
    private mutating func addOwners(
        _ claims: [Claim], _ machine: LedgerMachine?, _ sales: [LedgerKnown<LedgerPurchase>], _ updates: Bool
    ) {
        let owner = machine?.owner.map { "id \($0.id)" }
        let replaces = updates && machine?.source == "ledger"
        for claim in claims {
            guard let who = claim.who, let name = claim.customer else { continue }
            let others = claims.filter { $0.who != nil && $0.who != who }
            if let day = claim.sold {
                let sameDay = others.first { $0.sold == day }?.customer
                let isKnown = sales.contains { sale in
                    sale.fact.date == day && sale.fact.customer.map { "id \($0)" != who } ?? false
                        && !(updates && sale.source == "ledger")
                }
                let isDated = sales.contains { $0.fact.date != nil && $0.fact.customer.map { "id \($0)" } == owner }
                if let sameDay {
                    wait(claim, "customer", sameDay, name, "two-owners")
                } else if isKnown
                    || (owner != nil && owner != who && !isDated && !replaces && !claims.contains { $0.who == owner })
                {
                    wait(claim, "customer", machine?.owner?.name ?? "?", name, "two-owners")
                }
            } else if let other = others.first?.customer {
                wait(claim, "customer", other, name, "two-owners")
            } else if let owner, owner != who, !replaces {
                wait(claim, "customer", machine?.owner?.name ?? "?", name, "two-owners")
            }
        }
    }

    /// The same promise from the same day with two ends.
    private mutating func addCovers(_ claims: [Claim]) {
        let all = claims.flatMap { claim in claim.covers.map { (claim, $0) } }
        for (claim, cover) in all {
            if let other = all.first(where: { $0.1.contradicts(cover) })?.1 {
                wait(claim, "cover", other.summary, cover.summary, "differs")
            }
        }
    }
}

extension LedgerRow {
    /// The serial numbers of the row.
    var machines: [String] { serials.isEmpty ? values[.serial].map { [$0] } ?? [] : serials }

    /// The first customer that the row names: the column of customers, else a party that is not the company.
    func firstCustomer(besides company: LedgerCompany) -> String? {
        let parties = [LedgerColumn.partyA, .partyB].compactMap { values[$0] }.filter { !company.has($0) }
        guard let name = values[.customer] else { return parties.first }
        return parties.contains { Folding.nameKey($0) == Folding.nameKey(name) } ? parties[0] : name
    }
}

extension LedgerCover {
    /// The last day: the written one, else start and months (Civil Code 202); `nil` where it cannot be known.
    var lastDay: CivilDate? {
        if let ends { return ends }
        guard let starts, let months, months > 0, months <= 9999, starts.year + Int(months) / 12 < 9999 else { return nil }
        return starts.adding(months: Int(months))
    }

    /// Whether two promises are the same, whichever way their end is written: 12 months from 2025-01-01, or until 2026-01-01.
    func isSame(_ other: LedgerCover) -> Bool {
        guard covers == other.covers, starts == other.starts else { return false }
        guard let lastDay, let last = other.lastDay else { return months == other.months && ends == other.ends }
        return lastDay == last
    }

    /// Whether the same promise from the same day has another end.
    func contradicts(_ other: LedgerCover) -> Bool { covers == other.covers && starts == other.starts && !isSame(other) }

    /// Whether two promises of a kind hold on the same days, apart from one that begins where the other ends.
    func overlaps(_ other: LedgerCover) -> Bool {
        guard covers == other.covers, let starts, let begins = other.starts, let lastDay, let last = other.lastDay else {
            return false
        }
        return starts < last && begins < lastDay
    }
}
