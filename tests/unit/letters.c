/* SPDX-License-Identifier: GPL-3.0-or-later */
/* letters.conf: what is compiled in is sound, files stand above it letter by letter, every mistake is one exact line, filling in. */
#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "campaign/letters.h"

static char *folder_with(const char *text) {
  char *folder = g_dir_make_tmp("letters-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "letters.conf", NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return folder;
}

static void drop(const char *folder) {
  g_autofree char *path = g_build_filename(folder, "letters.conf", NULL);
  g_unlink(path);
  g_rmdir(folder);
}

static void test_files(void) {
  g_autoptr(Letters) letters = NULL;
  g_autoptr(GError) error = NULL;
  const LetterValue values[] = {{"so-den", "12"}, {"so-thu", "3"}, {NULL, NULL}};
  g_autofree char *instance = folder_with("[several]\nsubject=Instance {so-thu}\n[received-checked]\nsubject=Instance {so-den}\n");
  g_autofree char *campaign = folder_with("\xEF\xBB\xBF[received-checked]\nsubject=Campaign {so-den}\n");
  g_assert_true(letters_load(instance, campaign, &letters, &error));
  g_assert_no_error(error);
  g_autofree char *several = letters_subject(letters, "several", values), *both = letters_subject(letters, "received-checked", values);
  g_autofree char *rest = letters_text(letters, "complete", values);
  g_assert_cmpstr(several, ==, "Instance 3");
  g_assert_cmpstr(both, ==, "Campaign 12");
  g_assert_true(g_str_has_prefix(rest, "Báo cáo có đủ"));
  drop(instance);
  drop(campaign);
}

static void test_mistakes(void) {
  static const struct {
    const char *text, *says;
  } table[] = {
      {"[recieved]\nsubject=x\n", "[recieved]: unknown group"},
      {"[several]\nsubject={so-thu}\np1=x\n", "[several] p1: unknown key"},
      {"[several]\nsubject=\n", "[several] subject: is empty"},
      {"[several]\np1=x\n", "[several] subject: is missing"},
      {"[several]\nsubject=none\n", "[several] subject: {so-thu} is missing in this letter"},
      {"[several]\nsubject={so-thu} {so-den}\n", "[several] subject: this letter has no {so-den}"},
      {"[ask-missing]\np2=x\n", "[ask-missing] p1: is missing"},
      {"[ask-missing]\np1={muc-thieu}\np3=x\n", "[ask-missing] p3: p2 before it is missing"},
      {"[ask-missing]\np1=x\n", "[ask-missing] p1: {muc-thieu} is missing in this letter"},
      {"[ask-missing]\np1={muc-thieu\n", "[ask-missing] p1: a '{' is not closed, or nothing stands in it"},
      {"[ask-missing]\np1={} {muc-thieu}\n", "[ask-missing] p1: a '{' is not closed, or nothing stands in it"},
      {"[ask-missing]\np1=x} {muc-thieu}\n", "[ask-missing] p1: a '}' stands without its '{'"},
      {"[several]\nsubject=a\\n{so-thu}\n", "[several] subject: has more than one line"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *folder = folder_with(table[i].text);
    g_autofree char *wanted = g_strdup_printf("%s/letters.conf: %s", folder, table[i].says);
    g_autoptr(Letters) letters = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_false(letters_load(NULL, folder, &letters, &error));
    g_assert_error(error, TH_ERROR, TH_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, wanted);
    drop(folder);
  }
}

static void test_filling(void) {
  g_autoptr(Letters) letters = NULL;
  g_autofree char *folder = folder_with("[received-bare]\nsubject=So {so-den}\np1=Den {so-den} {ngay-den} {gio-den}\np2=Dot {dot}\np3=Het {so-den} {so-den}\n");
  const LetterValue full[] = {{"so-den", "1{dot}"}, {"ngay-den", "a\nb"}, {"gio-den", "c"}, {"dot", "d"}, {NULL, NULL}};
  const LetterValue less[] = {{"so-den", "x\r\nBcc: y@z"}, {"ngay-den", "a"}, {"gio-den", "c"}, {"dot", ""}, {NULL, NULL}};
  g_assert_true(letters_load(folder, NULL, &letters, NULL));
  g_autofree char *all = letters_text(letters, "received-bare", full), *some = letters_text(letters, "received-bare", less);
  g_assert_cmpstr(all, ==, "Den 1{dot} a\nb c\n\nDot d\n\nHet 1{dot} 1{dot}\n\n"); /* what was filled in is not filled again */
  g_assert_null(strstr(some, "Dot"));                                             /* nothing to say: left out */
  g_autofree char *subject = letters_subject(letters, "received-bare", less);
  g_assert_null(strpbrk(subject, "\r\n"));
  drop(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/letters/files", test_files);
  g_test_add_func("/letters/mistakes", test_mistakes);
  g_test_add_func("/letters/filling", test_filling);
  return g_test_run();
}
