public import ArgumentParser
import DeedCore
import DeedMessages
public import Deedbox
import Glibc

/// `--watch`: takes in what is put into a folder, one run a group of complete files, until it is stopped.
struct WatchJob {
    let job: ImportJob
    let folder: String

    private var frame: Frame { job.frame }

    func run() throws {
        let vault = try frame.vaultPath()
        // A vault that cannot be opened is known before the first file comes.
        _ = try frame.session(.write, by: .watch)
        let watch = try WatchFolder(
            Frame.absolute(folder), vault: vault, quiet: Double(job.arguments.settle), afterwards: job.arguments.after)
        frame.note(frame.messages.say("Watching \(watch.folder)", "正在监视 \(watch.folder)"))
        try watch.run(
            shouldStop: { Stop.isRequested }, take: { try take($0, watch) },
            wait: { failure, seconds in
                FailureReport(failure: failure, messages: frame.messages).print(
                    asJSON: frame.output.isJSON, environment: [:])
                frame.note(frame.messages.say("Trying again in \(seconds: Int(seconds))", "\(seconds: Int(seconds))后重试"))
            })
        try Stop.check()
    }

    private func take(_ group: WatchFolder.Group, _ watch: WatchFolder) throws -> WatchFolder.Verdict {
        let session = try frame.session(.write, by: .watch)
        let extractor = try frame.extractor(eager: false)
        defer { extractor.close() }
        var use = ImportFiles(sources: [watch.folder], options: try job.importOptions())
        use.only = group.files
        var account = WatchAccount(group, in: watch.folder)
        var printer = ImportPrinter(frame: frame, isOneLine: true)
        let answer: ImportFiles.Answer
        do {
            answer = try use.run(in: session, extractor: extractor, shouldStop: { Stop.isRequested }) { event in
                try printer.take(event)
                if case .line(let line) = event {
                    let reason = frame.messages.reason(line.reason ?? "")
                    account.take(line, reason: [reason, line.detail].compactMap { $0 }.joined(separator: ": "))
                }
            }
        } catch {
            try printer.abandon()
            throw error
        }
        printer.files = answer
        if answer.isKept, !job.arguments.noText, !Stop.isRequested {
            var quiet = ReadTexts()
            quiet.retryFailed = false
            printer.texts = try quiet.run(in: session, extractor: extractor, shouldStop: { Stop.isRequested }) { _ in }
        }
        try printer.finish()
        return account.verdict(answer)
    }
}

extension WatchFolder.Afterwards: ExpressibleByArgument {}
