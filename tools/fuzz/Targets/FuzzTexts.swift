import DeedCore

@testable import DeedExtract
@testable import DeedImport
@testable import DeedReaders
@testable import DeedText

/// Charsets, names in archives, days, lengths, amounts and number formats.
enum FuzzTexts {
    /// Raw names, one a line: one decision for all.
    static func names(_ bytes: UnsafeRawBufferPointer) throws {
        let names = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(200).map { Array($0) }
        let charset = TextCharset.detectNames(names)
        for given in [nil, charset, .gb18030] {
            for format in [ArchiveFormat.zip, .tar] {
                var decoder = ArchiveNames(given: given, format: format, directory: nil)
                if given == nil { decoder.decide(names) }
                for name in names {
                    let path = decoder.text(name, marked: name.count % 2 == 0)
                    if let inside = EntryName.inside(path) {
                        let climbs = inside.unicodeScalars.split { $0 == "/" || $0 == "\\" }.contains { String($0) == ".." }
                        try hold(!climbs && EntryName.inside(inside) == inside, "a path that leads out comes in")
                    }
                    let shown = UnpackProgress.shown(path)
                    try hold(
                        !shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "a control character is shown")
                    _ = ImportPath.lastComponent(path)
                }
            }
        }
    }

    /// Any bytes are text in every charset, and a charset is found for them.
    static func charset(_ bytes: UnsafeRawBufferPointer) throws {
        let found = bytes.withMemoryRebound(to: UInt8.self) { TextCharset.detect($0) }
        for charset in Set(TextCharset.allCases + [found]) {
            try bytes.withMemoryRebound(to: UInt8.self) { buffer in
                let converted = CharsetConverter.utf8(of: buffer, in: charset)
                try hold(String(validating: converted.bytes, as: UTF8.self) != nil, "\(charset) gives what is no UTF-8")
                try hold(
                    converted.errors >= 0 && converted.errors <= max(bytes.count, converted.bytes.count), "\(charset): errors")
                let decoded = charset.decode(buffer)
                if charset == .gb18030, let back = TextCharset.gb18030Bytes(of: decoded) {
                    try hold(charset.decode(back) == decoded, "GB 18030 and back is another text")
                }
            }
        }
        _ = bytes.withMemoryRebound(to: UInt8.self) { HtmlCharset.of($0) }
        for label in ["gb2312", "big5", "utf-8", "utf-7", "x-unknown", nil] {
            _ = MailCharset.text(Array(bytes.prefix(4096)), label: label)
        }
        let folded = Folding.folded(text(bytes))
        try hold(Folding.folded(folded) == folded, "folding twice is another text")
        _ = (Folding.nameKey(folded), Folding.numberKey(folded), Folding.serialKey(folded), DisplayWidth.of(folded))
    }

    /// What is read as a day is that day when it is written and read again; no day leads out of the calendar.
    static func dates(_ bytes: UnsafeRawBufferPointer) throws {
        let text = text(bytes)
        if let date = DateReader.date(text) {
            try hold(CivilDate(date.description) == date, "\(date) does not read back")
            try hold(DateReader.reading(text) == .day(date), "the reading differs")
        }
        switch DateReader.reading(text) {
        case .ambiguous(let days): try hold(!days.isEmpty && days.allSatisfy { CivilDate($0.description) == $0 }, "no days")
        case .month(let year, let month): try hold(CivilDate(year: year, month: month, day: 1) != nil, "no such month")
        default: break
        }
        if let range = DateReader.range(text) { try hold(range.first <= range.last, "the range is upside down") }
        _ = HanNumeral.value(text)
        guard bytes.count >= 16 else { return }
        let number = bytes.loadUnaligned(as: Int.self)
        let serial = bytes.loadUnaligned(fromByteOffset: 8, as: Double.self)
        for day in [DateReader.excelSerial(serial), DateReader.excelSerial(serial, uses1904: true), CivilDate(dayNumber: number)]
        {
            guard let day else { continue }
            try hold(CivilDate(day.description) == day, "\(day) does not read back")
            for moved in [day.adding(days: number), day.adding(months: number), day.adding(years: number)] {
                try hold(CivilDate(moved.description) == moved, "\(moved) does not read back")
            }
        }
    }

    /// An amount is the same when it is written and read again.
    static func amounts(_ bytes: UnsafeRawBufferPointer) throws {
        let text = text(bytes)
        for currency in ["CNY", "JPY", "KWD"] {
            if let money = Money(decimal: text, currency: currency) {
                try hold(Money(decimal: money.decimal, currency: currency) == money, "\(money.decimal) reads as another amount")
            }
            for unit in ["金额", "金额（万元）", "金额（亿元）"] {
                let cell = LedgerCell(text: text)
                for given in [currency, nil] {
                    if case .money(let money) = LedgerAmount.read(cell, currency: given, unit: LedgerUnit(unit)) {
                        try hold(Money(decimal: money.decimal, currency: money.currency) == money, "\(money) reads otherwise")
                    }
                }
            }
        }
        if let fen = HanAmount.fen(text) { try hold(fen >= 0, "an amount in words below zero") }
        switch LengthReader.length(text) {
        case .days(let count), .months(let count), .bare(let count), .workingDays(let count):
            try hold(count >= 0 && count < 1_000_000, "a length of \(count)")
        case nil: break
        }
        for field in DocumentField.allCases {
            guard let value = field.canonical(text) else { continue }
            try hold(field.canonical(value) == value, "\(field.rawValue): the written value is no value")
        }
        _ = (CreditCode.isValid(text), LedgerUnit(text))
    }

    /// Number formats of workbooks and of lists: the first line is the format, eight bytes behind it the number.
    static func formats(_ bytes: UnsafeRawBufferPointer) {
        let code = text(UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0x0A }))
        let rest = Array(bytes.drop { $0 != 0x0A }.dropFirst())
        let number =
            rest.count >= 8
            ? rest.withUnsafeBytes { $0.loadUnaligned(as: Double.self) } : Double(text(rest.withUnsafeBytes { $0 })) ?? 0
        let format = NumberFormat(code: code)
        for value in [number, -number, 0, 45_731.5, 2_958_465.9, 1e300, -.infinity, .nan] {
            _ = (format.text(value, uses1904: false), format.text(value, uses1904: true))
            _ = (DecimalText.plain(value), DecimalText.general(value))
        }
        _ = format.showsDay
        let count = Int(exactly: number.rounded()) ?? .max
        for name in ["chineseCounting", "lowerLetter", "upperRoman", "decimalZero", "decimalEnclosedCircle", code] {
            _ = (ListNumber.text(count, format: name), ListNumber.text(.min, format: name))
        }
    }
}
