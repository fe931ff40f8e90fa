/// The parts of an Office Open XML document and how they point at each other. Source: ECMA-376 part 2 (Open Packaging Conventions).
final class OfficePackage {
    let zip: ZipContainer
    /// The part with the document, workbook or presentation.
    let main: String

    /// Opens the container and finds its main part, by relationship, else where every program puts it.
    init(_ bytes: UnsafeRawBufferPointer, usual: String, _ sink: (any PageSink)? = nil) throws(ReadError) {
        let zip = try ZipContainer(bytes, keepingSmallParts: true)
        if zip.isCutShort { sink?.warn("the ZIP directory ends early: parts may be missing") }
        self.zip = zip
        let root = try OfficePackage.relationships(of: "", in: zip)
        let named = root.first { $0.type == "officeDocument" && !$0.target.isEmpty }?.target
        main = named.flatMap { zip.has($0) ? $0 : nil } ?? usual
        guard zip.has(main) else { throw .damaged("no part \(main)") }
    }

    /// One arrow from a part to another.
    struct Relationship {
        let id: String
        /// The last word of its type: `header`, `worksheet`, `notesSlide`. Transitional and strict documents differ before it.
        let type: String
        /// The part it points at, from the root; empty when it points outside the document.
        let target: String
    }

    /// The arrows from `part`, in the order they are written.
    func relationships(of part: String) throws(ReadError) -> [Relationship] {
        try OfficePackage.relationships(of: part, in: zip)
    }

    /// Parses a part and passes what is wrong with it on as a warning.
    func parse(_ part: String, _ handler: any XmlHandler, _ sink: any PageSink) throws(ReadError) {
        if let complaint = try XmlParser.parse(part, of: zip, handler) { sink.warn(complaint) }
    }

    private static func relationships(of part: String, in zip: ZipContainer) throws(ReadError) -> [Relationship] {
        let slash = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        let folder = part[..<slash]
        let list = RelationshipList(folder: String(folder))
        try XmlParser.parse("\(folder)_rels/\(part[slash...]).rels", of: zip, list)
        return list.all
    }
}

private final class RelationshipList: XmlHandler {
    private let folder: String
    var all: [OfficePackage.Relationship] = []

    init(folder: String) {
        self.folder = folder
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        guard name == "Relationship", let id = attributes["Id"], let type = attributes["Type"] else { return }
        let outside = attributes["TargetMode"]?.lowercased() == "external"
        let kind = type.lastIndex(of: "/").map { String(type[type.index(after: $0)...]) } ?? type
        let target = outside ? "" : resolved(attributes["Target"] ?? "")
        all.append(OfficePackage.Relationship(id: id, type: kind, target: target))
    }

    func end(_ name: XmlName) throws(ReadError) {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}

    /// A target from the root of the package, without `.` and `..`: a name in the container, never a path.
    private func resolved(_ target: String) -> String {
        var steps: [Substring] = []
        for step in (target.hasPrefix("/") ? target : folder + target).split(separator: "/") {
            if step == ".." {
                _ = steps.popLast()
            } else if step != "." {
                steps.append(step)
            }
        }
        return steps.joined(separator: "/")
    }
}
