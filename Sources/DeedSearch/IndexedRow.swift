import DeedCore
import DeedText
import FoundationEssentials
import GRDB

/// A row of `doc`: the strings of a document exactly as they are in the full-text tables, or are to be.
struct IndexedRow: Equatable {
    var key: Int64
    var document: String
    var object: Data
    var title: String
    var names: String
    var number: String
    var party: String
    var people: String
    var facet: String
    var folders: String

    /// The row of a document; `key` is given later.
    init(_ document: IndexedDocument) {
        key = 0
        self.document = document.id.text
        object = Data(document.object.bytes)
        title = document.title
        names = IndexedRow.joined(document.otherNames.filter { $0 != document.title })
        number = document.number ?? ""
        party = IndexedRow.joined(document.parties.map(IndexedRow.findable))
        people = IndexedRow.joined(document.people)
        facet = Facet.tokens(customers: document.customerIDs, kind: document.kind)
        folders = IndexedRow.joined(document.folders)
    }

    init(_ row: Row) {
        key = row["doc_key"]
        document = row["document"]
        object = row["object"]
        title = row["title"]
        names = row["names"]
        number = row["number"]
        party = row["party"]
        people = row["people"]
        facet = row["facet"]
        // An index of version 2 has none.
        folders = row["folders"] as String? ?? ""
    }

    /// Whether the postings of both are the same but for the day.
    func hasSameWords(as other: IndexedRow) -> Bool {
        var other = other
        other.key = key
        return self == other
    }

    /// One string; no phrase of Han goes over the seam.
    private static func joined(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: "; ") }

    /// The name, and where punctuation interrupts it (上海样例（机电）有限公司) also its key, so that it is found without.
    private static func findable(_ name: String) -> String {
        let key = Folding.nameKey(name)
        let plain = Folding.folded(name).unicodeScalars.filter { !$0.properties.isWhitespace }
        return String(String.UnicodeScalarView(plain)) == key ? name : "\(name); \(key)"
    }
}
