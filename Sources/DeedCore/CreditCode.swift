/// 统一社会信用代码: 18 characters without I, O, S, V, Z, the last of which checks the others (GB 32100-2015).
public enum CreditCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// Whether the 18 characters are of the alphabet and the check character fits: C18 = 31 − (Σ Cᵢ·3^(i−1) mod 31) mod 31.
    public static func isValid(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count == 18 else { return false }
        var sum = 0
        var weight = 1
        for byte in bytes.dropLast() {
            guard let value = alphabet.firstIndex(of: byte) else { return false }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return alphabet.firstIndex(of: bytes[17]) == (31 - sum % 31) % 31
    }

    /// Whether a text has the form of a code, whatever its check character says.
    public static func isWritten(_ text: String) -> Bool {
        let bytes = Array(written(text).utf8)
        return bytes.count == 18 && bytes.allSatisfy { alphabet.contains($0) }
    }

    /// The code as it is kept: full-width characters and small letters are the plain ones, blanks and hyphens are left out.
    public static func written(_ text: String) -> String {
        var code = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            guard let plain = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar, !isFiller(plain) else { continue }
            code.append(plain)
        }
        return String(code).uppercased()
    }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "-" || scalar == "'"
    }

    /// The code in its written form, `nil` when none is given.
    ///
    /// - Throws: ``Failure`` `badValue` when it does not check.
    public static func checked(_ text: String?) throws -> String? {
        guard let text, case let code = written(text), !code.isEmpty else { return nil }
        guard isWritten(code) else { throw Failure(.badValue, text.trimmedASCII, detail: "not-a-credit-code") }
        guard isValid(code) else { throw Failure(.badValue, text.trimmedASCII, detail: "check character of GB 32100-2015") }
        return code
    }
}
