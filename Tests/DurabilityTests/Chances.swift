import Foundation
import TestSupport

/// Chances that can be repeated: a failing test prints its seed, `DEEDBOX_TEST_SEED` gives the same run again.
struct Chances: RandomNumberGenerator {
    private var numbers: SplitMix

    /// The seed of this test run.
    static let seed: UInt64 = {
        let given = ProcessInfo.processInfo.environment["DEEDBOX_TEST_SEED"].flatMap { UInt64($0) }
        return given ?? UInt64.random(in: 1...999_999)
    }()

    /// Chances of their own for each round.
    init(round: Int) { numbers = SplitMix(seed: Chances.seed &* 1_000_003 &+ UInt64(round)) }

    init(state: UInt64) { numbers = SplitMix(seed: state) }

    mutating func next() -> UInt64 { numbers.next() }
}
