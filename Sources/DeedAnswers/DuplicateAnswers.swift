public import DeedCore
public import Deedbox

extension DuplicateDecision {
    /// For programs.
    public var json: JSON {
        ["document": JSON(document), "other": JSON(other), "as": .string(decision.rawValue), "note": JSON(note)]
    }
}

extension ListDuplicates.Answer {
    /// For programs.
    public var json: JSON {
        [
            "pairs": .array(
                pairs.map {
                    [
                        "one": $0.one.json, "other": $0.other.json, "share": JSON($0.share), "sameNumber": .bool($0.sameNumber),
                        "numbersDiffer": .bool($0.numbersDiffer), "decision": $0.decision?.json ?? .null,
                    ]
                }),
            "capped": .bool(capped), "decided": JSON(decided), "numbersDiffer": JSON(numbersDiffer),
            "waiting": JSON(waiting),
        ]
    }
}

extension CompareDocuments.Answer {
    /// For programs.
    public var json: JSON {
        [
            "documents": .array(documents.map(\.summary.json)), "pages": .array(pages.map { JSON($0) }),
            "share": JSON(share), "capped": .bool(capped), "decision": decision?.json ?? .null,
            "differences": .array(
                differences.map {
                    ["in": .string($0.isAdded ? "other" : "one"), "page": JSON($0.page), "text": .string($0.text)]
                }),
        ]
    }
}
