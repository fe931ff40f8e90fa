/// Text that is being put together, cut into pages for the sink.
///
/// A part that grows beyond ``pageSize`` goes out as several pages with the same label, so that one long sheet or chapter does
/// not break the limit of a page; the numbers just go on.
final class TextPages {
    /// Well below the sink's 2 MB for a page.
    static let pageSize = 1 << 20

    private let sink: any PageSink
    private var number = 0
    /// The text of the part so far.
    var bytes: [UInt8] = []
    /// The label of the part.
    var label: String?

    /// Pages for `sink`, numbered from 1.
    init(_ sink: any PageSink) {
        self.sink = sink
    }

    /// Whether nothing has gone out yet.
    var isEmpty: Bool { number == 0 }

    /// Ends the part; an empty one goes out only when `keepingEmpty`.
    func endPart(keepingEmpty: Bool = false) throws(ReadError) {
        while let last = bytes.last, last <= 32 { bytes.removeLast() }
        if !bytes.isEmpty || keepingEmpty { try send() }
        bytes.removeAll(keepingCapacity: true)
        label = nil
    }

    /// Sends what there is when it is a page's worth; called where the text may be cut: after a row, a paragraph, a line.
    func cut() throws(ReadError) {
        guard bytes.count >= TextPages.pageSize else { return }
        try send()
        bytes.removeAll(keepingCapacity: true)
    }

    /// Adds text.
    func append(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

    /// Adds one character of ASCII.
    func append(_ character: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: character.value)) }

    /// Ends a line, unless a new one has just begun.
    func endLine() {
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
    }

    private func send() throws(ReadError) {
        number += 1
        let label = label
        let number = number
        let sink = sink
        try bytes.withUnsafeBufferPointer { (text) throws(ReadError) in
            try sink.page(number: number, label: label, text: text, needsOCR: false)
        }
    }
}
