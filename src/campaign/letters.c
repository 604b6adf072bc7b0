/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign/letters.h"

#include <string.h>

#include "base/conf.h"

#define PARAGRAPHS 9
#define NAMES 16

/* What a letter knows. A name that must stand somewhere in it ends in '!'. */
typedef struct {
  const char *group;
  gboolean subject, text;
  const char *names[NAMES];
} Spec;

#define ARRIVAL "so-den!", "ngay-den!", "gio-den!", "dot", "don-vi", "co-quan"
#define REMINDER "dot!", "han!", "so-ngay!", "dia-chi", "ke-hoach", "don-vi", "co-quan"

static const Spec specs[] = {
    {"opening", FALSE, TRUE, {"co-quan!", "don-vi"}},
    {"closing", FALSE, TRUE, {"don-vi", "co-quan"}},
    {"several", TRUE, FALSE, {"so-thu!"}},
    {"received", TRUE, TRUE, {ARRIVAL, "tieu-de", "tep"}},
    {"pending", FALSE, TRUE, {NULL}},
    {"received-bare", TRUE, TRUE, {ARRIVAL}},
    {"question", FALSE, TRUE, {NULL}},
    {"checked", TRUE, TRUE,
     {"so-den!", "van-ban!", "co-quan-ban-hanh", "nguoi-ky", "thoi-han", "so-muc", "tong-muc", "so-lieu", "so-lieu-tong", "van-ban-dan",
      "kien-nghi", "dot", "don-vi", "co-quan"}},
    {"received-checked", TRUE, FALSE, {"so-den!"}},
    {"complete", FALSE, TRUE, {NULL}},
    {"noted", FALSE, TRUE, {NULL}},
    {"accepted", FALSE, TRUE, {"co-quan"}},
    {"in-review", FALSE, TRUE, {"ly-do!"}},
    {"ask", FALSE, TRUE, {NULL}},
    {"ask-password", FALSE, TRUE, {"tep!"}},
    {"ask-corrupt", FALSE, TRUE, {"tep!"}},
    {"ask-unsupported", FALSE, TRUE, {"tep!"}},
    {"ask-too-big", FALSE, TRUE, {"tep!"}},
    {"ask-scan", FALSE, TRUE, {"tep!"}},
    {"ask-empty", FALSE, TRUE, {"tep!"}},
    {"ask-link", FALSE, TRUE, {NULL}},
    {"ask-no-report", FALSE, TRUE, {NULL}},
    {"ask-missing", FALSE, TRUE, {"muc-thieu!"}},
    {"ask-mismatch", FALSE, TRUE, {"so-lieu-lech!"}},
    {"ask-figures", FALSE, TRUE, {NULL}},
    {"ask-draft", FALSE, TRUE, {NULL}},
    {"asked-before", FALSE, TRUE, {"noi-dung!"}},
    {"reminder-before", TRUE, TRUE, {REMINDER}},
    {"reminder-after", TRUE, TRUE, {REMINDER}},
    {"urge", TRUE, TRUE, {"dot!", "han!", "so-co-quan!", "ke-hoach", "dia-chi", "don-vi", "so-da-gui", "tong-so"}},
};

typedef struct {
  char *subject; /* NULL where the letter has none */
  char *paragraphs[PARAGRAPHS];
} Letter;

struct Letters {
  Letter letters[G_N_ELEMENTS(specs)];
};

static const char *const shipped =
#include "letters.inc"
    ;

static void letter_clear(Letter *letter) {
  g_clear_pointer(&letter->subject, g_free);
  for (guint i = 0; i < PARAGRAPHS; i++) g_clear_pointer(&letter->paragraphs[i], g_free);
}

void letters_free(Letters *letters) {
  if (!letters) return;
  for (guint i = 0; i < G_N_ELEMENTS(specs); i++) letter_clear(&letters->letters[i]);
  g_free(letters);
}

/* ------------------------------------------------------------------ names in braces */

/* The next "{name}" at or after *at, which moves behind it. *ret_open: its brace. NULL: none; a brace that is not closed, or with nothing
 * in it, gives "". */
static char *next_name(const char **at, const char **ret_open) {
  const char *open = strchr(*at, '{');
  if (!open) return NULL;
  gsize length = strcspn(open + 1, "{}");
  *ret_open = open;
  *at = open + 1 + length + (open[1 + length] == '}');
  return open[1 + length] == '}' ? g_strndup(open + 1, length) : g_strdup("");
}

/* Index of a name in the spec, -1: it has no such name. */
static int name_index(const Spec *spec, const char *name) {
  for (int i = 0; i < NAMES && spec->names[i]; i++) {
    const char *known = spec->names[i];
    gsize length = strcspn(known, "!");
    if (strlen(name) == length && strncmp(name, known, length) == 0) return i;
  }
  return -1;
}

static gboolean check_names(const Conf *conf, const Spec *spec, const char *key, const char *text, guint32 *seen, GError **error) {
  const char *at = text, *open;
  if (strchr(text, '}') && (!strchr(text, '{') || strchr(text, '}') < strchr(text, '{')))
    return conf_fail(conf, spec->group, key, error, "a '}' stands without its '{'");
  for (;;) {
    g_autofree char *name = next_name(&at, &open);
    if (!name) return TRUE;
    if (!*name) return conf_fail(conf, spec->group, key, error, "a '{' is not closed, or nothing stands in it");
    int index = name_index(spec, name);
    if (index < 0) return conf_fail(conf, spec->group, key, error, "this letter has no {%s}", name);
    *seen |= 1u << index;
  }
}

/* A required name has to stand in the paragraphs; in the subject where there are none. */
static gboolean check_required(const Conf *conf, const Spec *spec, guint32 seen, GError **error) {
  for (int i = 0; i < NAMES && spec->names[i]; i++) {
    gsize length = strcspn(spec->names[i], "!");
    if (spec->names[i][length] && !(seen & (1u << i)))
      return conf_fail(conf, spec->group, spec->text ? "p1" : "subject", error, "{%.*s} is missing in this letter", (int)length, spec->names[i]);
  }
  return TRUE;
}

/* ------------------------------------------------------------------ reading */

static gboolean read_letter(Conf *conf, const Spec *spec, Letter *ret, GError **error) {
  Letter letter = {0};
  guint32 in_subject = 0, in_text = 0;
  gboolean ok = !spec->subject || (conf_string(conf, spec->group, "subject", TRUE, &letter.subject, error) &&
                                   check_names(conf, spec, "subject", letter.subject, &in_subject, error));
  if (ok && letter.subject && strpbrk(letter.subject, "\r\n")) ok = conf_fail(conf, spec->group, "subject", error, "has more than one line");
  for (guint i = 0; ok && spec->text && i < PARAGRAPHS; i++) {
    char key[] = {'p', (char)('1' + i), 0};
    ok = conf_string(conf, spec->group, key, i == 0, &letter.paragraphs[i], error);
    if (!ok || !letter.paragraphs[i]) continue;
    if (i && !letter.paragraphs[i - 1]) ok = conf_fail(conf, spec->group, key, error, "p%u before it is missing", i);
    else ok = check_names(conf, spec, key, letter.paragraphs[i], &in_text, error);
  }
  ok = ok && check_required(conf, spec, spec->text ? in_text : in_subject, error);
  if (ok) {
    letter_clear(ret);
    *ret = letter;
  } else {
    letter_clear(&letter);
  }
  return ok;
}

static gboolean has_group(char **groups, const char *group) {
  return g_strv_contains((const char *const *)groups, group);
}

static gboolean read_letters(Conf *conf, gboolean all, Letters *letters, GError **error) {
  g_auto(GStrv) groups = conf_groups(conf);
  for (guint i = 0; i < G_N_ELEMENTS(specs); i++)
    if ((all || has_group(groups, specs[i].group)) && !read_letter(conf, &specs[i], &letters->letters[i], error)) return FALSE;
  return conf_finish(conf, error);
}

static gboolean read_file(const char *folder, Letters *letters, GError **error) {
  if (!folder) return TRUE;
  g_autofree char *path = g_build_filename(folder, "letters.conf", NULL);
  g_autoptr(Conf) conf = NULL;
  return !g_file_test(path, G_FILE_TEST_EXISTS) || (conf_open(path, &conf, error) && read_letters(conf, FALSE, letters, error));
}

gboolean letters_load(const char *instance_folder, const char *campaign_folder, Letters **ret, GError **error) {
  g_autoptr(Letters) letters = g_new0(Letters, 1);
  g_autoptr(Conf) conf = NULL;
  if (!conf_parse("(letters.conf of the program)", shipped, strlen(shipped), &conf, error) || !read_letters(conf, TRUE, letters, error) ||
      !read_file(instance_folder, letters, error) || !read_file(campaign_folder, letters, error))
    return FALSE;
  *ret = g_steal_pointer(&letters);
  return TRUE;
}

/* ------------------------------------------------------------------ filling in */

static const char *value_of(const LetterValue *values, const char *name) {
  for (; values && values->name; values++)
    if (strcmp(values->name, name) == 0) return values->value;
  return NULL;
}

/* NULL where a name has nothing to say. */
static char *fill(const char *text, const LetterValue *values) {
  g_autoptr(GString) out = g_string_new(NULL);
  const char *at = text, *open;
  for (;;) {
    const char *from = at;
    g_autofree char *name = next_name(&at, &open);
    if (!name) {
      g_string_append(out, from);
      return g_string_free(g_steal_pointer(&out), FALSE);
    }
    const char *value = value_of(values, name);
    if (!value || !*value) return NULL;
    g_string_append_len(out, from, open - from);
    g_string_append(out, value);
  }
}

static const Letter *letter_of(const Letters *letters, const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(specs); i++)
    if (strcmp(specs[i].group, name) == 0) return &letters->letters[i];
  g_assert_not_reached();
}

char *letters_subject(const Letters *letters, const char *letter, const LetterValue *values) {
  const Letter *of = letter_of(letters, letter);
  char *subject = of->subject ? fill(of->subject, values) : NULL;
  if (!subject) return g_strdup("");
  return g_strdelimit(subject, "\r\n\t", ' ');
}

GPtrArray *letters_paragraphs(const Letters *letters, const char *letter, const LetterValue *values) {
  const Letter *of = letter_of(letters, letter);
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < PARAGRAPHS && of->paragraphs[i]; i++) {
    char *text = fill(of->paragraphs[i], values);
    if (text) g_ptr_array_add(list, text);
  }
  return list;
}

char *letters_text(const Letters *letters, const char *letter, const LetterValue *values) {
  g_autoptr(GPtrArray) list = letters_paragraphs(letters, letter, values);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < list->len; i++) {
    const char *next = i + 1 < list->len ? g_ptr_array_index(list, i + 1) : "";
    g_string_append_printf(out, "%s\n%s", (const char *)g_ptr_array_index(list, i), g_str_has_prefix(next, "- ") ? "" : "\n");
  }
  return g_string_free(out, FALSE);
}
