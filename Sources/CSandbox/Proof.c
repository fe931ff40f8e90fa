// Attempts to break out, so that the walls can be shown to stand on the machine at hand: every call that readers need, then every way to
// a file, to another process, to the network and into the kernel that we know of, each with arguments that work where there are no walls.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// Calls that are younger than the headers, the same on both processors.
enum {
    CALL_PIDFD_SEND_SIGNAL = 424,
    CALL_IO_URING_SETUP = 425,
    CALL_OPEN_TREE = 428,
    CALL_FSOPEN = 430,
    CALL_PIDFD_OPEN = 434,
    CALL_CLONE3 = 435,
    CALL_CLOSE_RANGE = 436,
    CALL_OPENAT2 = 437,
    CALL_PIDFD_GETFD = 438,
    CALL_FACCESSAT2 = 439,
    CALL_PROCESS_MADVISE = 440,
    CALL_EPOLL_PWAIT2 = 441,
    CALL_LANDLOCK_CREATE_RULESET = 444,
    CALL_MEMFD_SECRET = 447,
    CALL_PROCESS_MRELEASE = 448,
    CALL_FCHMODAT2 = 452,
    ADVICE_PAGEOUT = 21,
};

static const deed_proof *on;
static deed_tell tell;

/// A call that must not work. What it opened is closed again.
static void refused(const char *what, long result) { tell(what, 0, result < 0 ? -errno : 0); }

static void refused_fd(const char *what, int fd) {
    refused(what, fd);
    if (fd >= 0) close(fd);
}

/// A call that readers need.
static void works(const char *what, long result) { tell(what, 1, result < 0 ? -errno : 0); }

static const char *inside(char *path, const char *name) {
    snprintf(path, 512, "%s/%s", on->folder, name);
    return path;
}

static const char *of_parent(char *path, const char *name) {
    snprintf(path, 512, "/proc/%d/%s", (int)on->parent, name);
    return path;
}

static long mapped(size_t length, int protection, int flags, int fd) {
    void *address = mmap(NULL, length, protection, flags, fd, 0);
    if (address == MAP_FAILED) return -1;
    munmap(address, length);
    return 0;
}

static void needed(void) {
    char path[512], byte;
    struct stat status;
    struct rlimit limit;
    works("read the file it was given", pread(on->readable, &byte, 1, 0));
    works("move in it", lseek(on->readable, 0, SEEK_SET));
    works("map it", mapped(1, PROT_READ, MAP_PRIVATE, on->readable));
    works("read a font", open(inside(path, "font"), O_RDONLY | O_CLOEXEC));
    DIR *folder = opendir(on->folder);
    works("list a folder of fonts", folder && readdir(folder) ? 0 : -1);
    if (folder) closedir(folder);
    works("look at a font", stat(inside(path, "font"), &status));
    // Known, and harmless: a filter cannot see a path, and landlock does not look at stat.
    works("see that a file exists, its size and its times", stat("/etc/passwd", &status));
    works("take memory", mapped(64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1));
    works("read its own limits", getrlimit(RLIMIT_STACK, &limit));
    works("lower its own memory", getrlimit(RLIMIT_AS, &limit) ? -1 : setrlimit(RLIMIT_AS, &limit));
    works("signal itself", syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0));
    works("duplicate a descriptor", fcntl(on->readable, F_DUPFD_CLOEXEC, 0));
}

static void files(void) {
    char path[512], other[512];
    struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    refused_fd("read /etc/passwd", open("/etc/passwd", O_RDONLY));
    refused_fd("list /", open("/", O_RDONLY | O_DIRECTORY));
    refused_fd("create a file in /tmp", open("/tmp/deedbox-walls-proof", O_WRONLY | O_CREAT, 0600));
    refused_fd("create a file without a name", open("/tmp", O_RDWR | O_TMPFILE, 0600));
    refused_fd("create a file among the fonts", openat(AT_FDCWD, inside(path, "new"), O_RDONLY | O_CREAT, 0600));
    refused_fd("write to a font", open(inside(path, "font"), O_WRONLY));
    refused_fd("empty a font", open(inside(path, "font"), O_RDONLY | O_TRUNC));
    refused_fd("open /dev/null for writing", open("/dev/null", O_RDWR));
    refused_fd("open /proc/self/maps", open("/proc/self/maps", O_RDONLY));
    refused_fd("open the parent's memory", open(of_parent(path, "mem"), O_RDWR));
    refused_fd("read the parent's environment", open(of_parent(path, "environ"), O_RDONLY));
    refused_fd("openat2 /etc/passwd", (int)syscall(CALL_OPENAT2, AT_FDCWD, "/etc/passwd", (uint64_t[3]){0}, 24));
#ifdef SYS_open
    refused_fd("open /etc/passwd by the old call", (int)syscall(SYS_open, "/etc/passwd", O_RDONLY));
    refused_fd("creat", (int)syscall(SYS_creat, "/tmp/deedbox-walls-proof", 0600));
#endif
    snprintf(path, sizeof path, "/proc/self/fd/%d", on->readable);
    refused_fd("open the given file for writing", open(path, O_RDWR));
    refused("readlink of the parent's program", readlink(of_parent(path, "exe"), other, sizeof other));
    refused("access", access("/etc/passwd", R_OK));
    refused("faccessat2", syscall(CALL_FACCESSAT2, AT_FDCWD, "/etc/passwd", R_OK, 0));
    refused("statx", syscall(SYS_statx, AT_FDCWD, "/", 0, 0, malloc(512)));
    refused("statfs", syscall(SYS_statfs, "/", malloc(512)));
    refused("make a folder", mkdir(inside(path, "folder"), 0700));
    refused("remove a file", syscall(SYS_unlinkat, AT_FDCWD, inside(path, "victim-1"), 0));
    refused("rename a file", renameat(AT_FDCWD, inside(path, "victim-2"), AT_FDCWD, inside(other, "moved")));
    refused("link a file", link(inside(path, "font"), inside(other, "link")));
    refused("make a symbolic link", symlink("/", inside(path, "symlink")));
    refused("make a pipe in a folder", mkfifo(inside(path, "fifo"), 0600));
    refused("change rights", chmod(inside(path, "font"), 0600));
    refused("fchmodat2", syscall(CALL_FCHMODAT2, AT_FDCWD, inside(path, "font"), 0600, 0));
    refused("change an owner", chown(inside(path, "font"), getuid(), getgid()));
    refused("change times", utimensat(AT_FDCWD, inside(path, "font"), now, 0));
    refused("truncate by name", truncate(inside(path, "font"), 0));
    refused("set an attribute", syscall(SYS_setxattr, inside(path, "font"), "user.deed", "x", 1, 0));
    refused("change folder", chdir("/"));
    refused("change the root", chroot("/"));
    refused("mount", syscall(SYS_mount, "none", inside(path, "."), "tmpfs", 0, 0));
    refused("open_tree", syscall(CALL_OPEN_TREE, AT_FDCWD, "/", 0));
    refused("fsopen", syscall(CALL_FSOPEN, "tmpfs", 0));
    refused("watch a folder", inotify_init1(IN_CLOEXEC));
}

static void descriptors(void) {
    struct iovec part = {.iov_base = "CHANGED!", .iov_len = 8};
    struct flock lock = {.l_type = F_RDLCK};
    struct pollfd look = {.fd = on->socket, .events = POLLIN};
    pid_t owner = on->stranger;
    int on_bit = 1, ends[2];
    refused("write into a writable file", write(on->writable, "CHANGED!", 8));
    refused("pwrite into a writable file", pwrite(on->writable, "CHANGED!", 8, 0));
    refused("writev into a writable file", writev(on->writable, &part, 1));
    refused("pwritev into a writable file", pwritev(on->writable, &part, 1, 0));
    void *address = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, on->writable, 0);
    if (address != MAP_FAILED) memcpy(address, "TAMPERED", 8);
    refused("map a writable file shared", address == MAP_FAILED ? -1 : 0);
    refused("map the given file shared", mapped(8, PROT_READ | PROT_WRITE, MAP_SHARED, on->readable));
    refused("map the given file shared, to read", mapped(8, PROT_READ, MAP_SHARED, on->readable));
    refused("shorten a writable file", ftruncate(on->writable, 0));
    refused("reserve room in a writable file", fallocate(on->writable, 0, 0, 4096));
    refused("fchmod of the given file", fchmod(on->readable, 0600));
    refused("futimens of the given file", futimens(on->readable, NULL));
    refused("lock the given file", fcntl(on->readable, F_SETLK, &lock));
    refused("flock the given file", syscall(SYS_flock, on->readable, 1));
    refused("lease the given file", fcntl(on->readable, F_SETLEASE, F_RDLCK));
    refused("hear of changes in a folder", fcntl(on->readable, F_NOTIFY, DN_MODIFY));
    refused("fcntl F_SETOWN of a stranger", fcntl(on->socket, F_SETOWN, owner));
    refused("fcntl F_SETOWN_EX of a stranger", fcntl(on->socket, F_SETOWN_EX, (int[2]){F_OWNER_PID, owner}));
    refused("fcntl F_SETSIG", fcntl(on->socket, F_SETSIG, SIGKILL));
    refused("fcntl F_SETFL O_ASYNC", fcntl(on->socket, F_SETFL, O_ASYNC));
    refused("fcntl F_SETPIPE_SZ", fcntl(on->socket, F_SETPIPE_SZ, 4096));
    refused("fcntl F_ADD_SEALS", fcntl(on->readable, F_ADD_SEALS, 0));
    refused("ioctl FIOSETOWN of a stranger", ioctl(on->socket, FIOSETOWN, &owner));
    refused("ioctl FIOASYNC", ioctl(on->socket, FIOASYNC, &on_bit));
    refused("ioctl TIOCSTI", ioctl(0, TIOCSTI, "x"));
    refused("ioctl TCGETS", ioctl(0, TCGETS, malloc(256)));
    refused("dup3", dup3(on->readable, 900, O_CLOEXEC));
    refused("sendfile", syscall(SYS_sendfile, on->writable, on->readable, NULL, 1));
    refused("splice", splice(on->readable, NULL, on->socket, NULL, 1, 0));
    refused("copy_file_range", copy_file_range(on->readable, NULL, on->writable, NULL, 1, 0));
    refused("vmsplice", vmsplice(on->socket, &part, 1, 0));
    refused("close_range", syscall(CALL_CLOSE_RANGE, 5000, 5001, 0));
    refused("ppoll", syscall(SYS_ppoll, &look, 1, &(struct timespec){0, 0}, NULL, 8));
    refused("epoll_create1", syscall(SYS_epoll_create1, 0));
    refused("epoll_pwait2", syscall(CALL_EPOLL_PWAIT2, -1, NULL, 0, NULL, NULL, 0));
    refused("eventfd", syscall(SYS_eventfd2, 0, 0));
    refused("timerfd", syscall(SYS_timerfd_create, CLOCK_MONOTONIC, 0));
    refused("signalfd", syscall(SYS_signalfd4, -1, (uint64_t[1]){0}, 8, 0));
    refused("a pipe", pipe2(ends, O_CLOEXEC));
    refused("syncfs", syncfs(on->readable));
    refused("fsync", fsync(on->readable));
}

static long forked(long child) {
    if (child == 0) _exit(0);
    return child;
}

static long try_vfork(void) {
    pid_t child = vfork();
    if (child == 0) _exit(0);
    return child;
}

static void processes(void) {
    struct rlimit old, none = {RLIM_INFINITY, RLIM_INFINITY}, one = {1, 1};
    struct iovec here = {.iov_base = &old, .iov_len = 1}, there = {.iov_base = (void *)&tell, .iov_len = 1};
    struct sched_param urgent = {.sched_priority = 0};
    struct clone_args clone3 = {.exit_signal = SIGCHLD};
    char *const arguments[] = {"true", NULL}, *const environment[] = {NULL};
    uint64_t set = 1;
    siginfo_t info = {.si_code = SI_QUEUE};
    refused("kill the parent with 0", kill(on->parent, 0));
    refused("kill a stranger with SIGSTOP", kill(on->stranger, SIGSTOP));
    refused("ask for the parent", getppid() < 0 ? -1 : 0);
    refused("kill its own group with 0", kill(0, 0));
    refused("tgkill the parent with 0", syscall(SYS_tgkill, on->parent, on->parent, 0));
    refused("tgkill a stranger with SIGSTOP", syscall(SYS_tgkill, on->stranger, on->stranger, SIGSTOP));
    refused("tkill a stranger with 0", syscall(SYS_tkill, on->stranger, 0));
    refused("rt_sigqueueinfo to a stranger", syscall(SYS_rt_sigqueueinfo, on->stranger, SIGSTOP, &info));
    refused("rt_tgsigqueueinfo to a stranger", syscall(SYS_rt_tgsigqueueinfo, on->stranger, on->stranger, SIGSTOP, &info));
    refused("pidfd_open a stranger", syscall(CALL_PIDFD_OPEN, on->stranger, 0));
    refused("pidfd_send_signal", syscall(CALL_PIDFD_SEND_SIGNAL, on->readable, 0, NULL, 0));
    refused("pidfd_getfd", syscall(CALL_PIDFD_GETFD, on->readable, 0, 0));
    refused("read the parent's limits", syscall(SYS_prlimit64, on->parent, RLIMIT_NOFILE, NULL, &old));
    refused("set a stranger's limits", syscall(SYS_prlimit64, on->stranger, RLIMIT_FSIZE, &one, NULL));
    refused("set its own limit by its number", syscall(SYS_prlimit64, getpid(), RLIMIT_CORE, &one, NULL));
    refused("raise its own memory without end", setrlimit(RLIMIT_AS, &none));
    refused("raise its own files' size", setrlimit(RLIMIT_FSIZE, &none));
    refused("raise its own processes", setrlimit(RLIMIT_NPROC, &none));
#ifdef SYS_setrlimit
    refused("setrlimit by the old call", syscall(SYS_setrlimit, RLIMIT_FSIZE, &none));
#endif
    refused("be traced", syscall(SYS_ptrace, 0, 0, 0, 0));
    refused("trace a stranger", syscall(SYS_ptrace, 16, on->stranger, 0, 0));
    refused("read the parent's memory", process_vm_readv(on->parent, &here, 1, &there, 1, 0));
    refused("write the parent's memory", process_vm_writev(on->parent, &here, 0, &there, 0, 0));
    refused("process_madvise", syscall(CALL_PROCESS_MADVISE, on->readable, NULL, 0, 0, 0));
    refused("process_mrelease", syscall(CALL_PROCESS_MRELEASE, on->readable, 0));
    refused("kcmp", syscall(SYS_kcmp, on->parent, on->parent, 0, 0, 0));
    refused("setpriority of the parent", setpriority(PRIO_PROCESS, (id_t)on->parent, 19));
    refused("ioprio_set of the parent", syscall(SYS_ioprio_set, 1, on->parent, 3 << 13));
    refused("sched_setaffinity of the parent", syscall(SYS_sched_setaffinity, on->parent, 8, "\1\0\0\0\0\0\0"));
    refused("sched_setscheduler of a stranger", syscall(SYS_sched_setscheduler, on->stranger, SCHED_BATCH, &urgent));
    refused("get_robust_list of the parent", syscall(SYS_get_robust_list, on->parent, &there.iov_base, &there.iov_len));
    refused("migrate_pages of a stranger", syscall(SYS_migrate_pages, on->stranger, 8, &set, &set));
    refused("a session of its own", syscall(SYS_setsid));
    refused("setpgid of the parent", setpgid(on->parent, 0));
    refused("wait for a child", syscall(SYS_wait4, -1, NULL, WNOHANG, NULL));
    refused("fork", forked(fork()));
    refused("vfork", try_vfork());
    refused("clone", forked(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)));
    refused("clone3", forked(syscall(CALL_CLONE3, &clone3, sizeof clone3)));
    refused("execute /bin/true", execve("/bin/true", arguments, environment));
    refused("execveat", syscall(SYS_execveat, on->readable, "", arguments, environment, AT_EMPTY_PATH));
    refused("a timer that signals", syscall(SYS_setitimer, ITIMER_REAL, &(struct itimerval){{0, 0}, {900, 0}}, NULL));
    refused("timer_create", syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &there.iov_len));
}

static void network(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "/tmp/deedbox-walls"};
    int ends[2];
    refused_fd("open a network socket", socket(AF_INET, SOCK_STREAM, 0));
    refused_fd("open a datagram socket", socket(AF_INET6, SOCK_DGRAM, 0));
    refused_fd("open a local socket", socket(AF_UNIX, SOCK_DGRAM, 0));
    refused_fd("open a netlink socket", socket(AF_NETLINK, SOCK_RAW, 0));
    refused("a pair of sockets", socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
    refused("connect", connect(on->socket, (struct sockaddr *)&name, sizeof name));
    refused("bind", bind(on->socket, (struct sockaddr *)&name, sizeof name));
    refused("listen", listen(on->socket, 1));
    refused("accept", accept(on->socket, NULL, NULL));
    refused("shutdown", shutdown(-1, SHUT_RD));
    refused("sendto", sendto(on->socket, "", 0, MSG_NOSIGNAL, NULL, 0));
    refused("recvfrom", recvfrom(on->socket, ends, 1, MSG_DONTWAIT, NULL, NULL));
    refused("sendmmsg", sendmmsg(on->socket, NULL, 0, 0));
    refused("setsockopt", setsockopt(on->socket, SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int)));
    refused("getpeername", getpeername(on->socket, (struct sockaddr *)&name, &(socklen_t){sizeof name}));
}

static void memory(void) {
    refused("memory to execute", mapped(4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1));
    refused("map the given file to execute", mapped(8, PROT_READ | PROT_EXEC, MAP_PRIVATE, on->readable));
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED) {
        memset(page, 1, 4096);
        refused("make memory executable", mprotect(page, 4096, PROT_READ | PROT_EXEC));
        refused("pkey_mprotect", syscall(SYS_pkey_mprotect, page, 4096, PROT_READ, -1));
        refused("advice about memory that no allocator gives", madvise(page, 4096, ADVICE_PAGEOUT));
        refused("mlock", mlock(page, 4096));
        refused("mbind", syscall(SYS_mbind, page, 4096, 0, NULL, 0, 0));
        munmap(page, 4096);
    }
    refused_fd("an anonymous file", memfd_create("deed", MFD_CLOEXEC));
    refused_fd("a secret file", (int)syscall(CALL_MEMFD_SECRET, 0));
    refused("shared memory", syscall(SYS_shmget, 0, 4096, 01600));
    refused("a message queue", syscall(SYS_msgget, 0, 01600));
    refused("semaphores", syscall(SYS_semget, 0, 1, 01600));
    refused("a POSIX queue", syscall(SYS_mq_open, "deedbox-walls", O_CREAT | O_RDWR, 0600, NULL));
}

static void the_kernel(void) {
    char room[512] = {0};
    refused("io_uring", syscall(CALL_IO_URING_SETUP, 4, room));
    refused("bpf", syscall(SYS_bpf, 0, room, 0));
    refused("userfaultfd", syscall(SYS_userfaultfd, 1));
    refused("perf_event_open", syscall(SYS_perf_event_open, room, 0, 0, -1, 0));
    refused("a user namespace", syscall(SYS_unshare, CLONE_NEWUSER));
    refused("another namespace", syscall(SYS_setns, on->readable, 0));
    refused("add_key", syscall(SYS_add_key, "user", "deedbox", "x", 1, -1));
    refused("keyctl", syscall(SYS_keyctl, 0, -1, 0));
    refused("another seccomp filter", syscall(SYS_seccomp, 2, 0, room));
    refused("another landlock", syscall(CALL_LANDLOCK_CREATE_RULESET, NULL, 0, 1));
    refused("prctl: be readable by others", prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
    refused("prctl: outlive the parent", prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0));
    refused("setuid", syscall(SYS_setuid, getuid()));
    refused("setgroups", syscall(SYS_setgroups, 0, NULL));
    refused("capset", syscall(SYS_capset, (uint32_t[2]){0x20080522, 0}, room));
    refused("personality", syscall(SYS_personality, 0xFFFFFFFF));
    refused("fanotify", syscall(SYS_fanotify_init, 0, 0));
    refused("the kernel's log", syscall(SYS_syslog, 10, NULL, 0));
    refused("the system's name", syscall(SYS_uname, room));
    refused("sysinfo", syscall(SYS_sysinfo, room));
    refused("getrusage", getrusage(RUSAGE_SELF, (struct rusage *)(void *)room));
    refused("getuid", syscall(SYS_getuid));
    refused("sleep", syscall(SYS_nanosleep, &(struct timespec){0, 1}, NULL));
    refused("clock_nanosleep", syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &(struct timespec){0, 1}, NULL));
    refused("sched_getaffinity", syscall(SYS_sched_getaffinity, 0, sizeof room, room));
    refused("sync", syscall(SYS_sync));
}

void deed_try_everything(const deed_proof *given, deed_tell hears) {
    on = given;
    tell = hears;
    errno = 0;
    needed();
    files();
    descriptors();
    processes();
    network();
    memory();
    the_kernel();
}

int64_t deed_file_limit(pid_t pid) {
    struct rlimit limit;
    return prlimit(pid, RLIMIT_FSIZE, NULL, &limit) ? -errno : (int64_t)(limit.rlim_cur & INT64_MAX);
}
