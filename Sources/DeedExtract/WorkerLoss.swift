import DeedCore
import DeedSystem

/// How a worker was lost in the middle of a job.
enum WorkerLoss: Error, Hashable {
    /// It ended by itself: a parser crashed, or the kernel killed it.
    case crashed(ProcessEnd)
    /// The deadline passed.
    case timeout
    /// Nothing that counts came for too long.
    case stalled
    /// The person wants to stop.
    case stopped
    /// The file could not be opened for it.
    case notLent(String)
    /// It took more memory than a document may.
    case tooLarge
    /// It said what no honest worker says.
    case protocolBroken(String)
    /// It could not be started.
    case notStarted(Failure)

    /// The reason code that a person sees.
    var reason: String {
        switch self {
        case .crashed(let end): end.peakResident > WorkerLoss.memoryDeath ? "too-large" : "crashed"
        case .timeout, .stalled: "timeout"
        case .stopped: Extractor.stopped
        case .notLent: "unreadable"
        case .tooLarge: "too-large"
        case .protocolBroken: "crashed"
        case .notStarted(let failure): failure.code.rawValue
        }
    }

    /// The technical cause.
    var detail: String {
        switch self {
        case .crashed(let end):
            end.signal.map { "the worker died of signal \($0)" } ?? "the worker ended with code \(end.exit ?? -1)"
        case .timeout: "the deadline passed"
        case .stalled: "nothing came, or too slowly, for too long"
        case .stopped: "stopped"
        case .notLent(let what): what
        case .tooLarge: "the worker took too much memory"
        case .protocolBroken(let what): "the worker broke the protocol: \(what)"
        case .notStarted(let failure): failure.detail
        }
    }

    /// A worker that held this much when it died has most likely died of it: allocators abort, they do not report.
    private static let memoryDeath = 600 << 20
}
