import DeedMessages

/// An answer written for people: lines and tables, laid out for the terminal or the pipe it goes to.
struct Page {
    /// Where the page goes.
    let terminal: Terminal
    /// The language.
    let messages: Messages
    /// The text so far.
    private(set) var text = ""

    init(terminal: Terminal, messages: Messages) {
        self.terminal = terminal
        self.messages = messages
    }

    /// A line; an empty one without argument. Names and texts in it come from outside and must not steer the terminal.
    mutating func line(_ line: String = "", _ tint: Tint? = nil) {
        let line = Table.harmless(line)
        text += tint?.paint(line, on: terminal) ?? line
        text += "\n"
    }

    /// A line with marks of its own for the terminal; whatever came from outside was made harmless before they were put in.
    mutating func marked(_ line: String) { text += line + "\n" }

    /// A line in both languages.
    mutating func say(_ english: Phrase, _ chinese: Phrase, _ tint: Tint? = nil) {
        line(messages.say(english, chinese), tint)
    }

    /// A heading above what follows, with an empty line before it unless it is the first.
    mutating func heading(_ heading: String) {
        if !text.isEmpty { line() }
        line(heading, .bold)
    }

    /// A table; nothing where it has no rows.
    mutating func table(_ table: Table) { text += table.rendered(on: terminal) }

    /// Lines `label: value` with the values below each other. Values that are `nil` or empty are left out.
    mutating func pairs(_ pairs: [(Heading, String?)]) { self.pairs(pairs.map { (messages[$0.0], $0.1) }) }

    /// Lines `label: value` with labels that are no headings of the catalog.
    mutating func pairs(_ pairs: [(String, String?)]) {
        var table = Table([Table.Column(""), Table.Column("", flexible: true)])
        for case (let label, let value?) in pairs where !value.isEmpty {
            table.row([label + (messages.language == .english ? ":" : "："), value])
        }
        self.table(table)
    }
}
