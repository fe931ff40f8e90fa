public import DeedCore
public import Deedbox

extension SignCheckpoint.Answer {
    /// For programs.
    public var json: JSON {
        [
            "file": .string(stored.path), "lines": .integer(stored.size),
            "root": JSON(stored.checkpoint?.root), "key": .string(key.text), "signed": .bool(isNew),
            "text": .string(String(decoding: stored.bytes, as: UTF8.self)),
        ]
    }
}

extension VerifyCheckpoints.Answer {
    /// For programs.
    public var json: JSON {
        return [
            "ok": .bool(report.isClean), "lines": .integer(report.lines), "covered": .integer(report.covered),
            "checkpoints": .array(
                report.findings.map { found in
                    [
                        "file": .string(found.path), "lines": JSON(found.checkpoint?.size), "root": JSON(found.checkpoint?.root),
                        "key": JSON(found.key?.id), "through": JSON(found.time?.description),
                        "problem": JSON(found.problem?.rawValue),
                    ]
                }),
            "consistency": consistency.map { proof in .array(proof.map { .string(Base64.text($0.bytes)) }) } ?? .null,
        ]
    }
}

extension ExportEvidence.Answer {
    /// For programs.
    public func json(path: String) -> JSON {
        [
            "document": JSON(facts.details.summary.id), "sha256": JSON(facts.details.summary.object),
            "path": .string(path), "records": JSON(facts.lines.count), "checkpoint": .integer(facts.checkpoint.size),
            "key": .string(facts.key.text), "signed": .bool(signed),
        ]
    }
}

extension SetUpKey.Answer {
    /// For programs.
    public var json: JSON {
        [
            "path": .string(path), "made": .bool(made), "key": .string(key.text),
            "id": .string(key.id), "pem": .string(key.pem),
        ]
    }
}

extension ListCheckpoints.Answer {
    /// For programs.
    public var json: JSON {
        [
            "checkpoints": .array(
                checkpoints.map { stored in
                    [
                        "file": .string(stored.path), "lines": .integer(stored.size), "root": JSON(stored.checkpoint?.root),
                        "through": JSON(times[stored.size]?.description), "timeStamp": .bool(stored.token != nil),
                    ]
                }), "journal": .integer(lines),
        ]
    }
}

extension StoredCheckpoint {
    /// With the file that was written or kept for it.
    public func json(path: String) -> JSON {
        ["file": .string(self.path), "lines": .integer(size), "path": .string(path)]
    }
}
