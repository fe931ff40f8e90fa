public import DeedCore
public import Deedbox

extension VerifyReport.DamagedObject {
    /// As `verify`, `backup` and their like answer.
    public var json: JSON { ["sha256": .string(object.hex), "path": .string(path), "problem": .string(problem)] }
}

extension VerifyReport.JournalProblem {
    /// As `verify`, `backup` and their like answer.
    public var json: JSON { ["path": .string(path), "line": JSON(line), "seq": JSON(seq), "problem": .string(problem)] }
}

extension JournalLoss {
    /// As `repair` and `rebuild` answer.
    public var json: JSON {
        [
            "end": .integer(end), "known": .integer(known), "witnesses": .array(witnesses.map { .string($0.rawValue) }),
            "detail": .string(detail),
            "lines": .array(
                lines.map { ["seq": .integer($0.seq), "time": .string($0.time.description), "kind": .string($0.kind)] }),
        ]
    }
}

extension BackUpVault.Answer {
    /// For programs.
    public func json(target: String) -> JSON {
        return [
            "target": .string(target), "new": .bool(report.isNew), "line": .integer(report.position.seq),
            "head": .string(report.position.head.hex), "objects": .integer(report.objects), "copied": .integer(report.copied),
            "bytes": .integer(report.bytes), "repaired": .array(report.repaired.map { .string($0.hex) }),
            "damaged": .array(report.damaged.map(\.json)), "missing": .array(report.missing.map { .string($0.hex) }),
            "journal": .array(report.journal.map(\.json)),
            "removed": [
                "objects": .array(removed.objects.map { .string($0.hex) }),
                "bodies": .array(removed.bodies.map(JSON.string)),
            ],
            "recorded": .bool(recorded),
        ]
    }
}

extension RepairVault.Answer {
    /// For programs.
    public var json: JSON {
        let remaining = report.remaining
        return [
            "repaired": .array(
                report.objects.map {
                    [
                        "sha256": .string($0.object.hex), "path": .string($0.path),
                        "problem": .string($0.what?.description ?? VaultProblem.missing.description),
                        "source": .string($0.source),
                        "quarantined": JSON($0.quarantined),
                    ]
                }),
            "files": .array(
                report.files.map {
                    ["path": .string($0.path), "source": .string($0.source), "quarantined": JSON($0.quarantined)]
                }),
            "catalog": JSON(catalogProblem), "index": JSON(indexProblem),
            "lost": [
                "damaged": .array(remaining.damaged.map(\.json)), "missing": .array(remaining.missing.map { .string($0.hex) }),
                "journal": .array(remaining.journal.problems.map(\.json)),
                "files": .array(
                    remaining.files.map { ["path": .string($0.path), "problem": .string($0.what.description)] }),
            ],
            "loss": loss?.json ?? .null, "recorded": .bool(recorded),
        ]
    }
}

extension ScrubVault.Answer {
    /// For programs.
    public var json: JSON {
        return [
            "objects": .integer(report.objects), "bytes": .integer(report.bytes), "digest": .string(report.digest.hex),
            "damaged": .array(report.damaged.map(\.json)), "missing": .array(report.missing.map { .string($0.hex) }),
            "unsteady": .array(report.unsteady.map(JSON.string)), "complete": .bool(report.isComplete),
            "readSince": JSON(readSince?.description), "recorded": .bool(recorded),
        ]
    }
}

extension RestoreVault.Answer {
    /// For programs; without a target it was a drill.
    public func json(source: String, target: String?, verified: Bool) -> JSON {
        [
            "source": .string(source), "target": JSON(target), "line": .integer(copy.position.seq),
            "head": .string(copy.position.head.hex), "objects": .integer(copy.objects),
            "bytes": .integer(copy.bytes), "documents": .integer(documents), "verified": .bool(verified),
            "problems": .array(problems.map(JSON.string)), "recordedIn": JSON(recordedIn),
            "seconds": .number((seconds * 1000).rounded() / 1000),
        ]
    }
}

extension VerifyVault.Answer {
    /// For programs.
    public func json(checkedIndex: Bool) -> JSON {
        return [
            "objects": .integer(report.objects), "bytes": .integer(report.bytes),
            "damaged": .array(report.damaged.map(\.json)),
            "missing": .array(report.missing.map { .string($0.hex) }),
            "stray": .array(report.stray.map { .string($0) }), "underWay": .integer(Int64(report.underWay)),
            "taken": .array(
                taken.map {
                    [
                        "document": JSON($0.document), "sha256": .string($0.object.hex), "path": JSON($0.path),
                        "what": .string($0.what.rawValue),
                    ]
                }), "trash": .integer(report.trash),
            "unfinished": .array(unfinished.map { .string($0.hex) }),
            "losses": .array(
                losses.map { ["first": .integer($0.first), "last": .integer($0.last), "seq": .integer($0.seq)] }),
            "unsteady": .array(report.unsteady.map(JSON.string)),
            "files": .array(report.files.map { ["path": .string($0.path), "problem": .string($0.what.description)] }),
            "journal": [
                "lines": .integer(report.journal.lines), "redacted": .integer(report.journal.redacted),
                "ok": .bool(report.journal.isClean),
                "problems": .array(report.journal.problems.map(\.json)),
            ],
            "catalog": ["ok": .bool(catalogOK), "problem": JSON(catalogProblem)],
            "checkpoints": [
                "ok": .bool(checkpoints.isClean), "covered": .integer(checkpoints.covered),
                "problems": .array(
                    checkpoints.findings.compactMap { found in
                        found.problem.map { ["file": .string(found.path), "problem": .string($0.rawValue)] }
                    }),
            ],
            "index": ["checked": .bool(checkedIndex), "problem": JSON(indexProblem)],
            "recorded": .bool(recorded),
        ]
    }
}

extension RebuildCatalog.Answer {
    /// For programs.
    public var json: JSON {
        [
            "records": .integer(records), "same": same.map(JSON.bool) ?? .null,
            "loss": loss?.json ?? .null, "quarantined": .array(quarantined.map(JSON.string)),
            "seconds": .number(seconds),
        ]
    }
}
