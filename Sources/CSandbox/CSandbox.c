#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// MARK: limits

static int limit(int which, uint64_t value) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    return setrlimit(which, &both) ? -errno : 0;
}

int deed_limit_self(const deed_limits *limits) {
    int result = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? -errno : 0;
    if (!result) result = limit(RLIMIT_CORE, 0);
    if (!result) result = limit(RLIMIT_FSIZE, limits->file_bytes);
    if (!result) result = limit(RLIMIT_NOFILE, limits->open_files);
    if (!result && !limits->threads) result = limit(RLIMIT_NPROC, 0);
    if (!result && limits->address_space) result = limit(RLIMIT_AS, limits->address_space);
    if (!result && limits->cpu_seconds) result = limit(RLIMIT_CPU, limits->cpu_seconds);
    return result;
}

int deed_soften_address_space(uint64_t bytes) {
    struct rlimit both;
    if (getrlimit(RLIMIT_AS, &both)) return -errno;
    both.rlim_cur = bytes == 0 || bytes > both.rlim_max ? both.rlim_max : bytes;
    return setrlimit(RLIMIT_AS, &both) ? -errno : 0;
}

int deed_bind_to_parent(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL)) return -errno;
    if (getppid() != parent) return -ESRCH;
    return prctl(PR_SET_DUMPABLE, 0) ? -errno : 0;
}

int deed_drop_capabilities(int reads_all) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (syscall(SYS_capget, &header, sets)) return -errno;
    const uint32_t kept = reads_all ? 1u << CAP_DAC_READ_SEARCH : 0;
    for (int half = 0; half < _LINUX_CAPABILITY_U32S_3; half++) {
        sets[half].permitted &= half ? 0 : kept;
        sets[half].effective = sets[half].permitted;
        sets[half].inheritable = 0;
    }
    return syscall(SYS_capset, &header, sets) ? -errno : 0;
}

int deed_thread_count(void) {
    struct stat status;
    // The folder has a folder for each thread, and each of those links back to it.
    if (stat("/proc/self/task", &status)) return -errno;
    return (int)status.st_nlink - 2;
}

// MARK: landlock
// The constants are our own: the headers of Debian 12 stop at ABI 2 (linux/landlock.h of 6.1), the kernel may be newer.

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum {
    RULESET_VERSION = 1,
    RULE_PATH_BENEATH = 1,
    FS_EXECUTE = 1 << 0,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_ALL_ABI1 = (1 << 13) - 1,
    FS_REFER_ABI2 = 1 << 13,
    FS_TRUNCATE_ABI3 = 1 << 14,
    FS_IOCTL_DEV_ABI5 = 1 << 15,
    NET_BIND_CONNECT_ABI4 = 3,
    SCOPE_SOCKET_SIGNAL_ABI6 = 3,
};

struct ruleset {
    uint64_t files, network, scoped;
};

struct __attribute__((packed)) path_beneath {
    uint64_t allowed;
    int32_t parent;
};

int deed_landlock_abi(void) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

static int allow_path(int rules, const char *path, uint64_t access) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : -errno;
    struct stat status;
    int result = 0;
    if (fstat(fd, &status)) {
        result = -errno;
    } else {
        struct path_beneath rule = {.allowed = S_ISDIR(status.st_mode) ? access : access & ~(uint64_t)FS_READ_DIR, .parent = fd};
        if (syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0)) result = -errno;
    }
    close(fd);
    return result;
}

int deed_landlock_self(const char *const *paths, size_t count, int execute) {
    return deed_landlock_as(deed_landlock_abi(), paths, count, execute);
}

int deed_landlock_as(int abi, const char *const *paths, size_t count, int execute) {
    if (abi > deed_landlock_abi()) return -EINVAL;
    if (abi <= 0) return -ENOSYS;
    struct ruleset all = {
        .files = FS_ALL_ABI1 | (abi >= 2 ? FS_REFER_ABI2 : 0) | (abi >= 3 ? FS_TRUNCATE_ABI3 : 0) | (abi >= 5 ? FS_IOCTL_DEV_ABI5 : 0),
        .network = abi >= 4 ? NET_BIND_CONNECT_ABI4 : 0,
        .scoped = abi >= 6 ? SCOPE_SOCKET_SIGNAL_ABI6 : 0,
    };
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (rules < 0) return -errno;
    int result = 0;
    for (size_t at = 0; at < count && !result; at++)
        result = allow_path(rules, paths[at], FS_READ_FILE | FS_READ_DIR | (execute ? FS_EXECUTE : 0));
    if (!result && syscall(SYS_landlock_restrict_self, rules, 0)) result = -errno;
    close(rules);
    return result;
}
