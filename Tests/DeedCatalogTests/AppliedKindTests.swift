import DeedCore
import Testing

@testable import DeedCatalog

@Suite("How kinds of records are applied")
struct AppliedKindTests {
    @Test("Every kind of the journal is applied, each in one way", arguments: RecordKind.all.map(\.name))
    func every(name: String) throws {
        #expect(AppliedKind.all.filter { $0.name == name }.count == 1)
    }

    @Test("Nothing is applied that the journal cannot say")
    func noOther() { #expect(AppliedKind.all.count == RecordKind.all.count) }
}
