/// The names of an archive's entries as the archive holds them: bytes in an unnamed charset.
extension TextCharset {
    /// One decision for all names of an archive, because one name alone is too short to tell by.
    ///
    /// UTF-8 when every name is; else GB 18030, Big5 or windows-1252. Names are never UTF-16.
    public static func detectNames(_ names: [[UInt8]]) -> TextCharset {
        // The parts of the paths, once each: a folder's name must not outvote the files in it.
        var seen: Set<[UInt8]> = []
        var bytes: [UInt8] = []
        for name in names {
            for part in name.split(separator: UInt8(ascii: "/")) where part.contains(where: { $0 >= 0x80 }) {
                guard seen.insert(Array(part)).inserted else { continue }
                bytes += part
                bytes.append(0x0A)
                if bytes.count >= CharsetDetector.sampleSize { break }
            }
        }
        return bytes.withUnsafeBufferPointer { CharsetDetector($0).best(among: [.utf8, .gb18030, .big5, .windows1252]) }
    }

    /// A raw name as text.
    public func name(_ raw: [UInt8]) -> String { decode(raw) }
}
