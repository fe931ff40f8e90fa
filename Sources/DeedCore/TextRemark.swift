/// What a reader left out of a document whose text it read: a warning that begins with a code, so that it can be said in a person's
/// language.
///
/// It comes from a worker and is kept as one of ``DocumentText/warnings``: what does not fit the form is a warning in the engine's words.
public enum TextRemark: Sendable, Hashable {
    /// Only the first `read` of `count` pages were read.
    case pages(read: Int, of: Int)
    /// So many files inside it were not read.
    case filesInside(Int)
    /// A form whose fields only some programs show (XFA), and which could not be read.
    case dynamicForm

    /// The reason code of ``DocumentText/reason``.
    public var code: String {
        switch self {
        case .pages: "page-limit"
        case .filesInside: "files-inside"
        case .dynamicForm: "dynamic-form"
        }
    }

    /// As a warning.
    public var warning: String {
        switch self {
        case .pages(let read, let count): "\(code): \(read) of \(count) pages read"
        case .filesInside(let count): "\(code): \(count) not read"
        case .dynamicForm: code
        }
    }

    /// Reads a warning; `nil` when it is another.
    public init?(warning: String) {
        let numbers = warning.utf8.prefix(100).split { !(0x30...0x39).contains($0) }.compactMap { digits in
            Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 && $0 <= Int32.max ? $0 : nil }
        }
        let found: TextRemark? =
            switch numbers.count {
            case 0: .dynamicForm
            case 1: .filesInside(numbers[0])
            case 2 where numbers[0] < numbers[1]: .pages(read: numbers[0], of: numbers[1])
            default: nil
            }
        guard let found, found.warning == warning else { return nil }
        self = found
    }
}

extension DocumentText {
    /// What was left out of it, each once.
    public var remarks: [TextRemark] { TextRemark.remarks(in: warnings) }
}

extension TextRemark {
    /// The remarks among warnings, each once.
    public static func remarks(in warnings: [String]) -> [TextRemark] {
        var found: [TextRemark] = []
        for case let remark? in warnings.map(TextRemark.init(warning:)) where !found.contains(remark) { found.append(remark) }
        return found
    }
}
