import Glibc

extension TextCharset {
    /// The bytes of `text` in GB 18030, which for characters of GBK are those of GBK; `nil` when this machine has no table for it.
    ///
    /// For short texts: the table is opened for each call. What Chinese Windows programs made of a password are these bytes.
    public static func gb18030Bytes(of text: String) -> [UInt8]? {
        guard let descriptor = iconv_open("GB18030", "UTF-8"), descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }
        var input = Array(text.utf8CString.dropLast())
        // Four bytes a character are the most there is.
        var output = [CChar](repeating: 0, count: 4 * input.count + 4)
        let room = output.count
        return input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var (from, left) = (source.baseAddress, source.count)
                var (to, free) = (target.baseAddress, room)
                guard iconv(descriptor, &from, &left, &to, &free) != -1, left == 0 else { return nil }
                return target.prefix(room - free).map { UInt8(bitPattern: $0) }
            }
        }
    }
}
