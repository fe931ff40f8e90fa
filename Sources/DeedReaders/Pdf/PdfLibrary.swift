import CPdfium
import Glibc

/// pdfium, if this machine has it: found once, before the sandbox closes the file system.
///
/// Looked for where `DEEDBOX_PDFIUM` points, beside the program, in `../lib/deedbox` from there, and by the loader's own search.
/// Without it PDF is left to pdftotext, which the supervisor runs.
enum PdfLibrary {
    /// Whether PDF can be read in this process; opens the library on the first call.
    static let isPresent: Bool = open()

    /// For ``DocumentText/engine``: `pdfium 8149`, or `pdfium` when no version is known. pdfium cannot say its own version,
    /// so the one line of `libpdfium.version` beside the library does.
    static let name: String = {
        guard isPresent, let path = candidates().first(where: { access($0, R_OK) == 0 }) else { return "pdfium" }
        guard let slash = path.lastIndex(of: "/") else { return "pdfium" }
        let version = firstLine(of: path[...slash] + "libpdfium.version")
        return version.isEmpty ? "pdfium" : "pdfium \(version)"
    }()

    private static func open() -> Bool {
        if let set = environment("DEEDBOX_PDFIUM") { return !set.isEmpty && deed_pdfium_open(set) }
        return (candidates() + ["libpdfium.so"]).contains { deed_pdfium_open($0) }
    }

    /// Paths in the order they are tried. An empty `DEEDBOX_PDFIUM` means: do without pdfium.
    private static func candidates() -> [String] {
        if let set = environment("DEEDBOX_PDFIUM") { return set.isEmpty ? [] : [set] }
        guard let folder = programFolder() else { return [] }
        return ["\(folder)/libpdfium.so", "\(folder)/../lib/deedbox/libpdfium.so"]
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The folder of the running program, found by the kernel's link to it.
    private static func programFolder() -> String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        let name = String(cString: path)
        return name.lastIndex(of: "/").map { String(name[..<$0]) }
    }

    private static func firstLine(of path: some StringProtocol) -> String {
        let file = Glibc.open(String(path), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 > 32 && $0 < 127 }, as: UTF8.self)
    }
}
