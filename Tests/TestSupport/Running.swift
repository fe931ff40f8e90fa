import Foundation
package import Glibc
import Testing

/// A program that was started.
package struct Running: Sendable {
    /// Its process id.
    package let pid: pid_t
    package let out: ScratchFile
    package let err: ScratchFile
    package let limit: Double

    /// Sends a signal.
    package func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the end; kills it when the limit is over.
    package func wait() -> Ended {
        var status: Int32 = 0
        let deadline = Date().addingTimeInterval(limit)
        while waitpid(pid, &status, WNOHANG) == 0 {
            if Date() > deadline {
                kill(pid, SIGKILL)
                waitpid(pid, &status, 0)
                break
            }
            usleep(2000)
        }
        let signal = status & 0x7F
        let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        return Ended(code: code, out: out.bytes(), err: err.bytes())
    }
}

/// An unnamed file: never full as a pipe is, and gone with its descriptor.
package final class ScratchFile: Sendable {
    /// The open descriptor.
    package let descriptor: Int32

    package init(_ bytes: [UInt8]) throws {
        var template = Array((NSTemporaryDirectory() + "deedbox-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        try #require(descriptor >= 0 && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0)
        unlink(template)
        if !bytes.isEmpty { try #require(write(descriptor, bytes, bytes.count) == bytes.count) }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }

    /// All that was written to it.
    package func bytes() -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
        let count = pread(descriptor, &output, output.count, 0)
        return Array(output.prefix(max(0, count)))
    }
}

/// A terminal without a screen (`man 4 ptmx`, `man 2 ioctl_tty`: glibc shows `posix_openpt` and its like to GNU sources only).
package final class PseudoTerminal {
    /// The name of the side that the program gets.
    package let path: String
    private let master: Int32

    private static let getNumber: UInt = 0x8004_5430  // TIOCGPTN
    private static let setLock: UInt = 0x4004_5431  // TIOCSPTLCK

    package init(columns: Int, rows: Int) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(master >= 0)
        var number: Int32 = -1
        var locked: Int32 = 0
        try #require(ioctl(master, PseudoTerminal.setLock, &locked) == 0)
        try #require(ioctl(master, PseudoTerminal.getNumber, &number) == 0)
        path = "/dev/pts/\(number)"
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    }

    deinit { close(master) }

    /// Everything until the last program on it has ended (`EIO` on Linux).
    package func readAll() -> [UInt8] {
        var output: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(master, &block, block.count)
            if count > 0 { output += block.prefix(count) } else if count == 0 || errno != EINTR { return output }
        }
    }
}
