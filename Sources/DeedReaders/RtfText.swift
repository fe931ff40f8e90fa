import DeedText

/// What a reader of RTF remembers: groups, charsets, and the text that is being put together.
struct RtfText {
    /// What holds until the group ends.
    private struct Group {
        /// Nothing in it is text.
        var isHidden = false
        /// Markup of HTML that was wrapped in RTF.
        var isTag = false
        /// What RTF shows in place of HTML.
        var isReplacement = false
        var isFontTable = false
        var font = 0
        /// Characters behind `\u` that stand in for it.
        var fallback = 1
    }

    private let pages: TextPages
    private var groups = [Group()]
    private var isNewDestination = false
    private var charset: TextCharset?
    private var fontCharsets: [Int: TextCharset] = [:]
    private var pending: [UInt8] = []
    private var units: [UInt16] = []
    private var passing = 0
    private var tag: [UInt8] = []

    private static let deepest = 10_000
    private static let hidden: Set<String> = [
        "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "datastore", "latentstyles",
        "listtable",
        "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "header", "footer", "headerl", "headerr", "headerf", "footerl",
        "footerr", "footerf", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "fldinst", "filetbl", "revtbl", "pntext",
    ]

    init(pages: TextPages) { self.pages = pages }

    private var group: Group {
        get { groups[groups.count - 1] }
        set { groups[groups.count - 1] = newValue }
    }

    private var isShown: Bool { !group.isHidden && !group.isTag && !group.isReplacement }

    mutating func open() throws(ReadError) {
        try flush()
        guard groups.count < RtfText.deepest else { throw .damaged("RTF is nested too deeply") }
        groups.append(group)
    }

    mutating func close() throws(ReadError) {
        try flush()
        if group.isTag { endTag() }
        if groups.count > 1 { groups.removeLast() }
        isNewDestination = false
        passing = 0
    }

    /// A byte in the charset of the font.
    mutating func byte(_ byte: UInt8) {
        if passing > 0 {
            passing -= 1
        } else if group.isTag {
            if tag.count < 16 { tag.append(byte) }
        } else if isShown {
            if !units.isEmpty { decodeUnits() }
            pending.append(byte)
        }
    }

    mutating func symbol(_ byte: UInt8) throws(ReadError) {
        switch byte {
        case UInt8(ascii: "*"): isNewDestination = true
        case UInt8(ascii: "~"): self.byte(32)
        case UInt8(ascii: "_"): self.byte(UInt8(ascii: "-"))
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): self.byte(byte)
        case 0x0D, 0x0A: try line()
        default: break
        }
    }

    mutating func word(_ word: String, _ number: Int?) throws(ReadError) {
        let begins = isNewDestination
        isNewDestination = false
        switch word {
        case "par", "line", "row", "sect", "page": try line()
        case "tab", "cell":
            try flush()
            if isShown { pages.append("\t") }
        case "u": unit(number ?? 0)
        case "uc": group.fallback = min(16, max(0, number ?? 1))
        case "ansicpg": charset = number.flatMap(MailCharset.ofCodePage)
        case "f":
            try flush()
            group.font = number ?? 0
        case "fcharset":
            if group.isFontTable, let known = RtfText.fontCharset(number ?? 0) { fontCharsets[group.font] = known }
        case "fonttbl":
            group.isFontTable = true
            group.isHidden = true
        case "htmltag": group.isTag = true
        case "htmlrtf":
            try flush()
            group.isReplacement = number != 0
        case "emdash": character("—")
        case "endash": character("–")
        case "bullet": character("•")
        case "lquote": character("‘")
        case "rquote": character("’")
        case "ldblquote": character("“")
        case "rdblquote": character("”")
        default: if begins || RtfText.hidden.contains(word) { group.isHidden = true }
        }
    }

    private static func fontCharset(_ number: Int) -> TextCharset? {
        switch number {
        case 134: .gb18030
        case 136: .big5
        default: nil
        }
    }

    private mutating func character(_ scalar: Unicode.Scalar) {
        guard isShown else { return }
        decodeBytes()
        units += String(scalar).utf16
    }

    private mutating func unit(_ number: Int) {
        passing = 0
        if isShown {
            decodeBytes()
            units.append(UInt16(truncatingIfNeeded: number))
        }
        passing = group.fallback
    }

    private mutating func line() throws(ReadError) {
        try flush()
        if isShown { pages.append("\n") }
    }

    /// The tags that part lines do so.
    private mutating func endTag() {
        let text = String(decoding: tag, as: UTF8.self).lowercased()
        tag = []
        if ["<br", "</p", "</div", "</tr", "</li", "</h", "<p"].contains(where: { text.hasPrefix($0) }) { pages.endLine() }
        if text.hasPrefix("</td") { pages.append("\t") }
    }

    private mutating func decodeBytes() {
        guard !pending.isEmpty else { return }
        let charset = fontCharsets[group.font] ?? charset
        pages.bytes.append(contentsOf: (charset?.decode(pending) ?? MailCharset.guess(pending)).utf8)
        pending = []
    }

    private mutating func decodeUnits() {
        guard !units.isEmpty else { return }
        pages.bytes.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        units = []
    }

    /// Writes what is waiting.
    mutating func flush() throws(ReadError) {
        decodeBytes()
        decodeUnits()
        try pages.cut()
    }
}
