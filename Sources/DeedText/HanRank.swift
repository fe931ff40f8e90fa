/// How common an ideograph is, for telling charsets apart. Decoded from a string literal once a process.
struct HanRank: Sendable {
    static let shared = HanRank()

    private let ranks: [UInt8]

    private init() {
        var reader = TableReader(HanRankData.ranks)
        var ranks: [UInt8] = []
        ranks.reserveCapacity(0x5200)
        while let rank = reader.next(), let count = reader.next() {
            ranks.append(contentsOf: repeatElement(UInt8(truncatingIfNeeded: rank), count: Int(count)))
        }
        self.ranks = ranks
    }

    /// From 1 (common in Chinese of either form) over 0.5 (among the first few thousand of the charset in question) to −0.2.
    @inline(__always)
    func weight(of point: UInt32, in charset: TextCharset) -> Double {
        guard point >= 0x4E00, Int(point) - 0x4E00 < ranks.count else { return -0.2 }
        let rank = ranks[Int(point) - 0x4E00]
        if rank & 1 != 0 { return 1 }
        let firstLevel: UInt8 = charset == .gb18030 ? 2 : charset == .big5 ? 4 : 6
        if rank & firstLevel != 0 { return 0.5 }
        return rank & 8 != 0 && charset != .big5 ? 0.1 : -0.2
    }

    /// Whether it is an ideograph that only GBK added: its second byte may be a letter of ASCII.
    @inline(__always)
    func isBeyondGB2312(_ point: UInt32) -> Bool {
        point >= 0x4E00 && Int(point) - 0x4E00 < ranks.count && ranks[Int(point) - 0x4E00] & 10 == 0
    }

    /// Whether it is one of the common ones.
    @inline(__always)
    func isCommon(_ point: UInt32) -> Bool {
        point >= 0x4E00 && Int(point) - 0x4E00 < ranks.count && ranks[Int(point) - 0x4E00] & 1 != 0
    }
}
