/* Makes the n-th call that changes a file of the tested folder fail: with FAIL_WITH=full that one and every one after it,
 * as on a full disk; with FAIL_WITH=kill the program is killed before that call; otherwise that one alone fails, as on a
 * disk with a bad moment. Loaded before the C library (LD_PRELOAD); FAIL_AT is n, FAIL_IN the folder, FAIL_COUNT a file
 * that is given one byte a call, so that a run without FAIL_AT tells how many there are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static int is_watched(int fd) {
    const char *folder = getenv("FAIL_IN");
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || !folder) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int fails(void) {
    const char *at = getenv("FAIL_AT"), *with = getenv("FAIL_WITH"), *count = getenv("FAIL_COUNT");
    calls++;
    if (count && !at) {
        int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
        ssize_t (*real_write)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        int fd = real_open(count, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (fd >= 0) {
            real_write(fd, "x", 1);
            close(fd);
        }
    }
    if (at && with && strcmp(with, "kill") == 0) {
        if (calls == atoi(at)) kill(getpid(), SIGKILL);
        return 0;
    }
    int is_full = with && strcmp(with, "full") == 0;
    if (!at || calls < atoi(at) || (!is_full && calls > atoi(at))) return 0;
    errno = is_full ? ENOSPC : EIO;
    return 1;
}

#define WRAP(type, name, parameters, arguments)                      \
    type name parameters {                                           \
        type(*real) parameters = dlsym(RTLD_NEXT, #name);            \
        if (is_watched(fd) && fails()) return -1;                    \
        return real arguments;                                       \
    }

WRAP(ssize_t, write, (int fd, const void *bytes, size_t length), (fd, bytes, length))
WRAP(ssize_t, pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
WRAP(ssize_t, pwrite64, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at))
WRAP(int, ftruncate, (int fd, off_t length), (fd, length))
WRAP(int, ftruncate64, (int fd, off64_t length), (fd, length))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fdatasync, (int fd), (fd))

WRAP(ssize_t, copy_file_range, (int from, off64_t *a, int fd, off64_t *b, size_t length, unsigned flags),
     (from, a, fd, b, length, flags))

static int is_in_folder(const char *path) {
    const char *folder = getenv("FAIL_IN");
    return folder && strncmp(path, folder, strlen(folder)) == 0;
}

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    if (is_in_folder(path) && fails()) return -1;
    return real(path);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
    int (*real)(int, const char *, int, const char *, int) = dlsym(RTLD_NEXT, "linkat");
    if (is_in_folder(to) && fails()) return -1;
    return real(a, from, b, to, flags);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (is_in_folder(to) && fails()) return -1;
    return real(from, to);
}
