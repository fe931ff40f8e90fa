import Foundation

/// Chances that can be repeated: a failing test prints its seed, `DEEDBOX_TEST_SEED` gives the same run again.
///
/// The generator is SplitMix64 (Steele, Lea, Flood 2014).
struct Chances: RandomNumberGenerator {
    private var state: UInt64

    /// The seed of this test run.
    static let seed: UInt64 = {
        let given = ProcessInfo.processInfo.environment["DEEDBOX_TEST_SEED"].flatMap { UInt64($0) }
        return given ?? UInt64.random(in: 1...999_999)
    }()

    /// Chances of their own for each round.
    init(round: Int) { state = Chances.seed &* 1_000_003 &+ UInt64(round) }

    init(state: UInt64) { self.state = state }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
