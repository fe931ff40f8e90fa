import Foundation

/// How often the tests kill: as often as CI has time for, or so many times more (`tools/long/kills`).
enum Kills {
    /// From `DEEDBOX_TEST_KILLS`: how many times more often than in CI; 1 where nothing is said.
    static let times: Int = {
        let given = ProcessInfo.processInfo.environment["DEEDBOX_TEST_KILLS"].flatMap { Int($0) }
        return max(1, given ?? 1)
    }()

    /// Minutes that a test may take.
    static let minutes = 5 * times
}
