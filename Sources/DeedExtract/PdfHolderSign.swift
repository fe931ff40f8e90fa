import Glibc

/// Whether a PDF may have files inside, told from its bytes without reading it: a file inside is a stream, and the dictionary of a
/// stream stands in the clear whatever else is packed.
///
/// It only spares the worker the many PDFs without any. Which files there are, the worker finds; a file that has none of these words is
/// told when its text is read.
public enum PdfHolderSign {
    /// Bytes of a file's beginning that the mark of a PDF stands in, mostly right at it.
    private static let mark = Array("%PDF-".utf8)
    private static let words = Array("EmbeddedFile".utf8)

    /// Bytes that neighbouring blocks have to share.
    public static var overlap: Int { words.count - 1 }

    /// Whether a file begins like a PDF.
    public static func couldBePdf(_ head: UnsafeRawBufferPointer) -> Bool {
        find(mark, in: UnsafeRawBufferPointer(rebasing: head.prefix(1024)))
    }

    /// Whether a block has the sign.
    public static func stands(in block: UnsafeRawBufferPointer) -> Bool { find(words, in: block) }

    private static func find(_ needle: [UInt8], in block: UnsafeRawBufferPointer) -> Bool {
        guard let base = block.baseAddress, let first = needle.first else { return false }
        var at = 0
        while at + needle.count <= block.count {
            guard let found = memchr(base + at, Int32(first), block.count - needle.count + 1 - at) else { return false }
            if UnsafeRawBufferPointer(start: found, count: needle.count).elementsEqual(needle) { return true }
            at = base.distance(to: UnsafeRawPointer(found)) + 1
        }
        return false
    }
}
