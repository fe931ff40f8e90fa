import DeedText

/// Marks hits in a text and cuts a window around the best of them.
///
/// FTS5's own `snippet()` repeats the text where tokens overlap (3.40.1), and has no text here anyway.
struct Marker {
    /// Characters kept before and behind the hits.
    private static let margin = 40
    /// Bytes behind a hit within which others still belong to the same window.
    private static let reach = 160
    /// Hits of a page that are looked at for the window.
    private static let mostPlaces = 64
    /// Longest window, in bytes.
    private static let longest = 800

    let phrases: [MatchExpression.Phrase]

    /// The term a place belongs to; 255 for none.
    func term(_ place: Place) -> UInt8 { place.phrase < phrases.count ? phrases[place.phrase].term : 255 }

    /// How many places there are; forms of the same term at the same position are one.
    func count(_ places: [Place]) -> Int { Set(places.map { [Int(term($0)), $0.start] }).count }

    /// The window with most of the terms: HTML-escaped, hits in `<mark>`. Without places the beginning of the text.
    func window(_ utf8: [UInt8], _ places: [Place]) -> String {
        utf8.withUnsafeBufferPointer { bytes in
            let hits = hits(bytes, places)
            var best = 0..<0
            var mostTerms = 0
            for first in hits.indices {
                let reach = hits[first].range.upperBound + Marker.reach
                let end = hits[first...].firstIndex { $0.range.upperBound > reach } ?? hits.endIndex
                let terms = Set(hits[first..<max(end, first + 1)].map(\.term)).count
                if terms > mostTerms { (best, mostTerms) = (first..<max(end, first + 1), terms) }
            }
            let range = Marker.range(of: hits[best].map(\.range), in: bytes)
            return Excerption(bytes: bytes, marks: Marker.merged(hits.map(\.range))).html(range)
        }
    }

    private static func range(of hits: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let start = hits.first?.lowerBound ?? 0
        let end = min(hits.map(\.upperBound).max() ?? margin, start + longest, bytes.count)
        return TextStep.back(from: start, by: margin, in: bytes)..<TextStep.forward(from: end, by: margin, in: bytes)
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension Marker {
    private struct Hit {
        let term: UInt8
        let range: Range<Int>
    }

    /// A token at a position that is asked for.
    private struct Found {
        let folded: [UInt8]
        let start: Int
        let end: Int
    }

    /// Where the places lie in the text, in its order: the text is split again, as it was when it was indexed.
    private func hits(_ bytes: UnsafeBufferPointer<UInt8>, _ places: [Place]) -> [Hit] {
        let places = places.sorted { $0.start < $1.start }.prefix(Marker.mostPlaces)
        let wanted = Set(places.flatMap { [$0.start, $0.start + $0.tokens - 1] }).sorted()
        guard !wanted.isEmpty else { return [] }
        var found: [Int: [Found]] = [:]
        var position = -1
        var next = 0
        Tokenizer.scan(bytes, mode: .document) { folded, start, end, colocated in
            if !colocated { position += 1 }
            if position > wanted[next] { next += 1 }
            if next == wanted.count { return false }
            if position == wanted[next] {
                found[position, default: []].append(Found(folded: Array(folded), start: start, end: end))
            }
            return true
        }
        return places.compactMap { hit($0, found, bytes) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func hit(_ place: Place, _ found: [Int: [Found]], _ bytes: UnsafeBufferPointer<UInt8>) -> Hit? {
        guard place.phrase < phrases.count else { return nil }
        let phrase = phrases[place.phrase]
        guard let first = phrase.tokens.first, let last = phrase.tokens.last,
            let start = token(first, phrase.tokens.count == 1 && phrase.isPrefix, found[place.start] ?? []),
            let end = token(last, phrase.isPrefix, found[place.start + place.tokens - 1] ?? [])
        else { return nil }
        // A lone Han character that was found as the first half of a pair is marked alone.
        let isHalf = phrase.isPrefix && end.folded.count > last.count && TextStep.isHan(last)
        let upper = isHalf ? TextStep.forward(from: end.start, by: 1, in: bytes) : end.end
        return upper > start.start ? Hit(term: phrase.term, range: start.start..<upper) : nil
    }

    /// The token among those at one position that the query's token stands for.
    private func token(_ wanted: [UInt8], _ isPrefix: Bool, _ found: [Found]) -> Found? {
        found.first { $0.folded == wanted } ?? (isPrefix ? found.first { $0.folded.starts(with: wanted) } : nil)
    }
}
