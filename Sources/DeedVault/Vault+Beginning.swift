public import DeedCore
import DeedSystem

extension Vault {
    /// The first record, where the journal begins with a complete batch and the record that says what the vault is. A vault without it lost its
    /// journal, or its making was cut off.
    public func firstRecord() throws -> VaultCreated? {
        try reporting {
            guard var scan = try? JournalScan(files: files, from: .start), let batch = try? scan.next(),
                let body = batch.records.first?.record.payload as? VaultCreated
            else { return nil }
            return body
        }
    }

    /// Whether anything says that more was written than the first batch: bodies, objects, checkpoints. A vault whose making was cut off has none.
    public func hasContent() throws -> Bool {
        try reporting {
            if try files.lastSegment() > 1 || hasLaterBody() { return true }
            let folders = (0...255).map { layout.objectDirectory(UInt8($0)) } + [layout.checkpoints, layout.trash]
            return try folders.contains { try io.status($0) != nil && !io.list($0).isEmpty }
        }
    }

    /// Whether there is a body behind those of the batch that a vault is made with, three lines with its end.
    private func hasLaterBody() throws -> Bool {
        let lines = try LineReader(io: io, path: layout.bodiesFile(1), from: 0)
        while let seq = try lines.next({ BodyLine(parsing: $0)?.seq }) { if seq ?? .max > 3 { return true } }
        return false
    }

    /// The place behind the journal's last complete batch. Reads the whole journal, whatever is wrong in it.
    public func journalEnd() throws -> JournalPosition {
        try reporting {
            var check = JournalCheck(files: files)
            try check.run(expecting: nil)
            return check.end
        }
    }

    /// Why the journal does not hold a place that somebody has applied; `nil` where it does.
    public func lacks(_ position: JournalPosition) throws -> String? {
        try reporting {
            do {
                try files.check(position)
                return nil
            } catch let failure as Failure {
                return failure.detail
            }
        }
    }
}
