/// Numbers that Word counts itself: in many contracts 第五条 stands in no text, only in the list's definition.
/// Source: ECMA-376 part 1, 17.9.
final class DocxNumbering: XmlHandler {
    /// A place in a list.
    struct Place: Hashable {
        var list: Int
        var level: Int
    }

    private struct Level {
        var start = 1
        var format = "decimal"
        /// `第%1条`: the number of level 1 goes where `%1` stands.
        var pattern = ""
    }

    private var definitions: [Int: [Int: Level]] = [:]
    private var definitionOfList: [Int: Int] = [:]
    private var startOverrides: [Place: Int] = [:]
    /// Counts so far: lists of one definition go on from each other, so they are kept by definition.
    private var counts: [Place: Int] = [:]
    private var begun: Set<Int> = []

    private var definition: Int?
    private var list: Int?
    private var level: Int?

    /// The mark of the next paragraph at `place`; empty when the list is unknown or has bullets.
    func next(_ place: Place) -> String {
        guard let definition = definitionOfList[place.list], let levels = definitions[definition], let level = levels[place.level]
        else {
            return ""
        }
        if begun.insert(place.list).inserted { restart(place.list, definition) }
        counts[Place(list: definition, level: place.level), default: level.start - 1] += 1
        for deeper in (place.level + 1)..<10 { counts[Place(list: definition, level: deeper)] = nil }
        guard level.format != "bullet", level.format != "none" else { return "" }
        return filled(level.pattern, definition, levels)
    }

    /// A list with starts of its own begins to count anew when it is first used.
    private func restart(_ list: Int, _ definition: Int) {
        for (place, start) in startOverrides where place.list == list {
            counts[Place(list: definition, level: place.level)] = start - 1
        }
    }

    private func filled(_ pattern: String, _ definition: Int, _ levels: [Int: Level]) -> String {
        var out = ""
        var isNumber = false
        for character in pattern.prefix(64) {
            if isNumber, let digit = character.wholeNumberValue, digit >= 1 {
                let level = levels[digit - 1] ?? Level()
                let count = counts[Place(list: definition, level: digit - 1)] ?? level.start
                out += ListNumber.text(count, format: level.format)
                isNumber = false
            } else if character == "%" {
                isNumber = true
            } else {
                out.append(character)
                isNumber = false
            }
        }
        return out
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "abstractNum": definition = attributes.number("abstractNumId")
        case "num": list = attributes.number("numId")
        case "abstractNumId": if let list { definitionOfList[list] = attributes.number("val") }
        case "lvlOverride": level = attributes.number("ilvl")
        case "startOverride":
            if let list, let level { startOverrides[Place(list: list, level: level)] = bounded(attributes.number("val")) }
        case "lvl" where list == nil:
            level = attributes.number("ilvl").flatMap { (0...8).contains($0) ? $0 : nil }
            change { _ in }
        case "start": change { $0.start = bounded(attributes.number("val")) }
        case "numFmt": change { $0.format = attributes["val"] ?? "decimal" }
        case "lvlText": change { $0.pattern = attributes["val"] ?? "" }
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "abstractNum": definition = nil
        case "num": list = nil
        case "lvl" where list == nil: level = nil
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}

    private func bounded(_ start: Int?) -> Int { min(max(start ?? 1, 0), 100_000) }

    private func change(_ body: (inout Level) -> Void) {
        guard let definition, let level else { return }
        body(&definitions[definition, default: [:]][level, default: Level()])
    }
}
