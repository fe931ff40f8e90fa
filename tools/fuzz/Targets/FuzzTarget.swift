import DeedCore
import DeedReaders
import Glibc

/// Everything in Deedbox that reads bytes of strangers. Raw values are the names of the corpora.
///
/// A target may refuse its input in any way that its callers expect. It must not trap, hang or take memory without bounds, and what it
/// promises has to hold: ``run(_:)`` throws ``Broken`` where it does not.
enum FuzzTarget: String, CaseIterable, Sendable {
    // The journal and what stands in it.
    case json, record, journal, checkpoint
    // Texts.
    case names, charset, dates, amounts, formats, query
    // Ledgers.
    case csv, table
    // What a worker says, and what it is told.
    case frames
    // Readers of documents.
    case plain, html, rtf, mail, outlook, docx, xlsx, pptx, ooxml, pdf
    // Archives.
    case zip, rar, archive, mailbox

    /// Opens what the readers need, once a process.
    static func prepare() throws {
        try Readers.prepare()
        // The times of a zip are local times without a zone.
        tzset()
    }

    /// Gives the target one input.
    func run(_ bytes: UnsafeRawBufferPointer) throws {
        switch self {
        case .json: try FuzzRecords.json(bytes)
        case .record: try FuzzRecords.record(bytes)
        case .journal: try FuzzJournal.journal(bytes)
        case .checkpoint: try FuzzJournal.checkpoint(bytes)
        case .names: try FuzzTexts.names(bytes)
        case .charset: try FuzzTexts.charset(bytes)
        case .dates: try FuzzTexts.dates(bytes)
        case .amounts: try FuzzTexts.amounts(bytes)
        case .formats: FuzzTexts.formats(bytes)
        case .query: try FuzzQueries.query(bytes)
        case .csv: try FuzzLedgers.csv(bytes)
        case .table: try FuzzLedgers.table(bytes)
        case .frames: try FuzzFrames.frames(bytes)
        case .plain, .html, .rtf, .mail, .outlook, .docx, .xlsx, .pptx, .ooxml, .pdf: try FuzzReaders.read(bytes, self)
        case .zip, .rar, .archive, .mailbox: try FuzzArchives.unpack(bytes, self)
        }
    }
}

/// A promise that did not hold.
struct Broken: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Throws where something that must hold does not.
func hold(_ holds: Bool, _ promise: @autoclosure () -> String) throws { if !holds { throw Broken(promise()) } }

/// The input as text.
func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
