import DeedCore
import Testing

/// What is left of each kind of record is part of the format: a redaction that was cut off is finished by a later version.
@Suite("What a redaction leaves")
struct RedactedContentTests {
    /// The members that keep their value; the others are gone, empty, or have names with null only.
    private static let left: [String: String] = [
        "actor.added": "actor", "import.started": "run", "import.withdrawn": "run", "import.rejected": "run reason size",
        "import.archive": "run sha256 size format names entries state kept", "document.added": "document run size attachedTo",
        "document.named": "document run attachedTo", "document.set": "document field source", "document.tagged": "document",
        "document.untagged": "document", "ledger.imported": "run sha256 rows matched conflicts ledger",
        "ledger.rows": "ledger records", "ledger.withdrawn": "ledger", "customer.added": "customer source",
        "customer.changed": "customer", "customer.ended": "customer source", "contact.added": "contact customer source",
        "contact.changed": "contact source", "contact.ended": "contact source", "serial.ended": "serial source",
        "purchase.added": "purchase serial customer date source", "purchase.changed": "purchase source",
        "purchase.ended": "purchase source", "cover.ended": "cover source",
    ]

    @Test("Ids, hashes, counts and codes stay, what people wrote goes; other kinds are never redacted", arguments: Sample.all)
    func left(sample: Sample) {
        let rest = sample.record.withoutContent
        let kept = rest.map { rest in (sample.record.body.members ?? []).filter { rest.body[$0.name] == $0.value }.map(\.name) }
        #expect(kept?.joined(separator: " ") == RedactedContentTests.left[sample.record.kind])
        let word = #/[^",:{}\[\]]*\p{Han}[^",:{}\[\]]*/#
        if let rest { #expect(rest.body.text.firstMatch(of: word) == nil, "\(rest.body.text)") }
    }
}
