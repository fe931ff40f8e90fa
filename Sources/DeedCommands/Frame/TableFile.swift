import DeedCore
import DeedTables
import Glibc

/// A table on its way into a file that a person named: CSV or XLSX, by the name's extension.
struct TableFile {
    /// The absolute path.
    let path: String
    /// What it becomes.
    let kind: Kind

    /// The forms that tables have.
    enum Kind: String, CaseIterable { case csv, xlsx }

    /// - Throws: ``Failure/Code/badValue`` for another extension.
    init(_ name: String) throws {
        path = Frame.absolute(name)
        let tail = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
        guard let kind = Kind(rawValue: tail) else { throw Failure(.badValue, name, candidates: [".csv", ".xlsx"]) }
        self.kind = kind
    }

    /// Writes the tables: a workbook with a sheet for each, or the first of them as CSV.
    ///
    /// Written beside the target and renamed: a file that somebody has open is never half of two.
    ///
    /// - Throws: ``Failure`` `inputOutput`, `diskFull`.
    func write(_ sheets: [Worksheet]) throws {
        let bytes = try kind == .xlsx ? XLSXWriter.bytes(sheets) : sheets.first.map(CSVWriter.bytes) ?? []
        let partial = path + ".part-\(getpid())"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        do {
            do throws(SinkError) { try Sink(descriptor: descriptor).writeAll(bytes) } catch {
                _ = close(descriptor)
                throw failure(error.number)
            }
            guard close(descriptor) == 0, rename(partial, path) == 0 else { throw failure(errno) }
        } catch {
            unlink(partial)
            throw error
        }
    }

    private func failure(_ number: Int32) -> Failure {
        Failure(number == ENOSPC ? .diskFull : .inputOutput, path, detail: systemText(number))
    }
}
