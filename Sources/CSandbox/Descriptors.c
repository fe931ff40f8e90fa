// Descriptors over sockets, and a program started with exactly the descriptors it may have.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <unistd.h>

int deed_socket_pair(int pair[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return -errno;
    // So much may be on its way that neither side waits for the other at every block; the kernel gives less where it may not.
    const int room = 1 << 20;
    for (int i = 0; i < 2; i++) (void)setsockopt(pair[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    return 0;
}

int deed_open_for_reading(int fd) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0) {
        int error = errno;
        // A file whose rights were taken away since: the descriptor itself, as long as nothing can be written through it.
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || (flags & O_ACCMODE) != O_RDONLY) return -error;
        opened = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (opened < 0) return -errno;
    }
    struct stat status;
    int flags = fcntl(opened, F_GETFL);
    if (fstat(opened, &status) || !S_ISREG(status.st_mode) || flags < 0 || (flags & O_ACCMODE) != O_RDONLY) {
        close(opened);
        return -EPERM;
    }
    return opened;
}

union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
};

ssize_t deed_send(int socket, const void *bytes, size_t length, int fd) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = length};
    union control control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd >= 0) {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0) return -errno;
        if ((flags & O_ACCMODE) != O_RDONLY) return -EPERM;
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

ssize_t deed_receive(int socket, void *bytes, size_t length, int *fd) {
    struct iovec part = {.iov_base = bytes, .iov_len = length};
    union control control;
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t received;
    *fd = -1;
    do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
        && header->cmsg_len == CMSG_LEN(sizeof *fd))
        memcpy(fd, CMSG_DATA(header), sizeof *fd);
    return received;
}

int deed_spawn(const char *path, char *const argv[], char *const envp[], const int *fds, size_t count, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return -error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    sigset_t none, usual;
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    // Callers keep every fds[i] at a number of `count` or above (or equal to i), so that no dup2 overwrites a later source.
    for (size_t at = 0; at < count && !error; at++)
        error = fds[at] < 0 ? posix_spawn_file_actions_addopen(&actions, (int)at, "/dev/null", at ? O_WRONLY : O_RDONLY, 0)
                            : posix_spawn_file_actions_adddup2(&actions, fds[at], (int)at);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, (int)count);
    if (!error) error = posix_spawn(pid, path, &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
}

int deed_syncfs(int fd) { return syncfs(fd) == 0 ? 0 : -errno; }

#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x00000080
#endif

ssize_t deed_write_passing(int fd, const void *bytes, size_t length) {
    const struct iovec vector = {.iov_base = (void *)bytes, .iov_len = length};
    ssize_t count = pwritev2(fd, &vector, 1, -1, RWF_DONTCACHE);
    if (count < 0 && (errno == EOPNOTSUPP || errno == EINVAL || errno == ENOSYS)) count = write(fd, bytes, length);
    return count >= 0 ? count : -errno;
}

ssize_t deed_read_at_once(int fd, void *bytes, size_t length) {
    const struct iovec vector = {.iov_base = bytes, .iov_len = length};
    return preadv2(fd, &vector, 1, 0, RWF_NOWAIT);
}

int64_t deed_file_system(const char *path) {
    struct statfs result;
    return statfs(path, &result) == 0 ? (int64_t)(uint32_t)result.f_type : -errno;
}

int deed_raise_open_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return -errno;
    if (limit.rlim_cur >= limit.rlim_max) return 0;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) ? -errno : 0;
}
