/// Which of the forms of `mc:AlternateContent` is read: the first one that has text. The others repeat it for other programs.
///
/// Source: ECMA-376 part 3, 7.6. What a program of today would draw may have no text while its picture of old has.
struct AlternateContent {
    /// Whether one of the forms of each open element has given text.
    private var hasText: [Bool] = []
    /// How many forms are open that are not read.
    private var skipped = 0

    /// Whether what is read now belongs to a form that is left out.
    var isSkipping: Bool { skipped > 0 }

    /// An element begins; whether it was one of these.
    mutating func start(_ name: XmlName) -> Bool {
        switch name {
        case "AlternateContent": hasText.append(false)
        // A form that stands alone repeats something too.
        case "Choice": if skipped > 0 || hasText.last == true { skipped += 1 }
        case "Fallback": if skipped > 0 || hasText.last != false { skipped += 1 }
        default: return false
        }
        return true
    }

    /// An element ends; whether it was one of these.
    mutating func end(_ name: XmlName) -> Bool {
        switch name {
        case "AlternateContent":
            // What had text within had it around too.
            if hasText.popLast() == true, !hasText.isEmpty { hasText[hasText.count - 1] = true }
        case "Choice", "Fallback": if skipped > 0 { skipped -= 1 }
        default: return false
        }
        return true
    }

    /// Text came that is no more than space, or more.
    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard skipped == 0, let last = hasText.indices.last, !hasText[last], utf8.contains(where: { $0 > 32 }) else { return }
        hasText[last] = true
    }
}
