import DeedCore

/// Pictures: pages whose text is for OCR to find. A fax or a scan in TIFF has as many pages as it has pictures; a GIF that moves is one.
enum PictureReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        sink.unit = .page
        var count = 1
        if let pages = TiffPages(input.bytes) {
            sink.engine = "deedbox tiff 1"
            count = pages.count
            if let fault = pages.fault { sink.warn("\(fault) behind page \(pages.count)") }
            if pages.isCut { sink.warn("page-limit: \(pages.count) pages read, there are more") }
        }
        for number in 1...max(1, count) {
            try sink.page(number: number, label: nil, text: UnsafeBufferPointer(start: nil, count: 0), needsOCR: true)
        }
    }
}
