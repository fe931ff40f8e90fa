/// The words of a chart: its title, those of its axes, labels that somebody wrote, and the names of rows and categories where they stand in
/// no table beside it. Each line once. Source: ECMA-376 part 1, 21.2; [MS-ODRAWXML] 2.24 for the newer kinds (`chartEx`).
final class ChartText: XmlHandler {
    /// Lines of a chart that are read; what has more is a table of numbers.
    private static let limit = 2000

    private let pages: TextPages
    /// Whether the names of rows and categories are read: in a workbook they stand in its cells.
    private let readsNames: Bool
    private var seen: Set<[UInt8]> = []
    private var line: [UInt8] = []
    private var isText = false
    private var names = 0
    private var titles = 0

    init(_ pages: TextPages, readsNames: Bool) {
        self.pages = pages
        self.readsNames = readsNames
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "title": titles += 1
        case "strCache", "strDim", "txData": names += 1
        case "t": isText = true
        case "v", "pt": isText = names > 0 && (readsNames || titles > 0)
        case "br": line.append(32)
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "title": titles -= 1
        case "strCache", "strDim", "txData": names -= 1
        case "t": isText = false
        case "v", "pt":
            isText = false
            try endLine()
        case "p": try endLine()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText else { return }
        line.append(contentsOf: utf8)
        if line.count > TextPages.pageSize { throw .tooLarge }
    }

    private func endLine() throws(ReadError) {
        let words = Array(line.trimmed)
        line.removeAll(keepingCapacity: true)
        guard !words.isEmpty, seen.count < ChartText.limit, seen.insert(words).inserted else { return }
        pages.endLine()
        pages.bytes.append(contentsOf: words)
        pages.endLine()
        try pages.cut()
    }
}

extension OfficePackage {
    /// Reads the charts that `arrows` lead to, with the boxes that somebody put on them.
    func readCharts(_ arrows: [Relationship], to pages: TextPages, readsNames: Bool, _ sink: any PageSink) throws(ReadError) {
        for arrow in arrows where ["chart", "chartEx"].contains(arrow.type) && zip.has(arrow.target) {
            pages.endLine()
            try parse(arrow.target, ChartText(pages, readsNames: readsNames), sink)
            for box in try relationships(of: arrow.target) where box.type == "chartUserShapes" && zip.has(box.target) {
                try parse(box.target, ChartText(pages, readsNames: false), sink)
            }
        }
    }
}
