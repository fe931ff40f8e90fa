import DeedCore
import GRDB

/// A row of a table in which a change ends the row and makes another one of the same id: contacts, sales, covers.
struct VersionedRow {
    let table: String
    let id: String
    /// The line that added the fact.
    let added: Int64
    /// Column to value; a column that is not named is empty.
    var values: [String: (any DatabaseValueConvertible)?]
}

extension Line {
    /// Puts the row in; it holds from this line on.
    func insert(_ row: VersionedRow) throws {
        let columns = row.values.keys.sorted()
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try run(
            "INSERT INTO \(row.table) (from_seq, id, added_seq, \(columns.joined(separator: ", "))) VALUES (?, ?, ?, \(marks))",
            [seq, row.id, row.added] + columns.map { row.values[$0] ?? nil })
    }

    /// Ends the row that holds and puts in the changed one.
    ///
    /// - Parameter set: changes one member; `false` for one that this version does not know, which is passed over.
    func change(
        _ table: String, _ id: Identifier, _ changes: JSON, source: String,
        _ set: (inout VersionedRow, String, JSON) throws -> Bool
    ) throws {
        let sql = "SELECT * FROM \(table) WHERE id = ? AND to_seq IS NULL"
        guard let old = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]) else {
            throw refusal(stamped, "no \(table) \(id)")
        }
        var row = VersionedRow(table: table, id: id.text, added: old["added_seq"], values: [:])
        for (column, value) in old where !["from_seq", "to_seq", "id", "added_seq", "ended_source"].contains(column) {
            row.values[column] = value
        }
        for change in changes.members ?? [] { _ = try set(&row, change.name, change.value) }
        row.values["source"] = source
        try run("UPDATE \(table) SET to_seq = ? WHERE id = ? AND to_seq IS NULL", [seq, id.text])
        try insert(row)
    }

    /// Takes a fact back.
    func end(_ table: String, _ id: Identifier, source: String) throws {
        try run("UPDATE \(table) SET to_seq = ?, ended_source = ? WHERE id = ? AND to_seq IS NULL", [seq, source, id.text])
        guard db.changesCount == 1 else { throw refusal(stamped, "no \(table) \(id)") }
    }

    /// A text or nothing.
    func text(_ value: JSON, _ member: String) throws -> String? {
        if value == .null { return nil }
        guard let text = value.string else { throw refusal(stamped, "\(value.text) is no \(member)") }
        return text
    }

    /// A date or nothing, in its text form.
    func day(_ value: JSON, _ member: String) throws -> String? {
        guard let text = try text(value, member) else { return nil }
        guard let day = CivilDate(text) else { throw refusal(stamped, "\(text) is no \(member)") }
        return day.description
    }

    /// An id.
    func identifier(_ text: String) throws -> Identifier {
        guard let id = Identifier(text) else { throw refusal(stamped, "\(text) is no id") }
        return id
    }
}
