/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/letterhead_repair.h"

#include <string.h>

#include "base/syllable.h"
#include "base/text.h"

#define WORDS_MAX 200  /* of a text that is mended */
#define GLUED_MIN 5    /* letters of two words without their blank */
#define GLUED_MAX 40
#define GLUED_WORDS 6  /* so many are looked for in one: a word made up to be cut in many ways costs little */

/* Folded words, and pairs of them ("tong ket"), with how they are written in small letters; "" where there are several ways. */
typedef struct {
  GHashTable *pairs, *firsts; /* firsts: folded word that begins a pair -> GPtrArray of the folded words that follow it */
} Known;

static void known_free(gpointer data) {
  Known *known = data;
  g_hash_table_unref(known->pairs);
  g_hash_table_unref(known->firsts);
  g_free(known);
}

static char **words_of(const char *text) {
  g_autofree char *lower = text_lower(text);
  for (char *at = lower; *at; at = g_utf8_next_char(at))
    if ((guint8)*at < 0x80 && !g_ascii_isalnum(*at)) *at = strchr(",;:.()\"/-", *at) ? '|' : ' '; /* words parted by a sign are no pair */
  g_auto(GStrv) parts = g_strsplit(lower, "|", -1);
  g_autofree char *spaced = g_strjoinv(" | ", parts);
  g_autofree char *collapsed = text_collapse(spaced);
  return g_strsplit(collapsed, " ", -1);
}

static void learn_pair(Known *known, const char *first, const char *second) {
  g_autofree char *a = text_fold(first), *b = text_fold(second), *key = g_strconcat(a, " ", b, NULL), *written = g_strconcat(first, " ", second, NULL);
  const char *had = g_hash_table_lookup(known->pairs, key);
  if (had && !g_str_equal(had, written)) {
    g_hash_table_insert(known->pairs, g_steal_pointer(&key), g_strdup(""));
    return;
  }
  if (had) return;
  g_hash_table_insert(known->pairs, g_steal_pointer(&key), g_steal_pointer(&written));
  GPtrArray *next = g_hash_table_lookup(known->firsts, a);
  if (!next) g_hash_table_insert(known->firsts, g_steal_pointer(&a), next = g_ptr_array_new_with_free_func(g_free));
  g_ptr_array_add(next, g_steal_pointer(&b));
}

static void learn(Known *known, const char *phrase) {
  g_auto(GStrv) words = phrase ? words_of(phrase) : NULL;
  for (guint i = 0; words && words[i] && words[i + 1]; i++)
    if (*words[i] != '|' && *words[i + 1] != '|') learn_pair(known, words[i], words[i + 1]);
}

static gpointer known_build(const Campaign *campaign) {
  static const char *const phrases[] = {
      "tổng giám đốc", "phó tổng giám đốc", "phó giám đốc", "giám đốc nhân sự", "phó chủ tịch", "chủ tịch hội đồng quản trị", "chủ tịch hội đồng thành viên", "trưởng ban", "phó trưởng ban",
      "chánh văn phòng", "phó chánh văn phòng", "chánh thanh tra", "cục trưởng", "chi cục trưởng", "hiệu trưởng", "chỉ huy trưởng", "chánh án", "viện trưởng", "tổng biên tập", "bí thư", "phó bí thư",
      "trưởng phòng", "tập thể lãnh đạo", "ban thường vụ", "ban chấp hành", "ban thường trực", "đoàn chủ tịch", "ủy ban nhân dân", "hội đồng quản trị", "hội đồng thành viên",
      "báo cáo tổng kết", "sơ kết", "tổng kết", "kết quả triển khai thực hiện", "kết quả thực hiện", "đánh giá tình hình", "của Ủy ban nhân dân tỉnh", "của UBND tỉnh", "ban hành kèm theo",
      "trên địa bàn tỉnh", "thực hiện Quyết định số", "thực hiện Kế hoạch số", "thực hiện Chỉ thị số", "giai đoạn", "công ty cổ phần", "công ty trách nhiệm hữu hạn", "một thành viên", "ngân hàng",
  };
  Known *known = g_new0(Known, 1);
  known->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  known->firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) learn(known, phrases[i]);
  learn(known, campaign->title);
  for (guint i = 0; i < campaign->nodes->len; i++) learn(known, ((const Node *)g_ptr_array_index(campaign->nodes, i))->title);
  for (guint i = 0; i < campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(campaign->agencies, i);
    learn(known, agency->name);
    for (guint k = 0; k < agency->predecessors->len; k++) learn(known, g_ptr_array_index(agency->predecessors, k));
  }
  return known;
}

/* ------------------------------------------------------------------ mending */

/* `known` (small letters) in the case of `seen`: all capitals, a capital at the beginning, or small. */
static char *in_case(const char *seen, const char *known) {
  if (text_caps_over(seen, 0.9) && text_letters(seen) > 1) return g_utf8_strup(known, -1);
  if (!g_unichar_isupper(g_utf8_get_char(seen))) return g_strdup(known);
  char first[8] = "";
  first[g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(known)), first)] = '\0';
  return g_strconcat(first, g_utf8_next_char(known), NULL);
}

static void set_word(char **word, const char *known) {
  char *mended = in_case(*word, known);
  g_free(*word);
  *word = mended;
}

/* How a pair is written where `first`, which is no syllable, has one letter too many ("TỐỔNG giám"); NULL. */
static const char *without_a_letter(const Known *known, const char *first, const char *second) {
  gsize length = strlen(first);
  for (gsize skip = 0; skip < length && length <= 8; skip++) {
    g_autofree char *key = g_strdup_printf("%.*s%s %s", (int)skip, first, first + skip + 1, second);
    const char *written = g_hash_table_lookup(known->pairs, key);
    if (written) return written;
  }
  return NULL;
}

/* Both words of a pair that is known, and written otherwise in one way alone. */
static void mend_pair(const Known *known, char **first, char **second) {
  g_autofree char *a = text_fold(*first), *b = text_fold(*second), *key = g_strconcat(a, " ", b, NULL);
  const char *written = g_hash_table_lookup(known->pairs, key);
  if (!written && !syllable_is(*first, strlen(*first))) written = without_a_letter(known, a, b);
  if (!written || !*written) return;
  g_auto(GStrv) words = g_strsplit(written, " ", 2);
  g_autofree char *x = text_lower(*first), *y = text_lower(*second);
  if (!g_str_equal(x, words[0])) set_word(first, words[0]);
  if (!g_str_equal(y, words[1])) set_word(second, words[1]);
}

/* Cuts a folded word into words that are known side by side: appends their lengths; FALSE where they do not fill it. */
static gboolean cut(const Known *known, const char *folded, const char *first, GArray *lengths) {
  const GPtrArray *next = g_hash_table_lookup(known->firsts, first);
  for (guint i = 0; next && i < next->len; i++) {
    const char *word = g_ptr_array_index(next, i);
    gsize length = strlen(word);
    if (!g_str_has_prefix(folded, word) || lengths->len >= GLUED_WORDS) continue;
    g_array_append_val(lengths, length);
    if (!folded[length] || cut(known, folded + length, word, lengths)) return TRUE;
    g_array_set_size(lengths, lengths->len - 1);
  }
  return FALSE;
}

/* "Quyếtđịnhsố" as known words with blanks; NULL where it is none, or one word already. */
static char *parted(const Known *known, const char *word) {
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(word, &map);
  gsize all = strlen(folded);
  if (all < GLUED_MIN || all > GLUED_MAX) return NULL;
  for (gsize length = 2; length + 2 <= all && length <= 7; length++) {
    g_autofree char *first = g_strndup(folded, length);
    g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(gsize));
    if (!cut(known, folded + length, first, lengths)) continue;
    GString *out = g_string_new(NULL);
    gsize at = 0, take = length;
    for (guint i = 0; i <= lengths->len; i++) {
      g_string_append_printf(out, "%s%.*s", i ? " " : "", (int)(map[at + take] - map[at]), word + map[at]);
      at += take;
      if (i < lengths->len) take = g_array_index(lengths, gsize, i);
    }
    return g_string_free(out, FALSE);
  }
  return NULL;
}

static char *mended(const Known *known, const char *text) {
  g_auto(GStrv) words = g_strsplit(text, " ", WORDS_MAX);
  for (char **word = words; *word; word++) {
    char *apart = parted(known, *word);
    if (!apart) continue;
    g_free(*word);
    *word = apart;
  }
  g_autofree char *joined = g_strjoinv(" ", words);
  g_auto(GStrv) again = g_strsplit(joined, " ", WORDS_MAX);
  for (guint i = 0; again[i] && again[i + 1]; i++) mend_pair(known, &again[i], &again[i + 1]);
  return g_strjoinv(" ", again);
}

/* ------------------------------------------------------------------ names of people */

/* The surname of nearly everybody; another first word with the same letters is a misread one of these. */
static char *mended_name(const char *name) {
  static const char *const surnames[] = {"Nguyễn", "Trần", "Phạm", "Hoàng", "Huỳnh", "Phan", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trương", "Trịnh", "Đoàn", "Lương", "Lâm",
                                         "Quách", "Kiều", "Phùng", "Đào", "Tăng", "Lưu", "Vương", "Triệu", "Nghiêm", "Châu", "Thái", "Lê"};
  const char *blank = strchr(name, ' ');
  if (!blank || text_caps_over(name, 0.9)) return g_strdup(name);
  g_autofree char *first = g_strndup(name, (gsize)(blank - name)), *folded = text_fold(first);
  for (guint i = 0; i < G_N_ELEMENTS(surnames); i++) {
    g_autofree char *known = text_fold(surnames[i]);
    if (g_str_equal(known, folded)) return g_strconcat(surnames[i], blank, NULL);
  }
  return g_strdup(name);
}

static void replace(char **field, char *mended_taken) {
  g_free(*field);
  *field = mended_taken;
}

void letterhead_repair(const Campaign *campaign, Report *report) {
  const Known *known = campaign_prepared(campaign, "letterhead-repair", known_build, known_free);
  char **const fields[] = {&report->issuer, &report->parent_issuer, &report->subject, &report->place, &report->signer.authority, &report->signer.role};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (*fields[i]) replace(fields[i], mended(known, *fields[i]));
  if (report->signer.name) replace(&report->signer.name, mended_name(report->signer.name));
}
