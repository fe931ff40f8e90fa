public import DeedCore
public import Deedbox

extension LinkedCustomer {
    /// For programs.
    public var json: JSON { ["id": JSON(id), "name": .string(name), "role": .string(role)] }
}

extension DocumentSummary {
    /// As `list` gives it.
    public var json: JSON {
        [
            "document": JSON(id), "title": .string(title), "kind": JSON(kind?.rawValue), "number": JSON(number),
            "customers": .array(customers.map(\.json)), "names": .array(names.map(JSON.string)), "sha256": JSON(object),
            "expires": JSON(expires), "renewedUntil": JSON(renewedUntil), "size": .integer(size), "amount": JSON(amount),
            "currency": JSON(currency),
            "owner": JSON(owner), "tags": .array(tags.map(JSON.string)), "withdrawn": .bool(withdrawn), "damage": JSON(damage),
            "gone": JSON(gone?.rawValue),
        ]
    }
}

extension ShowDocument.Answer {
    /// For programs.
    public var json: JSON {
        var members = details.summary.json.members ?? []
        members += [
            JSON.Member(
                "fields",
                .array(
                    details.facts.map {
                        [
                            "field": .string($0.field), "value": .string($0.value), "source": .string($0.source),
                            "evidence": $0.evidence ?? .null, "seq": .integer($0.seq),
                        ]
                    })),
            JSON.Member("end", JSON(deadlines.end)), JSON.Member("actBy", JSON(deadlines.actBy)),
            JSON.Member("endUnknown", JSON(deadlines.unknown?.rawValue)),
            JSON.Member("renewals", JSON(deadlines.renewals)), JSON.Member("renewed", JSON(deadlines.renewed)),
            JSON.Member(
                "places",
                .array(
                    details.names.map {
                        [
                            "path": .string($0.path), "source": .string($0.source), "run": JSON($0.run),
                            "withdrawn": .bool($0.withdrawn),
                        ]
                    })),
            JSON.Member("added", .string(details.added.description)), JSON.Member("addedBy", JSON(details.addedBy)),
            JSON.Member(
                "text",
                text.map {
                    [
                        "state": .string($0.state.rawValue), "reason": JSON($0.reason), "media": .string($0.media),
                        "engine": .string($0.engine), "pages": JSON($0.pages), "unit": .string($0.unit.rawValue),
                        "pagesForOCR": .array($0.pagesForOCR.map { JSON($0) }), "signatures": JSON($0.signatures),
                        "warnings": .array($0.warnings.map(JSON.string)),
                    ]
                } ?? .null),
            JSON.Member("attachedTo", .array(details.attachedTo.map(\.json))),
            JSON.Member("attachments", .array(details.attachments.map(\.json))),
            JSON.Member(
                "duplicates",
                .array(
                    decisions.map { pair in
                        .object((pair.decision.json.members ?? []) + [JSON.Member("title", .string(pair.other.title))])
                    })),
            JSON.Member(
                "covers",
                .array(
                    details.covers.map {
                        [
                            "serial": .string($0.number), "kind": .string($0.kind), "starts": JSON($0.cover.starts),
                            "ends": JSON($0.cover.ends), "page": JSON($0.page),
                        ]
                    })),
        ]
        members += holding
        return .object(members)
    }
}

extension AttachedDocument {
    /// As `show` gives it.
    public var json: JSON { ["document": .string(id.text), "title": .string(title), "name": .string(name)] }
}

extension DeedCatalog.Page<DocumentSummary> {
    /// For programs, with how many documents no range of ends has.
    public func json(renewedForUnknown: Int) -> JSON {
        [
            "documents": .array(rows.map(\.json)), "next": JSON(next),
            "renewedForUnknown": .integer(Int64(renewedForUnknown)),
        ]
    }
}

extension FindDocuments.Answer {
    /// For programs.
    public var json: JSON {
        [
            "total": JSON(answer.total), "capped": .bool(answer.capped),
            "hits": .array(
                answer.hits.map { hit in
                    [
                        "document": JSON(hit.document), "title": .string(hit.title), "page": JSON(hit.page),
                        "section": JSON(hit.section), "snippet": .string(hit.snippet), "score": .number(hit.score),
                        "pages": .array(hit.pages.map { ["page": JSON($0.number), "hits": JSON($0.count)] }),
                        "folders": JSON(hit.folders),
                        "names": .array((documents.first { $0.id == hit.document }?.names ?? []).map(JSON.string)),
                    ]
                }),
            "hints": .array(answer.hints.map { .string($0.rawValue) }), "waiting": JSON(waiting),
        ]
    }
}

extension [DocumentHistory.Line] {
    /// For programs.
    public func json(_ document: Identifier) -> JSON {
        [
            "document": JSON(document),
            "records": .array(
                map { line in
                    [
                        "seq": .integer(line.record.seq), "time": .string(line.record.time.description),
                        "actor": JSON(line.record.actor),
                        "user": JSON(line.user), "kind": .string(line.record.record.kind), "body": line.record.record.body,
                        "redacted": .bool(line.record.isRedacted),
                    ]
                }),
        ]
    }
}
