import DeedMessages
import DeedText
import Synchronization
import Testing

@testable import DeedCommands

@Suite("Progress")
struct ProgressTests {
    /// What a progress bar wrote, with a clock that the test moves.
    private final class Screen: Sendable {
        let text = Mutex("")
        let nanoseconds = Atomic<UInt64>(0)

        func progress(_ terminal: Terminal?, _ language: Language = .english) -> Progress {
            Progress(
                label: "Importing", messages: Messages(language), terminal: terminal,
                clock: { self.nanoseconds.load(ordering: .relaxed) }, write: { text in self.text.withLock { $0 += text } })
        }

        func pass(seconds: Double) { nanoseconds.add(UInt64(seconds * 1e9), ordering: .relaxed) }
        var written: String { text.withLock { $0 } }
    }

    private let terminal = Terminal(isTerminal: true, columns: 100, colours: false)

    @Test("On a terminal one line is redrawn, at most ten times a second, and taken away at the end")
    func terminalLine() {
        let screen = Screen()
        let progress = screen.progress(terminal)
        for _ in 0..<1000 {
            screen.pass(seconds: 0.01)
            progress.update { $0.files += 1 }
        }
        let drawn = screen.written.split(separator: "\r").count
        #expect((90...100).contains(drawn))
        #expect(!screen.written.contains("\n"))
        progress.finish()
        progress.update { $0.files += 1 }
        #expect(screen.written.hasSuffix("\r\u{1B}[2K"))
    }

    @Test("In a pipe plain lines come every five seconds")
    func pipeLines() {
        let screen = Screen()
        let progress = screen.progress(.pipe)
        for _ in 0..<120 {
            screen.pass(seconds: 0.1)
            progress.update { $0.files += 1 }
        }
        progress.finish()
        #expect(screen.written.split(separator: "\n").count == 2)
        #expect(!screen.written.contains("\u{1B}") && !screen.written.contains("\r"))
    }

    @Test("Where nobody wants it nothing is written")
    func silence() {
        let screen = Screen()
        let progress = screen.progress(nil)
        screen.pass(seconds: 60)
        progress.update { $0.files = 5 }
        progress.finish()
        #expect(screen.written.isEmpty)
    }

    @Test("Files, bytes, rate and time left are told in both languages")
    func line() {
        let state = Progress.State(files: 50, totalFiles: 200, bytes: 25_000_000, totalBytes: 100_000_000, current: "")
        let english = ProgressLine(label: "Importing", state: state, seconds: 10, messages: Messages(.english))
        #expect(
            english.text(columns: nil)
                == "Importing  25%  50/200 files  25.0 MB/100 MB  2.50 MB/s  30 s left")
        let chinese = ProgressLine(label: "正在导入", state: state, seconds: 10, messages: Messages(.chinese))
        #expect(chinese.text(columns: nil) == "正在导入  25%  50/200 个文件  25.0 MB/100 MB  2.50 MB/s  剩余 30 秒")
        #expect(english.text(columns: 100).contains("[#####...............]"))
    }

    @Test("The line never wraps: the file's name gets what room is left", arguments: [20, 40, 60, 80, 120])
    func width(columns: Int) {
        let name = "销售合同/二〇二四年/上海样例机电有限公司—数控机床维护保养服务协议\u{1B}[31m.pdf"
        let state = Progress.State(files: 1234, totalFiles: nil, bytes: 5_000_000, totalBytes: 9_000_000, current: name)
        let line = ProgressLine(label: "正在导入", state: state, seconds: 4, messages: Messages(.chinese)).text(columns: columns)
        #expect(DisplayWidth.of(line) <= columns)
        #expect(!line.contains("\u{1B}"))
    }

    @Test("Before two seconds have passed no time left is guessed, and none where the whole is unknown")
    func unknown() {
        let early = Progress.State(files: 1, totalFiles: 10, bytes: 10, totalBytes: 100)
        #expect(ProgressLine(label: "", state: early, seconds: 1, messages: Messages(.english)).remaining == nil)
        let open = Progress.State(files: 1, bytes: 10)
        let line = ProgressLine(label: "L", state: open, seconds: 9, messages: Messages(.english))
        #expect(line.share == nil && line.remaining == nil && line.text(columns: nil) == "L  1 file  10 B  1 B/s")
    }
}
