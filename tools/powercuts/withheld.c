// Preloaded into a program (LD_PRELOAD), withholds some of the syncs it asks for, and reports them as done. tools/powercut shows with it
// that it can tell a wrong protocol from a right one. POWERCUT_WITHHOLD names what is withheld, below a vault:
//
//   data      syncs of files that are being written: those in tmp/ (and every syncfs)
//   names     syncs of directories (and every second syncfs); a file in tmp/ is synced together with its whole file system, because btrfs would
//             otherwise remember that it must log the new name of a file that it has logged
//   journal   syncs in records/ and bodies/ are done 40 ms late: what is acknowledged is not on the disk yet
//
// Everything else passes through.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int sync_call(int);

static int is_withheld(const char *what) {
    const char *chosen = getenv("POWERCUT_WITHHOLD");
    return chosen && !strcmp(chosen, what);
}

static int is_directory(int file) {
    struct stat status;
    return fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
}

// Whether the open file lies in a directory of this name.
static int lies_in(int file, const char *directory) {
    char link[40], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, directory) != 0;
}

static void *sync_late(void *file) {
    usleep(40000);
    ((sync_call *)dlsym(RTLD_NEXT, "fdatasync"))((int)(intptr_t)file);
    close((int)(intptr_t)file);
    return 0;
}

// Whether the call was answered without doing it.
static int withhold(int file) {
    if (is_withheld("data") && !is_directory(file) && lies_in(file, "/tmp/")) return 1;
    if (is_withheld("names") && is_directory(file)) return 1;
    if (is_withheld("names") && lies_in(file, "/tmp/")) return ((sync_call *)dlsym(RTLD_NEXT, "syncfs"))(file) == 0;
    if (is_withheld("journal") && !is_directory(file) && (lies_in(file, "/records/") || lies_in(file, "/bodies/"))) {
        pthread_t thread;
        int copy = fcntl(file, F_DUPFD_CLOEXEC, 3);
        if (copy >= 0 && pthread_create(&thread, 0, sync_late, (void *)(intptr_t)copy) == 0) pthread_detach(thread);
        return 1;
    }
    return 0;
}

int fsync(int file) { return withhold(file) ? 0 : ((sync_call *)dlsym(RTLD_NEXT, "fsync"))(file); }

int fdatasync(int file) { return withhold(file) ? 0 : ((sync_call *)dlsym(RTLD_NEXT, "fdatasync"))(file); }

int syncfs(int file) {
    static atomic_int calls;
    if (is_withheld("data") || (is_withheld("names") && atomic_fetch_add(&calls, 1) % 2 == 1)) return 0;
    return ((sync_call *)dlsym(RTLD_NEXT, "syncfs"))(file);
}
