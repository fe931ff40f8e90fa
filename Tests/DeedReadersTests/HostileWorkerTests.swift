import DeedCore
@testable import DeedExtract
import DeedSystem
import Glibc
import Testing

/// A worker that has been taken over, played by `Tests/Fixtures/hostile-worker.py`: whatever it sends, its parent ends in time, with a
/// reason, and without much memory.
@Suite("A worker that has been taken over")
struct HostileWorkerTests {
    @Test("No frame of it ends, fills or occupies its parent")
    func everyMode() async throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        // In a process of its own, whose memory has a limit: what a frame makes the parent take is not hidden by other tests.
        await #expect(processExitsWith: .success) { try HostileWorker.run(HostileWorker.modes + (1...16).map { "gen_\($0)" }) }
        let said = HostileWorker.said(by: getpid())
        #expect(said.isEmpty, "\(said)")
    }

    @Test("What it cannot do with an open file, whatever it was opened for")
    func openFile() throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        let worker = try HostileWorker("idmut_x")
        let extractor = try Extractor(executable: worker.path, workers: 1)
        // The spool file of an archive's entry: opened for reading and writing, and not hashed yet.
        let spool = try UnnamedFile(in: "/tmp")
        defer { spool.close() }
        let original = Array("PK\u{3}\u{4}ORIGINAL BYTES of 合同.docx".utf8)
        try original.withUnsafeBytes { try spool.append($0) }
        _ = extractor.identify(spool.descriptor, name: "合同.docx")
        #expect(try spool.reader(named: "合同.docx").bytes(upTo: 1000) == original)
    }

    @Test(
        "An endless, empty or repeating entry ends the archive with a reason",
        arguments: [
            ("un_again", "nothing to begin again"), ("un_again0", "nothing to begin again"),
            ("un_emptybytes", "bytes without an entry"),
            ("un_dribble", "too slowly"), ("un_endless", "more bytes than the archive can hold"), ("un_bigpath", "entry"),
            ("un_silent", "too slowly"), ("un_twostart", "archive start"), ("un_idx", "entry"),
            ("un_indexes", "entry out of order"),
            ("un_million", "entry out of order"),
        ])
    func archive(mode: String, reason: String) throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        let worker = try HostileWorker(mode)
        // Where another reason is waited for, time is not to be it: the machine may be busy.
        let limits = reason == "too slowly" ? HostileWorker.limits : HostileWorker.patient
        let extractor = try Extractor(executable: worker.path, workers: 1, limits: limits)
        let file = try OpenFile(ZipWriter.zip([.init("合同.txt", "甲方")]))
        let end = try extractor.unpack(file.descriptor, name: "资料.zip") { _ in }
        #expect(end.state == .damaged)
        #expect(end.detail?.contains(reason) == true, "\(end.detail ?? "")")
    }

    @Test(
        "Times and sizes that no file has are numbers like any",
        arguments: (0...11).map { "un_n\($0)" } + ["un_numbers", "un_total"])
    func numbers(mode: String) throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        let worker = try HostileWorker(mode)
        let extractor = try Extractor(executable: worker.path, workers: 1, limits: HostileWorker.patient)
        let file = try OpenFile(ZipWriter.zip([.init("合同.txt", "甲方")]))
        var entries: [ArchiveEntry] = []
        _ = try extractor.unpack(file.descriptor, name: "资料.zip") { if case .entry(let entry) = $0 { entries.append(entry) } }
        #expect(!entries.isEmpty)
        for entry in entries {
            #expect(entry.size.map { $0 >= 0 } ?? true)
            // Written down and read again, whatever it was: nothing here may trap.
            _ = entry.modified?.description
        }
    }

    @Test(
        "Labels, warnings and reasons longer than an honest worker's are not kept",
        arguments: ["text_labels", "text_esc", "text_warn"])
    func words(mode: String) throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        let worker = try HostileWorker(mode)
        let extractor = try Extractor(executable: worker.path, workers: 1, limits: HostileWorker.limits)
        let letter = try OpenFile("销售合同")
        let text = extractor.text(of: letter.descriptor, name: "合同.txt")
        #expect(text.state == .failed)
        #expect(text.pages.allSatisfy { ($0.label?.utf8.count ?? 0) <= 1024 })
        for words in text.warnings + [text.reason ?? "", text.engine, text.media] {
            #expect(words.utf8.count <= WorkerWords.sentenceBytes)
            #expect(!words.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E }, "\(words.debugDescription)")
        }
    }

    @Test(
        "A person who wants to stop is heard while a worker says nothing",
        arguments: ["text_silent", "id_silent", "un_silent", "tab_silent"])
    func stop(mode: String) throws {
        guard HostileWorker.isThere else { return Tool.skip("python3 is not installed") }
        let worker = try HostileWorker(mode)
        // The settled deadlines are half a minute and more: only the stop can end this sooner.
        let extractor = try Extractor(executable: worker.path, workers: 1) { access(worker.path + ".begun", F_OK) == 0 }
        let file = try OpenFile("销售合同")
        let start = monotonicNanoseconds()
        switch mode {
        case "text_silent": #expect(extractor.text(of: file.descriptor, name: "合同.txt").reason == Extractor.stopped)
        case "id_silent": _ = extractor.identify(file.descriptor, name: "合同.txt")
        case "un_silent":
            #expect(throws: ExtractionStopped.self) { try extractor.unpack(file.descriptor, name: "资料.zip") { _ in } }
        default:
            let fault = #expect(throws: TableFault.self) { try extractor.table(of: file.descriptor, name: "台账.xlsx") }
            #expect(fault?.reason == Extractor.stopped)
        }
        #expect(extractor.isStopped)
        #expect(monotonicNanoseconds() - start < 25_000_000_000)
    }

    @Test("A descriptor that can write, and one that is no file, are not handed out")
    func gate() throws {
        let (mine, its) = try ProcessSocket.pair()
        defer { withExtendedLifetime((mine, its)) {} }
        let letter = try OpenFile("销售合同")
        let lent = try LentFile(letter.descriptor)
        #expect(fcntl(lent.descriptor, F_GETFL) & O_ACCMODE == O_RDONLY)
        // A place of its own: whoever has it can read elsewhere without moving the other.
        lseek(letter.descriptor, 0, SEEK_SET)
        lseek(lent.descriptor, 3, SEEK_SET)
        #expect(lseek(letter.descriptor, 0, SEEK_CUR) == 0)
        #expect(write(lent.descriptor, "x", 1) == -1)
        #expect(mmap(nil, 4, PROT_READ | PROT_WRITE, MAP_SHARED, lent.descriptor, 0) == MAP_FAILED)
        #expect(throws: IOError.self) { try LentFile(mine.descriptor) }
        #expect(throws: IOError.self) { try mine.send([1], descriptor: its.descriptor) }
    }
}

/// The stand-in under the name of one mode, in a folder of its own.
final class HostileWorker: Sendable {
    let path: String
    private let folder: String

    static var isThere: Bool { access("/usr/bin/python3", X_OK) == 0 }

    /// - Parameter real: the true program, for the tools of others that it runs.
    init(_ mode: String, real: String? = nil, file: String = #filePath) throws {
        var pattern = Array("/tmp/deedbox-hostile-XXXXXX".utf8CString)
        folder = try #require(mkdtemp(&pattern).map { String(cString: $0) })
        path = folder + "/deedbox-extract-" + mode
        let tests = "/" + file.split(separator: "/").dropLast(2).joined(separator: "/")
        try #require(symlink("\(tests)/Fixtures/hostile-worker.py", path) == 0)
        if let real { try #require(symlink(real, path + ".real") == 0) }
    }

    deinit {
        unlink(path)
        unlink(path + ".begun")
        unlink(path + ".real")
        rmdir(folder)
    }

    /// Small limits, and time enough for a busy machine.
    static var patient: ExtractLimits {
        var limits = limits
        (limits.seconds, limits.maximumSeconds, limits.stallSeconds) = (30, 30, 30)
        return limits
    }

    /// Deadlines of fractions of a second.
    static var limits: ExtractLimits {
        var limits = ExtractLimits()
        (limits.seconds, limits.maximumSeconds, limits.stallSeconds) = (0.3, 0.5, 0.3)
        limits.startSeconds = 20
        limits.entries = 2000
        limits.residentBytes = 80 << 20
        limits.decompressorBytes = 40 << 20
        (limits.ratio, limits.ratioFreeBytes) = (2, 1 << 20)
        return limits
    }

    /// Every mode that the fixture knows.
    static let modes: [String] =
        ["noready", "exit0", "garbage", "refuse-esc", "readylen", "readydeep", "idmut_x"]
            + """
            silent locked labels pages flood floodpages warn esc esc2 wrongjob noident twoident page0 pagemax short labellie nan jobfloat dup archive \
            req half dribble fds mem spin sigs longword nuls combining
            """.split(separator: " ").map { "text_\($0)" } + ["container", "mail", "bad", "silent"].map { "id_\($0)" }
            + """
            esc paths bigpath million numbers idx total indexes order endopen twostart again again0 endless silent dribble emptybytes asks die \
            dieend nest lie text
            """.split(separator: " ").map { "un_\($0)" } + (0...11).map { "un_n\($0)" }
        + ["esc", "numbers", "sheets", "merges", "mergebig", "rowmax", "rowbad", "bigcell", "silent", "flood", "reason"].map {
            "tab_\($0)"
        }

    /// Megabytes that all of it may take in the parent beyond what it had: four workers are busy at a time.
    private static let megabytes = 250

    /// Runs modes one after the other; ends the process with what went wrong.
    static func run(_ modes: [String]) throws {
        let before = peak()
        let pool = WorkerPool(threads: 4)
        try pool.run(modes) { mode in
            let start = monotonicNanoseconds()
            try meet(mode)
            let seconds = Double(monotonicNanoseconds() - start) / 1e9
            // Far beyond every deadline that was set: it would not have ended.
            if seconds > 90 { fail("\(mode): \(seconds) s") }
            if peak() - before > megabytes { fail("\(mode): \(peak() - before) MB") }
        }
    }

    /// Does with one worker whatever its kind of job is, or, with a generated one, everything.
    private static func meet(_ mode: String) throws {
        let worker = try HostileWorker(mode)
        var limits = limits
        if ["noready", "garbage", "readylen"].contains(mode) { limits.startSeconds = 1 }
        let kind = mode.split(separator: "_").first.map(String.init) ?? ""
        let isStart = !mode.contains("_")
        let made = Result { try Extractor(executable: worker.path, workers: 1, limits: limits) }
        guard case .success(let extractor) = made else {
            return isStart || kind == "gen" ? () : fail("\(mode): does not begin")
        }
        // What it says of its walls is not looked at.
        if isStart { return mode == "readydeep" ? () : fail("\(mode): begins") }
        let file = try OpenFile(ZipWriter.zip([.init("合同.txt", "甲方")]))
        if ["text", "gen"].contains(kind) { try look(extractor.text(of: file.descriptor, name: "合同.txt"), mode) }
        if ["id", "gen", "idmut"].contains(kind) { _ = extractor.identify(file.descriptor, name: "合同.docx") }
        if ["tab", "gen"].contains(kind) { _ = try? extractor.table(of: file.descriptor, name: "台账.xlsx") }
        if ["un", "gen", "idmut"].contains(kind) {
            var (names, bytes) = (0, 0)
            let end = try extractor.unpack(file.descriptor, name: "资料.zip", budget: 64 << 20) { event in
                if case .entry(let entry) = event {
                    names += 1
                    _ = entry.modified?.description
                    if entry.path.utf8.count > 3 * limits.nameBytes { fail("\(mode): a name of \(entry.path.utf8.count) bytes") }
                }
                if case .bytes(let piece) = event { bytes += piece.count }
            }
            if names > limits.entries { fail("\(mode): \(names) entries") }
            if (end.detail?.utf8.count ?? 0) > 3 * WorkerWords.sentenceBytes { fail("\(mode): a long detail") }
        }
    }

    private static func look(_ text: DocumentText, _ mode: String) throws {
        if text.state != .text, text.reason?.isEmpty ?? true { fail("\(mode): no text, and no reason") }
        if text.warnings.count > 110 { fail("\(mode): \(text.warnings.count) warnings") }
    }

    /// The most memory this process ever held, in megabytes.
    private static func peak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(0), &usage)
        return Int(usage.ru_maxrss) >> 10
    }

    private static func fail(_ what: String) {
        // What an exit test writes to standard error is lost.
        let file = open(note(of: getppid()), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        let bytes = Array((what + "; ").utf8)
        _ = write(file, bytes, bytes.count)
        exit(1)
    }

    /// What the process that ran the modes for this one complained about.
    static func said(by process: Int32) -> String {
        let path = note(of: process)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { _ = close(file) }
        unlink(path)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func note(of process: Int32) -> String { "/tmp/deedbox-hostile-\(process).txt" }
}
