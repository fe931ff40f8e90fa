public import DeedCore
public import DeedMessages
public import Deedbox

extension VaultStatus.Answer {
    /// Stored documents without a text, by reason, the most first.
    public var withoutText: [(reason: String, count: Int)] {
        var sums: [String: Int] = [:]
        for group in texts.groups where group.state != .text { sums[group.reason ?? "no-text", default: 0] += group.count }
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// For programs.
    public func json(_ messages: Messages) -> JSON {
        let kinds = counts.kinds.sorted { ($0.key?.rawValue ?? "~") < ($1.key?.rawValue ?? "~") }
        return [
            "vault": .string(path), "documents": .integer(counts.documents), "bytes": .integer(counts.bytes),
            "withdrawn": .integer(counts.withdrawn),
            "kinds": .object(kinds.map { JSON.Member($0.key?.rawValue ?? "unknown", .integer($0.value)) }),
            "customers": .integer(counts.customers), "serials": .integer(counts.serials), "covers": .integer(counts.covers),
            "imports": .integer(counts.runs), "unfinishedImports": .integer(counts.unfinishedRuns),
            "journal": .integer(counts.seq),
            "lastRecord": JSON(counts.lastRecord?.description),
            "text": [
                "waiting": JSON(waiting), "withText": JSON(texts.count(.text)), "pages": JSON(texts.pages),
                "pagesForOCR": JSON(texts.pagesForOCR), "documentsForOCR": JSON(texts.objectsForOCR),
                "without": .object(withoutText.map { JSON.Member($0.reason, JSON($0.count)) }),
                "unread": .array(unread.map { $0.json(messages) }), "outdated": .bool(indexOutdated),
            ],
            "lastVerify": verified.map { last in
                [
                    "time": .string(last.time.description), "objects": .integer(last.objects), "bytes": .integer(last.bytes),
                    "damaged": JSON(last.damaged.count), "missing": JSON(last.missing.count),
                ]
            } ?? .null,
            "holds": .integer(counts.holds),
            "purge": [
                "requested": .integer(counts.purges), "due": JSON(purgesDue), "trash": .integer(counts.trash),
                "purged": .integer(counts.purged),
            ],
            "redacted": .integer(counts.redacted),
            "lastCheckpoint": signed.map { last in
                [
                    "lines": .integer(last.lines), "through": JSON(last.through?.description),
                    "uncovered": .integer(max(0, counts.seq - last.lines)),
                ]
            } ?? .null,
            "lastScrub": scrub.map { last in
                [
                    "time": .string(last.time.description), "objects": .integer(last.objects), "bytes": .integer(last.bytes),
                    "bad": .integer(last.bad), "readSince": JSON(last.readSince?.description),
                ]
            } ?? .null,
            "lastBackup": backup.map { last in
                [
                    "time": .string(last.time.description), "target": .string(last.target), "line": .integer(last.seq),
                    "objects": .integer(last.objects), "bad": .integer(last.bad),
                ]
            } ?? .null,
            "lastDrill": drill.map { last in
                [
                    "time": .string(last.time.description), "source": .string(last.source), "line": .integer(last.seq),
                    "objects": .integer(last.objects), "documents": .integer(last.documents), "problems": .integer(last.problems),
                ]
            } ?? .null,
            "lost": .integer(lost), "free": .integer(free),
        ]
    }
}
