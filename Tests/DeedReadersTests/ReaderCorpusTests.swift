import DeedCore
import Foundation
import Testing

@testable import DeedReaders

/// Real contracts, where `DEEDBOX_DATA` points at a folder with PDF files.
@Suite struct ReaderCorpusTests {
    @Test func pagesAreThoseThatPdfinfoCounts() throws {
        guard hasPdfium() else { return }
        guard let folder = ProcessInfo.processInfo.environment["DEEDBOX_DATA"], let all = files(folder) else {
            // No lack of the machine: the corpus is extra, and the committed fixtures stand without it.
            print("Not read: real contracts (DEEDBOX_DATA names no folder)")
            return
        }
        // Given every tenth contract
        let sample = all.enumerated().filter { $0.offset % 10 == 0 }.map(\.element)
        try #require(!sample.isEmpty)
        for path in sample {
            let sink = try read([UInt8](Data(contentsOf: URL(fileURLWithPath: path))), name: path)
            #expect(sink.pages.count == pdfinfoPages(path), "\(path)")
            #expect(sink.pages.map(\.number) == Array(1...max(1, sink.pages.count)))
            #expect(sink.bytes > 500, "\(path)")
        }
    }

    private func files(_ folder: String) -> [String]? {
        FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }.filter { $0.lowercased().hasSuffix(".pdf") }
            .sorted()
            .map { "\(folder)/\($0)" }
    }

    private func pdfinfoPages(_ path: String) -> Int? {
        let quoted = path.replacingOccurrences(of: "'", with: "'\\''")
        guard let pipe = popen("pdfinfo '\(quoted)' 2>/dev/null", "r") else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
        pclose(pipe)
        let text = String(decoding: bytes, as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Pages:") }
        return line.flatMap { Int($0.dropFirst(6).trimmingCharacters(in: .whitespaces)) }
    }
}
