import DeedCore

/// Pictures: one page whose text is for OCR to find.
enum PictureReader {
    static func read(into sink: any PageSink) throws(ReadError) {
        sink.unit = .page
        try sink.page(number: 1, label: nil, text: UnsafeBufferPointer(start: nil, count: 0), needsOCR: true)
    }
}
