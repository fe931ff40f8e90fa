import Glibc

/// What a worker and a tool are told of the outside: nothing but where their libraries are.
enum WorkerEnvironment {
    /// `NAME=value` of every variable they get. No locale is among them: a worker sets its own, so that it is the same everywhere.
    static var variables: [String] {
        var variables = [
            "PATH=/usr/bin:/bin", "SWIFT_BACKTRACE=enable=no", "OMP_THREAD_LIMIT=1", "MALLOC_ARENA_MAX=1",
        ]
        for name in ["DEEDBOX_PDFIUM", "LD_LIBRARY_PATH", "MAGIC", "TZ"] {
            if let value = getenv(name) { variables.append("\(name)=\(String(cString: value))") }
        }
        // The same clock as without the variable; but then libc asks for the file anew with every date of an archive.
        if getenv("TZ") == nil { variables.append("TZ=:/etc/localtime") }
        return variables
    }

    /// The worker's program: `given`, else `DEEDBOX_EXTRACT`, else `deedbox-extract` beside the running program; `nil` when
    /// there is none.
    static func executable(_ given: String?) -> String? {
        if let given { return access(given, X_OK) == 0 ? given : nil }
        if let named = getenv("DEEDBOX_EXTRACT") { return executable(String(cString: named)) }
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count)
        guard length > 0, let slash = path[..<length].lastIndex(of: CChar(UInt8(ascii: "/"))) else { return nil }
        let beside = String(decoding: path[...slash].map { UInt8(bitPattern: $0) }, as: UTF8.self) + "deedbox-extract"
        return access(beside, X_OK) == 0 ? beside : nil
    }
}

/// The number of this process.
var ownProcessNumber: Int32 { getpid() }
