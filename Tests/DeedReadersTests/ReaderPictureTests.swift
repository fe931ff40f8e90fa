import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderPictureTests {
    /// Writes a TIFF of directories with nothing in them but their kind: `nil` for none said, else NewSubfileType.
    private struct Tiff {
        var isBigEndian = false
        var isWide = false
        /// Where the last directory leads: to the page of this place, from 0.
        var last: Int?

        func file(_ kinds: [UInt32?]) -> [UInt8] {
            let (head, size, word) = isWide ? (16, 20, 8) : (8, 12, 4)
            let length = (isWide ? 8 : 2) + 2 * size + word
            var file = Array((isBigEndian ? "MM" : "II").utf8) + number(isWide ? 43 : 42, 2)
            if isWide { file += number(8, 2) + number(0, 2) }
            file += number(head, word)
            for (index, kind) in kinds.enumerated() {
                file += number(2, isWide ? 8 : 2)
                file += number(254, 2) + number(4, 2) + number(1, word) + number(Int(kind ?? 0), 4) + (isWide ? number(0, 4) : [])
                file += number(256, 2) + number(3, 2) + number(1, word) + number(100, 2) + [UInt8](repeating: 0, count: word - 2)
                let next = index + 1 < kinds.count ? head + (index + 1) * length : last.map { head + $0 * length } ?? 0
                file += number(next, word)
            }
            return file
        }

        private func number(_ value: Int, _ width: Int) -> [UInt8] {
            let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isBigEndian ? bytes.reversed() : bytes
        }
    }

    @Test(arguments: [false, true], [false, true])
    func everyPageOfATiffWaitsForOCR(isBigEndian: Bool, isWide: Bool) throws {
        // Given a fax of three pages, with a small picture of the first and a mask
        let tiff = Tiff(isBigEndian: isBigEndian, isWide: isWide).file([2, 1, 2, 4, nil])
        let sink = try read(tiff, name: "传真.tiff")
        #expect(sink.unit == .page && sink.warnings.isEmpty)
        #expect(sink.pages == (1...3).map { PageText(number: $0, text: "", needsOCR: true) })
    }

    @Test func chainsThatGoInCirclesOrLeadOutEnd() throws {
        let circle = try read(Tiff(last: 0).file([2, 2]), name: "环.tif")
        #expect(circle.pages.count == 2 && circle.warnings.count == 1)
        let out = try read(Tiff(last: 1_000_000).file([2, 2]), name: "断.tif")
        #expect(out.pages.count == 2 && out.warnings.count == 1)
        let cut = try read(Array(Tiff(isWide: true).file([2, 2, 2]).dropLast(30)), name: "截断.tif")
        #expect(cut.pages.count == 2 && cut.warnings.count == 1)
    }

    @Test func tooManyPagesAreSaid() throws {
        let sink = try read(Tiff().file([UInt32?](repeating: 2, count: 5001)), name: "多.tif")
        #expect(sink.pages.count == 5000)
        #expect(sink.warnings == ["page-limit: 5000 pages read, there are more"])
        // Small pictures without end are no pages, but not looked at without end either.
        let small = try read(Tiff().file([UInt32?](repeating: 1, count: 30_000)), name: "缩略.tif")
        #expect(small.pages.count == 1 && small.warnings.count == 1)
    }

    @Test func otherPicturesAreOnePage() throws {
        let gif =
            Array("GIF89a".utf8) + [
                1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
            ]
        #expect(try read(gif, name: "动画.gif").pages.count == 1)
    }
}
