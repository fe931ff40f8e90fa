enum TextCharset: String { case utf8
 init?(label: String) { return nil }
 static func detect(_ b: UnsafeBufferPointer<UInt8>) -> TextCharset { .utf8 }
 func decode(_ b: UnsafeBufferPointer<UInt8>) -> String { String(decoding: b, as: UTF8.self) } }
