import DeedCore
import Testing

/// A date in a test; a text that is none fails the test.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text), "\(text) is no date") }
