import DeedCore
@testable import DeedExtract
import DeedSystem
import Glibc
import Testing

/// Workers that die, hang and lie, and what their parent makes of it.
@Suite struct SupervisorTests {
    private final class Deaths: Sendable {
        private let count = Monitor(0)
        func add() { count.change { $0 += 1 } }
        var total: Int { count.withLock { $0 } }
    }

    @Test func `Every document is accounted for when every worker dies of it`() throws {
        let deaths = Deaths()
        let extractor = try Extractor.forTest { event in
            if case .assigned(let pid, _) = event {
                deaths.add()
                kill(pid, SIGKILL)
            }
        }
        let letter = try OpenFile("销售合同")
        for number in 1...40 {
            let text = extractor.text(of: letter.descriptor, name: "合同\(number).txt")
            #expect(text.state == .failed)
            #expect(text.reason == "crashed")
            #expect(text.pages.isEmpty)
        }
        // One try and one retry each.
        #expect(deaths.total == 80)
    }

    @Test func `A worker that dies once costs a retry and nothing else`() throws {
        let deaths = Deaths()
        let extractor = try Extractor.forTest { event in
            if case .assigned(let pid, _) = event, deaths.total == 0 {
                deaths.add()
                kill(pid, SIGKILL)
            }
        }
        let zip = try OpenFile(ZipWriter.zip([.init("合同.txt", "甲方")]))
        #expect(extractor.identify(zip.descriptor, name: "资料.zip") == Identified(media: "application/zip", container: true))
        #expect(deaths.total == 1)
    }

    @Test func `A worker that hangs is killed at the deadline`() throws {
        var limits = ExtractLimits()
        limits.seconds = 0.4
        let extractor = try Extractor.forTest(limits: limits) { event in
            if case .assigned(let pid, _) = event { kill(pid, SIGSTOP) }
        }
        let letter = try OpenFile("服务协议")
        let start = monotonicNanoseconds()
        let text = extractor.text(of: letter.descriptor, name: "协议.txt")
        let seconds = Double(monotonicNanoseconds() - start) / 1e9
        #expect(text.reason == "timeout")
        #expect(seconds >= 0.8, "two workers had their time")
        #expect(seconds < 20)
    }

    @Test func `A worker that holds too much memory is ended, and its document is not tried again`() throws {
        var limits = ExtractLimits()
        limits.residentBytes = 1 << 20
        let tries = Deaths()
        let extractor = try Extractor.forTest(limits: limits) { event in
            if case .assigned(let pid, _) = event {
                tries.add()
                kill(pid, SIGSTOP)
            }
        }
        let letter = try OpenFile("框架合同")
        let text = extractor.text(of: letter.descriptor, name: "合同.txt")
        #expect(text.state == .failed)
        #expect(text.reason == "too-large")
        #expect(tries.total == 1)
    }

    @Test func `An archive whose worker hangs ends as stalled and keeps what came before`() throws {
        var limits = ExtractLimits()
        limits.stallSeconds = 0.5
        let stopped = Monitor<Int32?>(nil)
        let extractor = try Extractor.forTest(limits: limits) { event in
            if case .assigned(let pid, _) = event { stopped.change { $0 = pid } }
        }
        let big = String(repeating: "质保", count: 200_000)
        let file = try OpenFile(ZipWriter.zip([.init("一.txt", "甲方"), .init("二.txt", big), .init("三.txt", big)]))
        var ends: [EntryEnd] = []
        let end = try extractor.unpack(file.descriptor, name: "资料.zip") { event in
            if case .entryEnd(let one) = event {
                ends.append(one)
                if ends.count == 1, let pid = stopped.withLock({ $0 }) { kill(pid, SIGSTOP) }
            }
        }
        #expect(ends.first == .complete(bytes: 6))
        #expect(end.state == .damaged)
        #expect(end.detail?.hasPrefix("timeout") == true)
        #expect(end.entries + (end.unread ?? 0) == 3)
    }

    @Test func `An archive goes on at the same byte when its worker dies, and every byte comes once`() throws {
        let current = Monitor<Int32?>(nil)
        let lost = Deaths()
        let extractor = try Extractor.forTest { event in
            switch event {
            case .assigned(let pid, _): current.change { $0 = pid }
            case .lost: lost.add()
            }
        }
        let entries = (1...6).map { number in
            ZipWriter.Entry("合同\(number).txt", String(repeating: "第\(number)条 乙方负责质保。", count: 300_000))
        }
        let file = try OpenFile(ZipWriter.zip(entries))
        var contents: [[UInt8]] = []
        var ends: [EntryEnd] = []
        var killedAt: Set<Int> = []
        let end = try extractor.unpack(file.descriptor, name: "资料.zip") { event in
            switch event {
            case .entry: contents.append([])
            case .bytes(let bytes):
                contents[contents.count - 1] += bytes
                // Once in the middle of every second entry.
                if contents.count.isMultiple(of: 2), killedAt.insert(contents.count).inserted, let pid = current.withLock({ $0 })
                {
                    kill(pid, SIGKILL)
                }
            case .again: break
            case .entryEnd(let one): ends.append(one)
            case .started: break
            }
        }
        #expect(lost.total >= 3)
        #expect(end.state == .read)
        #expect(end.entries == 6)
        #expect(ends == entries.map { .complete(bytes: Int64($0.data.count)) })
        #expect(contents == entries.map(\.data))
    }

    @Test func `A worker that dies of one entry every time fails that entry and not the others`() throws {
        let current = Monitor<Int32?>(nil)
        let extractor = try Extractor.forTest { event in
            if case .assigned(let pid, _) = event { current.change { $0 = pid } }
        }
        // More than may be on its way: what has arrived is whole, whatever becomes of the worker.
        let big = String(repeating: "毒", count: 3_000_000)
        let file = try OpenFile(ZipWriter.zip([.init("一.txt", "甲"), .init("毒.txt", big), .init("三.txt", "丙")]))
        var name = ""
        var ends: [String: EntryEnd] = [:]
        let end = try extractor.unpack(file.descriptor, name: "资料.zip") { event in
            switch event {
            case .entry(let entry): name = entry.path
            case .bytes: if name == "毒.txt", let pid = current.withLock({ $0 }) { kill(pid, SIGKILL) }
            case .again: break
            case .entryEnd(let one): ends[name] = one
            case .started: break
            }
        }
        #expect(end.state == .read)
        #expect(ends["一.txt"] == .complete(bytes: 3))
        #expect(ends["三.txt"] == .complete(bytes: 3))
        guard case .failed(let reason, _) = ends["毒.txt"] else {
            Issue.record("the entry is said to be complete")
            return
        }
        #expect(reason == "crashed")
    }

    @Test func `Many threads share few workers, and workers are replaced after their share`() throws {
        var limits = ExtractLimits()
        limits.documentsPerWorker = 5
        let pids = Monitor(Set<Int32>())
        let extractor = try Extractor.forTest(workers: 2, limits: limits) { event in
            if case .assigned(let pid, _) = event { pids.change { _ = $0.insert(pid) } }
        }
        let zip = try OpenFile(ZipWriter.zip([.init("合同.txt", "甲方")]))
        let pool = WorkerPool(threads: 6)
        try pool.run(Array(1...40)) { _ in
            guard extractor.identify(zip.descriptor, name: "资料.zip").container else { throw Failure(.internalError) }
        }
        #expect(pids.withLock { $0.count } >= 8)
    }

    @Test func `When the worker cannot be started, whoever asks hears why`() throws {
        let extractor = try Extractor(executable: "/bin/false", workers: 1, eager: false)
        let failure = #expect(throws: Failure.self) { try extractor.unpacked(Array("PK".utf8)) }
        #expect(failure?.code == .workerFailed)
    }

    @Test func `Unpacking may ask what an entry is while it goes on`() throws {
        let extractor = try Extractor.forTest(workers: 1)
        let inner = ZipWriter.zip([.init("内.txt", "乙方")])
        var outer = ZipWriter.Entry("内层.zip", "")
        outer.data = inner
        let file = try OpenFile(ZipWriter.zip([outer]))
        var collected: [UInt8] = []
        var found: Identified?
        _ = try extractor.unpack(file.descriptor, name: "外层.zip") { event in
            if case .bytes(let bytes) = event { collected += bytes }
            if case .entryEnd = event {
                let spool = try OpenFile(collected)
                found = extractor.identify(spool.descriptor, name: "内层.zip")
                withExtendedLifetime(spool) {}
            }
        }
        #expect(collected == inner)
        #expect(found?.container == true)
    }

    @Test func `An error of the caller ends the unpacking and comes back as it is`() throws {
        let extractor = try Extractor.forTest()
        let file = try OpenFile(ZipWriter.zip((1...50).map { .init("合同\($0).txt", "甲方") }))
        #expect(throws: Failure(.diskFull, "vault")) {
            _ = try extractor.unpack(file.descriptor, name: "资料.zip") { event in
                if case .entryEnd = event { throw Failure(.diskFull, "vault") }
            }
        }
        #expect(try extractor.unpack(file.descriptor, name: "资料.zip") { _ in }.entries == 50)
    }

    @Test func `Frames of unknown kind, of wrong length and in wrong order are not believed`() throws {
        func parse(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { Frame.parse($0) } != nil }
        #expect(parse([0x42, 0, 0, 0, 0, 0, 0x10, 0]))
        #expect(!parse([0x42, 0, 0, 0, 1, 0, 0x10, 0]), "one byte over 1 MiB")
        #expect(!parse([0x99, 0, 0, 0, 1, 0, 0, 0]))
        #expect(!parse([0x42, 1, 0, 0, 1, 0, 0, 0]))
        var progress = UnpackProgress(limits: ExtractLimits(), budget: nil)
        #expect(throws: WorkerLoss.self) { try [UInt8(1)].withUnsafeBytes { _ = try progress.event(.bytes, $0) } }
        #expect(throws: WorkerLoss.self) { try Array("{}".utf8).withUnsafeBytes { _ = try progress.event(.entry, $0) } }
        var collector = PageCollector(limits: ExtractLimits())
        #expect(throws: WorkerLoss.self) { try [UInt8(1)].withUnsafeBytes { _ = try collector.take(.pageMore, $0, job: 1) } }
        #expect(throws: WorkerLoss.self) { try [UInt8(1), 0].withUnsafeBytes { _ = try collector.take(.page, $0, job: 1) } }
    }

    @Test func `Text that is no UTF-8 is repaired and NUL is taken out, whatever the worker sent`() throws {
        var collector = PageCollector(limits: ExtractLimits())
        func give(_ kind: Frame.Kind, _ bytes: [UInt8]) throws -> DocumentText? {
            try bytes.withUnsafeBytes { try collector.take(kind, $0, job: 7) }
        }
        #expect(try give(.identified, Array(#"{"media":"text/plain","container":false}"#.utf8)) == nil)
        let text: [UInt8] = [0xE8, 0xB4, 0xA8, 0x00, 0xFF, 0xE4, 0xBF]
        #expect(try give(.page, [3, 0, 0, 0, 1, 2, 0] + Array("A1".utf8) + text) == nil)
        #expect(try give(.pageMore, [0x9D]) == nil)
        let document = try give(.textEnd, Array(#"{"job":7,"state":"text","reason":null,"unit":"sheet","engine":"测"}"#.utf8))
        #expect(document?.pages == [PageText(number: 3, label: "A1", text: "质\u{FFFD}保", needsOCR: true)])
        #expect(document?.state == .text)
        #expect(document?.unit == .sheet)
    }
}
