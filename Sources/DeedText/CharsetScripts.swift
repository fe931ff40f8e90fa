/// Texts that are neither Chinese nor Western: their bytes would be Han that nobody writes. What their own script does with the bytes is
/// the proof: kana, the commonest syllables of Korean, the commonest letters of Russian and how words begin with capitals.
///
/// `nil` where it is not sure: then the charset is guessed among the others, and said to be uncertain.
struct CharsetScripts {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ sample: UnsafeBufferPointer<UInt8>) { bytes = sample }

    /// The charset whose script the bytes plainly are.
    func sure() -> TextCharset? { shiftJIS() ?? eucJP() ?? korean() ?? letters() ?? eastern() }

    // MARK: Japanese

    /// Kana are a third of Japanese; in Shift_JIS they begin with 0x82 and 0x83, which in GBK begin rare Han only.
    private func shiftJIS() -> TextCharset? {
        var (kana, others, half, errors) = (0, 0, 0, 0)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case 0..<0x80: continue
            case 0xA1...0xDF: half += 1
            case 0x81...0x9F, 0xE0...0xFC:
                guard at < bytes.count else { continue }
                let next = bytes[at]
                guard (0x40...0x7E).contains(next) || (0x80...0xFC).contains(next) else {
                    errors += 1
                    continue
                }
                at += 1
                let isKana = byte == 0x82 && (0x9F...0xF1).contains(next) || byte == 0x83 && (0x40...0x96).contains(next)
                if isKana { kana += 1 } else { others += 1 }
            default: errors += 1
            }
        }
        let all = kana + others + half
        return kana >= 3 && kana * 6 >= all && half * 5 <= all && errors * 50 <= all ? .shiftJIS : nil
    }

    private func eucJP() -> TextCharset? {
        var (kana, others) = (0, 0)
        guard
            forEachPair({ lead, next in
                let isKana = lead == 0xA4 && next <= 0xF3 || lead == 0xA5 && next <= 0xF6
                if isKana { kana += 1 } else { others += 1 }
            })
        else { return nil }
        // GB 2312 has kana in the same rows: Japanese in it has other Han behind them, and commoner ones.
        guard kana >= 3, kana * 6 >= kana + others else { return nil }
        return commonness(.gb18030) > commonness(.eucJP) + 0.15 ? nil : .eucJP
    }

    /// Pairs of bytes from 0xA1 on, whatever stands between them; `false` when other bytes are more than a few.
    private func forEachPair(_ body: (UInt8, UInt8) -> Void) -> Bool {
        var (pairs, errors, at) = (0, 0, 0)
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x80 {
                at += 1
            } else if byte >= 0xA1, byte < 0xFF, at + 1 < bytes.count, bytes[at + 1] >= 0xA1, bytes[at + 1] < 0xFF {
                body(byte, bytes[at + 1])
                pairs += 1
                at += 2
            } else {
                if at + 1 < bytes.count { errors += 1 }
                at += 1
            }
        }
        return pairs > 0 && errors * 50 <= pairs
    }

    /// How common the Han are that the bytes would mean, from -0.2 to 1.
    private func commonness(_ charset: TextCharset) -> Double {
        var (sum, count) = (0.0, 0)
        for scalar in charset.decode(bytes).unicodeScalars where (0x4E00...0x9FFF).contains(scalar.value) {
            sum += HanRank.shared.weight(of: scalar.value, in: .utf16le)
            count += 1
        }
        return count == 0 ? 0 : sum / Double(count)
    }

    // MARK: Korean

    /// The commonest syllables of contracts and of prose.
    private static let syllables: Set<Unicode.Scalar> = Set(
        """
        이다의는에을를은가고하한지로기사서자도일리어나인시아대정제수해부스그전등보라조상계약공구성원장주과유세용신비연관년월품합
        무게있으며여된경우및와동만면않때모마치내안할간금액거래방법위소재물건
        """.unicodeScalars.filter { $0.value >= 0xAC00 })

    /// Korean is nearly all in the rows 0xB0 to 0xC8, where Chinese has half of its characters at most.
    private func korean() -> TextCharset? {
        var (syllables, others) = (0, 0)
        let isPairs = forEachPair { lead, _ in
            if (0xB0...0xC8).contains(lead) { syllables += 1 } else if lead >= 0xC9 { others += 1 }
        }
        guard isPairs, syllables >= 4, others * 10 <= syllables else { return nil }
        let scalars = TextCharset.eucKR.decode(bytes).unicodeScalars
        let common = scalars.count { CharsetScripts.syllables.contains($0) }
        return common * 10 >= 3 * syllables ? .eucKR : nil
    }

    // MARK: letters

    /// A script of letters: which it has, from where on they are small, and the commonest of them, which make more than half of any text.
    private struct Script {
        let range: ClosedRange<UInt16>
        let small: UInt16
        let common: Set<UInt16>

        init(_ range: ClosedRange<UInt16>, small: UInt16, common: String) {
            (self.range, self.small, self.common) = (range, small, Set(common.utf16))
        }
    }

    private static let cyrillic = Script(0x0401...0x0491, small: 0x430, common: "оеаинтсрвлкміОЕАИНТСРВЛКМІ")
    private static let greek = Script(0x0386...0x03CE, small: 0x3AC, common: "αοιετσνηυρπκςάέίόήύΑΟΙΕΤΣΝΗΥΡΠΚ")
    private static let hebrew = Script(0x05D0...0x05EA, small: 0x5D0, common: "יוהלאתרבמשנם")
    private static let scripts: [(TextCharset, Script)] = [
        (.windows1251, cyrillic), (.koi8r, cyrillic), (.ibm866, cyrillic), (.iso8859x5, cyrillic), (.koi8u, cyrillic),
        (.windows1253, greek), (.iso8859x7, greek), (.windows1255, hebrew),
    ]

    /// Russian, Greek, Hebrew and their kin: runs of letters with no Latin ones beside them, the commonest of which are most of the text.
    private func letters() -> TextCharset? {
        guard isRunsOfBytes else { return nil }
        var best: (score: Double, charset: TextCharset)?
        for (charset, script) in CharsetScripts.scripts {
            guard let score = score(of: charset, script), score > best?.score ?? 0.55 else { continue }
            best = (score, charset)
        }
        return best?.charset
    }

    /// Whether bytes above ASCII stand in runs of words, by themselves.
    private var isRunsOfBytes: Bool {
        var (runs, high, glued) = (0, 0, 0)
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            high += 1
            let before = index > 0 ? bytes[index - 1] : 32
            if before < 0x80 { runs += 1 }
            if isLetter(before) || index + 1 < bytes.count && isLetter(bytes[index + 1]) { glued += 1 }
        }
        return high >= 8 && high >= 3 * runs && glued * 20 <= high
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// The share of the commonest letters; `nil` where the bytes are no words of the script.
    private func score(of charset: TextCharset, _ script: Script) -> Double? {
        let table = SingleByteCharset.shared
        var (letters, common, strange, turned) = (0, 0, 0, 0)
        var wasSmall = false
        for byte in bytes {
            let unit = table.unit(byte, in: charset)
            guard byte >= 0x80, script.range.contains(unit) else {
                if byte >= 0x80, !isSign(unit) { strange += 1 }
                wasSmall = false
                continue
            }
            letters += 1
            let isSmall = unit >= script.small
            // A capital behind a small letter: the mark of 1251 read as KOI8-R and the other way round.
            if wasSmall, !isSmall { turned += 1 }
            wasSmall = isSmall
            if script.common.contains(unit) { common += 1 }
        }
        guard letters >= 6, strange * 20 <= letters, turned * 12 <= letters else { return nil }
        return Double(common) / Double(letters)
    }

    /// « » № – — “ ” § © and the space that does not break.
    private func isSign(_ unit: UInt16) -> Bool {
        [0xA0, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB7, 0xBB, 0x2116].contains(unit) || (0x2010...0x2030).contains(unit)
    }

    // MARK: Latin of the East

    /// What windows-1252 lacks: in it these letters would be signs in the middle of words. Polish and Hungarian are plain by that, and
    /// Turkish by three letters that of Western languages only Icelandic has; Czech is not.
    private func eastern() -> TextCharset? {
        var (high, turkish, icelandic, signs) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            let isInWord = index > 0 && isLetter(bytes[index - 1]) || index + 1 < bytes.count && isLetter(bytes[index + 1])
            guard isInWord else { continue }
            high += 1
            if [0xD0, 0xDD, 0xDE, 0xF0, 0xFD, 0xFE].contains(byte) { turkish += 1 }
            if [0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xE6].contains(byte) { icelandic += 1 }
            if [0x9C, 0x9F, 0xB1, 0xB3, 0xB6, 0xB9, 0xBC, 0xBF].contains(byte) { signs += 1 }
        }
        guard high >= 4 else { return nil }
        if turkish * 5 >= high * 2, icelandic * 20 <= high { return .windows1254 }
        guard signs * 4 >= high else { return nil }
        let found = [TextCharset.windows1250, .iso8859x2].map { ($0, inWords($0)) }.max { $0.1 < $1.1 }
        return found.flatMap { $0.1 >= 0.95 ? $0.0 : nil }
    }

    /// The share of bytes above ASCII that are letters of Polish and its neighbours, beside Latin letters.
    private func inWords(_ charset: TextCharset) -> Double {
        var (letters, all) = (0, 0)
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            let unit = SingleByteCharset.shared.unit(byte, in: charset)
            if isSign(unit) { continue }
            all += 1
            let isInWord = index > 0 && isLetter(bytes[index - 1]) || index + 1 < bytes.count && isLetter(bytes[index + 1])
            if isInWord, CharsetScripts.easternLetters.contains(unit) { letters += 1 }
        }
        return all == 0 ? 0 : Double(letters) / Double(all)
    }

    private static let easternLetters = Set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáéíúýöüőűÁÉÍÚÖÜŐŰčďěňřšťůžČĎĚŇŘŠŤŮŽôľĺŕäâăîșțşţ".utf16)
}
