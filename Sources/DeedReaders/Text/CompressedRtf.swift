/// RTF as Outlook packs it (LZFu). Source: [MS-OXRTFCP].
enum CompressedRtf {
    private static let dictionary = Array(
        ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol"
            + "ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
            .utf8)
    private static let largest = 64 << 20

    /// The RTF; what follows damage is lost.
    static func unpack(_ packed: [UInt8]) throws(ReadError) -> [UInt8] {
        guard packed.count >= 16 else { throw .damaged("compressed RTF of \(packed.count) bytes") }
        let (size, kind) = packed.withUnsafeBytes { bytes in
            (
                Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
            )
        }
        guard size <= largest else { throw .tooLarge }
        // "MELA": stored as it is.
        if kind == 0x414C_454D { return Array(packed[16...].prefix(size)) }
        guard kind == 0x7546_5A4C else { throw .damaged("unknown compression of RTF") }
        return inflate(packed[16...], size: size)
    }

    private static func inflate(_ input: ArraySlice<UInt8>, size: Int) -> [UInt8] {
        var window = dictionary + [UInt8](repeating: 32, count: 4096 - dictionary.count)
        var write = dictionary.count
        var output: [UInt8] = []
        var at = input.startIndex
        func put(_ byte: UInt8) {
            window[write] = byte
            write = (write + 1) & 4095
            output.append(byte)
        }
        while at < input.endIndex, output.count < size {
            let control = input[at]
            at += 1
            for bit in 0..<8 where at < input.endIndex && output.count < size {
                if control >> bit & 1 == 0 {
                    put(input[at])
                    at += 1
                    continue
                }
                guard at + 1 < input.endIndex else { return output }
                let reference = Int(input[at]) << 8 | Int(input[at + 1])
                at += 2
                let offset = reference >> 4
                // A reference to the place that is written next ends the text.
                if offset == write { return output }
                for step in 0..<((reference & 15) + 2) { put(window[(offset + step) & 4095]) }
            }
        }
        return output
    }
}
