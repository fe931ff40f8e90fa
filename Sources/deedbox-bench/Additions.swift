import DeedCore
import Deedbox
import Foundation

/// Adds documents one by one, as many people would who upload at the same time.
struct Additions {
    let vault: String
    let threads: Int
    let count: Int

    func run() throws -> JSON {
        let shared = try SharedVault(vault, writers: threads, settings: SessionSettings(.cli))
        let before = try batches()
        let start = milliseconds()
        let group = DispatchGroup()
        let (threads, count) = (threads, count)
        for thread in 0..<threads {
            group.enter()
            Thread {
                for number in stride(from: thread, to: count, by: threads) {
                    let text = "合同 \(number) \(start)"
                    let use = AddDocument(bytes: Array(text.utf8), name: "\(number).txt", source: "/上传")
                    do { _ = try shared.write(.cli) { try use.run(in: $0) } } catch { print(error) }
                }
                group.leave()
            }.start()
        }
        group.wait()
        let seconds = (milliseconds() - start) / 1000
        return [
            "threads": JSON(threads), "added": JSON(count), "batches": JSON(try batches() - before),
            "seconds": .number((seconds * 1000).rounded() / 1000), "perSecond": .number((Double(count) / seconds).rounded()),
        ]
    }

    /// Commit lines of the newest segment.
    private func batches() throws -> Int {
        let folder = vault + "/records"
        guard let last = try FileManager.default.contentsOfDirectory(atPath: folder).max() else { return 0 }
        let text = try String(contentsOfFile: folder + "/" + last, encoding: .utf8)
        return text.split(separator: "\n").count { $0.contains(#""kind":"commit""#) }
    }
}
