public import ArgumentParser
import DeedMessages

/// The program `deedbox`.
public struct DeedboxCommand: ParsableCommand {
    /// The version of Deedbox, printed by `--version` and written into every vault that it makes.
    public static let version = "0.1.0"

    /// The day of that version, as the manual gives it.
    static let released = "2026-11-21"

    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deedbox",
            abstract: spoken(
                "Keeps contracts, service agreements and warranty cards: byte for byte, found in a blink, never past a date.",
                "保管合同、服务协议和保修卡：原件一字节不差，一查就到，重要日期不再错过。"),
            discussion: spoken(
                "Every command takes --vault DIR (or the variable DEEDBOX_VAULT), --json and --lang.",
                "每个命令都可使用 --vault 目录（或环境变量 DEEDBOX_VAULT）、--json 和 --lang。"),
            version: "deedbox \(version)",
            subcommands: commands)
    }

    /// Every command, in the order of the help page. A new one is added here and nowhere else.
    private static let commands: [any ParsableCommand.Type] = [
        InitCommand.self,
        ImportCommand.self,
        LedgerCommand.self,
        TextCommand.self,
        FindCommand.self,
        WarrantyCommand.self,
        MachineCommand.self,
        ExpiringCommand.self,
        AcknowledgeCommand.self,
        ListCommand.self,
        ShowCommand.self,
        CatCommand.self,
        OpenCommand.self,
        HistoryCommand.self,
        EvidenceCommand.self,
        SetCommand.self,
        LinkCommand.self,
        TagCommand.self,
        DuplicatesCommand.self,
        CustomerCommand.self,
        HoldCommand.self,
        RetentionCommand.self,
        PurgeCommand.self,
        RedactCommand.self,
        StatusCommand.self,
        VerifyCommand.self,
        CheckpointCommand.self,
        RebuildCommand.self,
        BackupCommand.self,
        RestoreCommand.self,
        ScrubCommand.self,
        RepairCommand.self,
        ConfigCommand.self,
        ManualCommand.self,
    ]

    public init() {}
}
