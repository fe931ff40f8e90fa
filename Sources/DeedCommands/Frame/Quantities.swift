import ArgumentParser
import DeedMessages

/// A number of bytes as a person writes it: `500M`, `50G`, `1.5T`, `50GB`; units of 1024.
struct ByteCount: ExpressibleByArgument, Sendable, Hashable {
    /// Bytes.
    var bytes: Int64

    init?(argument: String) {
        guard let (number, unit) = Quantity.split(argument) else { return nil }
        let letters = unit.lowercased().replacing("ib", with: "").replacing("b", with: "")
        guard let power = ["": 0, "k": 1, "m": 2, "g": 3, "t": 4][letters] else { return nil }
        var bytes = number
        for _ in 0..<power { bytes *= 1024 }
        guard bytes >= 1, bytes < 9e18 else { return nil }
        self.bytes = Int64(bytes)
    }
}

/// A length of time as a person writes it: `90s`, `10m`, `2h`, `10分钟`.
struct TimeSpan: ExpressibleByArgument, Sendable, Hashable {
    /// Seconds, above 0.
    var seconds: Double

    init?(argument: String) {
        guard let (number, unit) = Quantity.split(argument) else { return nil }
        let lengths = [
            "s": 1.0, "": 60, "m": 60, "min": 60, "h": 3600, "d": 86_400, "秒": 1, "分": 60, "分钟": 60, "小时": 3600, "天": 86_400,
        ]
        guard let length = lengths[unit.lowercased()], number > 0 else { return nil }
        seconds = number * length
    }
}

/// A share as a person writes it: `5%`, `0.05`.
struct Share: ExpressibleByArgument, Sendable, Hashable {
    /// Above 0, up to 1.
    var share: Double

    init?(argument: String) {
        guard let (number, unit) = Quantity.split(argument), ["", "%", "％"].contains(unit) else { return nil }
        share = unit.isEmpty ? number : number / 100
        guard share > 0, share <= 1 else { return nil }
    }
}

private enum Quantity {
    /// The number at the beginning, and what stands behind it.
    static func split(_ text: String) -> (Double, String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite else { return nil }
        return (number, String(text[digits.endIndex...]).trimmingPrefix(" ").description)
    }
}
