import DeedCatalog
import DeedClock
public import DeedCore
import DeedText

/// A person says what is promised on a machine, corrects it, ends it early, or takes it back.
public struct ChangeCover {
    /// What a promise says, as a person gives it; `nil` leaves as it is, an empty text takes away.
    public struct Fields: Sendable {
        /// `whole`, `parts`, `labour`, `travel` or `on-site`.
        public var covers: String?
        /// The first day.
        public var starts: String?
        /// The length in months.
        public var months: String?
        /// The last day.
        public var ends: String?
        /// The card or contract that says so: what `DOC` means on the command line.
        public var document: String?
        /// The page of it.
        public var page: String?

        /// Nothing given.
        public init() {}
    }

    /// What a promise may cover.
    public static let kinds = ["whole", "parts", "labour", "travel", "on-site"]

    /// The serial number as the person wrote it.
    public var serial: String
    /// Which promise: what it covers, or its id; `nil` where the machine has one only.
    public var cover: String?

    /// Changes of the promises on a machine.
    public init(_ serial: String, cover: String? = nil) {
        self.serial = serial
        self.cover = cover
    }

    /// Adds a promise; a machine that is not known becomes known. The number is taken as written: one that only folds onto another machine is
    /// another machine.
    ///
    /// - Returns: the machine.
    /// - Throws: ``Failure`` `badValue`, `badDate`.
    public func add(_ fields: Fields, model: String?, customer: Identifier?, in session: VaultSession) throws -> Identifier {
        var machine = Identifier?.none
        try session.commit(.change) {
            let known = try session.catalog.warranty(serial: serial).machines.first {
                VaultSession.keys.exact($0.number) == VaultSession.keys.exact(serial.trimmedASCII)
            }
            var records: [Record] = []
            let id = known?.serial ?? session.mint.next()
            if known == nil {
                guard !Folding.serialKey(serial).isEmpty else { throw Failure(.badValue, serial, detail: "serial") }
                records.append(
                    Record(
                        SerialAdded(
                            serial: id, number: serial.trimmedASCII, model: model, customer: customer, source: "manual")))
            }
            machine = id
            let change = try CoverChange(fields, of: nil, in: session)
            records.append(
                Record(
                    CoverAdded(
                        cover: session.mint.next(), serial: id, covers: change.covers ?? "whole", starts: change.cover.starts,
                        months: change.cover.months.map(Int64.init), ends: change.cover.stated, document: change.document,
                        page: change.page, source: "manual")))
            return records
        }
        guard let machine else { throw Failure(.internalError, serial) }
        return machine
    }

    /// Changes members of a promise.
    ///
    /// - Returns: the machine.
    /// - Throws: ``Failure`` `machineNotFound`, `factNotFound`, `factAmbiguous`, `badValue`, `badDate`.
    public func set(_ fields: Fields, in session: VaultSession) throws -> Identifier {
        try change(in: session) { row in
            let changes = try CoverChange(fields, of: row, in: session).changes
            return changes.isEmpty ? nil : Record(CoverChanged(row.id, changes: .object(changes), source: "manual"))
        }
    }

    /// Takes a promise back: it was a mistake.
    public func remove(why: String?, in session: VaultSession) throws -> Identifier {
        try change(in: session) { Record(CoverEnded($0.id, source: "manual", why: why)) }
    }

    private func change(in session: VaultSession, _ make: (CoverRow) throws -> Record?) throws -> Identifier {
        var machine = Identifier?.none
        try session.commit(.change) {
            let found = try MachineReference(serial).resolve(in: session)
            machine = found.serial
            return try [make(one(of: found))].compactMap { $0 }
        }
        guard let machine else { throw Failure(.internalError, serial) }
        return machine
    }

    /// The promise that is meant.
    private func one(of machine: MachineRow) throws -> CoverRow {
        let meant = machine.covers.filter { row in
            guard let cover else { return true }
            return row.kind == cover || row.id.text == cover.lowercased()
                || (cover.utf8.count >= 4
                    && (row.id.text.hasPrefix(cover.lowercased()) || row.id.text.hasSuffix(cover.lowercased())))
        }
        guard let first = meant.first else {
            throw Failure(.factNotFound, cover ?? machine.number, candidates: machine.covers.map(\.summary))
        }
        guard meant.count == 1 else {
            throw Failure(.factAmbiguous, cover ?? machine.number, candidates: meant.map(\.summary))
        }
        return first
    }
}

extension CoverRow {
    /// What a person chooses by: `01kc… parts 2025-03-15..2027-03-15`.
    var summary: String { "\(id)  \(kind)  \(cover.starts?.description ?? "?")..\(cover.ends?.description ?? "?")" }
}

/// The members of a promise as a person gave them, read, checked and compared with what was.
private struct CoverChange {
    var cover: Cover
    var covers: String?
    var document: Identifier?
    var page: Int64?
    var changes: [JSON.Member] = []

    init(_ fields: ChangeCover.Fields, of row: CoverRow?, in session: VaultSession) throws {
        cover = row?.cover ?? Cover()
        covers = row?.kind
        document = row?.document
        page = row?.page
        if let kind = fields.covers?.trimmedASCII {
            guard ChangeCover.kinds.contains(kind) else { throw Failure(.badValue, kind, candidates: ChangeCover.kinds) }
            covers = kind
        }
        if let text = fields.starts { cover.starts = try FactText.day(text) }
        if let text = fields.months { cover.months = try FactText.count(text, in: 1...9999).map(Int.init) }
        if let text = fields.ends { cover.stated = try FactText.day(text) }
        // What is said last counts: a length in the place of a stated end, a stated end in the place of a length.
        if fields.months != nil, fields.ends == nil, cover.months != nil { cover.stated = nil }
        if fields.ends != nil, fields.months == nil, cover.stated != nil { cover.months = nil }
        if let text = fields.document?.trimmedASCII {
            document = text.isEmpty ? nil : try DocumentReference(text).resolve(in: session)
        }
        if let text = fields.page { page = try FactText.count(text, in: 1...1_000_000) }
        guard cover.ends != nil || cover.starts != nil || cover.months != nil else {
            throw Failure(.badValue, covers ?? "whole", candidates: ["--starts --months", "--ends"])
        }
        if let starts = cover.starts, let ends = cover.ends, ends < starts {
            throw Failure(.badValue, "\(starts)..\(ends)", candidates: ["starts ≤ ends"])
        }
        if let row { compare(row) }
    }

    private mutating func compare(_ row: CoverRow) {
        if let covers, covers != row.kind { changes.append(JSON.Member("covers", .string(covers))) }
        if cover.starts != row.cover.starts { changes.append(JSON.Member("starts", JSON(cover.starts?.description))) }
        if cover.months != row.cover.months {
            changes.append(JSON.Member("months", cover.months.map { .integer(Int64($0)) } ?? .null))
        }
        if cover.stated != row.cover.stated { changes.append(JSON.Member("ends", JSON(cover.stated?.description))) }
        if document != row.document { changes.append(JSON.Member("document", JSON(document?.text))) }
        if page != row.page { changes.append(JSON.Member("page", page.map(JSON.integer) ?? .null)) }
    }
}

/// Values of facts as people write them; an empty text is none.
enum FactText {
    /// A day.
    static func day(_ text: String) throws -> CivilDate? {
        let trimmed = text.trimmedASCII
        if trimmed.isEmpty { return nil }
        guard let day = CivilDate(trimmed) ?? DateReader.date(trimmed) else { throw Failure(.badDate, text) }
        return day
    }

    /// A count.
    static func count(_ text: String, in range: ClosedRange<Int64>) throws -> Int64? {
        let trimmed = Folding.folded(text).trimmedASCII
        if trimmed.isEmpty { return nil }
        guard let count = Int64(trimmed), range.contains(count) else {
            throw Failure(.badValue, text, candidates: ["\(range.lowerBound)–\(range.upperBound)"])
        }
        return count
    }
}
