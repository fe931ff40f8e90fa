import DeedCore
import DeedSystem

/// Hands out the journal's lines one after the other over all segments, as they stand, without reading what they say.
final class JournalLines {
    /// Where a line begins.
    struct Place: Hashable {
        var segment: Int
        var offset: Int64

        static let first = Place(segment: 1, offset: 0)
    }

    private let files: JournalFiles
    private let lastSegment: Int
    private var reader: LineReader
    private var segment: Int

    /// Begins with the line that stands at `place`.
    init(files: JournalFiles, from place: Place = .first) throws {
        self.files = files
        lastSegment = try files.lastSegment()
        segment = place.segment
        reader = try LineReader(io: files.io, path: files.layout.recordsFile(place.segment), from: place.offset)
    }

    /// Where the next line begins.
    var place: Place { Place(segment: segment, offset: reader.offset) }

    /// The next line without its newline; `nil` behind the last one.
    func next<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        while true {
            if let result = try reader.next(body) { return result }
            guard segment < lastSegment else { return nil }
            segment += 1
            reader = try LineReader(io: files.io, path: files.layout.recordsFile(segment), from: 0)
        }
    }
}
