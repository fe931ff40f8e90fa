/// Judges names of entries. No name is ever used as a path; what would lead out of a folder is refused all the same, and said.
public enum EntryName {
    /// Why a name is refused; `nil` when it is not. Judged after decoding: 0x5C inside a Chinese character is no backslash. On
    /// Windows a backslash separates whatever the format says, so one that leads out is refused everywhere.
    public static func refusal(_ path: String) -> String? {
        let scalars = Array(path.unicodeScalars.prefix(3))
        if let first = scalars.first, first == "/" || first == "\\" { return "absolute-path" }
        if scalars.count >= 2, scalars[1] == ":", scalars[0].properties.isAlphabetic, scalars[0].isASCII {
            return "absolute-path"
        }
        let parts = path.unicodeScalars.split { $0 == "/" || $0 == "\\" }
        return parts.contains { $0.elementsEqual("..".unicodeScalars) } ? "path-escapes" : nil
    }
}
