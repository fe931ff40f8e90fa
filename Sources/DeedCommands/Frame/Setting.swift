import DeedCore
import DeedMessages
import Deedbox

/// Everything that can be set, by flag, by environment or in `<vault>/config.toml`. Raw values are the keys of the file.
enum Setting: String, CaseIterable, Sendable {
    case vault
    case lang
    case today
    case walls
    case workers
    case we
    case company
    case durability
    case fiscalYearStart = "fiscal_year_start"
    case importNames = "import.names"
    case importKeepArchive = "import.keep_archive"
    case importEntries = "import.entries"
    case importDepth = "import.depth"
    case importRatio = "import.ratio"
    case importRatioFrom = "import.ratio_from_mib"
    case importMemory = "import.memory_mib"
    case importStall = "import.stall_seconds"
    case importName = "import.name_bytes"
    case importBatch = "import.batch_files"
    case purgeGrace = "purge.grace_days"
    case purgeTrash = "purge.trash_days"
    case checkpointKey = "checkpoint.key"
    case checkpointAuto = "checkpoint.auto"

    /// What values it takes.
    enum Form: Sendable, Hashable {
        case text
        case flag
        case date
        case integer(ClosedRange<Int>)
        case choice([String])
    }

    /// What values it takes.
    var form: Form {
        switch self {
        case .vault, .company, .we: .text
        case .lang: .choice(Language.allCases.map(\.rawValue))
        case .today: .date
        case .walls: .choice(["full", "reduced"])
        case .workers: .integer(0...256)
        case .durability: .choice(Durability.allCases.map(\.rawValue))
        case .fiscalYearStart: .integer(1...12)
        case .importNames: .text
        case .importKeepArchive: .flag
        case .importEntries: .integer(1...100_000_000)
        case .importDepth: .integer(0...16)
        case .importRatio: .integer(1...1_000_000)
        case .importRatioFrom: .integer(1...1_048_576)
        case .importMemory: .integer(16...65_536)
        case .importStall: .integer(1...86_400)
        case .importName: .integer(1...65_536)
        case .importBatch: .integer(1...100_000)
        case .purgeGrace, .purgeTrash: .integer(0...3650)
        case .checkpointKey: .text
        case .checkpointAuto: .flag
        }
    }

    /// The value where nothing else is said; `nil` where there is none (decisions.md's table for imports).
    var standard: String? {
        switch self {
        case .vault, .today, .importNames, .lang, .company, .we: nil
        case .walls: "full"
        case .workers: "0"
        case .durability: Durability.auto.rawValue
        case .fiscalYearStart: "1"
        case .importKeepArchive: "false"
        case .importEntries: "1000000"
        case .importDepth: "4"
        case .importRatio: "200"
        case .importRatioFrom: "64"
        case .importMemory: "512"
        case .importStall: "60"
        case .importName: "4096"
        case .importBatch: "1000"
        case .purgeGrace: "30"
        case .purgeTrash: "7"
        case .checkpointKey: nil
        case .checkpointAuto: "true"
        }
    }

    /// The environment variable: `DEEDBOX_IMPORT_DEPTH`.
    var variable: String { "DEEDBOX_" + rawValue.uppercased().replacing(".", with: "_") }

    /// Whether the vault's file may set it. The vault itself and the day to reckon from belong to one call only.
    var isInFile: Bool { self != .vault && self != .today }

    /// The text form in which a value is kept, or `nil` when `text` is no value of this setting.
    func canonical(_ text: String) -> String? {
        switch form {
        case .text: return text.isEmpty ? nil : text
        case .flag:
            switch text {
            case "true", "1", "yes", "on": return "true"
            case "false", "0", "no", "off": return "false"
            default: return nil
            }
        case .date: return CivilDate(text)?.description
        case .integer(let range): return Int(text).flatMap { range.contains($0) ? String($0) : nil }
        case .choice(let values):
            if self == .lang { return Language(tag: text)?.rawValue }
            // A way of its own in version 0.1; what was gained by it, auto has.
            if self == .durability, text == "syncfs" { return Durability.auto.rawValue }
            return values.contains(text) ? text : nil
        }
    }
}
