import DeedCommands

Program.main(DeedboxCommand.self)
