// The allow-list of system calls as a classic BPF program written out by hand: 25 lines instead of a library.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the allow-list is written for x86_64 and aarch64"
#endif

/// Calls above this number are the x32 ABI of x86_64: the same numbers with a bit set, which the list below does not mean.
#define X32_BIT 0x40000000u

static const int worker_calls[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_lseek, SYS_close, SYS_fcntl, SYS_dup,
    SYS_fstat, SYS_newfstatat, SYS_openat, SYS_faccessat, SYS_readlinkat, SYS_getdents64, SYS_fadvise64,
    SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk,
    SYS_recvmsg, SYS_recvfrom, SYS_sendmsg, SYS_sendto, SYS_ppoll,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack,
    SYS_exit, SYS_exit_group, SYS_futex, SYS_set_robust_list, SYS_rseq, SYS_sched_yield, SYS_sched_getaffinity,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday,
    SYS_getrandom, SYS_getpid, SYS_gettid, SYS_tgkill, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
    SYS_prlimit64, SYS_getrusage, SYS_sysinfo, SYS_uname,
#ifdef SYS_statx
    SYS_statx,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_open  // the old calls that only x86_64 still has
    SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_dup2, SYS_time,
#endif
};

static const int tool_calls[] = {
    SYS_execve, SYS_set_tid_address, SYS_getcwd, SYS_statfs, SYS_fstatfs, SYS_getppid, SYS_pipe2, SYS_dup3, SYS_ioctl, SYS_umask,
#ifdef SYS_arch_prctl
    SYS_arch_prctl,
#endif
};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define STEP(code, value) ((struct sock_filter)BPF_STMT(code, value))
#define BRANCH(code, value, yes, no) ((struct sock_filter)BPF_JUMP(code, value, yes, no))

static size_t allow(struct sock_filter *program, size_t at, const int *calls, size_t count) {
    for (size_t index = 0; index < count; index++) {
        program[at++] = BRANCH(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[index], 0, 1);
        program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }
    return at;
}

/// Threads, but no processes. What clone3 asks for stands in memory, where a filter cannot look: told that there is none, the C library
/// takes clone, whose flags are its first argument.
static size_t allow_threads(struct sock_filter *program, size_t at) {
#ifdef SYS_clone3
    program[at++] = BRANCH(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
#endif
    program[at++] = BRANCH(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
    program[at++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]));
    program[at++] = BRANCH(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    return at;
}

int deed_seccomp_self(deed_calls calls) {
    struct sock_filter program[16 + 2 * (COUNT(worker_calls) + COUNT(tool_calls))];
    size_t at = 0;
    program[at++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    program[at++] = BRANCH(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    program[at++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    program[at++] = BRANCH(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    at = allow(program, at, worker_calls, COUNT(worker_calls));
    if (calls != DEED_CALLS_WORKER) at = allow(program, at, tool_calls, COUNT(tool_calls));
    if (calls == DEED_CALLS_THREADED_TOOL) at = allow_threads(program, at);
    program[at++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog filter = {.len = (unsigned short)at, .filter = program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) ? -errno : 0;
}
