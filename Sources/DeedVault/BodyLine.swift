import DeedCore

/// One line of `bodies/*.tsv`: the number of its chain line, the salt (or `redacted`) and the body.
struct BodyLine {
    let seq: Int64
    /// SHA-256 of the bytes behind the first TAB: what the chain commits to.
    let commitment: ObjectID
    /// Whether the body was taken out lawfully; then it does not hash to the commitment, and says who did it and why.
    let isRedacted: Bool
    /// The body's JSON.
    let json: UnsafeRawBufferPointer

    /// Reads a line without its newline; `nil` when it has not the form. Lives no longer than `bytes`.
    init?(parsing bytes: UnsafeRawBufferPointer) {
        let tab = UInt8(ascii: "\t")
        guard let first = bytes.firstIndex(of: tab), first > 0, first <= 18,
            let second = bytes[(first + 1)...].firstIndex(of: tab)
        else { return nil }
        var seq: Int64 = 0
        for digit in bytes[..<first] {
            guard digit >= 48, digit <= 57 else { return nil }
            seq = seq * 10 + Int64(digit - 48)
        }
        self.seq = seq
        commitment = ObjectID.digest(of: UnsafeRawBufferPointer(rebasing: bytes[(first + 1)...]))
        isRedacted = bytes[(first + 1)..<second].elementsEqual("redacted".utf8)
        json = UnsafeRawBufferPointer(rebasing: bytes[(second + 1)...])
    }
}
