public import DeedCore
import FoundationEssentials
import GRDB

/// Two contents whose texts are alike.
public struct AlikeTexts: Sendable, Hashable {
    /// The one that was read first.
    public var one: ObjectID
    /// The one that was read later.
    public var other: ObjectID
    /// Percent of what stands in either that stands in both.
    public var share: Int
}

extension SearchIndex {
    /// Pairs of indexed documents whose texts are alike by at least `least` percent (70 at the least), the most alike first, until
    /// `take` returns false.
    public func alike(atLeast least: Int, _ take: (AlikeTexts) throws -> Bool) throws {
        try read { database in
            // An index that an earlier version made has none until it is opened for writing.
            guard try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= 2 else { return }
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT a.object, b.object, alike.share FROM alike
                    JOIN text a ON a.id = alike.one JOIN text b ON b.id = alike.other
                    WHERE alike.share >= ? AND EXISTS (SELECT 1 FROM doc WHERE object = a.object)
                    AND EXISTS (SELECT 1 FROM doc WHERE object = b.object)
                    ORDER BY alike.share DESC, alike.one DESC, alike.other DESC
                    """, arguments: [least])
            while let row = try rows.next() {
                let (first, second): (Data, Data) = (row[0], row[1])
                guard let one = ObjectID(bytes: Array(first)), let other = ObjectID(bytes: Array(second)) else { continue }
                if try !take(AlikeTexts(one: one, other: other, share: row[2])) { return }
            }
        }
    }
}
