import DeedCore

/// Tables as a workbook (ECMA-376, Office Open XML): one sheet a table, headings bold and frozen with a filter, dates as dates,
/// amounts as numbers. Texts are texts: nothing in them is ever a formula. The same tables give the same bytes.
public enum XLSXWriter {
    /// Rows of a sheet, headings included: what spreadsheets can hold.
    public static let maximumRows = 1_048_576

    /// The bytes of a workbook with at least one table.
    ///
    /// - Throws: ``Failure`` `badUse` for a table of more rows than a sheet holds, or a workbook beyond 4 GiB.
    public static func bytes(_ sheets: [Worksheet]) throws -> [UInt8] {
        let names = unique(sheets.map(\.name))
        var zip = ZipWriter()
        try zip.add("[Content_Types].xml", contentTypes(sheets.count))
        try zip.add("_rels/.rels", relationships([("officeDocument", "xl/workbook.xml")]))
        try zip.add("xl/workbook.xml", workbook(names, sheets))
        let parts = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
        try zip.add("xl/_rels/workbook.xml.rels", relationships(parts + [("styles", "styles.xml")]))
        try zip.add("xl/styles.xml", styles)
        for (at, sheet) in sheets.enumerated() {
            guard sheet.rows.count < maximumRows else { throw Failure(.badUse, sheet.name, detail: "\(sheet.rows.count) rows") }
            try zip.add("xl/worksheets/sheet\(at + 1).xml", SheetXML.text(sheet, isFirst: at == 0))
        }
        return try zip.finish()
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"

    private static func contentTypes(_ sheets: Int) -> String {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        let parts = (1...max(1, sheets)).map { ("/xl/worksheets/sheet\($0).xml", "worksheet") }
        let overrides = ([("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")] + parts).map {
            "<Override PartName=\"\($0.0)\" ContentType=\"\(kind)\($0.1)+xml\"/>"
        }.joined()
        return head + "<Types xmlns=\"\(package)/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>\(overrides)</Types>"
    }

    private static func relationships(_ arrows: [(type: String, target: String)]) -> String {
        let list = arrows.enumerated().map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(office)/\($1.type)\" Target=\"\($1.target)\"/>"
        }.joined()
        return head + "<Relationships xmlns=\"\(package)/relationships\">\(list)</Relationships>"
    }

    private static func workbook(_ names: [String], _ sheets: [Worksheet]) -> String {
        let list = names.enumerated().map {
            "<sheet name=\"\(SheetXML.escaped($1))\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
        }.joined()
        // The hidden name beside autoFilter that spreadsheets write themselves.
        let filters = sheets.enumerated().filter { !$1.columns.isEmpty }.map { at, sheet in
            let name = "'" + names[at].replacing("'", with: "''") + "'"
            let last = "$\(SheetXML.letters(sheet.columns.count - 1))$\(sheet.rows.count + 1)"
            return "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"\(at)\" hidden=\"1\">"
                + "\(SheetXML.escaped(name))!$A$1:\(last)</definedName>"
        }.joined()
        return head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>\(list)</sheets>"
            + "<definedNames>\(filters)</definedNames></workbook>"
    }

    /// Cell styles, by their place in `cellXfs`; ``SheetXML`` counts on the order: plain, heading, date, amount, text.
    private static let styles =
        head
        + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"等线\"/></font><font><b/><sz val=\"11\"/><name val=\"等线\"/></font></fonts>"
        + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
        + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDE6F0\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
        + "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
        + "<border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"5\">"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\"/>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"

    /// Names that spreadsheets take: at most 31 UTF-16 units, none of `[]:*?/\`, no two alike but for case.
    static func unique(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            var clean = String(name.map { "[]:*?/\\'".contains($0) ? "_" : $0 })
            while clean.utf16.count > 31 { clean.removeLast() }
            if clean.isEmpty { clean = "Sheet" }
            var candidate = clean
            var number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                let tail = " (\(number))"
                var stem = clean
                while stem.utf16.count + tail.utf16.count > 31 { stem.removeLast() }
                candidate = stem + tail
                number += 1
            }
            return candidate
        }
    }
}
