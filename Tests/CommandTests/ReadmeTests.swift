import Foundation
import Testing

/// README.md and README.zh-CN.md show what the programs print; this runs their commands again, so that they never lie.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    @Test(arguments: ["README.md", "README.zh-CN.md"]) func `what a README shows is what the programs print`(file: String) throws
    {
        let check = TestCommand(
            path: ReadmeTests.root + "tools/readme-check", ["--bin", Built.directory, ReadmeTests.root + file],
            in: ReadmeTests.root)
        let ended = try check.limit(400).expect(0)
        for line in ended.lines where line.hasPrefix("SKIPPED: ") { print(line) }
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
        // No document is read here, so any file will do for pdfium.
        let ended = try TestCommand(
            path: ReadmeTests.root + "tools/readme-check", ["--bin", Built.directory, file], in: dir.path, keeping: dir
        ).env("DEEDBOX_PDFIUM", file).expect(1)
        #expect(ended.text.contains("-Error: There is no vault at /home/lixi/deedbox/elsewhere."))
        #expect(ended.text.contains("+Error: There is no vault at /home/lixi/deedbox/nowhere."))
    }
}
