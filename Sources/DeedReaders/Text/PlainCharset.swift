import DeedText

/// The charset of a plain text, also of one with zeros in it: UTF-16 without a mark, or a text that a program filled up with zeros.
enum PlainCharset {
    private static let window = 64 << 10

    /// The charset, and whether that is more than a guess.
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> (charset: TextCharset, isSure: Bool) {
        let found = TextCharset.judge(bytes)
        let sample = UnsafeBufferPointer(rebasing: bytes.prefix(window))
        let isWide = found.charset == .utf16le || found.charset == .utf16be
        guard sample.contains(0), !(isWide && found.isSure) else { return found }
        if let wide = wide(sample) { return (wide, true) }
        // Decoding keeps the zeros, and what cleans a text takes them out.
        return sample.filter { $0 != 0 }.withUnsafeBufferPointer { TextCharset.judge($0) }
    }

    /// UTF-16 in which letters of ASCII are common: every other byte is a zero, and hardly any between.
    private static func wide(_ sample: UnsafeBufferPointer<UInt8>) -> TextCharset? {
        let pairs = sample.count / 2
        guard pairs >= 4 else { return nil }
        var zeros = [0, 0]
        for at in 0..<(2 * pairs) where sample[at] == 0 { zeros[at % 2] += 1 }
        if zeros[1] * 10 >= pairs * 3, zeros[0] * 50 <= pairs { return .utf16le }
        if zeros[0] * 10 >= pairs * 3, zeros[1] * 50 <= pairs { return .utf16be }
        return nil
    }
}
