import DeedCore
import Foundation
import Testing

@testable import DeedReaders

/// Real contracts, where `DEEDBOX_DATA` points at a folder with PDF files.
@Suite struct ReaderCorpusTests {
    @Test func pagesAreThoseThatPdfinfoCounts() throws {
        guard hasPdfium() else { return }
        guard let folder = ProcessInfo.processInfo.environment["DEEDBOX_DATA"], let all = files(folder) else {
            print("SKIPPED: DEEDBOX_DATA is not set")
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
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/pdfinfo")
        process.arguments = [path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.split(separator: "\n").first { $0.hasPrefix("Pages:") }
        return line.flatMap { Int($0.dropFirst(6).trimmingCharacters(in: .whitespaces)) }
    }
}
