import DeedText

/// Who the company itself is in a ledger of 甲方 and 乙方: its party is no customer.
public struct LedgerCompany: Sendable, Hashable {
    /// The names taken for the company itself.
    public var names: [String] = []
    /// How that was found out.
    public var by: Way

    /// How it was found out. Raw values appear in `--json`.
    public enum Way: String, Sendable, CaseIterable {
        /// Somebody said so: `--we`, or the setting.
        case setting
        /// It is the one name that stands in every row.
        case everyRow = "every-row"
        /// Nothing tells: no name stands in every row, or two do. All parties count as customers then.
        case unknown
        /// The ledger does not name two parties, so the question does not arise.
        case notAsked = "not-asked"
    }

    /// The company as it was said, else the one name that every row with two parties has on one of its sides. Whoever stands in a column of
    /// customers is a customer.
    init(_ rows: [LedgerRow], said: [String]) {
        guard said.isEmpty else {
            (names, by) = (said, .setting)
            return
        }
        var written: [String: String] = [:]
        var common: Set<String>?
        var count = 0
        var customers: Set<String> = []
        for row in rows {
            if let customer = row.values[.customer] { customers.insert(Folding.nameKey(customer)) }
            guard let one = row.values[.partyA], let other = row.values[.partyB] else { continue }
            count += 1
            for name in [one, other] where written[Folding.nameKey(name)] == nil { written[Folding.nameKey(name)] = name }
            let here: Set = [Folding.nameKey(one), Folding.nameKey(other)]
            common = common.map { $0.intersection(here) } ?? here
        }
        let candidates = (common ?? []).subtracting(customers)
        if count >= 2, candidates.count == 1, let name = candidates.first.flatMap({ written[$0] }) {
            (names, by) = ([name], .everyRow)
        } else {
            by = count == 0 ? .notAsked : .unknown
        }
    }

    /// Whether a name is the company's own.
    func has(_ name: String) -> Bool { names.contains { Folding.nameKey($0) == Folding.nameKey(name) } }
}
