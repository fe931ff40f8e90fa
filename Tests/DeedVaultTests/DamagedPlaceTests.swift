import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// The catalog says how far it has applied the journal; a damaged one says anything.
@Suite("Places that a damaged catalog claims")
struct DamagedPlaceTests {
    @Test(
        "a place that the journal does not have is refused",
        arguments: [Int64.min, -1, 0, 1, 5, Int64.max].flatMap { offset in [Int64.min, -1, 0, Int64.max].map { (offset, $0) } })
    func refused(offset: Int64, bodyOffset: Int64) throws {
        let io = MemoryIO()
        let layout = VaultLayout(root: "/v")
        for folder in ["/v", layout.records, layout.bodies] { try io.makeDirectory(folder, mode: 0o755) }
        let descriptor = try io.open(layout.recordsFile(1), [.write, .create], mode: 0o644)
        try Array("{}\n{}\n".utf8).withUnsafeBytes { try io.writeAll(descriptor, $0) }
        io.close(descriptor)
        let place = JournalPosition(segment: 1, offset: offset, bodyOffset: bodyOffset, seq: 2, head: .zero)
        #expect(throws: Failure.self) { try JournalFiles(io: io, layout: layout).check(place) }
    }
}
