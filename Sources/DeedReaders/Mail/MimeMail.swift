import CMime
import DeedExtract
import Glibc

/// A mail of RFC 5322 and MIME, taken apart by GMime; what its names and words mean is ours (``MailWords``, ``MailParameters``).
///
/// GMime tells where each part lies in the mail; nothing is copied, and nested mails come out byte for byte.
struct MimeMail {
    private(set) var fields: [MailField: String] = [:]
    /// The parts to be read with the mail, in order; of alternatives the plain one.
    private(set) var bodies: [MailPart] = []
    /// All parts in HTML, to see which pictures they show.
    private(set) var pages: [MailPart] = []
    /// Everything else.
    private(set) var files: [MailPart] = []
    /// Signatures that lie beside what they sign.
    private(set) var signatures = 0

    private let bytes: UnsafeRawBufferPointer
    private var boundaries: [[UInt8]] = []

    /// Parts beyond these are not looked at; GMime itself stops at some depth.
    private static let (deepest, most) = (64, 100_000)

    /// Takes a mail apart; `nil` when GMime finds none.
    init?(_ file: UnsafeRawBufferPointer) {
        let mail = UnsafeRawBufferPointer(rebasing: file[MailLead.length(of: file)...])
        bytes = UnsafeRawBufferPointer(rebasing: mail[Mailbox.envelope(of: mail)...])
        guard let message = deed_mime_parse(bytes.baseAddress, bytes.count) else { return nil }
        defer { deed_mime_release(message) }
        let headers = deed_object(message)
        for field in MailField.allCases {
            if let raw = MimeMail.header(field.rawValue, of: headers) { fields[field] = MailWords.text(raw) }
        }
        if let part = g_mime_message_get_mime_part(message) { collect(part, depth: 0) }
    }

    /// The raw value of a header.
    private static func header(_ name: String, of object: UnsafeMutablePointer<GMimeObject>?) -> [UInt8]? {
        guard let list = g_mime_object_get_header_list(object), let header = g_mime_header_list_get_header(list, name),
            let raw = g_mime_header_get_raw_value(header)
        else { return nil }
        return Array(UnsafeRawBufferPointer(start: raw, count: strnlen(raw, 64 << 10)))
    }

    private var isFull: Bool { bodies.count + files.count >= MimeMail.most }

    private mutating func collect(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) {
        guard depth < MimeMail.deepest, !isFull else { return }
        if let multipart = deed_multipart(object) {
            let type = MailParameters(MimeMail.header("Content-Type", of: object) ?? [])
            if let boundary = g_mime_multipart_get_boundary(multipart) {
                boundaries.append(Array("\n--".utf8) + Array(String(cString: boundary).utf8))
            } else {
                boundaries.append([])
            }
            collect(multipart, type.value, depth: depth)
            boundaries.removeLast()
        } else if let message = deed_message_part(object) {
            if let part = nested(message, object) { files.append(part) }
        } else if let leaf = deed_part(object) {
            add(part(leaf, object))
        }
    }

    private mutating func collect(_ multipart: UnsafeMutablePointer<GMimeMultipart>, _ type: String, depth: Int) {
        let before = bodies.count
        for index in 0..<max(0, g_mime_multipart_get_count(multipart)) {
            guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
            if type == "multipart/signed", index == 1 {
                signatures += 1
                continue
            }
            collect(child, depth: depth + 1)
        }
        guard type == "multipart/alternative", bodies.count - before > 1 else { return }
        // One text said in several ways: the plain one, unless it is blank.
        let ways = bodies[before...]
        let plain = ways.first { $0.media != "text/html" && $0.bytes(limit: 4096).contains { $0 > 32 } }
        if let kept = plain ?? ways.last { bodies.replaceSubrange(before..., with: [kept]) }
    }

    private mutating func add(_ part: MailPart) {
        guard part.isBody else { return files.append(part) }
        if part.media == "text/html" { pages.append(part) }
        bodies.append(part)
    }

    private func part(_ leaf: UnsafeMutablePointer<GMimePart>, _ object: UnsafeMutablePointer<GMimeObject>) -> MailPart {
        var content = UnsafeRawBufferPointer(rebasing: bytes[..<0])
        var encoding = GMIME_CONTENT_ENCODING_DEFAULT
        if let wrapper = g_mime_part_get_content(leaf), let stream = g_mime_data_wrapper_get_stream(wrapper) {
            let end = stream.pointee.bound_end < 0 ? bytes.count : min(bytes.count, Int(stream.pointee.bound_end))
            let start = min(max(0, Int(stream.pointee.bound_start)), end)
            content = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            encoding = g_mime_data_wrapper_get_encoding(wrapper)
        }
        return described(object, encoding: encoding, content: content, isMail: false)
    }

    private func described(
        _ object: UnsafeMutablePointer<GMimeObject>, encoding: GMimeContentEncoding, content: UnsafeRawBufferPointer, isMail: Bool
    ) -> MailPart {
        let identifier = MimeMail.header("Content-ID", of: object).map { String(decoding: $0, as: UTF8.self).trimmed }
        return MailPart(
            type: MailParameters(MimeMail.header("Content-Type", of: object) ?? []),
            disposition: MailParameters(MimeMail.header("Content-Disposition", of: object) ?? []),
            contentID: identifier.map { String($0.drop { $0 == "<" }.prefix { $0 != ">" }) }, encoding: encoding,
            content: content, isMail: isMail)
    }

    /// A mail in this one, from its first header to the boundary behind it.
    private func nested(
        _ message: UnsafeMutablePointer<GMimeMessagePart>, _ object: UnsafeMutablePointer<GMimeObject>
    ) -> MailPart? {
        guard let inner = g_mime_message_part_get_message(message) else { return nil }
        let starts = [firstHeader(of: deed_object(inner)), g_mime_message_get_mime_part(inner).flatMap { firstHeader(of: $0) }]
        guard let start = starts.compactMap({ $0 }).min(), start < bytes.count else { return nil }
        var end = bytes.count
        // The innermost first: each search ends where the one before did, so that many mails in one cost no more than one.
        for boundary in boundaries.reversed() where !boundary.isEmpty {
            end = self.end(of: start..<end, before: boundary)
        }
        return described(
            object, encoding: GMIME_CONTENT_ENCODING_DEFAULT, content: UnsafeRawBufferPointer(rebasing: bytes[start..<end]),
            isMail: true)
    }

    /// Where the first header of a mail or of a part begins; GMime keeps the fields of the content apart from the others.
    private func firstHeader(of object: UnsafeMutablePointer<GMimeObject>?) -> Int? {
        guard let list = g_mime_object_get_header_list(object) else { return nil }
        var first: Int?
        for index in 0..<min(4096, g_mime_header_list_get_count(list)) {
            guard let header = g_mime_header_list_get_header_at(list, index) else { continue }
            let offset = Int(g_mime_header_get_offset(header))
            if offset >= 0 { first = min(first ?? offset, offset) }
        }
        return first
    }

    /// Where the line with `boundary` begins, without its line end before; a longer boundary that begins alike is another.
    private func end(of range: Range<Int>, before boundary: [UInt8]) -> Int {
        guard let base = bytes.baseAddress else { return range.upperBound }
        var start = range.lowerBound
        while start < range.upperBound, let found = memchr(base + start, 0x0A, range.upperBound - start) {
            let at = base.distance(to: UnsafeRawPointer(found))
            let behind = at + boundary.count
            guard bytes[at...].starts(with: boundary) else {
                start = at + 1
                continue
            }
            if behind >= bytes.count || bytes[behind] <= 32 || bytes[behind...].starts(with: "--".utf8) {
                return at > range.lowerBound && bytes[at - 1] == 0x0D ? at - 1 : at
            }
            start = at + 1
        }
        return range.upperBound
    }
}

/// The header fields that people read.
enum MailField: String, CaseIterable {
    case subject = "Subject"
    case from = "From"
    case to = "To"
    case copies = "Cc"
    case date = "Date"
}
