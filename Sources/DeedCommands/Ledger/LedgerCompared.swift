import DeedCore
import DeedMessages

extension Messages {
    /// A value that stands in a comparison, as a person reads it: the length of a promise or a term is in words. `2025-03-01 P12M → 2026-03-01`,
    /// as it is kept, reads `2025-03-01 + 12 months → 2026-03-01`.
    func compared(_ value: String, column: String?) -> String {
        guard column == "cover" || column == DocumentField.expires.rawValue else { return value }
        let inWords = value.replacing(/(^\? )?P([0-9]+)M/) { match in
            (match.1 == nil ? "+ " : "") + months(match.2)
        }
        return inWords.replacing(/\+ ([0-9]+) →/) { match in "+ \(months(match.1)) →" }
    }

    private func months(_ count: Substring) -> String {
        guard let count = Int(count) else { return String(count) }
        return say("\(count, "month", "months")", "\(count) 个月")
    }
}
