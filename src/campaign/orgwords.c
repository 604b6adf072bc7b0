/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign/orgwords.h"

#include <string.h>

#include "base/text.h"

#define NAME_MAX_BYTES 600

/* Words of an abbreviation, and what it stands for; longer ones first where one begins another. */
typedef struct {
  const char *from, *to;
} Abbreviation;

static const Abbreviation abbreviations[] = {
    {"ub mttq", "uy ban mat tran to quoc"},
    {"ub nd", "uy ban nhan dan"},
    {"ubnd", "uy ban nhan dan"},
    {"ubmttq", "uy ban mat tran to quoc"},
    {"mttq", "mat tran to quoc"},
    {"ub", "uy ban"},
    {"hdnd", "hoi dong nhan dan"},
    {"dbqh", "dai bieu quoc hoi"},
    {"vn", "viet nam"},
    {"vp", "van phong"},
    {"bql", "ban quan ly"},
    {"bch quan su", "bo chi huy quan su"},
    {"bch bdbp", "bo chi huy bo doi bien phong"},
    {"bch", "ban chap hanh"},
    {"chqs", "chi huy quan su"},
    {"bdbp", "bo doi bien phong"},
    {"tand", "toa an nhan dan"},
    {"vksnd", "vien kiem sat nhan dan"},
    {"thads", "thi hanh an dan su"},
    {"kt xh", "kinh te xa hoi"},
    {"kh cn", "khoa hoc cong nghe"},
    {"khcn", "khoa hoc cong nghe"},
    {"kh kt", "khoa hoc ky thuat"},
    {"khkt", "khoa hoc ky thuat"},
    {"kh dt", "ke hoach dau tu"},
    {"khdt", "ke hoach dau tu"},
    {"gd dt", "giao duc dao tao"},
    {"gddt", "giao duc dao tao"},
    {"tn mt", "tai nguyen moi truong"},
    {"tnmt", "tai nguyen moi truong"},
    {"nn ptnt", "nong nghiep phat trien nong thon"},
    {"nnptnt", "nong nghiep phat trien nong thon"},
    {"nn mt", "nong nghiep moi truong"},
    {"nnmt", "nong nghiep moi truong"},
    {"ld tb xh", "lao dong thuong binh xa hoi"},
    {"ld tbxh", "lao dong thuong binh xa hoi"},
    {"ldtbxh", "lao dong thuong binh xa hoi"},
    {"gtvt", "giao thong van tai"},
    {"tt tt", "thong tin truyen thong"},
    {"tttt", "thong tin truyen thong"},
    {"vh tt dl", "van hoa the thao du lich"},
    {"vhtt dl", "van hoa the thao du lich"},
    {"vhttdl", "van hoa the thao du lich"},
    {"dt tg", "dan toc ton giao"},
    {"pt th", "phat thanh truyen hinh"},
    {"ptth", "phat thanh truyen hinh"},
    {"kkt", "khu kinh te"},
    {"kcn", "khu cong nghiep"},
    {"ccn", "cum cong nghiep"},
    {"bhxh", "bao hiem xa hoi"},
    {"nhnn", "ngan hang nha nuoc"},
    {"kbnn", "kho bac nha nuoc"},
    {"tmcp", "thuong mai co phan"},
    {"tncs hcm", "thanh nien cong san ho chi minh"},
    {"tncs", "thanh nien cong san"},
    {"lhpn", "lien hiep phu nu"},
    {"ldld", "lien doan lao dong"},
    {"ccb", "cuu chien binh"},
    {"hnd", "hoi nong dan"},
    {"tnxp", "thanh nien xung phong"},
    {"ctd", "chu thap do"},
    {"vhnt", "van hoc nghe thuat"},
    {"htx", "hop tac xa"},
    {"tnhh mtv", "tnhh mot thanh vien"},
    {"trach nhiem huu han", "tnhh"},
    {"mtv", "mot thanh vien"},
    {"ctcp", "cong ty co phan"},
    {"cty", "cong ty"},
    {"cp", "co phan"},
    {"xnk", "xuat nhap khau"},
    {"tct", "tong cong ty"},
    {"dh", "dai hoc"},
    {"cd", "cao dang"},
    {"h", "huyen"},
    {"tp", "thanh pho"},
    {"tx", "thi xa"},
};

/* Folded words. *ret_province: index of the last word "tỉnh" that opens a province's name, or G_MAXUINT. */
static GPtrArray *split(const char *text, guint *ret_province) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *head = g_strndup(text, NAME_MAX_BYTES);
  g_autofree char *valid = g_utf8_make_valid(head, -1);
  g_autofree char *lower = text_lower(valid);
  *ret_province = G_MAXUINT;
  for (const char *at = lower; *at && words->len < ORGWORDS_MAX;) {
    const char *end = at;
    while (*end && g_unichar_isalnum(g_utf8_get_char(end))) end = g_utf8_next_char(end);
    if (end == at) {
      at = g_utf8_next_char(at);
      continue;
    }
    g_autofree char *word = g_strndup(at, (gsize)(end - at));
    at = end;
    if (strcmp(word, "tỉnh") == 0) *ret_province = words->len;
    gboolean province_body = *ret_province != G_MAXUINT && *ret_province + 1 == words->len; /* "tỉnh ủy", "tỉnh đoàn" */
    if (province_body && (strcmp(word, "ủy") == 0 || strcmp(word, "đoàn") == 0)) *ret_province = G_MAXUINT;
    if (strcmp(word, "và") != 0) g_ptr_array_add(words, text_fold(word));
  }
  return words;
}

/* How many words at `at` the abbreviation takes; 0: it does not stand there. */
static guint stands_at(const GPtrArray *words, guint at, const char *abbreviation) {
  guint taken = 0;
  for (const char *from = abbreviation; *from; taken++) {
    gsize length = strcspn(from, " ");
    if (at + taken >= words->len) return 0;
    const char *word = g_ptr_array_index(words, at + taken);
    if (strncmp(word, from, length) != 0 || word[length]) return 0;
    from += length + (from[length] == ' ');
  }
  return taken;
}

static guint append_written_out(GPtrArray *out, const GPtrArray *words, guint at) {
  const char *first = g_ptr_array_index(words, at);
  for (guint i = 0; i < G_N_ELEMENTS(abbreviations); i++) {
    if (*abbreviations[i].from != *first) continue;
    guint taken = stands_at(words, at, abbreviations[i].from);
    if (!taken) continue;
    g_auto(GStrv) full = g_strsplit(abbreviations[i].to, " ", -1);
    for (char **word = full; *word; word++) g_ptr_array_add(out, g_strdup(*word));
    return taken;
  }
  g_ptr_array_add(out, g_strdup(g_ptr_array_index(words, at)));
  return 1;
}

GPtrArray *orgwords(const char *text, gboolean whole) {
  guint province;
  g_autoptr(GPtrArray) words = split(text, &province);
  gboolean closing = province != G_MAXUINT && province > 0 && words->len - province <= 4; /* "tỉnh" and at most three words */
  if (closing && !whole) g_ptr_array_set_size(words, (int)province);
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < words->len && out->len < ORGWORDS_MAX;) i += append_written_out(out, words, i);
  if (out->len > ORGWORDS_MAX) g_ptr_array_set_size(out, ORGWORDS_MAX);
  return out;
}

char *orgwords_join(const GPtrArray *words, guint from) {
  GString *joined = g_string_new(NULL);
  for (guint i = from; i < words->len; i++) {
    if (i > from) g_string_append_c(joined, ' ');
    g_string_append(joined, g_ptr_array_index(words, i));
  }
  return g_string_free(joined, FALSE);
}
