/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a document: closing line, Nơi nhận, signature; a copy's block ("SAO Y") and annexes after it are not the document's. */
#include <string.h>

#include "base/text.h"
#include "reading/label.h"
#include "reading/letterhead.h"

#define SHORT_BYTES 200   /* a line of the signature block is shorter */
#define SIGN_BLOCKS 40    /* that far a signature block reaches */
#define SIGN_LINES 80
#define BEFORE_BLOCKS 10  /* signature in front of Nơi nhận */
#define CLOSING_BLOCKS 8  /* the closing line stands that near */
#define RECIPIENTS_MAX 60
#define NAME_GAP 8        /* lines between a title and the name under it */

/* ------------------------------------------------------------------ recognising lines */

static gboolean is_recipients(const char *folded) {
  static const char *const begins[] = {"noi nhan", "noi gui", "noi nhen", "noi nhan:"};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
    if (g_str_has_prefix(folded, begins[i])) {
      const char *rest = folded + strlen(begins[i]);
      rest += strspn(rest, " ");
      return !*rest || *rest == ':' || *rest == '.';
    }
  return FALSE;
}

/* "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC", "T/M BAN THƯỜNG VỤ". */
static gboolean is_authority(const Line *line) {
  static const char *const marks[] = {"tm.", "tm ", "t/m", "t.m", "kt.", "kt ", "k/t", "k.t", "tl.", "tl ", "t/l", "t.l", "tuq.", "tuq ", "t/uq", "q.", "q. ", "quyen ", "thay mat ", "thua lenh ", "thua uy quyen "};
  if (strlen(line->text) > SHORT_BYTES || !line_is_caps(line)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (g_str_has_prefix(line->folded, marks[i])) return TRUE;
  return FALSE;
}

static const char *const titles[] = {
    "giam doc",   "chu tich",     "truong ban",  "chanh van phong", "chanh thanh tra", "chanh an",   "vien truong", "cuc truong",   "bi thu",   "hieu truong",
    "chi huy",    "chinh uy",     "truong phong", "chu nhiem",      "tong bien tap",   "tong thu ky", "doi truong", "truong doan",  "hang truong", "ke toan truong",
    "chi cuc truong", "truong cong an", "quan doc", "truong chi nhanh", "pho ban",     "dai dien",   "truong tram", "uy vien",      "thu truong", "bo truong",
    "pho truong", "thu tuong", "chinh tri vien", "tram truong", "ben xe",        "pho bi thu",      "truong dai", "tong cuc truong", "quyen",    "director", "chairman",
};

static gboolean has_title(const char *folded) {
  for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
    if (text_find_word(folded, titles[i], 0) >= 0) return TRUE;
  return FALSE;
}

static gboolean is_role(const Line *line) {
  return strlen(line->text) <= SHORT_BYTES && line_is_caps(line) && text_caps_least(line->text, 0.95) && label_parse(line->text).kind == LABEL_NONE &&
         !strpbrk(line->text, ";:0123456789") && has_title(line->folded) && !is_authority(line);
}

/* Ranks and degrees before a name (contract 6.19: the name is without them). */
static const char *const ranks[] = {
    "dai tuong", "thuong tuong", "trung tuong", "thieu tuong", "dai ta", "thuong ta", "trung ta", "thieu ta", "dai uy", "thuong uy",  "trung uy", "thieu uy",
    "giao su",   "pho giao su",  "tien si",     "thac si",     "bac si", "ky su",     "luat su",  "gs",       "pgs",    "ts",         "tskh",     "ths",
    "bs",        "bscki",        "bsckii",      "cki",         "ckii",   "ck1",       "ck2",      "ks",       "ls",     "cn",         "dr",       "mr",
    "mrs",       "ong",          "ba",          "dong chi",    "nsut",   "nsnd",      "ktv",      "ds",       "dsckii", "luat gia",   "nha bao",  "ths.ks",
};

static gsize rank_length(const char *folded) {
  gsize best = 0;
  for (guint i = 0; i < G_N_ELEMENTS(ranks); i++) {
    gsize length = strlen(ranks[i]);
    if (length <= best || strncmp(folded, ranks[i], length) != 0) continue;
    char next = folded[length];
    if (next == '.' || next == ' ' || next == ',') best = length;
  }
  return best;
}

/* The line without ranks in front ("Trung tá, ThS. Nguyễn Văn A"); new string. */
static char *without_ranks(const char *text) {
  const char *at = text;
  for (;;) {
    g_autofree guint32 *map = NULL;
    g_autofree char *folded = text_fold_map(at, &map);
    gsize length = rank_length(folded);
    if (!length) break;
    const char *rest = at + map[length];
    rest += strspn(rest, " .,-");
    if (!*rest || !strchr(rest, ' ')) break; /* "Bà Rịa": what stays must be a name of two words */
    at = rest;
    const char *blank = strchr(at, ' '); /* "BS.CKTI. Cao Liên": a second degree, misread */
    if (length <= 4 && blank > at && blank[-1] == '.' && strchr(blank + 1, ' ')) at = blank + 1;
  }
  return text_collapse(at);
}

/* Two to six words, each with a capital, no figures and no signs: the name under a signature; NULL for another line. */
static char *name_of(const Line *line, gboolean titled) {
  if (strlen(line->text) > 80 || strpbrk(line->text, "0123456789:;()/@_,") != NULL) {
    if (!strchr(line->text, ',') || strpbrk(line->text, "0123456789:;()/@_")) return NULL;
  }
  gboolean caps = line_is_caps(line);
  if (caps && (!titled || has_title(line->folded) || is_authority(line))) return NULL;
  g_autofree char *name = without_ranks(line->text);
  g_auto(GStrv) words = g_strsplit(name, " ", -1);
  guint n = g_strv_length(words);
  gboolean shouted = text_caps_least(name, 0.95); /* "Thượng tá NGUYỄN VĂN A" */
  if (n < 2 || n > 6 || label_parse(name).kind == LABEL_BULLET) return NULL;
  for (char **word = words; *word; word++) {
    if (!g_unichar_isupper(g_utf8_get_char(*word))) return NULL;
    for (const char *at = *word; *at; at = g_utf8_next_char(at)) {
      gunichar c = g_utf8_get_char(at);
      if (!g_unichar_isalpha(c) && c != '.' && c != '-' && c != '\'') return NULL;
      if (!shouted && at != *word && g_unichar_isupper(c)) return NULL;
    }
  }
  static const char *const never[] = {"da ky", "noi nhan", "ky boi", "nguoi ky", "ky ten", "nhu tren", "cong ty", "phu luc", "ban mem"};
  for (guint i = 0; i < G_N_ELEMENTS(never); i++)
    if (g_str_has_prefix(line->folded, never[i])) return NULL;
  return g_steal_pointer(&name);
}

/* A second document begins here: a copy's block, an annex, another letterhead. */
static gboolean begins_other(const Line *line) {
  if (strlen(line->text) > SHORT_BYTES) return FALSE;
  gboolean copy = g_str_has_prefix(line->folded, "sao y") || g_str_has_prefix(line->folded, "ban sao") || g_str_has_prefix(line->folded, "trich sao") || g_str_has_prefix(line->folded, "sao luc");
  gboolean annex = g_str_has_prefix(line->folded, "phu luc") || g_str_has_prefix(line->folded, "bieu mau") || g_str_has_prefix(line->folded, "bieu so") || g_str_has_prefix(line->folded, "danh muc");
  return ((copy || annex) && (line_is_caps(line) || copy)) || line_class(line) == LINE_MOTTO;
}

/* ------------------------------------------------------------------ where the end begins */

typedef enum { FOUND_NONE, FOUND_RECIPIENTS, FOUND_SIGNATURE } Found;

static Found found_in(const Blocks *blocks, guint b) {
  const Block *block = blocks_at(blocks, b);
  if (block->kind == BLOCK_PARA && strlen(block->text) > 2 * SHORT_BYTES) return FOUND_NONE;
  if (block->kind == BLOCK_ROW && block->cells->len > 4) return FOUND_NONE;
  if (block->flags & (BLOCK_MARGIN | BLOCK_FOOTNOTE)) return FOUND_NONE;
  g_autoptr(GArray) lines = lines_of(blocks, b, b + 1, 12);
  Found found = FOUND_NONE;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (is_recipients(line->folded)) return FOUND_RECIPIENTS;
    if (is_authority(line) || (is_role(line) && (!line->cell || block->cells->len <= 3))) found = FOUND_SIGNATURE;
  }
  return found;
}

/* Cheap look at the first letter, so that only few lines are taken apart: "Nơi nhận", TM., KT., a title in capitals. */
static gboolean may_sign(const Block *block) {
  if (block->kind == BLOCK_ROW) return TRUE;
  const char *text = block->text + strspn(block->text, " \t");
  if (strlen(text) > 2 * SHORT_BYTES) return FALSE;
  if (g_ascii_strncasecmp(text, "n", 1) == 0) return TRUE;
  return text_caps_least(text, 0.6) || strstr(text, "   ") || strchr(text, '\t');
}

/* The signature block: the first Nơi nhận after the body's begin, else the last signature. count where there is none. */
static guint find_end(const Blocks *blocks, guint first, gboolean *ret_recipients) {
  guint count = blocks_count(blocks), signature = count;
  *ret_recipients = FALSE;
  for (guint b = first; b < count; b++) {
    const Block *block = blocks_at(blocks, b);
    if (!may_sign(block)) continue;
    Found found = found_in(blocks, b);
    if (found == FOUND_RECIPIENTS) {
      *ret_recipients = TRUE;
      return b;
    }
    if (found == FOUND_SIGNATURE && signature == count) signature = b;
    else if (found == FOUND_SIGNATURE && b > signature + BEFORE_BLOCKS) signature = b;
  }
  return signature;
}

/* A signature that stands in front of Nơi nhận belongs to the end too. */
static guint reach_back(const Blocks *blocks, guint first, guint end) {
  guint begin = end;
  for (guint b = end; b > first && end - b < BEFORE_BLOCKS;) {
    const Block *block = blocks_at(blocks, --b);
    if (block->kind == BLOCK_PARA && strlen(block->text) > SHORT_BYTES) break;
    if (found_in(blocks, b) == FOUND_SIGNATURE) begin = b;
  }
  return begin;
}

/* ------------------------------------------------------------------ closing line */

static gboolean closes_report(const Block *block) {
  if (block->kind != BLOCK_PARA || strlen(block->text) > 900) return FALSE;
  if (label_parse(block->text).kind != LABEL_NONE || (block->flags & BLOCK_HEADING)) return FALSE;
  g_autofree char *folded = text_fold(block->text);
  if (g_str_has_prefix(folded, "tren day la") || g_str_has_prefix(folded, "tren day,") || g_str_has_prefix(folded, "noi dung tren day")) return TRUE;
  gboolean mark = g_str_has_suffix(folded, "./.") || g_str_has_suffix(folded, "/.") || g_str_has_suffix(folded, "./");
  static const char *const phrases[] = {"kinh bao cao", "xin bao cao", "tran trong bao cao", "tran trong kinh", "xin tran trong", "tran trong cam on", "kinh de nghi cong an tinh tong hop"};
  for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
    if (strstr(folded, phrases[i]) && (mark || strlen(folded) < 200)) return TRUE;
  gboolean handing_on = strstr(folded, "tong hop") || strstr(folded, "theo doi") || strstr(folded, "de biet") || strstr(folded, "xem xet, chi dao");
  return mark && handing_on && (strstr(folded, "bao cao") || strstr(folded, "kinh gui")) && strlen(folded) < 300;
}

static gboolean ends_document(const Block *block) {
  const char *text = block->text;
  gsize n = strlen(text);
  while (n && strchr(" \t\n", text[n - 1])) n--;
  return n >= 3 && strncmp(text + n - 3, "./.", 3) == 0;
}

static guint closing_before(const Blocks *blocks, guint first, guint end) {
  guint begin = end, from = end > first + CLOSING_BLOCKS ? end - CLOSING_BLOCKS : first;
  for (guint b = end; b > from;) {
    const Block *block = blocks_at(blocks, --b);
    if (closes_report(block)) begin = b;
  }
  for (guint b = from; b < begin; b++) /* "./." ends the text even where no closing line follows */
    if (blocks_at(blocks, b)->kind == BLOCK_PARA && ends_document(blocks_at(blocks, b))) return b + 1;
  return begin;
}

/* ------------------------------------------------------------------ recipients */

static gboolean last_item(const char *folded) {
  return g_str_has_prefix(folded, "luu:") || g_str_has_prefix(folded, "luu ") || g_str_equal(folded, "luu");
}

static void add_recipient(GPtrArray *recipients, const char *text) {
  g_auto(GStrv) items = NULL;
  if (strchr(text, ';') && strchr(text, ';')[1]) items = g_strsplit(text, ";", -1); /* a list on one line */
  else items = g_strsplit(text, "\n", 1);
  for (char **item = items; *item && recipients->len < RECIPIENTS_MAX; item++) {
    gboolean cut = item[1] != NULL;
    char *at = *item + label_parse(*item).length;
    g_autofree char *bare = text_collapse(at);
    if (*bare) g_ptr_array_add(recipients, cut ? g_strconcat(bare, ";", NULL) : g_strdup(bare));
  }
}

static void join_last(GPtrArray *recipients, const char *text) {
  char *last = g_ptr_array_index(recipients, recipients->len - 1);
  g_ptr_array_index(recipients, recipients->len - 1) = g_strconcat(last, " ", text, NULL);
  g_free(last);
}

/* taken[i]: line i belongs to the list. */
static void read_recipients(const GArray *lines, gboolean *taken, Report *report) {
  guint at = 0;
  while (at < lines->len && !is_recipients(g_array_index(lines, Line, at).folded)) at++;
  if (at == lines->len) return;
  const Line *head = &g_array_index(lines, Line, at);
  taken[at] = TRUE;
  const char *colon = strchr(head->text, ':');
  if (colon && colon[1 + strspn(colon + 1, " ")]) add_recipient(report->recipients, colon + 1);
  gboolean done = FALSE, dashed = FALSE;
  for (guint i = at + 1; i < lines->len && !done; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (head->cell && (line->block != head->block || line->column != head->column)) {
      if (line->block != head->block && line->column == head->column && line->cell && label_parse(line->text).kind == LABEL_BULLET) done = FALSE;
      else continue;
    }
    gboolean item = label_parse(line->text).kind == LABEL_BULLET;
    if (!head->cell && !item && (line->column != head->column || is_authority(line) || is_role(line))) continue;
    if (begins_other(line)) break;
    gboolean more = !item && report->recipients->len && dashed;
    if (more && !head->cell && !g_unichar_islower(g_utf8_get_char(line->text)) && !strchr(";.", line->text[strlen(line->text) - 1])) continue;
    if (!item && !dashed && !head->cell && !strchr(";.,", line->text[strlen(line->text) - 1])) continue;
    taken[i] = TRUE;
    dashed |= item;
    done = last_item(line->folded + (item ? strspn(line->folded, "-+*. ") : 0));
    if (more) join_last(report->recipients, line->text);
    else add_recipient(report->recipients, line->text);
  }
}

/* ------------------------------------------------------------------ signature */

static void add_authority(Report *report, const char *text) {
  char *joined = report->signer.authority ? g_strconcat(report->signer.authority, " ", text, NULL) : g_strdup(text);
  g_free(report->signer.authority);
  report->signer.authority = joined;
}

/* "phó giám đốc", "tổng giám đốc": where a title that was found begins with the words that go with it. */
static gsize title_start(const char *folded, gsize at) {
  static const char *const before[] = {"tong ", "pho ", "pho tong ", "quyen "};
  gsize start = at;
  for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
    gsize length = strlen(before[i]);
    if (at >= length && strncmp(folded + at - length, before[i], length) == 0) start = MIN(start, at - length);
  }
  return start;
}

/* "ĐOÀN CHỦ TỊCH", "BAN GIÁM ĐỐC", "BAN CHỈ HUY": a collective that bears a title's words. */
static gboolean in_collective(const char *folded, gsize from, gsize start) {
  static const char *const before[] = {"doan ", "ban ", "bo ", "hoi dong "};
  for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
    gsize length = strlen(before[i]);
    if (start >= from + length && strncmp(folded + start - length, before[i], length) == 0) return TRUE;
  }
  return FALSE;
}

/* The first title at or after `from` that is a person's; ret_end is where it ends. -1 for none. */
static gssize next_title(const char *folded, gsize from, gsize *ret_end) {
  gssize best = -1;
  for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
    for (gssize at = text_find_word(folded, titles[i], from); at >= 0; at = text_find_word(folded, titles[i], (gsize)at + 1)) {
      gsize start = title_start(folded, (gsize)at), end = (gsize)at + strlen(titles[i]);
      if (start < from || in_collective(folded, from, start)) continue;
      if (best < 0 || (gssize)start < best) best = (gssize)start, *ret_end = end;
      else if ((gssize)start == best) *ret_end = MAX(*ret_end, end);
      break;
    }
  }
  return best;
}

/* A mark that speaks for a person: the title after it is his. "TM." speaks for a collective. */
static gboolean speaks_for_person(const char *folded, gsize from, gsize to) {
  static const char *const marks[] = {"kt", "k/t", "tl", "t/l", "tuq", "t/uq", "q"};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    gssize at = text_find_word(folded, marks[i], from);
    if (at >= 0 && (gsize)at < to) return TRUE;
  }
  return FALSE;
}

/* "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "TM. BAN THƯỜNG VỤ CHỦ TỊCH" on one line: where the signer's own title begins; 0 for none. */
static gsize role_on_line(const Line *line) {
  g_autofree guint32 *map = NULL;
  g_autofree char *folded = text_fold_map(line->text, &map);
  gsize from = 0, end = 0;
  for (gssize at = next_title(folded, 0, &end); at >= 0; at = next_title(folded, from, &end)) {
    if (!speaks_for_person(folded, from, (gsize)at)) return at > 3 ? map[at] : 0;
    from = end;
  }
  return 0;
}

/* "Ký bởi: Nguyễn Văn A" of a digital signature's stamp; NULL where it names a body, or is another line. */
static char *stamped_name(const Line *line) {
  static const char *const begins[] = {"ky boi", "nguoi ky", "duoc ky boi", "digitally signed by", "signed by"};
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++) {
    if (!g_str_has_prefix(line->folded, begins[i])) continue;
    g_autofree guint32 *map = NULL;
    g_free(text_fold_map(line->text, &map)); /* only the way back is needed */
    const char *rest = line->text + map[strlen(begins[i])];
    g_autofree char *name = text_collapse(rest + strspn(rest, " :"));
    g_autofree char *name_folded = text_fold(name);
    Line stamp = {.text = name, .folded = name_folded};
    return name_of(&stamp, TRUE);
  }
  return NULL;
}

static void read_signature(const GArray *lines, const gboolean *taken, Report *report) {
  int last = -1;
  g_autofree char *stamped = NULL;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (taken[i]) continue;
    if (begins_other(line)) break;
    if (!report->signer.name && is_authority(line)) {
      gsize cut = role_on_line(line);
      g_autofree char *authority = cut ? g_strchomp(g_strndup(line->text, cut)) : g_strdup(line->text);
      if (!report->signer.role) add_authority(report, authority);
      if (cut && !report->signer.role) report->signer.role = g_strdup(line->text + cut);
      last = (int)i;
    } else if (!report->signer.name && !report->signer.role && is_role(line)) {
      report->signer.role = text_collapse(line->text);
      last = (int)i;
    } else if (!report->signer.name && last >= 0) {
      report->signer.name = name_of(line, TRUE);
    }
    if (!stamped) stamped = stamped_name(line);
  }
  if (!report->signer.name) report->signer.name = g_steal_pointer(&stamped);
}

/* ------------------------------------------------------------------ face */

guint sign_read(const Document *document, guint body_first, Report *report, Blanks *blanks) {
  const Blocks *blocks = document->blocks;
  guint count = blocks_count(blocks);
  gboolean recipients;
  guint end = find_end(blocks, MIN(body_first, count), &recipients);
  guint begin = end < count && recipients ? reach_back(blocks, body_first, end) : end;
  guint last = MIN(count, end + SIGN_BLOCKS);
  for (guint b = end + 1; b < last; b++) { /* a wide table is an annex */
    const Block *block = blocks_at(blocks, b);
    if (block->kind == BLOCK_ROW && block->cells->len > 4) last = b;
  }
  g_autoptr(GArray) lines = lines_of(blocks, begin, last, SIGN_LINES);
  g_autofree gboolean *taken = g_new0(gboolean, lines->len + 1);
  read_recipients(lines, taken, report);
  read_signature(lines, taken, report);
  gboolean block = report->signer.authority || report->signer.role || recipients;
  if (!report->signer.name && document->is_signed && document->signer) {
    g_autofree char *folded = text_fold(document->signer);
    Line certificate = {.text = document->signer, .folded = folded};
    report->signer.name = name_of(&certificate, TRUE);
  }
  blanks->name = block && !report->signer.name;
  return closing_before(blocks, MIN(body_first, begin), begin);
}
