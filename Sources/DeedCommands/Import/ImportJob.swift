import ArgumentParser
import DeedCore
import DeedMessages
import DeedText
import Deedbox

/// One import from the command line to the printed account: files, texts, ledger. Shared by `deedbox import` and `deedbox-import`.
struct ImportJob {
    let arguments: ImportArguments
    let frame: Frame

    init(arguments: ImportArguments, global: GlobalOptions, walls: WallsOptions) throws {
        self.arguments = arguments
        frame = try Frame(global, walls: walls, also: arguments.settings)
    }

    func run() throws {
        if let folder = arguments.watch { return try WatchJob(job: self, folder: folder).run() }
        let options = try importOptions()
        let sources = arguments.paths.map(Frame.absolute)
        var ledger = try arguments.ledger.map { try arguments.ledgerOptions.ledger($0, in: frame) }
        if ledger == nil, arguments.ledgerOptions.areGiven { throw Failure(.badUse, "--ledger") }
        ledger?.dryRun = arguments.dryRun
        let extractor = try frame.extractor(eager: false)
        defer { extractor.close() }
        var use = ImportFiles(sources: sources, options: options)
        let session = try frame.session(.write)
        // Who only stores files needs no worker until a container comes.
        if !arguments.noText { try extractor.start() }
        // A ledger that cannot be read is known before the first file comes in.
        let ledgerFile = try ledger?.read(in: session, extractor: extractor)
        use.ledger = ledger?.source
        use.readsTexts = !arguments.noText
        var account = ImportPrinter(frame: frame)
        let progress = frame.progress(frame.messages.say("Importing", "正在导入"))
        let files: ImportFiles.Answer
        do {
            files = try use.run(in: session, extractor: extractor, shouldStop: { Stop.isRequested }) { event in
                try account.take(event)
                if arguments.dryRun, case .line(let line) = event, let document = line.document {
                    ledger?.planned.add(path: line.path, document: document)
                }
                if case .committed(let now) = event {
                    progress.update { state in
                        state.files = now.committed
                        state.bytes = now.bytes
                        state.current = now.current
                    }
                }
            }
        } catch let stopped as ImportStopped {
            progress.finish()
            account.files = stopped.answer
            try account.finish()
            throw stopped
        } catch {
            progress.finish()
            try account.abandon()
            throw error
        }
        progress.finish()
        account.files = files
        if !arguments.dryRun, !arguments.noText, !Stop.isRequested {
            account.texts = try readTexts(session, extractor)
        }
        if var ledger, let ledgerFile, !Stop.isRequested {
            ledger.importRun = files.isKept ? files.run : nil
            account.ledger = try ledger.run(ledgerFile, in: session)
            // What the ledger said is found by the search at once.
            if !arguments.dryRun, !arguments.noText { _ = try readTexts(session, extractor) }
        }
        try account.finish()
        if let answer = account.ledger { try arguments.ledgerOptions.writeReport(answer, frame) }
        if files.isKept, !arguments.dryRun { try frame.signAfterImport(session) }
        try Stop.check()
        try account.checkOutcome()
    }

    private func readTexts(_ session: VaultSession, _ extractor: Extractor) throws -> ReadTexts.Answer {
        try TextCommand.read(ReadTexts(), in: session, extractor, frame)
    }

    func importOptions() throws -> ImportOptions {
        var options = ImportOptions()
        if let label = frame.settings.text(.importNames) {
            guard let charset = TextCharset(label: label) else {
                throw Failure(.badValue, label, candidates: TextCharset.allCases.map(\.rawValue))
            }
            options.names = charset
        }
        options.keepArchives = frame.settings.flag(.importKeepArchive)
        options.depth = frame.settings.integer(.importDepth)
        options.batchFiles = frame.settings.integer(.importBatch)
        options.dryRun = arguments.dryRun
        options.trustsModified = arguments.trustMtime
        if let path = arguments.passwordFile {
            let file = try PasswordFile(Frame.absolute(path))
            options.passwords = file.passwords
            if file.isOpenToOthers, frame.showsProgress {
                let warning = frame.messages.say(
                    "Others can read \(path): chmod 600 \(path)", "其他用户可以读取 \(path)，请执行：chmod 600 \(path)")
                writeToStandardError(warning + "\n")
            }
        }
        return options
    }
}

extension Frame {
    /// The workers that read foreign files, with the limits of the settings.
    func extractor(eager: Bool = true) throws -> Extractor {
        var limits = ExtractLimits()
        limits.entries = settings.integer(.importEntries)
        limits.ratio = settings.integer(.importRatio)
        limits.ratioFreeBytes = settings.integer(.importRatioFrom) << 20
        limits.decompressorBytes = settings.integer(.importMemory) << 20
        limits.stallSeconds = Double(settings.integer(.importStall))
        limits.nameBytes = settings.integer(.importName)
        let session = sessionSettings()
        return try Extractor(
            workers: session.workers ?? ReadTexts.cores, limits: limits, walls: session.reducedWalls ? .reduced : .full,
            eager: eager, shouldStop: { Stop.isRequested })
    }
}
