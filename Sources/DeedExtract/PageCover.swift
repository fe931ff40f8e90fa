/// What covers a page: its pictures, and what its text covers of them. A page that is mostly a picture needs OCR unless there is text
/// over the picture like the text of a page.
///
/// A scan carries text of its own: a header that was stamped on, a Bates number, an envelope's id, the mark of the app that scanned it,
/// a signature's block, a watermark. None of it is what the paper says, however many characters it has. So what counts is where the
/// text stands and how much of the page it fills. In doubt the page needs OCR: its text is kept all the same. Both engines ask here.
public struct PageCover {
    /// Left, bottom, right and top, in any unit, and either way up.
    public struct Box {
        var left, bottom, right, top: Double

        /// A box by its sides.
        public init(left: Double, bottom: Double, right: Double, top: Double) {
            (self.left, self.right) = (min(left, right), max(left, right))
            (self.bottom, self.top) = (min(bottom, top), max(bottom, top))
        }
    }

    /// A page is divided into so many columns and rows.
    private static let cells = 32
    /// Lines of a page are counted in bands of a fortieth of its height: 21 points of an A4 page.
    private static let bands = 40
    /// Text nearer to the page's border than this share of its width and height stands at the edge: headers, footers, stamps.
    private static let edge = 0.08
    /// Pictures over less than this share of a page leave it to its text.
    private static let mostly = 0.5
    /// What text like a page's fills at least: this share of the page, so many bands, so many different pairs of characters, which a
    /// watermark over and over has not.
    private static let (leastArea, leastBands, leastPairs) = (0.03, 5, 16)
    /// A band is written in when it has so many characters.
    private static let charactersOfBand = 4
    /// What text behind the picture, which is there to be found, has at least: characters, and bands.
    private static let (leastHidden, leastHiddenBands) = (16, 2)

    private let page: Box
    private let width: Double
    private let height: Double
    /// Cells under pictures, a row a number.
    private var rows = [UInt32](repeating: 0, count: PageCover.cells)
    private var area = 0.0
    private var written = [Int](repeating: 0, count: PageCover.bands)
    private var hidden = 0
    private var hiddenBands: Set<Int> = []
    private var pairs: Set<UInt64> = []
    private var last: UInt32 = 0

    /// A page without anything; `nil` when it has no area.
    public init?(_ page: Box) {
        self.page = page
        width = page.right - page.left
        height = page.top - page.bottom
        guard width.isFinite, height.isFinite, width > 0, height > 0 else { return nil }
    }

    /// Adds a picture. What lies outside the page does not count, and what lies on another picture counts once.
    public mutating func addPicture(_ box: Box) {
        var columns: UInt32 = 0
        for cell in 0..<PageCover.cells {
            let x = page.left + width * (Double(cell) + 0.5) / Double(PageCover.cells)
            if x >= box.left, x <= box.right { columns |= 1 << UInt32(cell) }
        }
        guard columns != 0 else { return }
        for cell in 0..<PageCover.cells {
            let y = page.bottom + height * (Double(cell) + 0.5) / Double(PageCover.cells)
            if y >= box.bottom, y <= box.top { rows[cell] |= columns }
        }
    }

    /// Adds a picture of which only the share of the page is known.
    public mutating func addPicture(share: Double) {
        if share > PageCover.mostly { addPicture(page) }
    }

    /// Whether pictures cover most of the page, so that its text has to be looked at.
    public var isPicture: Bool {
        rows.reduce(0) { $0 + $1.nonzeroBitCount } * 2 > PageCover.cells * PageCover.cells
    }

    /// Adds a character that stands upright or at a right angle; slanting ones are watermarks. `isHidden`: it is not painted, as what
    /// OCR put behind a scan.
    public mutating func add(_ character: UInt32, _ box: Box, isHidden: Bool) {
        let across = ((box.left + box.right) / 2 - page.left) / width
        let up = ((box.bottom + box.top) / 2 - page.bottom) / height
        let middle = PageCover.edge...(1 - PageCover.edge)
        guard character > 0x20, middle.contains(across), middle.contains(up), isUnderPicture(across, up) else { return }
        let band = Int(up * Double(PageCover.bands))
        written[band] += 1
        // The letters of a large stamp count like those of a heading.
        area += min(box.right - box.left, width / 20) * min(box.top - box.bottom, height / 30)
        if pairs.count < PageCover.leastPairs { pairs.insert(UInt64(last) << 32 | UInt64(character)) }
        last = character
        guard isHidden else { return }
        hidden += 1
        hiddenBands.insert(band)
    }

    private func isUnderPicture(_ across: Double, _ up: Double) -> Bool {
        rows[Int(up * Double(PageCover.cells))] >> UInt32(across * Double(PageCover.cells)) & 1 != 0
    }

    /// Whether the text over the picture is like that of a page.
    public var isCovered: Bool {
        if hidden >= PageCover.leastHidden, hiddenBands.count >= PageCover.leastHiddenBands { return true }
        return area >= PageCover.leastArea * width * height && pairs.count >= PageCover.leastPairs
            && written.count { $0 >= PageCover.charactersOfBand } >= PageCover.leastBands
    }

    /// Whether what the page says stands in its picture.
    public var needsOCR: Bool { isPicture && !isCovered }
}
