import DeedImport
import DeedSystem
import Testing

/// When a file in a watched folder counts as complete; time is what the test says it is.
@Suite("Files that settle")
struct SettlingFilesTests {
    private let name = Array("合同.pdf".utf8)
    private func stamp(_ size: Int64) -> SourceStamp { SourceStamp(size: size, modified: size, inode: 7) }

    @Test("Without word of its writer a file is complete when it has not changed for the time that was set")
    func quiet() {
        var files = SettlingFiles(quiet: 10)
        files.see(name, stamp(1), now: 0)
        files.see(name, stamp(2), now: 8)
        #expect(files.ready(now: 17.9).isEmpty && files.nextDue == 18)
        files.see(name, stamp(2), now: 17.9)
        #expect(files.ready(now: 18).map(\.path) == [name])
    }

    @Test("While somebody writes it waits for ever; once closed it has the time that was set, however often")
    func closed() {
        var files = SettlingFiles(quiet: 10)
        files.see(name, stamp(1), now: 0)
        files.written(name, now: 1)
        #expect(files.ready(now: 1000).isEmpty && files.nextDue == nil)
        files.closed(name, now: 1000)
        #expect(files.ready(now: 1009.9).isEmpty)
        files.see(name, stamp(2), now: 1009)
        files.closed(name, now: 1009)
        #expect(files.ready(now: 1018.9).isEmpty)
        #expect(files.ready(now: 1019).map(\.stamp) == [stamp(2)])
        files.written(name, now: 1019)
        #expect(files.ready(now: 2000).isEmpty)
        files.forgetEvents(now: 2000)
        #expect(files.ready(now: 2009).isEmpty && files.ready(now: 2010).count == 1)
    }

    @Test("What was dealt with is not taken again unless it changed")
    func done() {
        var files = SettlingFiles(quiet: 1, done: [name: stamp(1)])
        files.see(name, stamp(1), now: 0)
        #expect(files.count == 0)
        files.see(name, stamp(2), now: 5)
        #expect(files.ready(now: 6).count == 1)
        files.finish(name, stamp(2))
        files.see(name, stamp(2), now: 7)
        #expect(files.count == 0)
        files.keep(only: [])
        files.see(name, stamp(2), now: 8)
        #expect(files.count == 1)
    }

    @Test(arguments: [".合同.pdf", "~$合同.docx", "合同.pdf.part", "合同.CRDOWNLOAD", "合同.docx~", "x.tmp"])
    func `Names of unfinished files`(name: String) { #expect(SettlingFiles.isUnfinished(Array(name.utf8))) }

    @Test(arguments: ["合同.pdf", "part", "模板.template", "~合同.pdf"])
    func `Names of files`(name: String) { #expect(!SettlingFiles.isUnfinished(Array(name.utf8))) }
}
