public import DeedCore
import DeedDatabase
import FoundationEssentials
import GRDB

extension SearchIndex {
    /// Forgets what was read of objects; documents with them have to be taken out of the index before. Unknown objects are fine.
    ///
    /// Deleted rows are overwritten with zeros (`secure_delete`), but words of them stay in segments of the full-text tables, and pages in the
    /// log, until ``scrub()``.
    public func forget(_ objects: [ObjectID]) throws {
        try write { database in
            for object in objects {
                let data = Data(object.bytes)
                guard let text = try Int64.fetchOne(database, sql: "SELECT id FROM text WHERE object = ?", arguments: [data])
                else {
                    continue
                }
                try database.execute(sql: "DELETE FROM page WHERE text = ?", arguments: [text])
                try database.execute(sql: "DELETE FROM text WHERE id = ?", arguments: [text])
            }
        }
    }

    /// Makes the file free of what was taken out: all segments of the full-text tables become one, which drops words that no document has any
    /// more, and the log is written back and emptied. Takes about as long as the index is large; an index that is one segment already, a moment.
    ///
    /// - Returns: `false` when a reader kept the log from being emptied; the words stay in it until the next writer closes.
    @discardableResult
    public func scrub() throws -> Bool {
        try write { database in
            for table in ["fts_doc", "fts_meta"] {
                try database.execute(sql: "INSERT INTO \(table) (\(table)) VALUES ('optimize')")
            }
        }
        return try database.emptyLog()
    }
}
