public import DeedCore
public import Deedbox

extension PurgeBlock {
    /// For programs.
    public var json: JSON {
        [
            "reason": .string(reason.rawValue), "hold": JSON(hold?.id), "name": JSON(hold?.name), "until": JSON(until),
        ]
    }
}

extension PurgeRow {
    /// For programs.
    public var json: JSON {
        [
            "purge": JSON(id), "document": JSON(document.id), "title": .string(document.title), "number": JSON(document.number),
            "sha256": JSON(document.object), "size": .integer(document.size), "why": .string(why), "due": JSON(due),
            "requested": .string(requested.description), "user": JSON(user), "trashUntil": JSON(until),
            "ended": JSON(endedOn?.description), "endedWhy": JSON(endedWhy),
        ]
    }
}

extension ListPurges.Row {
    /// For programs.
    public var json: JSON {
        .object(
            (purge.json.members ?? []) + [
                JSON.Member("state", .string(state.rawValue)), JSON.Member("blocks", .array(blocks.map(\.json))),
                JSON.Member("keptIn", .array(containers.map(JSON.string))),
            ])
    }
}

extension Retention {
    /// The day until which a document is kept; `nil` when nothing asks for it, or the day is not known.
    public var day: CivilDate? { if case .until(let day) = self { day } else { nil } }
}

extension ShowDocument.Answer {
    /// Holds, retention and purge, for programs.
    var holding: [JSON.Member] {
        [
            JSON.Member("holds", .array(holds.map(\.json))),
            JSON.Member("retention", ["until": JSON(retention.day), "endUnknown": .bool(retention == .endUnknown)]),
            JSON.Member("purge", purge?.json ?? .null),
        ]
    }
}

extension RunPurge.Answer {
    /// For programs.
    public func json(on today: CivilDate, isDry: Bool) -> JSON {
        [
            "today": .string(today.description), "dryRun": .bool(isDry),
            "trashed": .array(trashed.map(\.json)), "purged": .array(purged.map(\.json)),
            "restored": .array(
                restored.map {
                    .object(($0.purge.json.members ?? []) + [JSON.Member("reason", .string($0.why.rawValue))])
                }),
            "blocked": .array(
                blocked.map {
                    .object(($0.purge.json.members ?? []) + [JSON.Member("blocks", .array($0.blocks.map(\.json)))])
                }),
            "freed": .integer(freed),
        ]
    }
}

extension HoldRow {
    /// For programs.
    public var json: JSON {
        [
            "hold": JSON(id), "name": .string(name), "document": JSON(document?.id), "title": JSON(document?.title),
            "customer": customer.map { ["id": JSON($0.id), "name": .string($0.name)] } ?? .null, "kind": JSON(kind),
            "why": .string(why), "note": JSON(note), "placed": .string(placed.description), "user": JSON(user),
            "released": JSON(released?.description), "releasedWhy": JSON(releasedWhy),
        ]
    }
}

extension [HoldRow] {
    /// For programs.
    public var json: JSON {
        ["holds": .array(map(\.json))]
    }
}

extension PlaceHold.Answer {
    /// For programs.
    public func json(name: String) -> JSON {
        [
            "name": .string(name), "holds": .array(placed.map { JSON($0) }),
            "restored": .array(restored.map { JSON($0) }),
        ]
    }
}

extension [RetentionRow] {
    /// For programs.
    public var json: JSON {
        [
            "rules": .array(
                map {
                    [
                        "kind": JSON($0.kind), "years": JSON($0.rule.years), "from": .string($0.rule.from.rawValue),
                        "why": JSON($0.why), "set": .string($0.set.description), "user": JSON($0.user),
                    ]
                })
        ]
    }
}

extension [ListPurges.Row] {
    /// For programs.
    public func json(on today: CivilDate) -> JSON {
        ["today": .string(today.description), "purges": .array(map(\.json))]
    }
}

extension RequestPurge.Answer {
    /// For programs.
    public var json: JSON {
        [
            "requested": .array(requested.map { JSON($0) }), "unchanged": .array(unchanged.map { JSON($0) }),
            "due": .string(due.description), "keptIn": .array(containers.map(JSON.string)),
        ]
    }
}

extension RedactRecords.Answer {
    /// For programs.
    public var json: JSON {
        ["redaction": JSON(redaction), "records": .array(records.map { .integer($0) })]
    }
}
