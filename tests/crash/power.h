/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power loss for shim.c: where TONGHOP_CRASH_POWER names a folder, only what was synced survives the end. Before a file's first write and at each of
 * its syncs a copy of it is put there; at the end every file that was written since gets that copy's content, and every rename whose folder was
 * not synced after it is undone, the last one first. Removals stay done: nothing of ours is promised by one. */
#pragma once

#define TRACKED_MAX 256

typedef struct {
  ino_t inode;
  int fd;    /* a descriptor of our own, never closed */
  int dirty; /* written since the copy was taken */
} Tracked;

typedef struct {
  char from[512], to[512];
  ino_t folder; /* of `to` */
  int durable; /* the folder was synced since */
} Renamed;

static Tracked tracked[TRACKED_MAX];
static Renamed renamed[TRACKED_MAX];
static int tracked_count, renamed_count, powerless;

static int power_wanted(void) {
  return !powerless && getenv("TONGHOP_CRASH_POWER") != NULL;
}

static void copy_all(int from, int to) {
  char buffer[65536];
  off_t at = 0;
  for (ssize_t n; (n = syscall(SYS_pread64, from, buffer, sizeof buffer, at)) > 0; at += n)
    if (syscall(SYS_pwrite64, to, buffer, n, at) != n) abort();
  if (syscall(SYS_ftruncate, to, at)) abort();
}

static int copy_of(ino_t inode) {
  char path[600];
  snprintf(path, sizeof path, "%s/%lu", getenv("TONGHOP_CRASH_POWER"), (unsigned long)inode);
  return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static void keep(const Tracked *file) {
  int copy = copy_of(file->inode);
  copy_all(file->fd, copy);
  close(copy);
}

static Tracked *track(int fd, const struct stat *st) {
  for (int i = 0; i < tracked_count; i++)
    if (tracked[i].inode == st->st_ino) return &tracked[i];
  if (tracked_count == TRACKED_MAX) abort();
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  Tracked *file = &tracked[tracked_count++];
  file->inode = st->st_ino;
  file->fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (file->fd < 0) abort();
  keep(file);
  return file;
}

/* Before a write to, or a truncation of, a regular file. */
static void power_write(int fd) {
  struct stat st;
  if (power_wanted() && fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) track(fd, &st)->dirty = 1;
}

/* After a sync that succeeded, of a file or a folder. */
static void power_sync(int fd) {
  struct stat st;
  if (!power_wanted() || fstat(fd, &st)) return;
  if (S_ISREG(st.st_mode)) {
    Tracked *file = track(fd, &st);
    keep(file);
    file->dirty = 0;
  }
  for (int i = 0; S_ISDIR(st.st_mode) && i < renamed_count; i++)
    if (renamed[i].folder == st.st_ino) renamed[i].durable = 1;
}

static void absolute(int dir, const char *path, char ret[512]) {
  char link[64], base[256] = "";
  if (*path != '/') {
    snprintf(link, sizeof link, dir == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dir);
    ssize_t n = readlink(link, base, sizeof base - 1);
    base[n > 0 ? n : 0] = '\0';
  }
  snprintf(ret, 512, "%s%s%.250s", base, *base ? "/" : "", path);
}

/* After a rename that succeeded. */
static void power_rename(int from_dir, const char *from, int to_dir, const char *to) {
  struct stat st;
  if (!power_wanted()) return;
  if (renamed_count == TRACKED_MAX) abort();
  Renamed *change = &renamed[renamed_count++];
  absolute(from_dir, from, change->from);
  absolute(to_dir, to, change->to);
  char folder[512];
  snprintf(folder, sizeof folder, "%s", change->to);
  *strrchr(folder, '/') = '\0';
  change->folder = stat(folder, &st) ? 0 : st.st_ino;
}

static void power_off(void) {
  if (!power_wanted()) return;
  powerless = 1;
  for (int i = renamed_count - 1; i >= 0; i--)
    if (!renamed[i].durable && syscall(SYS_renameat, AT_FDCWD, renamed[i].to, AT_FDCWD, renamed[i].from)) abort();
  for (int i = 0; i < tracked_count; i++) {
    if (!tracked[i].dirty) continue;
    int copy = copy_of(tracked[i].inode);
    copy_all(copy, tracked[i].fd);
    close(copy);
  }
}
