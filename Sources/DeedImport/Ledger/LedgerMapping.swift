public import DeedCore
import DeedText

/// Which column of a ledger means what: guessed from the headings, remembered, or given by the person.
public struct LedgerMapping: Sendable, Hashable {
    /// Column (from 0) of each meaning.
    public var columns: [LedgerColumn: Int] = [:]
    /// The headings as the file has them; two of one name are told apart by a number. Columns without one have an empty text.
    public var headings: [String] = []
    private var keys: [[String]] = []
    /// The key of each heading, without the number that tells it from another of the same name.
    private var baseKeys: [String] = []
    /// Columns that a person passed over.
    private var passed: Set<Int> = []

    /// Guesses by folded heading; the first column that fits a meaning has it.
    public init(guessing headings: [String]) { self.init(guessing: headings.map { LedgerHeading($0) }) }

    init(guessing headings: [LedgerHeading]) {
        self.init(headings)
        // What a heading says as a whole counts more than what it says without its group or its brackets.
        for rank in 0..<(keys.lazy.map(\.count).max() ?? 0) {
            var places: [String: [Int]] = [:]
            for (at, forms) in keys.enumerated() where forms.count > rank { places[forms[rank], default: []].append(at) }
            for column in LedgerColumn.allCases where columns[column] == nil {
                let taken = Set(columns.values)
                let at = (LedgerMapping.known[column] ?? []).lazy.flatMap { places[$0] ?? [] }.first { !taken.contains($0) }
                if let at { columns[column] = at }
            }
        }
    }

    /// The keys of the headings that are known.
    private static let known = Dictionary(
        uniqueKeysWithValues: LedgerColumn.allCases.map { ($0, $0.headings.map(Folding.nameKey)) })

    /// The meaning of a heading's key, where it is known.
    static func meaning(of key: String) -> LedgerColumn? { meanings[key] }

    private static let meanings = Dictionary(
        known.flatMap { column, keys in keys.map { ($0, column) } }, uniquingKeysWith: { first, _ in first })

    /// Headings of which nothing is known.
    init(_ headings: [LedgerHeading]) {
        var seen: [String: Int] = [:]
        for heading in headings {
            let count = seen[heading.key, default: 0] + 1
            seen[heading.key] = count
            baseKeys.append(heading.key)
            self.headings.append(count > 1 && !heading.text.isEmpty ? "\(heading.text) (\(count))" : heading.text)
            keys.append(count > 1 ? ["\(heading.key)\(count)"] : heading.keys)
        }
    }

    /// Sets a meaning by a heading of the file: `expires=终止日`. With `-` for the meaning the column is passed over.
    ///
    /// - Throws: ``Failure`` `badUse` when the meaning or the heading does not exist.
    public mutating func assign(_ assignment: String) throws {
        guard try assignIfThere(assignment) else {
            throw Failure(.badUse, assignment, candidates: headings.filter { !$0.isEmpty })
        }
    }

    /// Sets a meaning; false when no column has the heading.
    ///
    /// - Throws: ``Failure`` `badUse` when the meaning does not exist.
    mutating func assignIfThere(_ assignment: String) throws -> Bool {
        let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
        let column = LedgerColumn(rawValue: parts.first ?? "")
        guard parts.count == 2, column != nil || parts[0] == "-" else {
            throw Failure(.badUse, assignment, candidates: LedgerColumn.allCases.map(\.rawValue) + ["-"])
        }
        guard let at = index(of: parts[1]) else { return false }
        for (other, place) in columns where place == at { columns[other] = nil }
        if let column { columns[column] = at } else { passed.insert(at) }
        return true
    }

    /// Further columns of a meaning: those with the same heading, and for an end those with another word for it. What they say must
    /// not differ.
    func twins(of column: LedgerColumn) -> [Int] {
        guard let at = columns[column], baseKeys.indices.contains(at) else { return [] }
        let taken = Set(columns.values).union(passed)
        let others: Set<String> = [.expires, .warrantyEnds].contains(column) ? Set(LedgerMapping.known[column] ?? []) : []
        return baseKeys.indices.filter { other in
            guard !taken.contains(other), !baseKeys[other].isEmpty else { return false }
            return baseKeys[other] == baseKeys[at] || others.contains(baseKeys[other])
                || column == .amount && isAmount(other, inOtherUnitThan: at)
        }
    }

    /// 金额（万元） beside 金额（元）: the same once more. With the tax and without it are two.
    private func isAmount(_ other: Int, inOtherUnitThan at: Int) -> Bool {
        func hasTax(_ place: Int) -> Bool { ["税", "tax", "gross"].contains { headings[place].lowercased().contains($0) } }
        return keys[other].contains { LedgerMapping.meaning(of: $0) == .amount } && hasTax(other) == hasTax(at)
            && LedgerUnit(headings[other]).zeros != LedgerUnit(headings[at]).zeros
    }

    /// The column 单位 beside the amounts, where no meaning reads it (`taken`): 万元 counts for the amount of its row.
    func unitColumn(besides taken: Set<Int>) -> Int? {
        baseKeys.indices.first { LedgerMapping.units.contains(baseKeys[$0]) && !taken.contains($0) && !passed.contains($0) }
    }

    private static let units: Set<String> = ["单位", "金额单位", "货币单位", "计价单位", "unit", "currencyunit"]

    /// Columns with a heading that no meaning reads, and that nobody passed over.
    var untaken: [Int] {
        let taken = Set(columns.flatMap { [$0.value] + twins(of: $0.key) }).union(passed)
        return headings.indices.filter { !taken.contains($0) && !headings[$0].isEmpty }
    }

    /// Every further column of a meaning with its heading.
    public var twins: [(heading: String, column: LedgerColumn)] {
        LedgerColumn.allCases.flatMap { column in twins(of: column).map { (headings[$0], column) } }
    }

    /// Takes nothing but what a person decided.
    fileprivate mutating func passOver() {
        passed = Set(headings.indices)
    }

    /// The column that a person means by a heading: the whole of it, else what is below its group, where only one has that.
    func index(of heading: String) -> Int? {
        let key = Folding.nameKey(heading)
        if let at = headings.firstIndex(where: { Folding.nameKey($0) == key && !$0.isEmpty }) { return at }
        let fitting = keys.indices.filter { keys[$0].contains(key) }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// Whether it says enough to do anything: a document's number or file, or a serial.
    public var isUsable: Bool {
        columns[.number] != nil || columns[.fileName] != nil || columns[.serial] != nil
    }

    /// The heading of a meaning.
    func heading(_ column: LedgerColumn) -> String { columns[column].map { headings[$0] } ?? "" }

    /// Heading to meaning, as the journal keeps it.
    public var json: JSON {
        .object(
            columns.sorted { $0.value < $1.value }.map { JSON.Member(headings[$0.value], .string($0.key.rawValue)) }
        )
    }
}

/// A mapping that was saved under a name.
public struct SavedMapping: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// All headings of the sheet that it was made for.
    public var headings: [String]
    /// Heading to meaning.
    public var columns: JSON

    /// A saved mapping.
    public init(name: String, headings: [String], columns: JSON) {
        self.name = name
        self.headings = headings
        self.columns = columns
    }

    /// Whether these are the headings it was made for, in whatever order.
    func fits(_ mapping: LedgerMapping) -> Bool {
        let given = mapping.headings.filter { !$0.isEmpty }
        return given.count == headings.count && Set(given.map(Folding.nameKey)) == Set(headings.map(Folding.nameKey))
    }

    /// Gives its meanings to columns that are there; how many.
    func apply(to mapping: inout LedgerMapping) -> Int {
        mapping.columns = [:]
        mapping.passOver()
        for member in columns.members ?? [] {
            guard let column = member.value.string.flatMap(LedgerColumn.init(rawValue:)), let at = mapping.index(of: member.name)
            else { continue }
            mapping.columns[column] = at
        }
        return mapping.columns.count
    }
}
