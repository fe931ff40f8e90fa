import ArgumentParser
import DeedCore
import DeedMessages

/// `deedbox config`: every setting with its value and where it comes from.
struct ConfigCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "config", abstract: spoken("Shows all settings and where they come from.", "显示所有设置及其来源。"))
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var dates: DateOptions
    @OptionGroup var walls: WallsOptions

    func run() throws {
        let frame = try Frame(global, dates: dates, walls: walls)
        // Other commands that only read pass a wrong line over; who asks for the settings must not miss it.
        if let problem = frame.settingsProblems.first { throw problem }
        try frame.output.print(ConfigReport(settings: frame.settings))
    }
}

/// The settings of one call as an answer.
struct ConfigReport: Report {
    let settings: Settings

    var json: JSON {
        .object([
            JSON.Member(
                "settings",
                .array(
                    Setting.allCases.map { setting in
                        [
                            "name": .string(setting.rawValue), "value": JSON(settings.text(setting)),
                            "origin": .string(ConfigReport.origin(settings[setting].origin)),
                            "variable": .string(setting.variable),
                        ]
                    }))
        ])
    }

    func write(to page: inout Page) {
        let messages = page.messages
        var table = Table([
            Table.Column(messages[.setting]), Table.Column(messages[.value], flexible: true), Table.Column(messages[.origin]),
        ])
        for setting in Setting.allCases {
            let origin =
                settings[setting].origin == .standard
                ? messages.say("default", "默认") : ConfigReport.origin(settings[setting].origin)
            table.row([setting.rawValue, settings.text(setting) ?? "–", origin])
        }
        page.table(table)
    }

    private static func origin(_ origin: Settings.Origin) -> String {
        switch origin {
        case .flag: "--"
        case .environment(let variable): variable
        case .file(let path, let line): "\(path):\(line)"
        case .standard: "default"
        }
    }
}
