import ArgumentParser
import DeedCore
import DeedMessages
import DeedTables
import Glibc

/// What commands take that write their table into a file too.
struct TableOptions: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: spoken("Write the table to a file too, .csv or .xlsx by its name.", "同时把表格写入文件，按扩展名为 .csv 或 .xlsx。", value: "file"),
        completion: .file(extensions: ["csv", "xlsx"]))
    var report: String?

    /// Where the table goes, when it goes into a file; known to be possible before the work begins.
    ///
    /// - Throws: ``Failure/Code/badValue`` for another kind of file.
    func file() throws -> TableFile? { try report.map { try TableFile($0) } }
}

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
