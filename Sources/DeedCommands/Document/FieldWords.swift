import DeedCore
import DeedMessages

/// `field=value` as people say it: `到期日期=2027年3月31日`, `kind=保修卡`. What is a word of either language becomes its code.
enum FieldWords {
    /// The assignment with codes for words; what is no word stays as it is.
    static func coded(_ assignment: String) -> String {
        guard let equals = assignment.firstIndex(of: "=") else { return assignment }
        let name = code(String(assignment[..<equals]).trimmedASCII, in: .fields)
        let text = String(assignment[assignment.index(after: equals)...])
        return name + "=" + (vocabulary(of: name).map { code(text.trimmedASCII, in: $0) } ?? text)
    }

    private static func code(_ word: String, in vocabulary: Vocabulary) -> String {
        vocabulary.terms.first { [$0.code, $0.english, $0.chinese].contains(word) }?.code ?? word
    }

    private static func vocabulary(of field: String) -> Vocabulary? {
        switch DocumentField(rawValue: field) {
        case .kind: .kinds
        case .renewal: .renewals
        case .decision: .decisions
        default: nil
        }
    }
}
