import DeedCore
import DeedSystem
import Glibc

extension Extractor {
    /// Marks the pages whose text means nothing, and those that are pictures: `pdfimages -list` tells the pictures, `pdftotext -bbox`
    /// where words stand.
    func markForOCR(_ pages: inout [PageText], _ file: Int32) {
        for index in pages.indices where TextLayer.isUnreadable(pages[index].text) { pages[index].needsOCR = true }
        guard access("/usr/bin/pdfimages", X_OK) == 0, let list = popplerTool("/usr/bin/pdfimages", ["-list", "-"], file),
            list.stopped == nil
        else { return }
        let pictures = Extractor.pictures(String(decoding: list.output, as: UTF8.self))
        guard let first = pictures.keys.min(), let last = pictures.keys.max() else { return }
        let boxes = popplerTool(
            "/usr/bin/pdftotext", ["-bbox", "-enc", "UTF-8", "-f", "\(first)", "-l", "\(last)", "-", "-"], file)
        let scans = Extractor.scans(pictures, words: String(decoding: boxes?.output ?? [], as: UTF8.self), first: first)
        for index in pages.indices where scans.contains(pages[index].number) { pages[index].needsOCR = true }
    }

    /// The square inches of pictures on each page that has enough of them to be one, from the table of `pdfimages -list`:
    /// page, num, type, width, height, color, comp, bpc, enc, interp, object, ID, x-ppi, y-ppi, size, ratio.
    static func pictures(_ table: String) -> [Int: Double] {
        var pages: [Int: Double] = [:]
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: " ")
            guard cells.count >= 14, let page = Int(cells[0]), page > 0, cells[2] != "smask",
                let width = Double(cells[3]), let height = Double(cells[4]), let across = Double(cells[12]),
                let down = Double(cells[13]), across > 0, down > 0
            else { continue }
            pages[page, default: 0] += width / across * height / down
        }
        return pages.filter { $0.value >= smallestScan }
    }

    /// A page smaller than a visiting card is none, in square inches; half an A4 page.
    private static let (smallestScan, halfPage) = (3.0, 48.0)

    /// The pages that are pictures, by the rule of ``PageCover``. `words`: what `pdftotext -bbox` says from page `first` on; a page that
    /// it says nothing of needs OCR when it has a picture of half an A4 page.
    static func scans(_ pictures: [Int: Double], words: String, first: Int) -> Set<Int> {
        var scans = Set(pictures.filter { $0.value >= halfPage }.keys)
        var number = first - 1
        var cover: PageCover?
        for line in words.utf8.split(separator: 0x0A) {
            let line = Substring(line.drop { $0 == 0x20 })
            if line.hasPrefix("<page ") {
                number += 1
                cover = nil
                guard let inches = pictures[number], let width = value("width", line), let height = value("height", line),
                    let page = PageCover(PageCover.Box(left: 0, bottom: 0, right: width, top: height))
                else { continue }
                cover = page
                cover?.addPicture(share: inches * 72 * 72 / (width * height))
            } else if line.hasPrefix("<word ") {
                cover?.add(word: line)
            } else if line.hasPrefix("</page"), let read = cover {
                if read.needsOCR { scans.insert(number) } else { scans.remove(number) }
            }
        }
        return scans
    }

    /// The number that an attribute has.
    fileprivate static func value(_ name: String, _ line: Substring) -> Double? {
        guard let start = line.firstRange(of: name + "=\"")?.upperBound else { return nil }
        return Double(line[start...].prefix { $0 != "\"" })
    }
}

extension PageCover {
    /// Adds the characters of a line `<word xMin="…" yMin="…" xMax="…" yMax="…">words</word>`. A word taller than it may be is one that
    /// slants, a watermark.
    fileprivate mutating func add(word line: Substring) {
        guard let left = Extractor.value("xMin", line), let right = Extractor.value("xMax", line),
            let bottom = Extractor.value("yMin", line), let top = Extractor.value("yMax", line),
            let start = line.firstIndex(of: ">"), let end = line.lastIndex(of: "<"), start < end
        else { return }
        let letters = Array(line[line.index(after: start)..<end].unicodeScalars)
        guard !letters.isEmpty, letters.count < 4 || isFlat(left: left, bottom: bottom, right: right, top: top) else { return }
        let step = (right - left) / Double(letters.count)
        for (at, letter) in letters.enumerated() {
            let from = left + step * Double(at)
            add(letter.value, Box(left: from, bottom: bottom, right: from + step, top: top), isHidden: false)
        }
    }

    private func isFlat(left: Double, bottom: Double, right: Double, top: Double) -> Bool {
        right - left > 2 * (top - bottom) || top - bottom > 2 * (right - left)
    }
}
