/// Symbols written as a font and a private code (`w:sym`): the check boxes that forms and warranty cards are full of.
enum DocxSymbol {
    /// The character that is seen; `nil` for ornaments without a meaning in text.
    static func text(_ attributes: XmlAttributes) -> String? {
        guard let font = attributes["font"]?.lowercased(), let code = attributes["char"].flatMap({ UInt32($0, radix: 16) }) else {
            return nil
        }
        // Symbol fonts are addressed at U+F000 + the byte, or by the byte itself.
        switch (font, code & 0xFF) {
        case ("wingdings", 0xFE), ("wingdings", 0x78), ("wingdings 2", 0x52): return code & 0xFF == 0x78 ? "☒" : "☑"
        case ("wingdings", 0xFC), ("wingdings 2", 0x50): return "√"
        case ("wingdings", 0xFB), ("wingdings 2", 0x4F): return "×"
        case ("wingdings", 0xFD), ("wingdings 2", 0x53): return "☒"
        case ("wingdings", 0xA8), ("wingdings", 0x6F), ("wingdings 2", 0xA3): return "□"
        default: return nil
        }
    }
}
