#pragma once
/// What Swift cannot say: the walls of a worker, descriptors over sockets, and starting a program with exactly the
/// descriptors it may have. Every function returns 0 or a count on success and -errno on failure.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Limits of one process; a zero field that would make no sense as a limit still means zero (`file_bytes` 0: it can write no file).
typedef struct {
    uint64_t address_space;  ///< RLIMIT_AS in bytes; 0 = leave as it is
    uint64_t cpu_seconds;    ///< RLIMIT_CPU; 0 = leave as it is
    uint64_t file_bytes;     ///< RLIMIT_FSIZE
    uint64_t open_files;     ///< RLIMIT_NOFILE
    int threads;             ///< Whether threads may be started: RLIMIT_NPROC counts them too, so it stays as it is then
} deed_limits;

/// Sets the limits, no core dumps, no new processes, and no new privileges by exec, without which only root may build the walls below.
int deed_limit_self(const deed_limits *limits);

/// Sets the soft limit of the address space, up to the hard limit set before; 0 = back to the hard limit.
int deed_soften_address_space(uint64_t bytes);

/// No ptrace by others, death with the parent. Fails when the parent is already another than `parent`.
int deed_bind_to_parent(pid_t parent);

/// The landlock ABI of this kernel: 1 and up, 0 when there is none.
int deed_landlock_abi(void);

/// Gives up what root may do more than others. Of root's rights a tool may keep one: to read a file that is another user's
/// (`reads_all`); landlock says which there are.
int deed_drop_capabilities(int reads_all);

/// How many threads this process has; -errno when it cannot be told.
int deed_thread_count(void);

/// From now on only the `count` paths (those that exist) can be opened, read-only, and executed when `execute`; nothing can be
/// created, changed, connected to or signalled as far as the kernel's ABI reaches. -ENOSYS when there is no landlock.
int deed_landlock_self(const char *const *paths, size_t count, int execute);

/// The same as far as a lower ABI reaches, to see what an older kernel would hold; 0: as on a kernel without landlock.
int deed_landlock_as(int abi, const char *const *paths, size_t count, int execute);

/// Which system calls are allowed.
typedef enum {
    DEED_CALLS_WORKER = 0,  ///< memory that is not executable, reading descriptors it has and files landlock allows; nothing else
    DEED_CALLS_TOOL = 1,    ///< the same and exec, with what a dynamic loader and fontconfig ask for
    DEED_CALLS_THREADED_TOOL = 2,  ///< the same and threads; still no process
} deed_calls;

/// Every other system call fails with EPERM from now on; a call of another architecture kills.
int deed_seccomp_self(deed_calls calls);

/// A connected pair of stream sockets, closed on exec.
int deed_socket_pair(int pair[2]);

/// Another opening of the regular file that `fd` has open: read-only, with a place of its own, closed on exec. The new descriptor.
int deed_open_for_reading(int fd);

/// Sends `length` bytes, the first of them with the descriptor `fd` (-1 = none); the count sent. A descriptor that can be written to
/// never goes out: -EPERM.
ssize_t deed_send(int socket, const void *bytes, size_t length, int fd);

/// Receives up to `length` bytes; `*fd` becomes a descriptor that came along (closed on exec) or -1. 0 = the other end is gone.
ssize_t deed_receive(int socket, void *bytes, size_t length, int *fd);

/// Writes back everything of the file system that `fd` stands on, and waits for the disk (syncfs, which Glibc's module does not export).
int deed_syncfs(int fd);

/// Like write(2), for bytes that nobody reads soon: the kernel begins to write them back at once and keeps none of them in memory
/// (RWF_DONTCACHE, Linux 6.14). Kernels and file systems that cannot do that write as ever.
ssize_t deed_write_passing(int fd, const void *bytes, size_t length);

/// Like pread(2) from the first byte on, but never waits for a disk (RWF_NOWAIT, Linux 4.14): what is not in memory is not read.
ssize_t deed_read_at_once(int fd, void *bytes, size_t length);

/// Raises the soft limit of open files to the hard one: an import holds a file, or a directory of the vault, for each thing under way.
int deed_raise_open_files(void);

/// The magic number of the file system that holds `path` (statfs); -errno when it cannot be asked.
int64_t deed_file_system(const char *path);

/// Starts `path` in a process group of its own. `fds[i]` becomes its descriptor i (-1: /dev/null), everything else is closed.
int deed_spawn(const char *path, char *const argv[], char *const envp[], const int *fds, size_t count, pid_t *pid);

/// Work that nobody waits for: the disk serves it when it has nothing else to do, and the processor likewise. Lasts for the process.
int deed_background_self(void);

/// The flag of `open` that reads past the page cache; its value depends on the processor.
int deed_open_direct(void);

/// What the attempts to get out of the walls are made on; all of it belongs to whoever wants to see them.
typedef struct {
    pid_t parent;        ///< the process outside that waits for the answers
    pid_t stranger;      ///< a process of the same user that has nothing to do with it
    int socket;          ///< the own end of a connected pair of sockets
    int writable;        ///< a file opened for reading and writing
    int readable;        ///< the same file as a worker is given it
    const char *folder;  ///< a folder that may be read, with a file `font` in it
} deed_proof;

/// Hears of one attempt: what was tried, whether it should work, and 0 or the -errno of the refusal.
typedef void (*deed_tell)(const char *what, int should_work, int result);

/// Tries what a reader needs and everything that it must not be able to do.
void deed_try_everything(const deed_proof *on, deed_tell tell);

/// How large a file a process may write, in bytes: the limit that the attempts try to change. -errno when it cannot be asked.
int64_t deed_file_limit(pid_t pid);

/// 1 when some process has the file open for writing, as far as this process may know; else 0.
int deed_is_being_written(const char *path);

/// Renames a file unless the new name is taken: then -EEXIST.
int deed_move(const char *from, const char *to);
