// The allow-list of system calls as a classic BPF program written out by hand: a few lines instead of a library.
//
// What a reader of documents needs is little: the descriptors it was given, memory, and fonts. A call that could reach another process
// or change a file is either not on the list or on it with the one argument that readers use: a limit of its own address space, a
// signal to itself (abort), a file opened for reading, memory that is not executable.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the allow-list is written for x86_64 and aarch64"
#endif

/// Calls above this number are the x32 ABI of x86_64: the same numbers with a bit set, which the list below does not mean.
#define X32_BIT 0x40000000u

/// Flags of openat that would create, change or empty a file; O_TMPFILE has a bit of its own above O_DIRECTORY.
#define OPEN_CHANGES (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

/// Calls that are allowed with any arguments.
static const int worker_calls[] = {
    // The files and the socket it was given, and fonts: pdfium lists their folders and looks at each with the stat of its time.
    SYS_read, SYS_pread64, SYS_lseek, SYS_close, SYS_dup, SYS_fstat, SYS_newfstatat, SYS_getdents64, SYS_recvmsg, SYS_sendmsg,
#ifdef SYS_stat
    SYS_stat,
#endif
    SYS_munmap, SYS_mremap, SYS_brk,
    // abort, locks of the C library, the end.
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_getpid, SYS_gettid, SYS_futex, SYS_exit_group,
    // The clock, where the kernel does not show it in memory, and seeds of hash tables.
    SYS_clock_gettime, SYS_gettimeofday, SYS_getrandom,
};

/// What an external program asks for besides: its loader, the C++ library, fontconfig, output over a pipe.
static const int tool_calls[] = {
    SYS_execve, SYS_write, SYS_writev, SYS_readv, SYS_pwrite64, SYS_faccessat, SYS_readlinkat, SYS_fadvise64, SYS_ppoll,
    SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_set_robust_list, SYS_set_tid_address, SYS_sched_yield, SYS_sched_getaffinity,
    SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getppid,
    SYS_getrusage, SYS_sysinfo, SYS_uname, SYS_getcwd, SYS_statfs, SYS_fstatfs, SYS_pipe2, SYS_dup3, SYS_umask,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_statx
    SYS_statx,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_arch_prctl
    SYS_arch_prctl,
#endif
#ifdef SYS_open  // the old calls that only x86_64 still has
    SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_dup2, SYS_time,
#endif
};

/// Another descriptor for the same file, and what there is to be known of one. No owner, no signal, no lock, no lease, and no flags: they
/// belong to the open file, which others may have too.
static const uint32_t fcntl_commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL};

/// What allocators say about memory. Root may take pages of memory out of service for everybody (MADV_HWPOISON): not here.
static const uint32_t advice[] = {
    MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE,
};

/// Whether it writes to a terminal, and how wide that is. A socket's owner can be set by ioctl as well.
static const uint32_t ioctl_requests[] = {TCGETS, TIOCGWINSZ};

#define COUNT(list) (sizeof(list) / sizeof *(list))

// MARK: the program

struct program {
    struct sock_filter steps[400];
    size_t count;
};

static void step(struct program *program, struct sock_filter next) {
    if (program->count < COUNT(program->steps)) program->steps[program->count] = next;
    program->count++;
}

static void load(struct program *program, size_t offset) {
    step(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void branch(struct program *program, uint16_t test, uint32_t value, uint8_t yes, uint8_t no) {
    step(program, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, value, yes, no));
}

static void answer(struct program *program, uint32_t verdict) {
    step(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

static void refuse(struct program *program, int error) { answer(program, SECCOMP_RET_ERRNO | (uint32_t)error); }

/// The lower half of an argument; both processors have it first. The kernel looks at no more of an int, a pid or flags.
static void load_argument(struct program *program, int index) {
    load(program, offsetof(struct seccomp_data, args) + sizeof(uint64_t) * (size_t)index);
}

static void load_upper_half(struct program *program, int index) {
    load(program, offsetof(struct seccomp_data, args) + sizeof(uint64_t) * (size_t)index + sizeof(uint32_t));
}

static void allow(struct program *program, const int *calls, size_t count) {
    for (size_t at = 0; at < count; at++) {
        branch(program, BPF_JEQ, (uint32_t)calls[at], 0, 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
}

/// Begins the steps for one call that has to look at arguments; they must end in an answer, and end_call says where that was.
static size_t begin_call(struct program *program, int call) {
    branch(program, BPF_JEQ, (uint32_t)call, 0, 0);
    return program->count;
}

static void end_call(struct program *program, size_t begin) {
    if (program->count < COUNT(program->steps)) program->steps[begin - 1].jf = (uint8_t)(program->count - begin);
}

/// The call with one of these values as its argument.
static void allow_values(struct program *program, int call, int argument, const uint32_t *values, size_t count) {
    size_t begin = begin_call(program, call);
    load_argument(program, argument);
    for (size_t at = 0; at < count; at++) {
        branch(program, BPF_JEQ, values[at], 0, 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    refuse(program, EPERM);
    end_call(program, begin);
}

/// The call with none of these bits in its argument.
static void allow_without(struct program *program, int call, int argument, uint32_t bits, int error) {
    size_t begin = begin_call(program, call);
    load_argument(program, argument);
    branch(program, BPF_JSET, bits, 0, 1);
    refuse(program, error);
    answer(program, SECCOMP_RET_ALLOW);
    end_call(program, begin);
}

/// Memory, but none that is executable, and none that is shared with a file: what is written into it stays here.
static void allow_private_memory(struct program *program) {
    size_t begin = begin_call(program, SYS_mmap);
    load_argument(program, 2);
    branch(program, BPF_JSET, PROT_EXEC, 3, 0);
    load_argument(program, 3);
    branch(program, BPF_JSET, MAP_SHARED, 1, 0);  // MAP_SHARED_VALIDATE has its bit too
    answer(program, SECCOMP_RET_ALLOW);
    refuse(program, EPERM);
    end_call(program, begin);
    allow_without(program, SYS_mprotect, 2, PROT_EXEC, EPERM);
}

/// Limits of this process alone: to be read, and, of a worker, how much address space the next archive may have.
static void allow_own_limits(struct program *program, int sets_address_space) {
    size_t begin = begin_call(program, SYS_prlimit64);
    load_argument(program, 0);
    branch(program, BPF_JEQ, 0, 1, 0);
    refuse(program, EPERM);
    if (sets_address_space) {
        load_argument(program, 1);
        branch(program, BPF_JEQ, RLIMIT_AS, 0, 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    load_argument(program, 2);
    branch(program, BPF_JEQ, 0, 0, 3);
    load_upper_half(program, 2);
    branch(program, BPF_JEQ, 0, 0, 1);
    answer(program, SECCOMP_RET_ALLOW);
    refuse(program, EPERM);
    end_call(program, begin);
}

/// Threads, but no processes and no namespaces. What clone3 asks for stands in memory, where a filter cannot look: told that there is
/// none, the C library takes clone, whose flags are its first argument.
static void allow_threads(struct program *program) {
#ifdef SYS_clone3
    size_t newer = begin_call(program, SYS_clone3);
    refuse(program, ENOSYS);
    end_call(program, newer);
#endif
    size_t begin = begin_call(program, SYS_clone);
    load_argument(program, 0);
    branch(program, BPF_JSET, CLONE_THREAD, 0, 2);
    branch(
        program, BPF_JSET,
        CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_VFORK
            | CLONE_PTRACE,
        1, 0);
    answer(program, SECCOMP_RET_ALLOW);
    refuse(program, EPERM);
    end_call(program, begin);
}

int deed_seccomp_self(deed_calls calls) {
    struct program program = {.count = 0};
    load(&program, offsetof(struct seccomp_data, arch));
    branch(&program, BPF_JEQ, OWN_ARCHITECTURE, 1, 0);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
    branch(&program, BPF_JGE, X32_BIT, 0, 1);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    allow(&program, worker_calls, COUNT(worker_calls));
    const uint32_t own = (uint32_t)getpid();
    allow_values(&program, SYS_tgkill, 0, &own, 1);
    allow_values(&program, SYS_fcntl, 1, fcntl_commands, COUNT(fcntl_commands));
    allow_values(&program, SYS_madvise, 2, advice, COUNT(advice));
    // EACCES, as landlock says it: programs go on without the file.
    allow_without(&program, SYS_openat, 2, OPEN_CHANGES, EACCES);
    allow_own_limits(&program, calls == DEED_CALLS_WORKER);
    if (calls == DEED_CALLS_WORKER) {
        allow_private_memory(&program);
    } else {
        static const int loaded[] = {SYS_mmap, SYS_mprotect};
        allow(&program, loaded, COUNT(loaded));
        allow(&program, tool_calls, COUNT(tool_calls));
        allow_values(&program, SYS_ioctl, 1, ioctl_requests, COUNT(ioctl_requests));
#ifdef SYS_open
        allow_without(&program, SYS_open, 1, OPEN_CHANGES, EACCES);
#endif
        if (calls == DEED_CALLS_THREADED_TOOL) allow_threads(&program);
    }
    refuse(&program, EPERM);
    if (program.count > COUNT(program.steps)) return -E2BIG;
    struct sock_fprog filter = {.len = (unsigned short)program.count, .filter = program.steps};
    // For all threads of the process, should a library have started one: TSYNC answers with the number of a thread that could not.
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
    return result == 0 ? 0 : result > 0 ? -ESRCH : -errno;
}
