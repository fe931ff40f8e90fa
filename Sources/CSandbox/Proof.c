// Attempts to break out, so that the walls can be shown to stand on the machine at hand.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int opened(int fd) {
    if (fd < 0) return -errno;
    close(fd);
    return 0;
}

static int try_fork(void) {
    pid_t child = fork();
    if (child < 0) return -errno;
    if (child == 0) _exit(0);
    return 0;
}

static int try_execute(void) {
    char *const arguments[] = {"true", NULL};
    char *const environment[] = {NULL};
    return execve("/bin/true", arguments, environment) ? -errno : 0;
}

static int try_trace(void) {
    char byte;
    struct iovec here = {.iov_base = &byte, .iov_len = 1}, there = {.iov_base = (void *)&try_trace, .iov_len = 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0) < 0 ? -errno : 0;
}

static int try_grow(void) {
    int fd = memfd_create("deed", MFD_CLOEXEC);
    if (fd < 0) return -errno;
    ssize_t written = write(fd, "x", 1);
    int result = written == 1 ? 0 : -errno;
    close(fd);
    return result;
}

int deed_try(deed_attempt what) {
    switch (what) {
        case DEED_READ_FILE: return opened(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
        case DEED_LIST_FOLDER: return opened(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        case DEED_WRITE_FILE: return opened(open("/tmp/deedbox-walls-proof", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        case DEED_OPEN_SOCKET: return opened(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        case DEED_FORK: return try_fork();
        case DEED_EXECUTE: return try_execute();
        case DEED_SIGNAL: return kill(getppid(), 0) ? -errno : 0;
        case DEED_TRACE: return try_trace();
        case DEED_GROW_FILE: return try_grow();
    }
    return -EINVAL;
}
