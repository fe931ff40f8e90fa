import CFullText
import DeedText
import GRDB
import GRDBSQLite

/// The joint between SQLite's full-text search and the project's tokenizer.
enum FullText {
    /// Teaches a connection the tokenizer `deedbox` (modes `document` and `names`) and the functions `deed_score` and `deed_pos`.
    static func install(in database: Database) throws {
        guard let connection = database.sqliteConnection else { return }
        let code = deed_fulltext_register(connection, tokenize)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static let tokenize: deed_tokenize = { mode, text, length, context, sink in
        guard let text, length > 0, let sink else { return SQLITE_OK }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(length)).assumingMemoryBound(to: UInt8.self)
        var code = SQLITE_OK
        Tokenizer.scan(bytes, mode: tokenizerMode(mode)) { folded, start, end, colocated in
            let flags = colocated ? DEED_TOKEN_COLOCATED : 0
            code = folded.withMemoryRebound(to: CChar.self) {
                sink(context, flags, $0.baseAddress, Int32($0.count), Int32(start), Int32(end))
            }
            return code == SQLITE_OK
        }
        return code
    }

    private static func tokenizerMode(_ mode: Int32) -> Tokenizer.Mode {
        switch mode {
        case DEED_TOKENIZE_QUERY: .query
        case DEED_TOKENIZE_NAMES: .names
        default: .document
        }
    }
}
