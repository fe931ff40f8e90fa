/// An amount: an integer of minor units (fen, cents) and an ISO 4217 code. Never a floating-point number.
public struct Money: Hashable, Sendable {
    /// Minor units, for example fen.
    public let minorUnits: Int64
    /// ISO 4217, upper case: `CNY`, `USD`, `JPY`.
    public let currency: String

    /// An amount in minor units.
    public init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Digits after the decimal point (ISO 4217): none for `JPY` and `KRW`, three for `KWD`, `BHD`, `OMR`, `JOD`, `TND`, else two.
    public static func fractionDigits(of currency: String) -> Int {
        switch currency {
        case "JPY", "KRW", "VND", "CLP", "ISK": return 0
        case "KWD", "BHD", "OMR", "JOD", "TND": return 3
        default: return 2
        }
    }

    /// Whether a code is one of ISO 4217 that is in use for payments.
    public static func isCurrency(_ code: String) -> Bool { currencies.contains(code) }

    private static let currencies = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNH CNY COP CRC CUP
        CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
        KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
        OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
        TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

    /// Reads `-1234.5` (no grouping, no sign but minus); `nil` when there are more digits than the currency has, or it does not fit.
    public init?(decimal: some StringProtocol, currency: String) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
        let digits = Money.fractionDigits(of: currency)
        var value: Int64 = 0
        var seen = 0
        var fraction: Int?
        var negative = false
        for (at, byte) in decimal.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where at == 0: negative = true
            case UInt8(ascii: ".") where fraction == nil && seen > 0: fraction = 0
            case 48...57:
                if let done = fraction {
                    if done >= digits {
                        guard byte == 48 else { return nil }
                        continue
                    }
                    fraction = done + 1
                }
                let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
                let (sum, tooBigToo) = product.addingReportingOverflow(Int64(byte - 48))
                guard !tooBig, !tooBigToo else { return nil }
                value = sum
                seen += 1
            default: return nil
            }
        }
        guard seen > 0 else { return nil }
        for _ in (fraction ?? 0)..<max(digits, fraction ?? 0) {
            let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
            guard !tooBig else { return nil }
            value = product
        }
        self.init(minorUnits: negative ? -value : value, currency: currency)
    }

    /// `1234.50`: the amount alone, as JSON and CSV carry it.
    public var decimal: String {
        let digits = Money.fractionDigits(of: currency)
        var text = String(minorUnits.magnitude)
        if digits > 0 {
            if text.utf8.count <= digits { text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text }
            text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
        }
        return minorUnits < 0 ? "-" + text : text
    }
}
