import CZlib

@testable import DeedReaders

/// Office documents as their parts: a line `%%NAME`, then the part. So that a fuzzer changes XML and not compressed bytes.
enum FuzzParts {
    /// The parts in a zip without compression, with what every such document has.
    static func zip(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var (output, records): ([UInt8], [UInt8]) = ([], [])
        var count = 0
        for (name, data) in parts(bytes) {
            let sum = UInt32(
                truncatingIfNeeded: data.withUnsafeBytes { crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, uInt($0.count)) })
            let common =
                le(20, 2) + le(0x800, 2) + le(0, 2) + le(0, 2) + le(0x5A21, 2) + le(Int(sum), 4) + le(data.count, 4)
                + le(data.count, 4)
                + le(name.count, 2) + le(0, 2)
            records +=
                le(0x0201_4B50, 4) + le(20, 2) + common + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(output.count, 4) + name
            output += le(0x0403_4B50, 4) + common + name + data
            count += 1
        }
        let start = output.count
        output += records
        return output + le(0x0605_4B50, 4) + le(0, 4) + le(count, 2) + le(count, 2) + le(records.count, 4) + le(start, 4)
            + le(0, 2)
    }

    /// The same as streams of a compound file; a `/` in a name leads into a storage.
    static func compound(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let writer = CompoundWriter(classIdentifier: []) else { return nil }
        func add(_ parts: [(name: [UInt8], data: [UInt8])], _ place: CompoundWriter.Place) -> Bool {
            var storages: [(name: [UInt8], parts: [(name: [UInt8], data: [UInt8])])] = []
            for part in parts {
                guard let slash = part.name.firstIndex(of: 0x2F) else {
                    guard writer.add(text(part.name), part.data.dropLast(), to: place) else { return false }
                    continue
                }
                let (name, inner) = (Array(part.name[..<slash]), (name: Array(part.name[(slash + 1)...]), data: part.data))
                if let at = storages.firstIndex(where: { $0.name == name }) {
                    storages[at].parts.append(inner)
                } else {
                    storages.append((name, [inner]))
                }
            }
            return storages.allSatisfy { storage in writer.add(text(storage.name), to: place) { add(storage.parts, $0) } }
        }
        return add(parts(bytes), writer.top) ? writer.finish() : nil
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.map { $0 == 0 ? 0x5F : $0 }, as: UTF8.self) }

    private static func parts(_ bytes: UnsafeRawBufferPointer) -> [(name: [UInt8], data: [UInt8])] {
        var parts: [(name: [UInt8], data: [UInt8])] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: "%%".utf8), parts.count < 100 {
                parts.append((Array(line.dropFirst(2).prefix(200)), []))
            } else if !parts.isEmpty {
                parts[parts.count - 1].data += line + [0x0A]
            }
        }
        return parts
    }

    private static func le(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
