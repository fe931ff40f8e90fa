import DeedText

/// The names of one archive's entries: decoded by one decision, and judged.
struct ArchiveNames {
    /// The charset of names that do not say theirs: given by a person, decided from the archive, or not needed so far.
    private(set) var charset: TextCharset?
    private let isGiven: Bool
    private let isZip: Bool
    private let directory: ArchiveZipDirectory?
    private var cursor = 0
    /// What the directory says of the entry named last.
    private(set) var record: ArchiveZipDirectory.Record?
    /// The checksum that the directory gives for it.
    var crc32: UInt32? { record?.crc32 }

    /// Names of an archive; a zip's are decided now.
    init(given: TextCharset?, format: ArchiveFormat, directory: ArchiveZipDirectory?) {
        charset = given
        isGiven = given != nil
        isZip = format == .zip
        self.directory = directory
        if given == nil, let unmarked = directory?.unmarked, !unmarked.isEmpty { charset = TextCharset.detectNames(unmarked) }
    }

    /// Decides from these raw names.
    mutating func decide(_ names: [[UInt8]]) { charset = TextCharset.detectNames(names) }

    /// Whether a decision is missing for this name.
    func needsDecision(_ raw: [UInt8]) -> Bool { charset == nil && String(validating: raw, as: UTF8.self) == nil }

    /// The first few names as a person reads them.
    var sample: [String] { directory?.sample.map { text(of: $0) } ?? [] }

    /// The name of the next entry. `raw` is what libarchive gives; entries must come in libarchive's order. `marked`: the format
    /// keeps its names in Unicode.
    mutating func text(_ raw: [UInt8], marked: Bool) -> String {
        record = matching(raw)
        if let record { return separated(text(of: record)) }
        let decided = isGiven || !(charset == nil || charset == .utf8 || isZip)
        if marked || !decided, let unicode = String(validating: raw, as: UTF8.self) { return separated(unicode) }
        return separated((charset ?? .utf8).decode(raw))
    }

    private func text(of record: ArchiveZipDirectory.Record) -> String {
        if let unicode = record.unicode { return String(decoding: unicode, as: UTF8.self) }
        return (charset ?? .utf8).decode(record.name)
    }

    /// The directory's record for libarchive's next entry. Both go by the place of the data; a hostile zip whose two lists differ is
    /// noticed by the name and looked for a little further on.
    private mutating func matching(_ raw: [UInt8]) -> ArchiveZipDirectory.Record? {
        guard let directory else { return nil }
        for step in 0..<8 {
            guard let record = directory.record(cursor + step) else { return nil }
            if ArchiveNames.same(record.name, raw) || record.unicode.map({ ArchiveNames.same($0, raw) }) ?? false {
                cursor += step + 1
                return record
            }
        }
        return nil
    }

    /// The name of an entry for which libarchive has none: its zip says UTF-8, and the bytes are not.
    mutating func unnamed() -> String? {
        record = directory?.record(cursor)
        cursor += 1
        return record.flatMap { $0.name.isEmpty ? nil : separated(text(of: $0)) }
    }

    /// Whether two raw names are one: libarchive turns the backslashes of some zips and composes some characters.
    private static func same(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        if one == other { return true }
        if one.count == other.count, zip(one, other).allSatisfy({ $0 == $1 || ($0 == 0x5C && $1 == 0x2F) }) { return true }
        guard let first = String(validating: one, as: UTF8.self), let second = String(validating: other, as: UTF8.self) else {
            return false
        }
        return first == second
    }

    /// A zip's backslashes separate (Windows); elsewhere a backslash is a character of the name.
    private func separated(_ name: String) -> String {
        guard isZip, name.unicodeScalars.contains("\\") else { return name }
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars { scalars.append(scalar == "\\" ? "/" : scalar) }
        return String(scalars)
    }
}
