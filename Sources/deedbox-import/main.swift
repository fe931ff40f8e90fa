import DeedCommands

Program.main(DeedboxImportCommand.self)
