import DeedMessages
import DeedText

/// One line of progress: bar, files, bytes, rate, time left, and the file being worked on as far as there is room.
struct ProgressLine {
    let label: String
    let state: Progress.State
    /// Since the start.
    let seconds: Double
    let messages: Messages

    private static let barWidth = 20

    /// The share that is done, 0 to 1, by bytes where both are known, else by files; `nil` where the whole is unknown.
    var share: Double? {
        if let total = state.totalBytes, total > 0 { return min(1, Double(state.bytes) / Double(total)) }
        if let total = state.totalFiles, total > 0 { return min(1, Double(state.files) / Double(total)) }
        return nil
    }

    /// Seconds left at the pace so far; `nil` before there is one.
    var remaining: Int? {
        guard let share, share > 0.005, seconds >= 2 else { return nil }
        return Int(exactly: (seconds / share * (1 - share)).rounded(.up))
    }

    /// The line, within `columns` where there is a limit.
    func text(columns: Int?) -> String {
        var parts = [label]
        if let share {
            if columns.map({ $0 >= 60 }) ?? false { parts.append(bar(share)) }
            parts.append(messages.percent((share * 100).rounded(.down) / 100))
        }
        if let total = state.totalFiles {
            parts.append(messages.say("\(state.files)/\(total, "file", "files")", "\(state.files)/\(total) 个文件"))
        } else {
            parts.append(messages.say("\(state.files, "file", "files")", "\(state.files) 个文件"))
        }
        if let total = state.totalBytes {
            parts.append("\(messages.size(state.bytes))/\(messages.size(total))")
        } else if state.bytes > 0 {
            parts.append(messages.size(state.bytes))
        }
        if state.bytes > 0, seconds >= 1 { parts.append(messages.rate(bytes: Double(state.bytes) / seconds)) }
        if let remaining { parts.append(messages.say("\(seconds: remaining) left", "剩余 \(seconds: remaining)")) }
        let line = parts.joined(separator: "  ")
        guard let columns else { return line }
        let room = columns - DisplayWidth.of(line) - 2
        if room >= 12, !state.current.isEmpty {
            return line + "  " + DisplayWidth.cut(Table.oneLine(state.current), columns: room)
        }
        return DisplayWidth.cut(line, columns: columns)
    }

    private func bar(_ share: Double) -> String {
        let filled = Int(min(max(share, 0), 1) * Double(ProgressLine.barWidth))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: ProgressLine.barWidth - filled) + "]"
    }
}
