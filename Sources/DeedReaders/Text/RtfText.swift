import DeedText

/// What a reader of RTF remembers: groups, charsets, and the text that is being put together.
struct RtfText {
    /// What holds until the group ends.
    private struct Group {
        /// Nothing in it is text, but what lies in it may be: the words of a drawing, what an embedded object shows.
        var isHidden = false
        /// Nothing in it is text, however deep.
        var isDead = false
        /// Markup of HTML that was wrapped in RTF.
        var isTag = false
        /// What RTF shows in place of HTML.
        var isReplacement = false
        var isFontTable = false
        var font = 0
        /// The font of Chinese, Japanese and Korean, and whether it is the one that counts (`\dbch`).
        var wideFont: Int?
        var isWide = false
        /// Characters behind `\u` that stand in for it.
        var fallback = 1
        /// What stands beside the body.
        var beside: Beside?
    }

    /// Texts that are not the body's; they follow it, in this order.
    private enum Beside: Int, CaseIterable {
        case headers
        case footnotes
        case comments
    }

    private let pages: TextPages
    private var groups = [Group()]
    private var isGroupStart = false
    private var isNewDestination = false
    private var defaultFont = 0
    private var charset: TextCharset?
    private var fontCharsets: [Int: TextCharset] = [:]
    private var pending: [UInt8] = []
    private var units: [UInt16] = []
    private var passing = 0
    private var tag: [UInt8] = []
    private var besides = [[UInt8]](repeating: [], count: Beside.allCases.count)
    /// Documents repeat the same header for every section: once is enough.
    private var seen: Set<[UInt8]> = []
    /// Where the text of the header or note in hand begins.
    private var besideStart = 0

    private static let deepest = 10_000
    private static let hidden: Set<String> = ["object", "shpinst", "do"]
    private static let dead: Set<String> = [
        "colortbl", "stylesheet", "info", "pict", "objdata", "objclass", "objname", "objalias", "objsect", "themedata",
        "colorschememapping", "datastore", "latentstyles", "listtable", "list", "listlevel", "leveltext", "levelnumbers",
        "listname", "liststylename", "listpicture", "listoverridetable", "listoverride", "lfolevel", "rsidtbl", "generator",
        "xmlnstbl", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldinst", "filetbl", "revtbl", "pntext",
        "pgptbl", "protusertbl", "userprops", "docvar", "template", "passwordhash", "mmathpr", "wgrffmtfilter", "shprslt",
        "atnid", "atnauthor", "atnref", "atndate", "atntime", "atnparent", "atrfstart", "atrfend", "bkmkstart", "bkmkend", "xe",
        "tc", "sn", "sv", "picprop", "blipuid", "nonshppict", "panose", "falt", "fname", "fontemb", "fontfile", "pnseclvl",
    ]
    /// Words that only dress text: behind `\*` at the start of a group they hide nothing.
    private static let dress: Set<String> = ["cs", "s", "ds", "ts", "f", "fs", "b", "i", "ul", "cf", "lang", "plain", "pard"]
    /// Destinations with text of their own within what is hidden: drawings, and what an embedded object shows.
    private static let shown: Set<String> = ["shptxt", "dptxbxtext", "result"]

    init(pages: TextPages) { self.pages = pages }

    private var group: Group {
        get { groups[groups.count - 1] }
        set { groups[groups.count - 1] = newValue }
    }

    private var isShown: Bool { !group.isHidden && !group.isDead && !group.isTag && !group.isReplacement }

    /// Whether the brace that the document began with has been closed.
    var isOver: Bool { groups.count == 1 }

    mutating func open() throws(ReadError) {
        try flush()
        guard groups.count < RtfText.deepest else { throw .damaged("RTF is nested too deeply") }
        groups.append(group)
        isGroupStart = true
        isNewDestination = false
    }

    mutating func close() throws(ReadError) {
        try flush()
        if group.isTag { endTag() }
        let ended = group
        if groups.count > 1 { groups.removeLast() }
        if let beside = ended.beside, group.beside == nil { end(beside) }
        isGroupStart = false
        isNewDestination = false
        passing = 0
    }

    /// A byte in the charset of the font.
    mutating func byte(_ byte: UInt8) {
        isGroupStart = false
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
        // In the middle of a group it means nothing: OpenOffice writes `\i0\*\cs7`.
        case UInt8(ascii: "*"):
            isNewDestination = isGroupStart
            return
        case UInt8(ascii: "~"): self.byte(32)
        case UInt8(ascii: "_"): self.byte(UInt8(ascii: "-"))
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): self.byte(byte)
        case 0x0D, 0x0A: try line()
        default: break
        }
        isGroupStart = false
    }

    mutating func word(_ word: String, _ number: Int?) throws(ReadError) {
        let begins = isNewDestination
        isNewDestination = false
        isGroupStart = false
        switch word {
        case "par", "line", "row", "sect", "page": try line()
        case "tab", "cell":
            try flush()
            if isShown { put([0x09]) }
        case "u": unit(number ?? 0)
        case "uc": group.fallback = min(16, max(0, number ?? 1))
        case "mac": charset = .macintosh
        case "pc": charset = .ibm437
        case "pca": charset = .ibm850
        case "ansicpg": if let known = number.flatMap(MailCharset.ofCodePage) { charset = known }
        case "f", "deff", "af", "dbch", "loch", "hich", "plain": try font(word, number)
        case "fcharset":
            if group.isFontTable, let known = RtfText.fontCharset(number ?? 0) { fontCharsets[group.font] = known }
        case "cpg":
            if group.isFontTable, let known = number.flatMap(MailCharset.ofCodePage) { fontCharsets[group.font] = known }
        case "fonttbl":
            group.isFontTable = true
            group.isDead = true
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
        case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf": try begin(.headers)
        case "footnote": try begin(.footnotes)
        case "annotation": try begin(.comments)
        default: destination(word, begins: begins)
        }
    }

    private mutating func destination(_ word: String, begins: Bool) {
        if RtfText.shown.contains(word) {
            group.isHidden = false
        } else if RtfText.hidden.contains(word) {
            group.isHidden = true
        } else if RtfText.dead.contains(word) || begins && !RtfText.dress.contains(word) {
            group.isDead = true
        }
    }

    private mutating func font(_ word: String, _ number: Int?) throws(ReadError) {
        try flush()
        switch word {
        case "deff":
            defaultFont = number ?? 0
            group.font = defaultFont
        case "plain": (group.font, group.isWide) = (defaultFont, false)
        case "dbch": group.isWide = true
        case "loch", "hich": group.isWide = false
        case "af": if group.isWide { group.wideFont = number }
        default: group.font = number ?? 0
        }
    }

    /// The charset of a font by its number. Source: RTF 1.9.1, "Font Table", `\fcharset`.
    private static func fontCharset(_ number: Int) -> TextCharset? {
        let charsets: [Int: TextCharset] = [
            77: .macintosh, 78: .shiftJIS, 79: .eucKR, 80: .gb18030, 81: .big5, 83: .windows1255, 84: .windows1256, 85: .macGreek,
            86: .macTurkish, 87: .windows874, 88: .macLatin2, 89: .macCyrillic, 128: .shiftJIS, 129: .eucKR, 134: .gb18030,
            136: .big5, 161: .windows1253, 162: .windows1254, 163: .windows1258, 177: .windows1255, 178: .windows1256,
            179: .windows1256, 180: .windows1256, 181: .windows1255, 186: .windows1257, 204: .windows1251, 222: .windows874,
            238: .windows1250, 254: .ibm437, 255: .ibm850,
        ]
        return charsets[number]
    }

    // MARK: what is written

    private mutating func put(_ bytes: some Sequence<UInt8>) {
        if let beside = group.beside {
            besides[beside.rawValue].append(contentsOf: bytes)
        } else {
            pages.bytes.append(contentsOf: bytes)
        }
    }

    private mutating func begin(_ beside: Beside) throws(ReadError) {
        try flush()
        guard group.beside == nil, !group.isHidden, !group.isDead else { return }
        group.beside = beside
        besideStart = besides[beside.rawValue].count
    }

    /// A header or a note is over: a line of its own, unless it is blank or was said before.
    private mutating func end(_ beside: Beside) {
        let text = besides[beside.rawValue][besideStart...]
        let isNew = text.contains { $0 > 32 } && (beside != .headers || seen.insert(Array(text)).inserted)
        if !isNew {
            besides[beside.rawValue].removeSubrange(besideStart...)
        } else if text.last != 0x0A {
            besides[beside.rawValue].append(0x0A)
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
        if isShown { put([0x0A]) }
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
        let wide = group.isWide ? group.wideFont.flatMap { fontCharsets[$0] } : nil
        let own = wide ?? fontCharsets[group.font]
        var text = (own ?? charset)?.decode(pending) ?? MailCharset.guess(pending)
        // Fonts of symbols claim charsets that their bytes are not in: then the document's counts.
        if own != nil, text.unicodeScalars.contains("\u{FFFD}") {
            let other = charset?.decode(pending) ?? MailCharset.guess(pending)
            if !other.unicodeScalars.contains("\u{FFFD}") { text = other }
        }
        put(text.utf8)
        pending = []
    }

    private mutating func decodeUnits() {
        guard !units.isEmpty else { return }
        put(String(decoding: units, as: UTF16.self).utf8)
        units = []
    }

    /// Writes what is waiting.
    mutating func flush() throws(ReadError) {
        decodeBytes()
        decodeUnits()
        if group.beside == nil { try pages.cut() }
    }

    /// Writes what is waiting, then what stands beside the body.
    mutating func finish() throws(ReadError) {
        try flush()
        // A document that was cut off ends within a note.
        if let open = group.beside { end(open) }
        for text in besides where !text.isEmpty {
            pages.endLine()
            pages.bytes.append(contentsOf: text)
            try pages.cut()
        }
    }
}
