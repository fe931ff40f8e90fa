import DeedCore

/// Workbooks (XLSX, XLSM, XLTX): one part a sheet, in the workbook's order, hidden ones too, labelled by name.
///
/// A row is a line, cells are parted by tabs, numbers and dates read as a person sees them. Sheets are streamed: only the shared
/// strings are kept in memory.
enum XlsxReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "xl/workbook.xml", sink)
        sink.unit = .sheet
        sink.engine = "deedbox xlsx 2"
        let workbook = Workbook()
        try package.parse(package.main, workbook, sink)
        let arrows = try package.relationships(of: package.main)
        let styles = XlsxStyles(uses1904: workbook.uses1904)
        if let part = target("styles", arrows) { try package.parse(part, styles, sink) }
        let strings = SharedStrings()
        if let part = target("sharedStrings", arrows) { try package.parse(part, strings, sink) }

        let targets = Dictionary(arrows.map { ($0.id, $0.target) }, uniquingKeysWith: { first, _ in first })
        let pages = TextPages(sink)
        var embedded = OfficeEmbedded()
        for sheet in workbook.sheets {
            pages.label = sheet.name
            if let part = targets[sheet.relationship], package.zip.has(part) {
                try package.parse(part, SheetText(pages, strings: strings, styles: styles), sink)
                let beside = try package.relationships(of: part)
                try readBeside(beside, package, pages, sink)
                try embedded.add(beside, of: package)
            } else {
                sink.warn("sheet \(sheet.name): no such part")
            }
            try pages.endPart(keepingEmpty: true)
        }
        try embedded.tell()
    }

    /// Reads what stands on a sheet beside its cells: comments, boxes, charts.
    private static func readBeside(
        _ arrows: [OfficePackage.Relationship], _ package: OfficePackage, _ pages: TextPages, _ sink: any PageSink
    ) throws(ReadError) {
        for arrow in arrows where SheetBeside.kinds.contains(arrow.type) && package.zip.has(arrow.target) {
            pages.endLine()
            try package.parse(arrow.target, SheetBeside(pages, kind: arrow.type), sink)
            guard arrow.type == "drawing" else { continue }
            let drawn = try package.relationships(of: arrow.target)
            try package.readCharts(drawn, to: pages, readsNames: false, sink)
            for diagram in drawn where diagram.type == "diagramData" && package.zip.has(diagram.target) {
                pages.endLine()
                try package.parse(diagram.target, SheetBeside(pages, kind: diagram.type), sink)
            }
        }
    }

    static func target(_ type: String, _ arrows: [OfficePackage.Relationship]) -> String? {
        arrows.first { $0.type == type }?.target
    }
}
