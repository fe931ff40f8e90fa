/// What went wrong, to what, and which text tells a person what to do: every error that reaches a user is one of these.
///
/// The text itself, in two languages, stands in the catalog of messages under ``Code``.
public struct Failure: Error, Sendable, Hashable {
    /// What happened; decides the message, the advice and the exit code.
    public var code: Code
    /// To what: a path, an id, an argument. May be empty.
    public var subject: String
    /// The technical cause, untranslated: a system error, a parser's word. May be empty.
    public var detail: String
    /// What could have been meant, for example the documents an id's prefix fits.
    public var candidates: [String]

    /// A failure of `subject`.
    public init(_ code: Code, _ subject: String = "", detail: String = "", candidates: [String] = []) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.candidates = candidates
    }
}

/// An error of a lower room that knows which failure a person sees in it.
public protocol FailureConvertible: Error {
    /// What the person sees.
    var failure: Failure { get }
}

extension Failure {
    /// Every kind of failure; raw values appear in `--json` and never change.
    public enum Code: String, CaseIterable, Sendable {
        case vaultNotFound = "vault-not-found"
        case vaultExists = "vault-exists"
        case vaultUnreadable = "vault-unreadable"
        case vaultTooNew = "vault-too-new"
        case vaultReadOnly = "vault-read-only"
        case vaultBusy = "vault-busy"
        case journalDamaged = "journal-damaged"
        case journalBehindCatalog = "journal-behind-catalog"
        /// The journal lacks lines that something else in the vault knows of, or its beginning.
        case journalCut = "journal-cut"
        case catalogDamaged = "catalog-damaged"
        case indexDamaged = "index-damaged"
        case checkpointMismatch = "checkpoint-mismatch"
        case checkpointNotFound = "checkpoint-not-found"
        case keyUnreadable = "key-unreadable"
        case targetExists = "target-exists"
        case objectMissing = "object-missing"
        case objectDamaged = "object-damaged"
        case damageFound = "damage-found"
        case copyInside = "copy-inside"
        case copyForeign = "copy-foreign"
        /// There is no copy of a vault where one was to be taken from.
        case copyNotFound = "copy-not-found"
        case copyAhead = "copy-ahead"
        case copyDiverged = "copy-diverged"
        case copyDamaged = "copy-damaged"
        case documentNotFound = "document-not-found"
        case documentAmbiguous = "document-ambiguous"
        case customerNotFound = "customer-not-found"
        case customerAmbiguous = "customer-ambiguous"
        case customerInUse = "customer-in-use"
        case machineNotFound = "machine-not-found"
        case machineAmbiguous = "machine-ambiguous"
        case machineKnown = "machine-known"
        case factNotFound = "fact-not-found"
        case factAmbiguous = "fact-ambiguous"
        case runNotFound = "run-not-found"
        /// No run of a ledger has this id.
        case ledgerRunNotFound = "ledger-run-not-found"
        case nothingFound = "nothing-found"
        case sourceNotFound = "source-not-found"
        case sourceUnreadable = "source-unreadable"
        case sourceInVault = "source-in-vault"
        case watchOverlaps = "watch-overlaps"
        case inputsRejected = "inputs-rejected"
        case ledgerUnreadable = "ledger-unreadable"
        case ledgerUnmatched = "ledger-unmatched"
        case documentPurged = "document-purged"
        case documentInTrash = "document-in-trash"
        case documentHeld = "document-held"
        case holdNotFound = "hold-not-found"
        case purgeNotFound = "purge-not-found"
        case notRedactable = "not-redactable"
        case badDate = "bad-date"
        case badValue = "bad-value"
        case badQuery = "bad-query"
        case badUse = "bad-use"
        case badSettings = "bad-settings"
        case unknownField = "unknown-field"
        case diskFull = "disk-full"
        case diskLow = "disk-low"
        case inputOutput = "input-output"
        case syncFailed = "sync-failed"
        case workerMissing = "worker-missing"
        case workerFailed = "worker-failed"
        case wallsMissing = "walls-missing"
        case recordRefused = "record-refused"
        /// Whoever asks has not got the right that is named.
        case notAllowed = "not-allowed"
        case interrupted
        case terminated
        case internalError = "internal-error"
    }
}

extension Failure.Code {
    /// The program's exit code, part of the public table in the manual.
    public var exit: Int32 {
        switch self {
        case .internalError: 2
        case .damageFound, .journalDamaged, .journalBehindCatalog, .journalCut, .checkpointMismatch, .objectMissing,
            .objectDamaged:
            3
        case .copyAhead, .copyDiverged, .copyDamaged: 3
        case .copyInside, .copyForeign: 64
        case .inputsRejected, .ledgerUnmatched: 4
        case .vaultNotFound, .copyNotFound, .documentNotFound, .customerNotFound, .runNotFound, .ledgerRunNotFound,
            .checkpointNotFound,
            .nothingFound:
            10
        case .documentPurged, .documentInTrash, .holdNotFound, .purgeNotFound, .machineNotFound, .factNotFound: 10
        case .customerInUse, .machineAmbiguous, .machineKnown, .factAmbiguous: 64
        case .vaultBusy: 11
        case .notAllowed: 13
        case .badDate, .badValue, .badQuery, .badUse, .badSettings, .unknownField, .documentAmbiguous, .customerAmbiguous,
            .notRedactable:
            64
        case .watchOverlaps, .sourceInVault: 64
        case .interrupted: 130
        case .terminated: 143
        default: 1
        }
    }
}
