import Glibc

/// What a file descriptor is connected to, as far as printing is concerned.
struct Terminal: Sendable, Hashable {
    /// Whether a person looks at it.
    var isTerminal: Bool
    /// Columns to fill; `nil` where nothing limits a line (a pipe, a file).
    var columns: Int?
    /// Whether colours are wanted.
    var colours: Bool

    /// Nothing but a pipe.
    static let pipe = Terminal(isTerminal: false, columns: nil, colours: false)

    init(isTerminal: Bool, columns: Int?, colours: Bool) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.colours = colours
    }

    /// Looks at `descriptor`. `COLUMNS` helps where the terminal does not tell its width; a set and not empty `NO_COLOR`
    /// (no-color.org) and `TERM=dumb` take the colours away.
    init(descriptor: Int32, environment: [String: String]) {
        guard isatty(descriptor) == 1 else {
            self = .pipe
            return
        }
        var size = winsize()
        var columns = 0
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 { columns = Int(size.ws_col) }
        if columns < 1 { columns = environment["COLUMNS"].flatMap { Int($0) } ?? 80 }
        columns = min(columns, 10_000)
        let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        self.init(isTerminal: true, columns: max(20, columns), colours: !plain)
    }
}

/// The few ways in which a text is set off, as ANSI sequences (ECMA-48, SGR).
enum Tint: String, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// `text` in this tint where `terminal` shows colours.
    func paint(_ text: String, on terminal: Terminal) -> String {
        terminal.colours && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
