import CXML

/// Receives the events of an XML text. Names are local names: programs choose prefixes, and some leave namespaces out.
protocol XmlHandler: AnyObject {
    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError)
    func end(_ name: XmlName) throws(ReadError)
    /// Character data, possibly in several pieces; valid during the call.
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError)
}

/// libxml2's push parser, set for hostile input: no network, no entity is ever replaced, no huge nodes, depth at most 256.
///
/// A text that is not well-formed is read as far as it goes: a truncated document gives what it has.
final class XmlParser {
    /// libxml2's own limit; a deeper text is not a document (a 200,000-deep one is an attack on recursion).
    static let depthLimit = 256

    private let handler: any XmlHandler
    fileprivate var context: xmlParserCtxtPtr?
    fileprivate var failure: ReadError?
    fileprivate var depth = 0
    /// What is wrong with the text, when something is.
    private(set) var complaint: String?

    private init(_ handler: any XmlHandler) {
        self.handler = handler
    }

    /// Sets up libxml2's global state, once, before the sandbox.
    static func prepare() { xmlInitParser() }

    /// Parses one part of a container; returns what is wrong with it, `nil` when nothing. A missing part gives no events.
    @discardableResult
    static func parse(_ part: String, of zip: ZipContainer, _ handler: any XmlHandler) throws(ReadError) -> String? {
        let parser = XmlParser(handler)
        try parser.open()
        defer { parser.close() }
        let end = try zip.read(part) { (block) throws(ReadError) in try parser.push(block) }
        if case .damaged(let why) = end { parser.complaint = "\(part): \(why)" }
        if end != .missing { try parser.finish(part) }
        return parser.complaint
    }

    /// Parses bytes in memory.
    static func parse(_ bytes: [UInt8], _ handler: any XmlHandler) throws(ReadError) {
        let parser = XmlParser(handler)
        try parser.open()
        defer { parser.close() }
        _ = try bytes.withUnsafeBufferPointer { (block) throws(ReadError) in try parser.push(UnsafeRawBufferPointer(block)) }
        try parser.finish("")
    }

    private func open() throws(ReadError) {
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = startElement
        sax.endElementNs = endElement
        sax.characters = characters
        sax.cdataBlock = characters
        // No entityDecl and no getEntity: entities of the text's own are never stored and never replaced.
        let user = Unmanaged.passUnretained(self).toOpaque()
        context = xmlCreatePushParserCtxt(&sax, user, nil, 0, nil)
        guard context != nil else { throw .tooLarge }
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_RECOVER.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        xmlCtxtUseOptions(context, Int32(options))
    }

    private func close() {
        xmlFreeParserCtxt(context)
        context = nil
    }

    /// False when the parser has stopped. libxml2 takes an `int`, so big blocks go in pieces.
    private func push(_ block: UnsafeRawBufferPointer) throws(ReadError) -> Bool {
        var rest = block[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 16))
            rest = rest.dropFirst(piece.count)
            xmlParseChunk(context, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), 0)
            if let failure { throw failure }
            if context?.pointee.disableSAX == 1 { return false }
        }
        return true
    }

    private func finish(_ part: String) throws(ReadError) {
        xmlParseChunk(context, nil, 0, 1)
        if let failure { throw failure }
        guard complaint == nil, let context, context.pointee.wellFormed == 0 else { return }
        let message = context.pointee.lastError.message.map { String(cString: $0) } ?? "not well-formed"
        complaint = "\(part): \(String(message.prefix { $0 != "\n" }))"
    }

    /// Runs one event; an error stops the parser and is thrown by the call that pushed.
    fileprivate func event(_ body: (any XmlHandler) throws(ReadError) -> Void) {
        guard failure == nil else { return }
        do {
            try body(handler)
        } catch {
            failure = error
            xmlStopParser(context)
        }
    }
}

private func parser(_ user: UnsafeMutableRawPointer?) -> XmlParser? {
    user.map { Unmanaged<XmlParser>.fromOpaque($0).takeUnretainedValue() }
}

private let startElement: startElementNsSAX2Func = { user, name, _, _, _, _, count, _, values in
    guard let parser = parser(user), let name else { return }
    parser.depth += 1
    if parser.depth > XmlParser.depthLimit {
        parser.event { (_) throws(ReadError) in throw .damaged("XML is nested too deeply") }
    }
    parser.event { (handler) throws(ReadError) in
        try handler.start(XmlName(name), XmlAttributes(values, count: Int(count)))
    }
}

private let endElement: endElementNsSAX2Func = { user, name, _, _ in
    guard let parser = parser(user), let name else { return }
    parser.depth -= 1
    parser.event { (handler) throws(ReadError) in try handler.end(XmlName(name)) }
}

private let characters: charactersSAXFunc = { user, start, count in
    guard let parser = parser(user), let start, count > 0 else { return }
    parser.event { (handler) throws(ReadError) in
        try handler.text(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
