import DeedClock
public import DeedCore
import GRDB

extension Catalog {
    /// The machines with this serial number, folded, with all the clock needs for a verdict; near misses when there is none.
    public func warranty(serial: String, asKnown: Int64? = nil) throws -> WarrantyAnswer {
        try read(asKnown: asKnown) { reading in
            let rows = try reading.serials(serial)
            if !rows.isEmpty { return WarrantyAnswer(machines: try rows.map { try reading.machine($0) }, near: []) }
            return WarrantyAnswer(machines: [], near: try reading.near(serial))
        }
    }

    /// The machines with this serial number, folded; those written exactly so first.
    public func serials(number: String) throws -> [SerialRow] { try read { try $0.serials(number) } }

    /// The machines that were sold with this invoice, folded.
    public func serials(invoice: String) throws -> [SerialRow] {
        try read { reading in
            try reading.serialRows(
                "m.seq IN (SELECT p.machine FROM purchase p WHERE p.invoice_key = :key AND \(Reading.holds("p")))",
                ["key": reading.keys.number(invoice)])
        }
    }

    /// The purchases of a machine, oldest first.
    public func purchases(ofSerial id: Identifier) throws -> [PurchaseRow] { try read { try $0.purchases(id) } }

    /// The covers of a machine that stand, in the order they were added.
    public func covers(ofSerial id: Identifier) throws -> [CoverRow] {
        try read { try $0.covers("m.id = :id", ["id": id.text]) }
    }

    /// What is known of a machine by its id; `nil` when it is not there.
    public func machine(_ id: Identifier, asKnown: Int64? = nil) throws -> MachineRow? {
        try read(asKnown: asKnown) { reading in
            try reading.serialRows("m.id = :id", ["id": id.text]).first.map { try reading.machine($0) }
        }
    }

    /// Whether a person took back a machine of this number, in whatever case and with whatever joiners it was written.
    public func isMachineTakenBack(number: String) throws -> Bool {
        try read { reading in
            try reading.rows(
                """
                SELECT s.number FROM serial s JOIN machine m ON m.seq = s.machine
                WHERE s.number_key = :folded AND m.ended_source = 'manual' AND m.to_seq <= :at AND s.to_seq = m.to_seq
                """, ["folded": reading.keys.serial(number)]
            ).contains { reading.keys.number($0[0]) == reading.keys.number(number) }
        }
    }

    /// Covers of a machine that were taken back by a person, each with all that it ever was: what a ledger said of it first does not come back
    /// because somebody had corrected it before.
    public func coversTakenBack(ofSerial id: Identifier) throws -> [CoverRow] {
        try read { reading in
            try reading.coverRows(
                """
                m.id = :id AND c.from_seq <= :at
                    AND EXISTS (SELECT 1 FROM cover e WHERE e.machine = c.machine AND e.id = c.id AND e.ended_source = 'manual')
                """, ["id": id.text])
        }
    }
}

extension Reading {
    func machine(_ row: SerialRow) throws -> MachineRow {
        let customer = try row.customer.flatMap { try first("SELECT seq FROM customer WHERE id = :id", ["id": $0.text]) }
        return MachineRow(
            serial: row.id, number: row.number, model: row.model, customer: try customerName(customer?[0]), source: row.source,
            covers: try covers("m.id = :id", ["id": row.id.text]), purchases: try purchases(row.id),
            contacts: try row.customer.map { try contacts($0) } ?? [])
    }

    func serials(_ number: String) throws -> [SerialRow] {
        let key = keys.serial(number)
        guard !key.isEmpty else { return [] }
        let rows = try serialRows("s.number_key = :key", ["key": key])
        // Folding finds, it does not join: the number as it is written comes first, then the one that differs in case or width alone.
        func rank(_ row: SerialRow) -> Int {
            row.number == number ? 0 : keys.exact(row.number) == keys.exact(number) ? 1 : 2
        }
        return (0...2).flatMap { at in rows.filter { rank($0) == at } }
    }

    func serialRows(_ condition: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> [SerialRow] {
        try rows(
            """
            SELECT m.id, s.number, s.model, c.id, s.source FROM machine m
            JOIN serial s ON s.machine = m.seq AND \(Reading.holds("s")) LEFT JOIN customer c ON c.seq = s.customer
            WHERE \(condition) ORDER BY m.seq
            """, arguments
        ).map { SerialRow(id: try $0.id(0), number: $0[1], model: $0[2], customer: try $0.optionalID(3), source: $0[4]) }
    }

    func purchases(_ serial: Identifier) throws -> [PurchaseRow] {
        try rows(
            """
            SELECT p.id, p.customer, p.date, p.invoice, p.source FROM purchase p JOIN machine m ON m.seq = p.machine
            WHERE m.id = :id AND \(Reading.holds("p")) ORDER BY p.added_seq
            """, ["id": serial.text]
        ).map { row in
            PurchaseRow(
                id: try row.id(0), customer: try customerName(row[1]), date: try row.date(2), invoice: row[3], source: row[4])
        }
    }

    /// The listed document with the bytes of a cover's paper: that paper itself, else the same one that came in again.
    private static let paper = """
        coalesce((SELECT d.seq FROM document d WHERE d.seq = k.document AND \(listed("d"))),
            (SELECT min(d.seq) FROM document d WHERE d.seq IN (\(sameBytes(as: "k.document"))) AND \(listed("d"))))
        """

    /// Covers that stand, with a condition on `c` (the cover), `s` (the serial) or `m` (the machine), in the order they were added. A promise that
    /// a paper makes stands while the paper is in the lists; one without a paper stands by itself.
    func covers(_ condition: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> [CoverRow] {
        try coverRows("\(condition) AND \(Reading.holds("c")) AND (c.document IS NULL OR c.paper IS NOT NULL)", arguments)
    }

    /// What a paper, or one with the same bytes, promises.
    func covers(onPaper document: Int64) throws -> [CoverRow] {
        try coverRows("c.document IN (\(Reading.sameBytes(as: ":key"))) AND \(Reading.holds("c"))", ["key": document])
    }

    /// Covers with such a condition, whether they stand or not.
    func coverRows(_ condition: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> [CoverRow] {
        try rows(
            """
            SELECT c.id, m.id, s.number, c.covers, c.starts, c.months, c.ends, d.id, d.seq, c.page, c.source
            FROM (SELECT k.*, \(Reading.paper) AS paper FROM cover k) c JOIN machine m ON m.seq = c.machine
            JOIN serial s ON s.machine = m.seq AND \(Reading.holds("s")) LEFT JOIN document d ON d.seq = c.paper
            WHERE \(condition) ORDER BY c.added_seq
            """, arguments
        ).map { row in
            CoverRow(
                id: try row.id(0), serial: try row.id(1), number: row[2], kind: row[3],
                cover: Cover(starts: try row.date(4), months: row[5], ends: try row.date(6)), document: try row.optionalID(7),
                title: try (row[8] as Int64?).map { try title($0) }, page: row[9], source: row[10])
        }
    }

    /// Serial numbers that resemble one: at most ten, nearest first.
    fileprivate func near(_ number: String) throws -> [NearSerial] {
        let key = Array(keys.serial(number).utf8)
        guard key.count >= 3 else { return [] }
        let rows = try rows(
            """
            SELECT m.id, s.number, s.model, s.number_key FROM serial s JOIN machine m ON m.seq = s.machine
            WHERE \(Reading.holds("s")) AND length(CAST(s.number_key AS BLOB)) >= :least ORDER BY s.number_key, m.seq
            """, ["least": key.count - 2])
        let found = try rows.compactMap { row -> NearSerial? in
            let other = Array((row[3] as String).utf8)
            guard let distance = NearSerial.distance(key, other) else { return nil }
            return NearSerial(serial: try row.id(0), number: row[1], model: row[2], distance: distance)
        }
        let byDistance = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
        return byDistance.prefix(10).map(\.element)
    }
}

extension NearSerial {
    /// 0 when `asked` (from 4 bytes) begins or ends `other`, 1 or 2 for so many bytes to change, drop, add or swap; else `nil`.
    static func distance(_ asked: [UInt8], _ other: [UInt8]) -> Int? {
        if asked.count >= 4, other.starts(with: asked) || other.suffix(asked.count).elementsEqual(asked) { return 0 }
        guard abs(asked.count - other.count) <= 2 else { return nil }
        // Optimal string alignment: three rows of the table (Boytsov, "Indexing methods for approximate dictionary searching", 2011).
        var before = [Int](repeating: 0, count: other.count + 1)
        var above = Array(0...other.count)
        for row in 1...max(1, asked.count) where !asked.isEmpty {
            var current = [Int](repeating: row, count: other.count + 1)
            var least = row
            for column in stride(from: 1, through: other.count, by: 1) {
                let same = asked[row - 1] == other[column - 1]
                var best = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, asked[row - 1] == other[column - 2], asked[row - 2] == other[column - 1] {
                    best = min(best, before[column - 2] + 1)
                }
                current[column] = best
                least = min(least, best)
            }
            if least > 2 { return nil }
            (before, above) = (above, current)
        }
        let distance = above[other.count]
        return (1...2).contains(distance) ? distance : nil
    }
}
