/// The strings that cells point at, end to end in one array.
final class SharedStrings: XmlHandler {
    /// Bytes of all strings; more than a document's text may have is no workbook.
    private static let limit = 64 << 20

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var isText = false
    private var phonetic = 0
    /// Where the text of the open `t` begins.
    private var start = 0

    /// How many there are.
    var count: Int { ends.count }

    /// String `index`, empty when there is none.
    subscript(_ index: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(index) else { return [] }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "t":
            isText = true
            start = bytes.count
        case "rPh": phonetic += 1
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "t":
            isText = false
            XlsxString.decode(&bytes, from: start)
        case "rPh": phonetic -= 1
        case "si": ends.append(bytes.count)
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText, phonetic == 0 else { return }
        bytes.append(contentsOf: utf8)
        if bytes.count > SharedStrings.limit { throw .tooLarge }
    }
}
