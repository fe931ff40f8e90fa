/// What editors and servers leave in front of a mail: a byte order mark of UTF-8, and empty lines.
public enum MailLead {
    /// How many bytes of it stand at the beginning, at most 256.
    public static func length(of head: UnsafeRawBufferPointer) -> Int {
        var length = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for at in length..<min(head.count, 256) {
            switch head[at] {
            case 0x0A: length = at + 1
            case 0x0D, 0x20, 0x09: continue
            default: return length
            }
        }
        return length
    }
}
