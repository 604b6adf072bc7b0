/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the name of a file that lies in new/: listed under a name that is text and leads back to the file, opened, filed away and found
 * again; or named among the odd ones. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"

#include "base/file.h"
#include "spool/spool.h"

static char folder[] = "/tmp/fuzz-names.XXXXXX";

static Maildir *prepare(void) {
  static Maildir *maildir;
  g_autoptr(GError) error = NULL;
  static const char *const parts[] = {"new", "cur", "tmp"};
  if (maildir) return maildir;
  fuzz_limits();
  g_assert_nonnull(g_mkdtemp(folder));
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_autofree char *path = g_build_filename(folder, parts[i], NULL);
    g_assert_true(mkdir(path, 0700) == 0);
  }
  if (!maildir_open(folder, &maildir, &error)) g_error("%s", error->message);
  return maildir;
}

static void take(Maildir *maildir, const MaildirFile *file) {
  g_autofree char *name = NULL, *kept = NULL;
  g_autoptr(GError) error = NULL;
  auto_fd int fd = -1;
  g_assert_true(g_utf8_validate(file->name, -1, NULL));
  if (!maildir_open_file(maildir, file, &fd, &error)) g_error("%s", error->message);
  if (!maildir_file_away(maildir, file, ".Review", &name, &error)) return; /* longer with its flags than a name may be */
  kept = g_strdup(name ? name : file->name);
  file_close_p(&fd);
  if (!maildir_open_kept(maildir, ".Review", kept, &fd, &error)) g_error("%s", error->message);
}

static void clear(const char *part) {
  g_autofree char *path = g_build_filename(folder, part, NULL);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    unlink(file);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Maildir *maildir = prepare();
  g_autofree char *file = g_strndup((const char *)data, size), *text = maildir_name_to_text(file), *back = maildir_name_to_bytes(text);
  g_assert_true(g_utf8_validate(text, -1, NULL));
  g_assert_cmpstr(back, ==, file);
  g_autofree char *path = g_build_filename(folder, "new", file, NULL);
  if (!*file || strchr(file, '/') || strlen(file) > 255 || g_str_equal(file, ".") || g_str_equal(file, "..")) return 0;
  auto_fd int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  g_assert_true(fd >= 0 && write(fd, "a\n", 2) == 2);
  g_autoptr(GPtrArray) files = NULL, odd = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  if (!maildir_list(maildir, &files, odd, &error)) g_error("%s", error->message);
  g_assert_cmpuint(files->len + odd->len, <=, 1);
  for (guint i = 0; i < files->len; i++) take(maildir, g_ptr_array_index(files, i));
  clear("new");
  clear(".Review/cur");
  return 0;
}
