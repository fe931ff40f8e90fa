import DeedCore
import DeedSystem
import Glibc

extension Extractor {
    /// The text of a PDF by poppler's pdftotext in a sandbox of its own; `nil` when the tool is not there or reads nothing.
    ///
    /// Its exit code alone is not believed: without poppler-data it ends with 0 and almost no text, and out of memory it ends with 0
    /// too, so what it says on standard error becomes warnings.
    func secondEngine(_ file: Int32) -> DocumentText? {
        let tool = "/usr/bin/pdftotext"
        guard access(tool, X_OK) == 0, let result = popplerTool(tool, ["-enc", "UTF-8", "-", "-"], file)
        else { return nil }
        let complaints = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").prefix(100)
            .map { WorkerWords.sentence(String($0)) ?? "" }
        var document = DocumentText(
            media: Extractor.pdf, state: .none, unit: .page, engine: "pdftotext, deedbox pdf 2", warnings: complaints)
        if result.stopped == .stopped { return nil }
        if let stopped = result.stopped {
            document.state = .failed
            document.reason = stopped.rawValue
            return document
        }
        if complaints.contains(where: { $0.contains("Incorrect password") }) {
            document.reason = "encrypted"
            return document
        }
        if complaints.contains(where: { $0.contains("security handler") }) {
            document.reason = "encrypted-for-certificates"
            return document
        }
        document.pages = Extractor.pages(result.output, pageBytes: limits.pageBytes)
        guard result.end.exit == 0, !document.pages.isEmpty else {
            document.state = .failed
            document.reason = "damaged"
            document.pages = []
            return document
        }
        markForOCR(&document.pages, file)
        let hasText = document.pages.contains { $0.hasText }
        document.state = hasText ? .text : .none
        document.reason = hasText ? nil : document.pages.contains { $0.needsOCR } ? "needs-ocr" : "no-text"
        return document
    }

    /// Runs a tool of poppler in the sandbox, the file on its standard input.
    func popplerTool(_ tool: String, _ arguments: [String], _ file: Int32) -> ProcessOutput? {
        let seconds = limits.maximumSeconds
        var own = [
            "exec", "--parent", "\(ownProcessNumber)", "--walls", walls.rawValue, "--memory", "\(limits.toolAddressSpace)",
            "--cpu", "\(Int(seconds))",
        ]
        for path in ["/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/usr/share/poppler"] {
            own += ["--read", path]
        }
        return try? ChildProcess.capture(
            executable, arguments: own + ["--", tool] + arguments, environment: WorkerEnvironment.variables, input: file,
            seconds: limits.seconds, outputBytes: limits.textBytes, maximumSeconds: seconds,
            isStopped: { self.isStopped },
            grant: { [limits] in limits.secondsPerPage * Double($0.count { $0 == 0x0C }) })
    }

    /// Pages of text that form feeds end.
    static func pages(_ output: [UInt8], pageBytes: Int) -> [PageText] {
        var pages = output.split(separator: 0x0C, omittingEmptySubsequences: false).map { Array($0) }
        if pages.last?.contains(where: { $0 > 0x20 }) == false { pages.removeLast() }
        return pages.enumerated().map { at, text in
            PageText(number: at + 1, text: PageCollector.clean(text.prefix(pageBytes)))
        }
    }
}
