import DeedMessages

extension Page {
    /// What came of an import's archives; nothing where there were none.
    mutating func archives(
        _ archives: [(path: String, format: String, names: String?, entries: Int64, state: String, detail: String?)]
    ) {
        guard !archives.isEmpty else { return }
        heading(messages.say("Archives", "压缩包"))
        var table = Table([
            Table.Column(messages[.path], flexible: true), Table.Column(messages.say("format", "格式")),
            Table.Column(messages[.charset]), Table.Column(messages[.files], number: true), Table.Column(messages[.state]),
        ])
        for archive in archives {
            // `unsupported: Unknown codec ID: 4f71101`: a limit of the program, and the word for it says more.
            let isUnsupported = archive.state == "limit" && archive.detail?.hasPrefix("unsupported") ?? false
            let state = messages.word(isUnsupported ? "unsupported" : archive.state, in: .archiveStates)
            table.row([
                archive.path, archive.format, archive.names.map { messages.word($0, in: .charsets) } ?? "–",
                messages.number(archive.entries), archive.detail.map { "\(state): \(messages.importDetail($0))" } ?? state,
            ])
        }
        self.table(table)
    }
}
