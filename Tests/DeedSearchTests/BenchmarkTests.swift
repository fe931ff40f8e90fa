import DeedCore
import DeedSearch
import Glibc
import Testing

/// Figures, not a test: runs only when `DEEDBOX_BENCH` is set, in a release build
/// (`DEEDBOX_BENCH=1 swift test -c release -Xswiftc -enable-testing --disable-xctest --filter SearchBenchmark`).
@Suite("Search benchmark", .enabled(if: getenv("DEEDBOX_BENCH") != nil))
struct SearchBenchmark {
    private static let documents = 10_000

    @Test("index and query 10,000 generated documents")
    func tenThousand() throws {
        let archive = try Archive()
        var workload = Workload(seed: 7)
        var mint = IdentifierMint()
        var bytes = 0
        var storing = 0.0
        for start in stride(from: 0, to: SearchBenchmark.documents, by: 1000) {
            let batch = (start..<start + 1000).compactMap { workload.document($0, mint: &mint) }
            bytes += batch.reduce(0) { $0 + $1.text.pages.reduce(0) { $0 + $1.text.utf8.count } }
            storing += try seconds {
                try archive.index.store(batch.map { try PreparedText($0.text, for: $0.document.object) })
                try archive.index.index(batch.map(\.document), appliedSeq: Int64(start))
            }
        }
        storing += try seconds { try archive.index.tidy() }
        print("search: \(SearchBenchmark.documents) documents, \(bytes) bytes of text, indexed in \(storing) CPU seconds")
        let reader = try SearchIndex.open(at: archive.path, access: .read)
        var times: [Double] = []
        for _ in 0..<6 {
            for query in Workload.queries { times.append(try seconds { _ = try reader.find(query) } * 1000) }
        }
        let sorted = times.dropFirst(Workload.queries.count).sorted()
        print(
            "search: find, CPU ms: p50 \(sorted[sorted.count / 2]), p95 \(sorted[sorted.count * 95 / 100]), max \(sorted[sorted.count - 1])"
        )
        #expect(sorted[sorted.count * 95 / 100] < 1000)
    }

    /// CPU seconds of this process: other programs on the machine do not count.
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock()
        try body()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
}
