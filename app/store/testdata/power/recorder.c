// Writes down what a program does to a database's files, in the order it does it: what was written where, and what was
// brought to the disk. Loaded before the C library (LD_PRELOAD), of which SQLite asks all this.
//
// A record is a line "w NAME OFFSET LENGTH\n" with the bytes behind it, "t NAME LENGTH\n", "s NAME\n" or "u NAME\n".
// It is written before a write or a cut takes place, and after a sync is done: a sync that stands in the record was kept.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int record = -1;
static char names[1024][64]; // by file descriptor; empty: not ours

static void all(const void *data, size_t n) {
	const char *p = data;
	while (n > 0) {
		long done = syscall(SYS_write, record, p, n);
		if (done <= 0)
			_exit(99);
		p += done;
		n -= done;
	}
}

static const char *ours(int fd) { return fd >= 0 && fd < 1024 && names[fd][0] ? names[fd] : NULL; }

static void note(const char *line, const void *data, size_t n) {
	pthread_mutex_lock(&lock);
	if (record < 0)
		record = syscall(SYS_openat, AT_FDCWD, getenv("YUNBAN_POWER_RECORD"), O_WRONLY | O_CREAT | O_APPEND, 0600);
	size_t head = strlen(line);
	char whole[head + n];
	memcpy(whole, line, head);
	if (n)
		memcpy(whole + head, data, n);
	all(whole, head + n);
	pthread_mutex_unlock(&lock);
}

static int opened(int fd, const char *path) {
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	if (fd >= 0 && fd < 1024) {
		names[fd][0] = 0;
		if (strncmp(name, "yunban.db", 9) == 0 && !strstr(name, "-shm"))
			snprintf(names[fd], sizeof names[fd], "%s", name);
	}
	return fd;
}


int open(const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	int mode = va_arg(rest, int);
	va_end(rest);
	return opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path);
}

int open64(const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	int mode = va_arg(rest, int);
	va_end(rest);
	return opened(syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode), path);
}

int close(int fd) {
	if (fd >= 0 && fd < 1024)
		names[fd][0] = 0;
	return syscall(SYS_close, fd);
}

static void wrote(int fd, const void *data, size_t n, long at) {
	char line[128];
	snprintf(line, sizeof line, "w %s %ld %zu\n", names[fd], at, n);
	note(line, data, n);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
	if (ours(fd))
		wrote(fd, data, n, at);
	return syscall(SYS_pwrite64, fd, data, n, at);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

ssize_t write(int fd, const void *data, size_t n) {
	if (ours(fd))
		wrote(fd, data, n, syscall(SYS_lseek, fd, 0, SEEK_CUR));
	return syscall(SYS_write, fd, data, n);
}

static int synced(int fd, int done) {
	char line[128];
	if (done == 0 && ours(fd)) {
		snprintf(line, sizeof line, "s %s\n", names[fd]);
		note(line, NULL, 0);
	}
	return done;
}

int fsync(int fd) { return synced(fd, syscall(SYS_fsync, fd)); }
int fdatasync(int fd) { return synced(fd, syscall(SYS_fdatasync, fd)); }

int ftruncate64(int fd, off64_t n) {
	char line[128];
	if (ours(fd)) {
		snprintf(line, sizeof line, "t %s %ld\n", names[fd], (long)n);
		note(line, NULL, 0);
	}
	return syscall(SYS_ftruncate, fd, n);
}

int ftruncate(int fd, off_t n) { return ftruncate64(fd, n); }

int unlink(const char *path) {
	char line[128];
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	if (strncmp(name, "yunban.db", 9) == 0 && !strstr(name, "-shm")) {
		snprintf(line, sizeof line, "u %.63s\n", name);
		note(line, NULL, 0);
	}
	return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
