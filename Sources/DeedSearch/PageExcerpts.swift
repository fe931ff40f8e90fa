import GRDB

/// Finds the pages of places, and cuts the best ones.
///
/// Only page numbers are read to find the page of a place: each page knows the position of its first token. Then at most three pages are
/// unpacked and split, whatever the size of the document.
struct PageExcerpts {
    private static let mostPages = 3

    let database: Database
    let text: Int64
    let marker: Marker

    /// A page with the places on it, counted from its own first token.
    private struct PlacedPage {
        let ordinal: Int
        let number: Int
        var places: [Place] = []
        var terms: Set<UInt8> = []
    }

    /// The best places, the best page's number and label, and all pages with a hit.
    func excerpt(_ places: [Place]) throws -> Excerpt {
        let pages = try placedPages(places)
        var excerpt = Excerpt(snippet: "")
        excerpt.pages = pages.map { PageHits(number: $0.number, count: marker.count($0.places)) }
        var windows: [String] = []
        for page in best(pages) {
            guard let (label, utf8) = try StoredPages(database).text(of: text, ordinal: page.ordinal) else { continue }
            if windows.isEmpty {
                excerpt.page = page.number
                excerpt.label = label
            }
            windows.append(marker.window(utf8, page.places))
        }
        excerpt.snippet = windows.joined(separator: " ")
        return excerpt
    }

    /// The first words of a document that was not found by its words.
    func beginning() throws -> Excerpt {
        let statement = try database.cachedStatement(
            sql: "SELECT ordinal FROM page WHERE text = ? AND size > 0 ORDER BY ordinal LIMIT 1")
        guard let ordinal = try Int.fetchOne(statement, arguments: [text]),
            let page = try StoredPages(database).text(of: text, ordinal: ordinal)
        else { return Excerpt(snippet: "") }
        return Excerpt(snippet: marker.window(page.utf8, []))
    }

    private func placedPages(_ places: [Place]) throws -> [PlacedPage] {
        let statement = try database.cachedStatement(
            sql: "SELECT ordinal, number, token_start FROM page INDEXED BY page_place WHERE text = ? ORDER BY ordinal")
        let all = try Row.fetchAll(statement, arguments: [text]).map {
            (ordinal: $0[0] as Int, number: $0[1] as Int, start: $0[2] as Int)
        }
        var pages: [PlacedPage] = []
        var at = 0
        for place in places.sorted(by: { $0.start < $1.start }) {
            while at + 1 < all.count, all[at + 1].start <= place.start { at += 1 }
            guard at < all.count else { break }
            if pages.last?.ordinal != all[at].ordinal {
                pages.append(PlacedPage(ordinal: all[at].ordinal, number: all[at].number))
            }
            pages[pages.count - 1].places.append(
                Place(phrase: place.phrase, start: place.start - all[at].start, tokens: place.tokens))
            pages[pages.count - 1].terms.insert(marker.term(place))
        }
        return pages
    }

    /// The page with most of the terms, then pages that add terms, then those with most hits.
    private func best(_ pages: [PlacedPage]) -> [PlacedPage] {
        var left = pages
        var chosen: [PlacedPage] = []
        var seen: Set<UInt8> = []
        while chosen.count < PageExcerpts.mostPages, !left.isEmpty {
            var bestAt = 0
            var bestRank = (-1, -1)
            for (at, page) in left.enumerated() {
                let rank = (page.terms.subtracting(seen).count, page.places.count)
                if rank > bestRank { (bestAt, bestRank) = (at, rank) }
            }
            let page = left.remove(at: bestAt)
            seen.formUnion(page.terms)
            chosen.append(page)
        }
        return chosen
    }
}
