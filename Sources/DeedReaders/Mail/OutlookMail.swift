import DeedCore
import DeedText

/// A mail as Outlook saves it (.msg). Source: [MS-OXMSG], [MS-OXPROPS].
struct OutlookMail {
    /// Properties by their numbers in [MS-OXPROPS].
    enum Tag {
        static let subject: UInt16 = 0x0037, senderName: UInt16 = 0x0C1A, senderSmtp: UInt16 = 0x5D01, sender: UInt16 = 0x0C1F
        static let to: UInt16 = 0x0E04, copies: UInt16 = 0x0E03, submitted: UInt16 = 0x0039, delivered: UInt16 = 0x0E06
        static let body: UInt16 = 0x1000, html: UInt16 = 0x1013, rtf: UInt16 = 0x1009, htmlCodePage: UInt16 = 0x3FDE
        static let data: UInt16 = 0x3701, longName: UInt16 = 0x3707, shortName: UInt16 = 0x3704, displayName: UInt16 = 0x3001
        static let media: UInt16 = 0x370E, contentID: UInt16 = 0x3712, changed: UInt16 = 0x3008, method: UInt16 = 0x3705
    }

    private let root: CompoundStorage
    private let properties: OutlookProperties

    /// Opens a mail over memory that has to outlive it.
    init(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        guard let root = CompoundStorage(bytes) else { throw .damaged("no compound file") }
        self.root = root
        properties = OutlookProperties(root, header: .mail)
    }

    // MARK: text

    /// The fields that people read, as ``MailReader`` writes them.
    var fields: [(name: String, text: String)] {
        let name = properties.text(Tag.senderName)
        let address = properties.text(Tag.senderSmtp) ?? properties.text(Tag.sender).flatMap { $0.contains("@") ? $0 : nil }
        let time = properties.time(Tag.submitted) ?? properties.time(Tag.delivered)
        return OutlookMail.fields(
            subject: properties.text(Tag.subject), name: name, address: address, to: properties.text(Tag.to),
            copies: properties.text(Tag.copies), time: time)
    }

    static func fields(
        subject: String?, name: String?, address: String?, to: String?, copies: String?, time: Int64?
    ) -> [(name: String, text: String)] {
        let from = name == address ? name : [name, address.map { "<\($0)>" }].compactMap { $0 }.joined(separator: " ")
        return [
            (MailField.subject.rawValue, subject ?? ""), (MailField.from.rawValue, from ?? ""),
            (MailField.to.rawValue, to ?? ""), (MailField.copies.rawValue, copies ?? ""),
            (MailField.date.rawValue, time.map { Instant(milliseconds: $0).description } ?? ""),
        ]
    }

    /// What the mail says, in the form it is in.
    enum Body {
        case plain(String)
        case html([UInt8], charset: TextCharset?)
        case rtf([UInt8])
        case none
    }

    /// The plain text where there is one, else HTML, else RTF.
    func body() throws(ReadError) -> Body {
        if let text = properties.text(Tag.body) { return .plain(text) }
        if let html = html() { return .html(html, charset: properties.integer(Tag.htmlCodePage).flatMap(MailCharset.ofCodePage)) }
        if let packed = properties.binary(Tag.rtf), !packed.isEmpty { return .rtf(try CompressedRtf.unpack(packed)) }
        return .none
    }

    private func html() -> [UInt8]? {
        if let bytes = properties.binary(Tag.html), !bytes.isEmpty { return bytes }
        return properties.text(Tag.html).map { Array($0.utf8) }
    }

    // MARK: files

    /// The files that this mail carries. A mail within it becomes a mail file of its own, as Outlook would save it.
    func attachments(nameLimit: Int) throws(ReadError) -> [MailFile] {
        var pictures = MailPictures()
        if let html = html() { pictures.add(html) }
        if let packed = properties.binary(Tag.rtf), let rtf = try? CompressedRtf.unpack(packed) { pictures.add(rtf) }
        var files: [MailFile] = []
        for name in root.names.sorted() where name.hasPrefix("__attach_version1.0_#") {
            guard let storage = root.storage(name) else { continue }
            let own = OutlookProperties(storage, header: .part, charset: properties.ownCharset)
            let data = storage.stream(OutlookProperties.name(Tag.data, 0x0102))
            let media = own.text(Tag.media)?.lowercased() ?? Media.unknown
            if let data, pictures.isLook(media: media, contentID: own.text(Tag.contentID), size: data.size) { continue }
            files.append(file(storage, own, data, media, number: files.count + 1, nameLimit))
        }
        return files
    }

    private func file(
        _ storage: CompoundStorage, _ own: OutlookProperties, _ data: CompoundStream?, _ media: String, number: Int, _ limit: Int
    ) -> MailFile {
        let given = own.text(Tag.longName) ?? own.text(Tag.shortName) ?? own.text(Tag.displayName)
        if let data {
            let name = MailFile.name(given, number: number, media: media, limit: limit)
            return MailFile(name: name, size: Int64(data.size), modified: own.time(Tag.changed)) { take in
                data.read(take) ? nil : "damaged"
            }
        }
        guard let inner = storage.storage(OutlookProperties.name(Tag.data, 0x000D)) else {
            // A link to a file elsewhere, or to the cloud.
            let name = MailFile.name(given, number: number, media: media, limit: limit)
            return MailFile(name: name, refusal: "not-in-mail") { _ in nil }
        }
        return embedded(inner, given, number: number, limit)
    }

    /// A mail, or an object of another program, that lies in this one as a storage.
    private func embedded(_ inner: CompoundStorage, _ given: String?, number: Int, _ limit: Int) -> MailFile {
        let isMail = inner.names.contains(OutlookProperties.stream)
        let base = given ?? (isMail ? OutlookProperties(inner, header: .embedded).text(Tag.subject) : nil)
        let ending = isMail ? ".msg" : ".ole"
        let named = base.map { text in
            // A subject is no path.
            let flat = text.filter { $0 != "/" && $0 != "\\" }
            return flat.lowercased().hasSuffix(ending) ? flat : flat + ending
        }
        let name = MailFile.name(named ?? "unnamed-\(number)\(ending)", number: number, media: Media.outlook, limit: limit)
        let names = isMail ? root.storage(EmbeddedMail.nameMap) : nil
        return MailFile(name: name) { take in
            guard let bytes = EmbeddedMail(inner, names: names).file() else { return "damaged" }
            bytes.withUnsafeBytes { _ = take($0) }
            return nil
        }
    }
}
