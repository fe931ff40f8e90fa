import DeedText
import FoundationEssentials
import GRDB

/// Keeps the sketches of texts, and which texts are alike.
struct Sketches {
    let database: Database

    /// Texts less alike than this, in percent, are not noted.
    static let least = 70
    /// Texts of one band that are looked at, the newest first, and pairs that are noted for one text: a thousand contracts made from one
    /// form are alike too, and nobody wants half a million pairs of them.
    private static let met = 40
    private static let noted = 20

    init(_ database: Database) { self.database = database }

    /// Notes a new text's sketch and the texts that it is like.
    func add(_ sketch: TextSketch, of text: Int64) throws {
        let bands = sketch.bands
        var met: Set<Int64> = []
        let meeting = try database.cachedStatement(sql: "SELECT text FROM sketch_band WHERE band = ? ORDER BY text DESC LIMIT ?")
        for band in bands { try met.formUnion(Int64.fetchAll(meeting, arguments: [band, Sketches.met])) }
        var alike: [(text: Int64, share: Int)] = []
        let bins = try database.cachedStatement(sql: "SELECT bins FROM sketch WHERE text = ?")
        for other in met {
            guard let bytes = try Data.fetchOne(bins, arguments: [other]), let known = TextSketch(bytes: bytes) else { continue }
            let share = Int((sketch.likeness(to: known) * 100).rounded())
            if share >= Sketches.least { alike.append((other, share)) }
        }
        try database.cachedStatement(sql: "INSERT INTO sketch (text, bins) VALUES (?, ?)").execute(
            arguments: [text, Data(sketch.bytes)])
        let insert = try database.cachedStatement(sql: "INSERT OR IGNORE INTO sketch_band (band, text) VALUES (?, ?)")
        for band in bands { try insert.execute(arguments: [band, text]) }
        let note = try database.cachedStatement(sql: "INSERT OR REPLACE INTO alike (one, other, share) VALUES (?, ?, ?)")
        alike.sort { ($0.share, $0.text) > ($1.share, $1.text) }
        for pair in alike.prefix(Sketches.noted) {
            try note.execute(arguments: [min(pair.text, text), max(pair.text, text), pair.share])
        }
    }

    /// Sketches every text that has none: those of an index that an earlier version made.
    func addMissing() throws {
        let missing = try Row.fetchAll(
            database,
            sql: """
                SELECT id, object FROM text WHERE state = 'text' AND NOT EXISTS (SELECT 1 FROM sketch WHERE text = id) ORDER BY id
                """)
        for row in missing {
            let object: Data = row[1]
            guard let sketch = TextSketch(of: try StoredPages(database).body(of: object)) else { continue }
            try add(sketch, of: row[0])
        }
    }
}
