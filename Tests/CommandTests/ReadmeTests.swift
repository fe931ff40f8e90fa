import Foundation
import Testing

/// README.md and README.zh-CN.md show what the programs print; this runs their commands again, so that they never lie.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    @Test(arguments: ["README.md", "README.zh-CN.md"]) func `what a README shows is what the programs print`(file: String) throws
    {
        // Snippets were taken with pdfium; pdftotext puts spaces and lines elsewhere.
        guard ProcessInfo.processInfo.environment["DEEDBOX_PDFIUM"] != nil else {
            print("SKIPPED: pdfium is not there, \(file) shows what it reads")
            return
        }
        let check = TestCommand(
            path: ReadmeTests.root + "tools/readme-check", ["--bin", Built.directory, ReadmeTests.root + file],
            in: ReadmeTests.root)
        try check.limit(400).expect(0)
    }

    @Test func `a README that shows something else is found`() throws {
        let dir = try Dir()
        let text = """
            <!-- readme-check: taken 2026-11-21 -->
            ```console
            $ deedbox list --vault nowhere
            Error: There is no vault at /home/lixi/deedbox/elsewhere.
            [\u{2026}]
            ```
            """
        let file = try dir.create("README.md", text)
        let ended = try TestCommand(
            path: ReadmeTests.root + "tools/readme-check", ["--bin", Built.directory, file], in: dir.path, keeping: dir
        ).expect(1)
        #expect(ended.text.contains("-Error: There is no vault at /home/lixi/deedbox/elsewhere."))
        #expect(ended.text.contains("+Error: There is no vault at /home/lixi/deedbox/nowhere."))
    }
}
