import CXML
import DeedCore
import DeedText

/// HTML pages: the text a browser shows, without scripts and styles.
///
/// The bytes are decoded before libxml2 sees them: told `gb2312`, it drops everything behind the first character that only GBK has.
enum HtmlReader {
    /// A page is held in memory whole; beyond this it is no page.
    private static let limit = 64 << 20
    /// A tree this deep is an attack; libxml2 looks through all open elements at every closing tag.
    fileprivate static let depthLimit = 1000

    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        guard input.bytes.count <= limit else { throw .tooLarge }
        sink.unit = .whole
        sink.engine = "deedbox html 2"
        let bytes = input.bytes.bindMemory(to: UInt8.self)
        let pages = TextPages(sink)
        let (charset, isSure) = HtmlCharset.of(bytes)
        try add(Array(charset.decode(bytes).utf8), to: pages)
        try pages.endPart(keepingEmpty: pages.isEmpty)
        if !isSure { throw .uncertainCharset(charset.rawValue) }
    }

    /// Adds the text of a page within a mail, in the charset that the mail declares unless the page plainly is in another; the charset
    /// where it is no more than a guess.
    @discardableResult
    static func add(_ bytes: [UInt8], declared: String?, to pages: TextPages) throws(ReadError) -> TextCharset? {
        guard bytes.count <= limit else { throw .tooLarge }
        guard declared == nil else {
            let (text, guess) = MailCharset.judged(bytes, label: declared)
            try add(Array(text.utf8), to: pages)
            return guess
        }
        let (charset, isSure) = bytes.withUnsafeBufferPointer { HtmlCharset.of($0) }
        try add(Array(charset.decode(bytes).utf8), to: pages)
        return isSure ? nil : charset
    }

    private static func add(_ utf8: [UInt8], to pages: TextPages) throws(ReadError) {
        var text = utf8
        // libxml2 takes NUL as the end.
        for index in text.indices where text[index] == 0 { text[index] = 32 }
        try parse(text, HtmlText(pages))
    }

    private static func parse(_ text: [UInt8], _ lines: HtmlText) throws(ReadError) {
        let failure = text.withUnsafeBytes { bytes -> ReadError? in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let context = htmlCreateMemoryParserCtxt(start, Int32(bytes.count)) else {
                return bytes.isEmpty ? nil : .tooLarge
            }
            defer { htmlFreeParserCtxt(context) }
            var sax = xmlSAXHandler()
            sax.startElement = startElement
            sax.endElement = endElement
            sax.characters = characters
            sax.ignorableWhitespace = characters
            context.pointee.sax.pointee = sax
            context.pointee.userData = Unmanaged.passUnretained(lines).toOpaque()
            let options =
                HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue
                | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_IGNORE_ENC.rawValue
            htmlCtxtUseOptions(context, Int32(options))
            xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            lines.stop = { xmlStopParser(context) }
            htmlParseDocument(context)
            lines.stop = nil
            return lines.failure
        }
        if let failure { throw failure }
    }
}

private func lines(_ user: UnsafeMutableRawPointer?) -> HtmlText? {
    user.map { Unmanaged<HtmlText>.fromOpaque($0).takeUnretainedValue() }
}

private let startElement: startElementSAXFunc = { user, name, _ in
    guard let lines = lines(user), let name else { return }
    lines.depth += 1
    if lines.depth > HtmlReader.depthLimit { lines.fail(.damaged("HTML is nested too deeply")) }
    lines.start(XmlName(name))
}

private let endElement: endElementSAXFunc = { user, name in
    guard let lines = lines(user), let name else { return }
    lines.depth -= 1
    lines.end(XmlName(name))
}

private let characters: charactersSAXFunc = { user, start, count in
    guard let lines = lines(user), let start, count > 0 else { return }
    lines.text(UnsafeBufferPointer(start: start, count: Int(count)))
}
