import CPdfium
import DeedExtract
import Glibc

/// What covers a page of a PDF: pdfium's objects and characters, given to the rule that both engines have.
struct PdfCover {
    /// Pictures inside forms inside forms are followed this far.
    private static let depthLimit = 4
    /// Characters that are looked at: a page's text is told by far fewer.
    private static let characterLimit = 20_000
    private var looked = 0
    private var cover: PageCover

    /// Whether what the page says stands in its picture.
    static func needsOCR(_ page: OpaquePointer, text: OpaquePointer?) -> Bool {
        var box = deed_pdf_box()
        guard deed_pdf_page_box(page, &box), let empty = PageCover(PageCover.Box(box)) else { return false }
        var found = PdfCover(cover: empty)
        for index in 0..<max(0, deed_pdf_object_count(page)) {
            guard let object = deed_pdf_object_get(page, index) else { continue }
            found.add(object, around: PdfCover.identity, depth: 0)
            if found.isDone { break }
        }
        // Characters cost time, and few pages are pictures.
        guard found.cover.isPicture else { return false }
        if let text { found.add(text) }
        return found.cover.needsOCR
    }

    private init(cover: PageCover) { self.cover = cover }

    private static let identity = deed_pdf_matrix(a: 1, b: 0, c: 0, d: 1, e: 0, f: 0)

    /// A page of more objects than this is drawn, not scanned; hostile files have millions.
    private var isDone: Bool { looked > 10_000 }

    /// Adds one object. `around`: how the forms around it place it on the page.
    private mutating func add(_ object: OpaquePointer, around: deed_pdf_matrix, depth: Int) {
        looked += 1
        switch Int(deed_pdf_object_type(object)) {
        case DEED_PDF_OBJECT_IMAGE:
            var box = deed_pdf_box()
            if deed_pdf_object_box(object, &box) { cover.addPicture(PageCover.Box(box, placedBy: around)) }
        case DEED_PDF_OBJECT_FORM where depth < PdfCover.depthLimit:
            var own = deed_pdf_matrix()
            let matrix = deed_pdf_object_matrix(object, &own) ? own.inside(around) : around
            for index in 0..<max(0, deed_pdf_form_object_count(object)) where !isDone {
                guard let inner = deed_pdf_form_object_get(object, UInt(index)) else { continue }
                add(inner, around: matrix, depth: depth + 1)
            }
        default: break
        }
    }

    private mutating func add(_ text: OpaquePointer) {
        var character = deed_pdf_character()
        for index in 0..<min(PdfCover.characterLimit, Int(deed_pdf_text_count(text))) {
            guard deed_pdf_text_character(text, Int32(index), &character), PdfCover.isStraight(character.angle) else { continue }
            cover.add(character.unicode, PageCover.Box(character.box), isHidden: character.is_hidden)
            if index % 256 == 255, cover.isCovered { return }
        }
    }

    /// Whether a line of this angle runs along a side of the page.
    private static func isStraight(_ angle: Float) -> Bool {
        guard angle.isFinite else { return false }
        return abs(remainder(angle, Float.pi / 2)) < 0.1
    }
}

extension PageCover.Box {
    fileprivate init(_ box: deed_pdf_box) {
        self.init(left: Double(box.left), bottom: Double(box.bottom), right: Double(box.right), top: Double(box.top))
    }

    /// The box around `box` where `matrix` places it.
    fileprivate init(_ box: deed_pdf_box, placedBy matrix: deed_pdf_matrix) {
        let corners = [(box.left, box.bottom), (box.left, box.top), (box.right, box.bottom), (box.right, box.top)]
        let xs = corners.map { Double(matrix.a * $0.0 + matrix.c * $0.1 + matrix.e) }
        let ys = corners.map { Double(matrix.b * $0.0 + matrix.d * $0.1 + matrix.f) }
        self.init(left: xs.min() ?? 0, bottom: ys.min() ?? 0, right: xs.max() ?? 0, top: ys.max() ?? 0)
    }
}

extension deed_pdf_matrix {
    /// This one, then `outer`.
    fileprivate func inside(_ outer: deed_pdf_matrix) -> deed_pdf_matrix {
        deed_pdf_matrix(
            a: a * outer.a + b * outer.c, b: a * outer.b + b * outer.d, c: c * outer.a + d * outer.c,
            d: c * outer.b + d * outer.d, e: e * outer.a + f * outer.c + outer.e, f: e * outer.b + f * outer.d + outer.f)
    }
}
