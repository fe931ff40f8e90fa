import CPdfium

/// How much of a page its pictures cover: a page with little text and a big picture is a scan.
struct PdfPictures {
    /// Pictures inside forms inside forms are followed this far.
    private static let depthLimit = 4
    private var looked = 0
    private var covered: Float = 0

    /// The share of the page under pictures, 0 to 1. Overlaps count twice, which only helps scans that are cut into strips
    /// with a mask over them.
    static func share(of page: OpaquePointer) -> Float {
        let area = deed_pdf_page_width(page) * deed_pdf_page_height(page)
        guard area > 0 else { return 0 }
        var pictures = PdfPictures()
        let count = deed_pdf_object_count(page)
        for index in 0..<max(0, count) {
            guard let object = deed_pdf_object_get(page, index) else { continue }
            pictures.add(object, scale: 1, depth: 0)
            if pictures.isDone { break }
        }
        return min(1, pictures.covered / area)
    }

    /// A page of more objects than this is drawn, not scanned; hostile files have millions.
    private var isDone: Bool { looked > 10_000 }

    /// Adds one object. `scale` is by how much the forms around it stretch an area.
    private mutating func add(_ object: OpaquePointer, scale: Float, depth: Int) {
        looked += 1
        switch Int(deed_pdf_object_type(object)) {
        case DEED_PDF_OBJECT_IMAGE:
            var box = deed_pdf_box()
            if deed_pdf_object_box(object, &box) {
                covered += abs((box.right - box.left) * (box.top - box.bottom)) * scale
            }
        case DEED_PDF_OBJECT_FORM where depth < PdfPictures.depthLimit:
            var matrix = deed_pdf_matrix()
            let stretch = deed_pdf_object_matrix(object, &matrix) ? abs(matrix.a * matrix.d - matrix.b * matrix.c) : 1
            for index in 0..<max(0, deed_pdf_form_object_count(object)) where !isDone {
                guard let inner = deed_pdf_form_object_get(object, UInt(index)) else { continue }
                add(inner, scale: scale * stretch, depth: depth + 1)
            }
        default: break
        }
    }
}
