import DeedCore
import Foundation
import Testing

/// An entry of an archive that a test makes.
struct TestEntry {
    var name: String
    var bytes: [UInt8]
    /// A symbolic link to what the bytes say.
    var isLink = false

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

    init(_ name: String, _ bytes: [UInt8], isLink: Bool = false) {
        self.name = name
        self.bytes = bytes
        self.isLink = isLink
    }
}

extension Dir {
    /// Python as the test machine has it: what a test needs of foreign formats is written by another hand than the program's.
    @discardableResult
    func python(_ script: String, _ arguments: String..., input: JSON = .null) throws -> Ended {
        try create("script.py", script)
        let command = TestCommand(path: "/usr/bin/env", ["python3", "script.py"] + arguments, in: path, keeping: self)
        return try command.stdin(input.text).expect()
    }

    /// Writes a ZIP as Chinese Windows does: names in `charset`, the UTF-8 flag off unless the charset is UTF-8.
    @discardableResult
    func zip(_ name: String, charset: String = "gbk", _ entries: [TestEntry]) throws -> String {
        let script = """
            import base64, json, sys, zipfile
            given = json.load(sys.stdin)
            class Entry(zipfile.ZipInfo):
                def _encodeFilenameFlags(self):
                    charset = given["charset"]
                    flag = 0x800 if charset == "utf-8" else 0
                    return self.filename.encode(charset), self.flag_bits & ~0x800 | flag
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
                for entry in given["entries"]:
                    info = Entry(entry["name"], (2026, 3, 15, 9, 30, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    if entry["link"]:
                        info.create_system, info.external_attr = 3, 0o120777 << 16
                    archive.writestr(info, base64.b64decode(entry["bytes"]))
            """
        let list = entries.map { entry -> JSON in
            ["name": .string(entry.name), "bytes": .string(Data(entry.bytes).base64EncodedString()), "link": .bool(entry.isLink)]
        }
        try python(script, name, input: ["charset": .string(charset), "entries": .array(list)])
        return file(name)
    }
}
