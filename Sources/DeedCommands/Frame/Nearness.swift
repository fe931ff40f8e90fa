/// How alike two words are, to guess what was meant.
enum Nearness {
    /// The word among `words` that `word` begins, or that differs in at most two letters; `nil` where none is near.
    static func nearest(to word: String, among words: [String]) -> String? {
        if let begun = words.first(where: { !word.isEmpty && $0.hasPrefix(word) }) { return begun }
        let distances = words.map { (word: $0, distance: distance(word, $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= min(2, word.count / 2) ? best.word : nil
    }

    /// Letters to insert, delete or replace, two neighbours swapped counting one (optimal string alignment).
    static func distance(_ one: String, _ other: String) -> Int {
        let (first, second) = (Array(one), Array(other))
        var rows = [Array(0...second.count)]
        for (at, letter) in first.enumerated() {
            var row = [at + 1]
            for (column, candidate) in second.enumerated() {
                let replaced = rows[at][column] + (letter == candidate ? 0 : 1)
                var best = min(replaced, rows[at][column + 1] + 1, row[column] + 1)
                if at > 0, column > 0, letter == second[column - 1], first[at - 1] == candidate {
                    best = min(best, rows[at - 1][column - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}
