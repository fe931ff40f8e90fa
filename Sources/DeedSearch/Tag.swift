import DeedCore
import DeedText

/// The form in which tags are kept and compared.
enum Tag {
    /// Tags are the same when they fold to the same text.
    static func key(_ tag: String) -> String { Folding.folded(tag).trimmedASCII }
}
