// Records what a disk is told. A file system of three files, spoken straight to /dev/fuse (no library):
//
//   disk    the bytes of a disk image; every write, zeroing and flush that reaches it goes to the log, in order. Put a loop device on
//           it and a real file system on that: the log is then what the disk under that file system would have been told.
//   notes   whatever is written here goes to the log, between the disk's records. Give it to a program as its standard output: the
//           log then shows what was on the disk at the moment when the program said a thing was done.
//
// One thread serves one request after the other, so the log is one order of everything.
//
//   recorder IMAGE LOG MOUNTPOINT        prints "ready", ends when MOUNTPOINT is unmounted
//
// A record of the log is: kind ('W' write, 'Z' zeroes, 'F' flush, 'N' note), offset and length, each 8 bytes in the machine's order;
// then the data of a write or a note.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ROOT = FUSE_ROOT_ID, DISK, NOTES };
enum { LARGEST = 1 << 20, HEADROOM = 8192 };

static int fuse, image, logfile;
static uint64_t size, noted;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void put(int file, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t done = write(file, at, length);
        if (done < 0) fail("write to the log");
        at += done;
        length -= (size_t)done;
    }
}

static void record(char kind, uint64_t offset, uint64_t length, const void *data) {
    uint64_t head[3] = {(uint64_t)kind, offset, length};
    put(logfile, head, sizeof head);
    if (data) put(logfile, data, length);
}

// Answers a request: an error, or a body in up to two parts.
static void answer(uint64_t request, int error, const void *body, size_t length) {
    struct fuse_out_header head = {.len = (uint32_t)(sizeof head + length), .error = -error, .unique = request};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)body, length}};
    // ENOENT: the request was interrupted, and nobody waits for the answer.
    if (writev(fuse, parts, length ? 2 : 1) < 0 && errno != ENOENT) fail("answer");
}

static struct fuse_attr attributes(uint64_t node) {
    struct fuse_attr attributes = {.ino = node, .nlink = 1, .blksize = 4096};
    attributes.mode = node == ROOT ? S_IFDIR | 0700 : S_IFREG | 0600;
    attributes.size = node == DISK ? size : node == NOTES ? noted : 0;
    attributes.blocks = attributes.size / 512;
    return attributes;
}

static void lookup(uint64_t request, const char *name) {
    uint64_t node = !strcmp(name, "disk") ? DISK : !strcmp(name, "notes") ? NOTES : 0;
    if (!node) return answer(request, ENOENT, 0, 0);
    struct fuse_entry_out out = {.nodeid = node, .attr = attributes(node)};
    answer(request, 0, &out, sizeof out);
}

static void start(uint64_t request, const struct fuse_init_in *in) {
    struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION, .max_readahead = in->max_readahead};
    // No write-back cache: what the loop device writes arrives here before the loop device reports it as written.
    out.flags = in->flags & (FUSE_BIG_WRITES | FUSE_MAX_PAGES | FUSE_ASYNC_READ);
    out.max_write = LARGEST;
    out.max_pages = LARGEST / 4096;
    out.max_background = 16;
    out.congestion_threshold = 12;
    out.time_gran = 1;
    answer(request, 0, &out, sizeof out);
}

static void read_disk(uint64_t request, const struct fuse_read_in *in) {
    static char bytes[LARGEST];
    uint64_t length = in->size > LARGEST ? LARGEST : in->size;
    if (in->offset >= size) length = 0;
    if (in->offset + length > size) length = size - in->offset;
    ssize_t got = pread(image, bytes, length, (off_t)in->offset);
    answer(request, got < 0 ? EIO : 0, bytes, got < 0 ? 0 : (size_t)got);
}

static void write_file(uint64_t request, uint64_t node, const struct fuse_write_in *in, const char *data) {
    if (node == NOTES) {
        record('N', 0, in->size, data);
        noted += in->size;
    } else {
        if (in->offset + in->size > size) return answer(request, ENOSPC, 0, 0);
        if (pwrite(image, data, in->size, (off_t)in->offset) != (ssize_t)in->size) return answer(request, EIO, 0, 0);
        record('W', in->offset, in->size, data);
    }
    struct fuse_write_out out = {.size = in->size};
    answer(request, 0, &out, sizeof out);
}

// Discarded blocks read as zeroes afterwards, as the kernel's loop device promises.
static void allocate(uint64_t request, uint64_t node, const struct fuse_fallocate_in *in) {
    if (node != DISK || !(in->mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))) return answer(request, EOPNOTSUPP, 0, 0);
    uint64_t length = in->offset + in->length > size ? size - in->offset : in->length;
    if (fallocate(image, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)in->offset, (off_t)length)) return answer(request, errno, 0, 0);
    record('Z', in->offset, length, 0);
    answer(request, 0, 0, 0);
}

static void serve(const struct fuse_in_header *in, const void *body) {
    switch (in->opcode) {
    case FUSE_INIT: return start(in->unique, body);
    case FUSE_LOOKUP: return lookup(in->unique, body);
    case FUSE_GETATTR:
    case FUSE_SETATTR: {
        struct fuse_attr_out out = {.attr = attributes(in->nodeid)};
        return answer(in->unique, 0, &out, sizeof out);
    }
    case FUSE_OPEN: {
        struct fuse_open_out out = {.fh = in->nodeid, .open_flags = in->nodeid == NOTES ? FOPEN_DIRECT_IO : 0};
        return answer(in->unique, 0, &out, sizeof out);
    }
    case FUSE_READ: return in->nodeid == DISK ? read_disk(in->unique, body) : answer(in->unique, 0, 0, 0);
    case FUSE_WRITE:
        return write_file(in->unique, in->nodeid, body, (const char *)body + sizeof(struct fuse_write_in));
    case FUSE_FSYNC:
        if (in->nodeid == DISK) record('F', 0, 0, 0);
        return answer(in->unique, 0, 0, 0);
    case FUSE_FALLOCATE: return allocate(in->unique, in->nodeid, body);
    case FUSE_STATFS: {
        struct fuse_statfs_out out = {.st = {.bsize = 4096, .frsize = 4096, .blocks = size / 4096, .namelen = 255}};
        return answer(in->unique, 0, &out, sizeof out);
    }
    case FUSE_FLUSH:
    case FUSE_RELEASE:
    case FUSE_DESTROY: return answer(in->unique, 0, 0, 0);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT: return; // these want no answer
    default: return answer(in->unique, ENOSYS, 0, 0);
    }
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: recorder IMAGE LOG MOUNTPOINT\n");
        return 64;
    }
    struct stat status;
    if ((image = open(arguments[1], O_RDWR | O_CLOEXEC)) < 0 || fstat(image, &status)) fail(arguments[1]);
    size = (uint64_t)status.st_size;
    if ((logfile = open(arguments[2], O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) < 0) fail(arguments[2]);
    if ((fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC)) < 0) fail("/dev/fuse");
    // The kernel must not wait for this process to write back what this process is asked to take.
    prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0);
    char options[64];
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse);
    if (mount("powercut", arguments[3], "fuse", MS_NOSUID | MS_NODEV, options)) fail("mount");
    puts("ready");
    fflush(stdout);

    static char request[LARGEST + HEADROOM] __attribute__((aligned(8)));
    for (;;) {
        ssize_t got = read(fuse, request, sizeof request);
        if (got < 0 && errno == ENODEV) return 0; // unmounted
        if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOENT)) continue;
        if (got < 0) fail("/dev/fuse");
        serve((const struct fuse_in_header *)request, request + sizeof(struct fuse_in_header));
    }
}
