/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who issues: the lower name of the letterhead, which may stand on several lines, below the name of the parent body. */
#include <string.h>

#include "base/text.h"
#include "reading/letterhead.h"

#define NAME_LINES 8

/* First words of a body's name; a line that begins with none of them goes on with the line above it ("TỈNH QUẢNG NGÃI"). */
static const char *const starters[] = {
    "ubnd",        "uy ban",      "hdnd",       "hoi dong",   "so",           "ban",         "hoi",         "cong ty",     "tong cong ty", "tap doan",
    "cong an",     "cuc",         "chi cuc",    "tong cuc",   "kho bac",      "ngan hang",   "truong",      "tinh uy",     "huyen uy",     "thanh uy",
    "thi uy",      "dang uy",     "lien doan",  "lien minh",  "lien hiep",    "doan",        "tinh doan",   "bo",          "toa an",       "vien",
    "bao hiem",    "thanh tra",   "van phong",  "phong",      "trung tam",    "nha may",     "buu dien",    "dien luc",    "quan khu",     "hiep hoi",
    "hop tac xa",  "chi nhanh",   "mat tran",   "hai quan",   "thue",         "cang",        "dai",         "xi nghiep",   "doanh nghiep", "quy",
    "benh vien",   "hoc vien",    "dang bo",    "chi bo",     "trai giam",    "tieu doan",   "nha xuat ban", "bao",        "tap chi",      "khu quan ly",
    "vietinbank",  "vietcombank", "agribank",   "bidv",       "viettel",      "vnpt",        "evn",         "petrovietnam", "nha hang",    "khach san",
    "cong doan",   "bcd",         "to chuc",    "cum",        "doanh trai",   "co quan",     "ban quan ly", "vuon",        "bao tang",     "thu vien",
};

static gboolean starts_name(const char *folded) {
  for (guint i = 0; i < G_N_ELEMENTS(starters); i++) {
    gsize length = strlen(starters[i]);
    if (strncmp(folded, starters[i], length) == 0 && !g_ascii_isalnum(folded[length])) return TRUE;
  }
  return FALSE;
}

gboolean issuer_begins(const Line *line) {
  return line_is_caps(line) && starts_name(line->folded);
}

/* An organ of the body that stands under its name, no name of its own. */
static gboolean is_organ(const char *folded) {
  static const char *const organs[] = {"ban thuong truc", "ban thuong vu", "ban chap hanh", "thuong truc", "ban chi dao", "hoi dong quan tri", "hoi dong thanh vien"};
  for (guint i = 0; i < G_N_ELEMENTS(organs); i++)
    if (g_str_equal(folded, organs[i])) return TRUE;
  return FALSE;
}

/* The English twin of a bilingual letterhead. */
static gboolean is_foreign(const Line *line) {
  static const char *const words[] = {"co., ltd", "co.,ltd", "company", "corporation", "joint stock", "jsc", "limited", "department", "people's committee", "vietnam)"};
  for (const char *at = line->text; *at; at++)
    if ((guint8)*at >= 0x80) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strstr(line->folded, words[i])) return TRUE;
  return FALSE;
}

/* `boxes`: names in text boxes count, as where all of the letterhead is laid out in them. */
static gboolean name_like(const Line *line, gboolean boxes) {
  if (strlen(line->text) > 200 || text_letters(line->text) < 3 || strpbrk(line->text, "@;")) return FALSE;
  if (line->flags & (BLOCK_MARGIN | BLOCK_FOOTNOTE) || (!boxes && line->flags & BLOCK_TEXTBOX)) return FALSE;
  return line_is_caps(line) || starts_name(line->folded);
}

static char *join(const GPtrArray *names, guint from, guint to) {
  GString *joined = g_string_new(NULL);
  for (guint i = from; i < to; i++) {
    const Line *line = g_ptr_array_index(names, i);
    if (joined->len) g_string_append_c(joined, ' ');
    g_string_append(joined, line->text);
  }
  char *collapsed = text_collapse(joined->str);
  g_string_free(joined, TRUE);
  return collapsed;
}

static gboolean known(const GPtrArray *folded_names, const char *folded) {
  for (guint i = 0; i < folded_names->len; i++)
    if (g_str_equal(g_ptr_array_index(folded_names, i), folded)) return TRUE;
  return FALSE;
}

/* TRUE where the campaign knows an agency (or one merged into it) by this name. */
static gboolean known_agency(const Campaign *campaign, const char *folded) {
  for (guint i = 0; i < campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(campaign->agencies, i);
    if (known(agency->folded, folded) || known(agency->folded_predecessors, folded)) return TRUE;
  }
  return FALSE;
}

/* The line with which the issuer's name begins. */
static guint begin_of_issuer(const Campaign *campaign, const GPtrArray *names, guint end) {
  for (guint i = 0; i < end; i++) { /* what the campaign knows: the longest such name */
    g_autofree char *joined = join(names, i, end);
    g_autofree char *folded = text_fold(joined);
    if (known_agency(campaign, folded)) return i;
  }
  guint from = end - 1;
  while (from > 0 && !starts_name(((const Line *)g_ptr_array_index(names, from))->folded)) from--;
  const Line *first = g_ptr_array_index(names, from);
  if (!starts_name(first->folded)) from = end - 1; /* nothing tells: the lowest line */
  while (from > 0) { /* "VĂN PHÒNG / ĐOÀN ĐẠI BIỂU ...": a name broken where its look does not change, cut off in mid-phrase */
    const Line *above = g_ptr_array_index(names, from - 1);
    gboolean open = g_str_has_suffix(above->folded, " va") || g_str_has_suffix(above->folded, ",") || g_str_has_suffix(above->folded, " va dau tu") ||
                    g_str_has_suffix(above->folded, "-") || g_str_has_suffix(above->folded, "&");
    if (!open) break;
    from--;
  }
  return from;
}

/* The lines that are, or go on with, names. */
static void gather(const GPtrArray *lines, gboolean boxes, GPtrArray *names) {
  gboolean native = FALSE;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index(lines, i);
    if (name_like(line, boxes) && !is_foreign(line)) native = TRUE;
  }
  for (guint i = 0; i < lines->len && names->len < NAME_LINES; i++) {
    Line *line = g_ptr_array_index(lines, i);
    gboolean like = name_like(line, boxes);
    if (like && !(native && is_foreign(line))) g_ptr_array_add(names, line);
    else if (names->len && !like && starts_name(((Line *)g_ptr_array_index(names, names->len - 1))->folded) && strlen(line->text) < 60 &&
             g_unichar_isupper(g_utf8_get_char(line->text)) && !strpbrk(line->text, ".:;"))
      g_ptr_array_add(names, line); /* a name in small letters goes on */
  }
}

void issuer_read(const Campaign *campaign, const GPtrArray *lines, Report *report) {
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  gather(lines, FALSE, names);
  if (!names->len) gather(lines, TRUE, names);
  guint end = names->len;
  while (end > 1 && is_organ(((const Line *)g_ptr_array_index(names, end - 1))->folded)) end--;
  if (!end) return;
  guint from = begin_of_issuer(campaign, names, end);
  report->issuer = join(names, from, end);
  if (from) report->parent_issuer = join(names, 0, from);
}
