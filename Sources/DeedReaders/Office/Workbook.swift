/// The list of sheets and the calendar.
final class Workbook: XmlHandler {
    var sheets: [(name: String, relationship: String, isHidden: Bool)] = []
    var uses1904 = false

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "sheet":
            let isHidden = attributes["state"].map { $0 != "visible" } ?? false
            sheets.append((attributes["name"].map(XlsxString.decoded) ?? "", attributes[prefixed: "id"] ?? "", isHidden))
        case "workbookPr": uses1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true"
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}
