import DeedText

/// A mail as Outlook packs it for programs that do not know its form (`winmail.dat`): its text, and the files that would else be lost in it.
///
/// Source: [MS-OXTNEF] 2.1.3. Nothing is copied but what is asked for; lengths are believed as far as the bytes go.
struct TnefMail {
    /// 0x223E9F78, lowest byte first.
    static let signature: [UInt8] = [0x78, 0x9F, 0x3E, 0x22]
    private static let mostAttributes = 200_000

    /// Attributes by the low half of their number.
    private enum Attribute {
        static let subject = 0x8004, body = 0x800C, data = 0x800F, title = 0x8010, rendering = 0x9002
        static let properties = 0x9003, attachment = 0x9005, codePage = 0x9007
    }

    /// Of the mail.
    private(set) var properties = TnefProperties()
    /// What is wrong with the bytes, when something is.
    private(set) var fault: String?
    private var files: [TnefFile] = []
    private var subject: UnsafeRawBufferPointer?
    private var plain: UnsafeRawBufferPointer?
    private var codePage: Int?

    /// Opens a mail over memory that has to outlive it.
    init(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        guard bytes.starts(with: TnefMail.signature) else { throw .damaged("no TNEF") }
        fault = read(bytes)
    }

    /// Takes the attributes; what is wrong with them.
    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> String? {
        var at = 6
        var fault: String?
        for _ in 0..<TnefMail.mostAttributes {
            guard at < bytes.count else { return fault }
            guard at + 9 <= bytes.count, bytes[at] == 1 || bytes[at] == 2 else { return "no attribute at byte \(at)" }
            let (number, length) = (Int(bytes.small(at + 1)), Int(bytes.wide(at + 5)))
            let start = at + 9
            let data = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + length)])
            let isWhole = data.count == length
            take(number, data, isWhole: isWhole)
            guard isWhole else { return "ends in an attribute" }
            if start + length + 2 <= bytes.count, TnefMail.sum(data) != bytes.small(start + length) {
                fault = "a checksum is wrong"
            }
            at = start + length + 2
        }
        return "more than \(TnefMail.mostAttributes) attributes"
    }

    private mutating func take(_ number: Int, _ data: UnsafeRawBufferPointer, isWhole: Bool) {
        switch number {
        case Attribute.codePage where data.count >= 4: codePage = Int(data.wide(0))
        case Attribute.subject: subject = data
        case Attribute.body: plain = data
        case Attribute.properties: properties = TnefProperties(data)
        case Attribute.rendering: files.append(TnefFile())
        case Attribute.title where !files.isEmpty: files[files.count - 1].title = data
        case Attribute.data where !files.isEmpty:
            files[files.count - 1].data = data
            files[files.count - 1].isWhole = isWhole
        case Attribute.attachment where !files.isEmpty:
            files[files.count - 1].properties = TnefProperties(data)
            if !isWhole, files[files.count - 1].data == nil { files[files.count - 1].isWhole = false }
        default: break
        }
    }

    private static func sum(_ data: UnsafeRawBufferPointer) -> UInt16 {
        data.reduce(UInt16(0)) { $0 &+ UInt16($1) }
    }

    // MARK: text

    private var charset: TextCharset? { codePage.flatMap { MailCharset.ofCodePage($0) } }

    /// The fields that people read, as ``MailReader`` writes them.
    var fields: [(name: String, text: String)] {
        let subject = text(OutlookMail.Tag.subject) ?? subject.flatMap { TnefProperties.narrow($0, charset) }
        let address = text(OutlookMail.Tag.senderSmtp) ?? text(OutlookMail.Tag.sender).flatMap { $0.contains("@") ? $0 : nil }
        let time = properties.time(OutlookMail.Tag.submitted) ?? properties.time(OutlookMail.Tag.delivered)
        return OutlookMail.fields(
            subject: subject, name: text(OutlookMail.Tag.senderName), address: address, to: text(OutlookMail.Tag.to),
            copies: text(OutlookMail.Tag.copies), time: time)
    }

    /// The plain text where there is one, else HTML, else RTF.
    func body() throws(ReadError) -> OutlookMail.Body {
        if let text = text(OutlookMail.Tag.body) ?? plain.flatMap({ TnefProperties.narrow($0, charset) }) { return .plain(text) }
        if let html {
            return .html(html, charset: properties.integer(OutlookMail.Tag.htmlCodePage).flatMap(MailCharset.ofCodePage))
        }
        if let packed = properties.binary(OutlookMail.Tag.rtf), !packed.isEmpty {
            return .rtf(try CompressedRtf.unpack(Array(packed)))
        }
        return .none
    }

    private var html: [UInt8]? {
        if let bytes = properties.binary(OutlookMail.Tag.html), !bytes.isEmpty { return Array(bytes) }
        return text(OutlookMail.Tag.html).map { Array($0.utf8) }
    }

    private func text(_ number: UInt16) -> String? { properties.text(number, charset) }

    // MARK: files

    /// The files that this mail carries.
    func attachments(nameLimit: Int) -> [MailFile] {
        var pictures = MailPictures()
        if let html { pictures.add(html) }
        var made: [MailFile] = []
        for file in files {
            let (own, number) = (file.properties, made.count + 1)
            let media = own.text(OutlookMail.Tag.media, charset)?.lowercased() ?? Media.unknown
            let content = file.content
            if pictures.isLook(media: media, contentID: own.text(OutlookMail.Tag.contentID, charset), size: content?.count ?? 0) {
                continue
            }
            let given =
                own.text(OutlookMail.Tag.longName, charset) ?? file.title.flatMap { TnefProperties.narrow($0, charset) }
                ?? own.text(OutlookMail.Tag.shortName, charset) ?? own.text(OutlookMail.Tag.displayName, charset)
            let name = MailFile.name(file.named(given), number: number, media: media, limit: nameLimit)
            guard let content else {
                // A link to a file elsewhere.
                made.append(MailFile(name: name, refusal: "not-in-mail") { _ in nil })
                continue
            }
            let isWhole = file.isWhole
            made.append(
                MailFile(name: name, size: isWhole ? Int64(content.count) : nil, modified: own.time(OutlookMail.Tag.changed)) {
                    take in
                    _ = take(content)
                    return isWhole ? nil : "damaged"
                })
        }
        return made
    }
}

/// One file in it.
private struct TnefFile {
    var title: UnsafeRawBufferPointer?
    var data: UnsafeRawBufferPointer?
    var properties = TnefProperties()
    var isWhole = true

    /// {00020307-0000-0000-C000-000000000046}: a mail, in this form too.
    private static let mail: [UInt8] = [0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]

    /// Its bytes. An object has 16 bytes in front that say which kind it is.
    var content: UnsafeRawBufferPointer? {
        if let object = properties.object(OutlookMail.Tag.data), object.count > 16 {
            return UnsafeRawBufferPointer(rebasing: object[16...])
        }
        if let data { return data }
        return properties.binary(OutlookMail.Tag.data)
    }

    /// Its name with the ending of what it is.
    func named(_ given: String?) -> String? {
        guard let object = properties.object(OutlookMail.Tag.data), object.starts(with: TnefFile.mail) else { return given }
        // A subject is no path.
        return given.map { $0.filter { $0 != "/" && $0 != "\\" } + ".tnef" }
    }
}

extension UnsafeRawBufferPointer {
    /// Two bytes, lowest first.
    func small(_ at: Int) -> UInt16 { UInt16(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt16.self)) }
    /// Four bytes, lowest first.
    func wide(_ at: Int) -> UInt32 { UInt32(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
}
