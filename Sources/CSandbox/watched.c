// Two questions to the kernel about files that somebody else is putting into a folder; glibc shows them to GNU sources only.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int deed_is_being_written(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return 0;
    // A read lease is granted only while nobody has the file open for writing (fcntl(2)). Whoever opens it just then is waited for
    // by a signal, which must not end this process.
    signal(SIGIO, SIG_IGN);
    int refused = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    fcntl(fd, F_SETLEASE, F_UNLCK);
    close(fd);
    return refused;
}

int deed_move(const char *from, const char *to) {
    if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE)) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -errno;
    // A file system without that flag (NFS): a look first is the best there is.
    struct stat status;
    if (!lstat(to, &status)) return -EEXIST;
    return rename(from, to) ? -errno : 0;
}
