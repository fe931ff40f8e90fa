import DeedCore
import DeedSystem
import Glibc

/// Looks at what names the vault: the declaration, and `vault.json` beside the first record, which says the same.
struct VaultFileCheck {
    let io: any VaultIO
    let layout: VaultLayout

    init(io: any VaultIO, layout: VaultLayout) {
        self.io = io
        self.layout = layout
    }

    func run(_ files: JournalFiles) throws -> [VerifyReport.DamagedFile] {
        [VaultLayout.declarationName: declaration(), "vault.json": info(files)].sorted { $0.key < $1.key }.compactMap {
            name, problem in
            problem.map { VerifyReport.DamagedFile(path: name, what: $0) }
        }
    }

    private func declaration() -> VaultProblem? {
        let declared: [UInt8]
        do throws(IOError) { declared = try io.contents(layout.declaration, limit: 4096) } catch { return problem(error) }
        return declared == Array(VaultLayout.declarationText.utf8) ? nil : .otherContent
    }

    /// Why a file could not be read.
    private func problem(_ error: IOError) -> VaultProblem {
        if error.isNoFile { return .notRegular }
        return error.errno == ENOENT ? .missing : error.errno == EFBIG ? .otherContent : .unreadable("\(error)")
    }

    private func info(_ files: JournalFiles) -> VaultProblem? {
        let bytes: [UInt8]
        do throws(IOError) { bytes = try io.contents(layout.info) } catch { return problem(error) }
        guard let info = try? VaultInfo(parsing: bytes, path: layout.info) else { return .otherContent }
        // A later version may have more members; one that has only ours has our bytes.
        let members = JSON(parsing: bytes)?.members?.count ?? 0
        if members <= 9, info.bytes != bytes { return .otherContent }
        guard let first = firstRecord(files) else { return nil }
        if first.vault != info.id { return .otherValue("id") }
        if first.timeZone != info.timeZone { return .otherValue("timeZone") }
        if first.version != info.program { return .otherValue("program") }
        if let created = first.created, created != info.created { return .otherValue("created") }
        return nil
    }

    /// The record `vault.created`, where the journal begins as it should.
    private func firstRecord(_ files: JournalFiles) -> VaultCreated? {
        guard var scan = try? JournalScan(files: files, from: .start), let batch = (try? scan.next()) ?? nil,
            let body = batch.records.first?.record.payload as? VaultCreated
        else { return nil }
        return body
    }
}
