public import DeedCore
public import DeedMessages
public import Deedbox

extension ImportRun {
    /// `complete`, `stopped`, `running` or `withdrawn`.
    public var stateCode: String { withdrawn ? "withdrawn" : state ?? "running" }

    /// For programs.
    public var json: JSON {
        [
            "run": JSON(id), "started": .string(started.description), "finished": JSON(finished?.description), "user": JSON(user),
            "state": .string(stateCode), "sources": .array(sources.map(JSON.string)), "names": JSON(names),
            "ledger": JSON(ledger),
            "seen": .integer(account.seen), "stored": .integer(account.stored),
            "duplicate": .integer(account.duplicate.plusOrNearest(account.alreadyImported)),
            "alreadyImported": .integer(account.alreadyImported), "rejected": .integer(account.rejected),
            "bytes": .integer(account.bytes), "withdrawnWhy": JSON(withdrawnWhy),
        ]
    }
}

extension ShowImport.Answer {
    /// For programs.
    public var json: JSON {
        var members = run.json.members ?? []
        members.append(
            JSON.Member(
                "archives",
                .array(
                    archives.map {
                        [
                            "path": .string($0.path), "sha256": JSON($0.sha256), "entries": .integer($0.entries),
                            "state": .string($0.state), "format": .string($0.format), "names": JSON($0.names),
                            "detail": JSON($0.detail), "kept": .bool($0.kept),
                        ]
                    })))
        members.append(
            JSON.Member(
                "items",
                .array(
                    items.map {
                        [
                            "path": .string($0.path), "outcome": .string($0.outcome.rawValue), "sha256": JSON($0.object),
                            "document": JSON($0.document), "reason": JSON($0.reason), "detail": JSON($0.detail),
                            "note": JSON($0.note), "unread": $0.object.flatMap { lacks[$0]?.json } ?? .null,
                        ]
                    })))
        return .object(members)
    }
}

extension ReadTexts.Answer {
    /// For programs.
    public var json: JSON {
        [
            "read": JSON(read), "withText": JSON(withText), "pages": JSON(pages),
            "pagesForOCR": JSON(needOCR),
            "without": .object(without.sorted { $0.key < $1.key }.map { JSON.Member($0.key, JSON($0.value)) }),
            "lacking": JSON(lacking), "unreadable": JSON(unreadable),
            "unread": .array(
                first.map { unread in
                    let place: [JSON.Member] = [
                        JSON.Member("path", .string(unread.path)), JSON.Member("document", JSON(unread.document)),
                    ]
                    return .object(place + (unread.lack.json.members ?? []))
                }),
            "partly": JSON(partlyCount),
            "leftOut": .array(
                partly.map {
                    ["name": .string($0.name), "reason": .string($0.remark.code), "detail": .string($0.remark.warning)]
                }),
            "seconds": .number(seconds),
        ]
    }
}

extension ImportFiles.Line {
    /// For programs.
    public var json: JSON {
        [
            "path": .string(path), "outcome": .string(outcome.rawValue), "sha256": JSON(object),
            "document": JSON(document), "reason": JSON(reason), "detail": JSON(detail),
            "note": JSON(note),
        ]
    }
}

extension ImportFiles.Answer {
    /// The sums, behind the lines of the account.
    public func json(
        archives: [ImportedArchive], texts: ReadTexts.Answer?, ledger: ApplyLedger.Answer?, _ messages: Messages
    ) -> JSON {
        return [
            "seen": .integer(account.seen), "stored": .integer(account.stored),
            "duplicate": .integer(account.duplicate.plusOrNearest(account.alreadyImported)),
            "rejected": .integer(account.rejected),
            "alreadyImported": .integer(account.alreadyImported), "bytes": .integer(account.bytes),
            "state": .string(stopped ? "stopped" : "complete"), "kept": .bool(isKept),
            "seconds": .number(seconds),
            "archives": .array(
                archives.map {
                    [
                        "path": .string($0.path), "sha256": JSON($0.sha256), "entries": JSON($0.entries),
                        "state": .string($0.state),
                        "format": .string($0.format), "names": JSON($0.names), "detail": JSON($0.detail), "kept": .bool($0.kept),
                    ]
                }),
            "text": texts?.json ?? .null,
            "ledger": ledger?.json(messages) ?? .null,
        ]
    }
}

extension DeedCatalog.Page<ImportRun> {
    /// For programs.
    public var json: JSON {
        ["imports": .array(rows.map(\.json)), "next": JSON(next)]
    }
}
