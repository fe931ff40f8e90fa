/// Every text a person reads, in one language.
///
/// A text is said with both wordings side by side, so none can exist in one language only:
///
///     messages.say("Kept \(count, "document", "documents").", "已存入 \(count) 份文档。")
///
/// What several commands share (failures, reasons, kinds, headings, numbers, dates) has functions and vocabularies here.
public struct Messages: Sendable, Hashable {
    /// The language of every answer.
    public let language: Language

    /// Where the texts are read.
    public let surface: Surface

    /// The texts in `language`.
    public init(_ language: Language, on surface: Surface = .cli) {
        self.language = language
        self.surface = surface
    }

    /// The wording in this language. Both wordings carry the same values; a build for debugging stops where they do not.
    public func say(_ english: Phrase, _ chinese: Phrase) -> String {
        assert(english.values == chinese.values, "a value is missing in one language: \(english.values) \(chinese.values)")
        return render(language == .english ? english : chinese)
    }

    private func render(_ phrase: Phrase) -> String {
        phrase.parts.map { part in
            switch part {
            case .literal(let text): text
            case .value(let value): render(value)
            case .counted(let count, let one, let many):
                language == .english ? "\(number(count)) \(count == 1 ? one : many)" : number(count)
            }
        }.joined()
    }

    private func render(_ value: Phrase.Value) -> String {
        switch value {
        case .text(let text): text
        case .count(let count): number(count)
        case .date(let day): date(day)
        case .bytes(let count): size(count)
        case .money(let amount): money(amount)
        case .seconds(let count): duration(seconds: count)
        case .percent(let share): percent(share)
        case .list(let texts): list(texts)
        }
    }
}
