import DeedExtract

/// One page's text as pdfium gives it, UTF-16, turned into the UTF-8 that Deedbox keeps.
///
/// Works on raw buffers: a page has a few thousand characters and an import has thousands of pages.
struct PdfText {
    /// Characters that are not space.
    private(set) var visible = 0
    /// Private-use characters and U+FFFD: a font without a usable map to Unicode.
    private(set) var unreadable = 0
    /// Control characters, which are dropped: numbers of glyphs that a font without a map to Unicode leaves.
    private(set) var dropped = 0
    /// Characters that are written as the numbers of their glyphs.
    private(set) var numbered = 0

    /// Whether the text layer is unusable by itself.
    var isUnreadable: Bool {
        TextLayer.isUnreadable(visible: visible &+ dropped, meaningless: unreadable &+ dropped &+ numbered)
    }

    /// Writes `units` to `out`, which must have room for three bytes a unit, and returns the bytes written.
    ///
    /// Lines end in LF alone. pdfium puts U+FFFE (older ones U+0002) where a hyphen ended a line and swallows the line break; both are
    /// given back as hyphen and line break, as they stand on the page: whether the word has a hyphen of its own ("third-party")
    /// cannot be known. NUL and other control characters are dropped.
    mutating func encode(_ units: UnsafeBufferPointer<UInt16>, to out: UnsafeMutablePointer<UInt8>) -> Int {
        (visible, unreadable, dropped) = (0, 0, 0)
        var at = 0
        var written = 0
        while at < units.count {
            let unit = units[at]
            at &+= 1
            if unit > 0x20, unit < 0x7F {
                out[written] = UInt8(truncatingIfNeeded: unit)
                written &+= 1
                visible &+= 1
            } else if unit <= 0x20 || unit == 0xFFFE {
                written &+= space(unit, next: at < units.count ? units[at] : 0, to: out + written)
            } else if unit & 0xF800 == 0xD800 {
                let pair = at < units.count && unit < 0xDC00 && units[at] & 0xFC00 == 0xDC00
                let scalar = pair ? 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(units[at] & 0x3FF)) : 0xFFFD
                if pair { at &+= 1 }
                count(scalar)
                written &+= PdfText.encode(scalar, to: out + written)
            } else if unit != 0xFFFF, unit >= 0xA0 {
                count(UInt32(unit))
                written &+= PdfText.encode(UInt32(unit), to: out + written)
            }
        }
        numbered = TextLayer.glyphNumbers(in: UnsafeBufferPointer(start: out, count: written))
        return written
    }

    /// Space, line ends, hyphens at a line's end; returns the bytes written, at most two.
    private mutating func space(_ unit: UInt16, next: UInt16, to out: UnsafeMutablePointer<UInt8>) -> Int {
        switch unit {
        case 0x20, 0x09:
            out[0] = UInt8(truncatingIfNeeded: unit)
            return 1
        case 0x0A:
            out[0] = 0x0A
            return 1
        case 0x0D:
            if next == 0x0A { return 0 }
            out[0] = 0x0A
            return 1
        case 0x02, 0xFFFE:
            out[0] = UInt8(ascii: "-")
            visible &+= 1
            if next == 0x0A || next == 0x0D { return 1 }
            out[1] = 0x0A
            return 2
        default:
            if unit > 0 { dropped &+= 1 }
            return 0
        }
    }

    private mutating func count(_ scalar: UInt32) {
        if scalar == 0xA0 || scalar == 0x3000 { return }
        visible &+= 1
        if TextLayer.isMeaningless(scalar) { unreadable &+= 1 }
    }

    /// UTF-8 of a scalar value from U+0080 on; returns 2, 3 or 4.
    private static func encode(_ scalar: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
        if scalar < 0x800 {
            out[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 2
        }
        if scalar < 0x10000 {
            out[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 3
        }
        out[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
        out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
        out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
        out[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
        return 4
    }
}
