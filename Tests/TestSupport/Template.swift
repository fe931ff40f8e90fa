import Foundation
import Synchronization
import Testing

/// A directory that takes long to make and that many tests begin with: it is made once, and each test gets a copy of its own.
package final class Template: Sendable {
    private let made: Result<Dir, any Error>

    /// A template with what `make` puts into a directory.
    package init(_ make: (Dir) throws -> Void) {
        made = Result {
            let dir = try Dir()
            try make(dir)
            Template.removeAtEnd(dir)
            return dir
        }
    }

    /// Copies everything in it into a directory.
    package func copy(into dir: Dir) throws {
        try dir.shell("cp -a '\(made.get().path)/.' .").expect()
    }

    /// Copies one thing in it.
    package func copy(_ name: String, to path: String, in dir: Dir) throws {
        try dir.shell("cp -a '\(made.get().file(name))' '\(path)'").expect()
    }

    private static let directories = Mutex<[String]>([])
    private static let registered: Void = {
        atexit { Template.removeAll() }
    }()

    /// No object's `deinit` runs for a global, as most templates are.
    private static func removeAtEnd(_ dir: Dir) {
        _ = registered
        directories.withLock { $0.append(dir.path) }
    }

    private static func removeAll() {
        for path in directories.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}

/// A vault in which nothing is yet. Making one waits for the disk a dozen times, copying one does not.
package enum EmptyVault {
    private static let template = Template { dir in
        try dir.deedbox("init", "档案库", "--time-zone", "Asia/Shanghai", "--quiet").expect()
    }

    /// Puts one at a path.
    package static func copy(to path: String, in dir: Dir) throws { try template.copy("档案库", to: path, in: dir) }
}
