/// Writes small RAR files with stored data, of the format before 5 and of 5, whole and in volumes: no free program makes RAR.
/// Sources: the RAR 5.0 archive format, rarlab.com/technote.htm, where every header is its CRC-32, its length and its fields as
/// variable-length integers; for RAR 4 the technote.txt that came with RAR 4.20.
package enum RarWriter {
    /// One file in RAR 5.
    package static func rar(_ name: String, _ text: String) -> [UInt8] { rar5([(name, Array(text.utf8))]) }

    /// Files in RAR 5.
    package static func rar5(_ files: [(name: String, data: [UInt8])]) -> [UInt8] {
        var output = mark5 + header([1, 0, 0])
        for file in files { output += part5(file.name, file.data[...], total: file.data.count, sum: crc(file.data)) }
        return output + header([5, 0, 0])
    }

    /// One file in RAR 5, cut into volumes of `size` bytes of data.
    package static func volumes5(_ name: String, _ data: [UInt8], size: Int) -> [[UInt8]] {
        let starts = Array(stride(from: 0, to: data.count, by: size))
        return starts.enumerated().map { number, start in
            let piece = data[start..<min(start + size, data.count)]
            let isLast = number == starts.count - 1
            let main: [UInt8] = number == 0 ? [1, 0, 1] : [1, 0, 3] + vint(number)
            // In all but the last volume the checksum is that of the piece.
            let sum = isLast ? crc(data) : crc(Array(piece))
            return mark5 + header(main)
                + part5(name, piece, total: data.count, sum: sum, before: number > 0, after: !isLast)
                + header([5, 0, isLast ? 0 : 1])
        }
    }

    /// A RAR 5 whose headers are encrypted: an archive encryption header, then what nobody can read.
    package static var locked5: [UInt8] {
        mark5 + header([4, 0, 0, 0, 15] + [UInt8](repeating: 7, count: 16))
            + (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    }

    /// One file in RAR 5 whose data, not its name, is encrypted.
    package static func lockedEntry5(_ name: String) -> [UInt8] {
        // An encryption record: size, type 1, version 0, flags 0, 2^15 rounds, salt, initialisation vector.
        let record: [UInt8] = [1, 0, 0, 15] + [UInt8](repeating: 5, count: 32)
        let extra = vint(record.count) + record
        let data = [UInt8](repeating: 0xA5, count: 32)
        var file: [UInt8] = [2, 3] + vint(extra.count) + vint(data.count) + [4]
        file += vint(20) + vint(0o100644) + le(0x1234, 4) + [0, 1] + vint(name.utf8.count) + Array(name.utf8) + extra
        return mark5 + header([1, 0, 0]) + header(file) + data + header([5, 0, 0])
    }

    /// Files in RAR 4; names are bytes.
    package static func rar4(_ files: [(name: [UInt8], data: [UInt8])], encrypted: Bool = false) -> [UInt8] {
        var output = mark4 + block4(0x73, 0, [UInt8](repeating: 0, count: 6))
        for file in files {
            output += part4(file.name, file.data[...], total: file.data.count, sum: crc(file.data), encrypted ? 4 : 0)
        }
        return output + block4(0x7B, 0x4000, [])
    }

    /// One file in RAR 4, cut into volumes of `size` bytes of data.
    package static func volumes4(_ name: [UInt8], _ data: [UInt8], size: Int) -> [[UInt8]] {
        let starts = Array(stride(from: 0, to: data.count, by: size))
        return starts.enumerated().map { number, start in
            let piece = data[start..<min(start + size, data.count)]
            let isLast = number == starts.count - 1
            let sum = isLast ? crc(data) : crc(Array(piece))
            return mark4 + block4(0x73, number == 0 ? 0x111 : 0x11, [UInt8](repeating: 0, count: 6))
                + part4(name, piece, total: data.count, sum: sum, (number > 0 ? 1 : 0) | (isLast ? 0 : 2))
                + block4(0x7B, isLast ? 0x4000 : 0x4001, [])
        }
    }

    /// A file, or a piece of one, in a volume.
    package struct Piece: Sendable {
        package var name: String
        package var data: [UInt8]
        /// The whole file that it is a piece of.
        package var whole: [UInt8]
        package var before = false
        package var after = false
        package var locked = false

        package init(
            _ name: String, _ data: [UInt8], of whole: [UInt8]? = nil, before: Bool = false, after: Bool = false,
            locked: Bool = false
        ) {
            (self.name, self.data, self.whole) = (name, data, whole ?? data)
            (self.before, self.after, self.locked) = (before, after, locked)
        }

        /// In all but the last volume the checksum is that of the piece.
        package var sum: UInt32 { crc(after ? data : whole) }
    }

    /// Volumes of RAR 5 with these pieces; `trail` stands behind the end of each, `service` bytes of a recovery record before it.
    package static func set5(_ volumes: [[Piece]], trail: [UInt8] = [], service: Int = 0) -> [[UInt8]] {
        volumes.enumerated().map { number, pieces in
            var output = mark5 + header(number == 0 ? [1, 0, 1] : [1, 0, 3] + vint(number))
            for piece in pieces {
                // An encryption record: size, type 1, version 0, flags 0, 2^15 rounds, salt, initialisation vector.
                let record: [UInt8] = [1, 0, 0, 15] + [UInt8](repeating: 5, count: 32)
                let extra = piece.locked ? vint(record.count) + record : []
                var file: [UInt8] = [2, 2 | (piece.locked ? 1 : 0) | (piece.before ? 8 : 0) | (piece.after ? 16 : 0)]
                if piece.locked { file += vint(extra.count) }
                file += vint(piece.data.count) + [4] + vint(piece.whole.count) + vint(0o100644) + le(Int(piece.sum), 4)
                file += [0, 1] + vint(piece.name.utf8.count) + Array(piece.name.utf8) + extra
                output += header(file) + piece.data
            }
            if service > 0 {
                output += header([3, 2] + vint(service) + [0] + vint(service) + [0, 0, 1, 2] + Array("RR".utf8))
                output += [UInt8](repeating: 0x5A, count: service)
            }
            return output + header([5, 0, number == volumes.count - 1 ? 0 : 1]) + trail
        }
    }

    /// Volumes of RAR 4 with these pieces; `ends`: whether each has an end block, as all since RAR 3 have.
    package static func set4(_ volumes: [[Piece]], trail: [UInt8] = [], service: Int = 0, ends: Bool = true) -> [[UInt8]] {
        volumes.enumerated().map { number, pieces in
            var output = mark4 + block4(0x73, number == 0 ? 0x111 : 0x11, [UInt8](repeating: 0, count: 6))
            for piece in pieces {
                let flags = (piece.before ? 1 : 0) | (piece.after ? 2 : 0) | (piece.locked ? 4 : 0)
                output += part4(Array(piece.name.utf8), piece.data[...], total: piece.whole.count, sum: piece.sum, flags)
            }
            if service > 0 {
                var fields = le(service, 4) + le(service, 4) + [3] + le(0, 4)
                fields += le(0x5A21_6000, 4) + [29, 0x30] + le(2, 2) + le(0, 4) + Array("RR".utf8)
                output += block4(0x7A, 0x8000, fields) + [UInt8](repeating: 0x5A, count: service)
            }
            if ends { output += block4(0x7B, number == volumes.count - 1 ? 0x4000 : 0x4001, []) }
            return output + trail
        }
    }

    /// A volume of RAR 5 whose headers are encrypted behind the first.
    package static func sealed5(_ number: Int) -> [UInt8] {
        mark5 + header([4, 0, 0, 0, 15] + [UInt8](repeating: 7, count: 16))
            + (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    }

    private static let mark5: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0]
    private static let mark4: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0]

    private static func part5(
        _ name: String, _ data: ArraySlice<UInt8>, total: Int, sum: UInt32, before: Bool = false, after: Bool = false
    ) -> [UInt8] {
        var file: [UInt8] = [2, 2 | (before ? 8 : 0) | (after ? 16 : 0)]
        file += vint(data.count) + [4]  // has data; file flags: CRC
        file += vint(total) + vint(0o100644) + le(Int(sum), 4)
        file += [0, 1] + vint(name.utf8.count) + Array(name.utf8)
        return header(file) + data
    }

    private static func part4(_ name: [UInt8], _ data: ArraySlice<UInt8>, total: Int, sum: UInt32, _ flags: Int) -> [UInt8] {
        var fields = le(data.count, 4) + le(total, 4) + [3] + le(Int(sum), 4)
        fields += le(0x5A21_6000, 4) + [20, 0x30] + le(name.count, 2) + le(0o100644, 4) + name
        return block4(0x74, 0x8000 | flags, fields) + data
    }

    /// A block of RAR 4: the low half of a CRC-32, kind, flags, length, fields.
    private static func block4(_ kind: UInt8, _ flags: Int, _ fields: [UInt8]) -> [UInt8] {
        let counted = [kind] + le(flags, 2) + le(fields.count + 7, 2) + fields
        return le(Int(crc(counted) & 0xFFFF), 2) + counted
    }

    private static func header(_ fields: [UInt8]) -> [UInt8] {
        let counted = vint(fields.count) + fields
        return le(Int(crc(counted)), 4) + counted
    }

    /// The CRC-32 of ZIP and RAR, bit by bit.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
        }
        return ~sum
    }

    private static func le(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func vint(_ value: Int) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + vint(value >> 7)
    }
}
