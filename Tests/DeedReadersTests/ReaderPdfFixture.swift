/// Writes small PDF files object by object. Source: ISO 32000-1, 7.5.
struct PdfFixture {
    private var objects: [String] = []
    private var pages: [Int] = []
    /// Entries of the catalog beside the pages.
    var catalog = ""
    /// Entries of the trailer beside size and root.
    var trailer = ""

    /// Object 1 is the catalog, 2 the list of pages, 3 a Chinese font that is not embedded, 4 Helvetica.
    init() {
        objects = [
            "", "",
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
                + "/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor"
                + "/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    }

    /// Adds an object and returns its number.
    mutating func add(_ object: String) -> Int {
        objects.append(object)
        return objects.count
    }

    mutating func addStream(_ content: String, dictionary: String = "") -> Int {
        add("<<\(dictionary)/Length \(content.utf8.count)>>stream\n\(content)\nendstream")
    }

    /// Adds a page that draws `content`; `extra` goes into its dictionary.
    mutating func addPage(_ content: String, resources: String = "", extra: String = "") {
        let stream = addStream(content)
        pages.append(
            add(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents \(stream) 0 R/Resources<</Font<</C 3 0 R/H 4 0 R>>\(resources)>>\(extra)>>"
            ))
    }

    /// Adds a page with lines of Chinese.
    mutating func addChinesePage(_ lines: [String]) {
        addPage(PdfFixture.drawing(lines))
    }

    /// Lets the last page have an object as a font of this name.
    mutating func replaceFont(_ name: String, by number: Int) {
        objects[objects.count - 1].replace("/Font<<", with: "/Font<</\(name) \(number) 0 R")
    }

    /// Names the last page so many times in all.
    mutating func repeatPage(_ count: Int) {
        pages += Array(repeating: pages[pages.count - 1], count: count - 1)
    }

    static func drawing(_ lines: [String]) -> String {
        let shown = lines.map { line in
            let hex = line.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }
            return "<\(hex.joined())> Tj 0 -20 Td"
        }
        return "BT /C 12 Tf 60 780 Td \(shown.joined(separator: " ")) ET"
    }

    /// The file's bytes.
    mutating func finished() -> [UInt8] {
        objects[0] = "<</Type/Catalog/Pages 2 0 R\(catalog)>>"
        objects[1] = "<</Type/Pages/Count \(pages.count)/Kids[\(pages.map { "\($0) 0 R" }.joined(separator: " "))]>>"
        var file = "%PDF-1.6\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R\(trailer)>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
