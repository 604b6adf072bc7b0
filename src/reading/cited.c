/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/cited.h"

#include <string.h>

#include "base/text.h"
#include "reading/reading.h"
#include "reading/words.h"

#define SUBJECT_MAX 600 /* bytes of an abstract that are quoted */
#define WINDOW 160 /* bytes in which a number's date, issuer and type word are looked for */

typedef struct {
  const char *word, *type;
} TypeWord;

/* Longer names before their endings. */
static const TypeWord type_words[] = {
    {"thông tư liên tịch", "TTLT"}, {"quy chế phối hợp", "QCPH"}, {"kế hoạch liên tịch", "KH"}, {"kế hoạch phối hợp", "KH"},
    {"chương trình phối hợp", "CTr"}, {"chương trình hành động", "CTr"}, {"nghị quyết liên tịch", "NQ"}, {"hướng dẫn liên ngành", "HD"}, {"kế hoạch", "KH"}, {"quyết định", "QĐ"}, {"chỉ thị", "CT"},
    {"thông báo", "TB"}, {"báo cáo", "BC"}, {"công văn", "CV"}, {"hướng dẫn", "HD"}, {"chương trình", "CTr"}, {"nghị quyết", "NQ"},
    {"tờ trình", "TTr"}, {"phương án", "PA"}, {"đề án", "ĐA"}, {"dự án", "DA"}, {"quy chế", "QC"}, {"quy định", "QyĐ"},
    {"kết luận", "KL"}, {"thông tư", "TT"}, {"nghị định", "NĐ"}, {"bộ luật", "Luật"}, {"luật", "Luật"}, {"công điện", "CĐ"},
    {"biên bản", "BB"}, {"hợp đồng", "HĐ"}, {"giấy mời", "GM"}, {"pháp lệnh", "PL"}, {"thư công", "CV"}, {"văn bản", "CV"},
};

/* The lower-case text before `at`, at most WINDOW bytes. */
static char *before_text(const char *text, const char *at) {
  const char *from = at - text > WINDOW ? at - WINDOW : text;
  while (from < at && ((guchar)*from & 0xC0) == 0x80) from++;
  g_autofree char *slice = g_strndup(from, (gsize)(at - from));
  return text_lower(slice);
}

/* The type that words right before the number name ("các Kế hoạch số", "Công văn"), or NULL; *ret_so: "số" stands there. */
static const char *type_before(const char *text, const char *at, gboolean *ret_so) {
  g_autofree char *lower = before_text(text, at);
  const char *end = lower + strlen(lower);
  while (end > lower && (end[-1] == ':' || end[-1] == ' ')) end--;
  const char *so = word_ends(lower, end, "số");
  *ret_so = so != NULL;
  for (guint i = 0; i < G_N_ELEMENTS(type_words); i++)
    if (word_ends(lower, so ? so : end, type_words[i].word)) return type_words[i].type;
  return NULL;
}

static const char *skip_signs(const char *at) {
  while (*at == ' ' || *at == ',' || *at == '(' || *at == '\t' || *at == '\n') at++;
  return at;
}

static gboolean starts_number(const char *text, const char *at) {
  if (!g_ascii_isdigit(*at)) return FALSE;
  if (at == text) return TRUE;
  char c = at[-1];
  return !g_ascii_isalnum(c) && (guchar)c < 0x80 && c != '/' && c != '-' && c != '.' && c != ',';
}

/* ------------------------------------------------------------------ date */

/* "ngày 12/3/2019" after the number, at once or behind its issuer, before the next number and the end of the clause. */
static const char *date_after(const char *text, const char *at, char ret_iso[11]) {
  const char *in = skip_signs(at);
  static const char *const verbs[] = {"ban hành", "ký", "đề", NULL};
  gsize verb = words_at(in, verbs);
  if (verb) in = skip_signs(in + verb);
  if (*in == '-') in = skip_signs(in + 1);
  gsize length = date_parse(in, ret_iso);
  if (length) return in + length;
  for (const char *end = at + WINDOW; in < end && *in && *in != ';' && *in != ')'; in++) {
    const char *type;
    if (starts_number(text, in) && symbol_parse(in, &type)) break;
    if (in[0] == '.' && (in[1] == ' ' || !in[1])) break;
    if (strncmp(in, "ngày", strlen("ngày")) == 0 && (length = date_parse(in, ret_iso))) return in + length;
  }
  ret_iso[0] = 0;
  return NULL;
}

/* "Ngày 12/3/2019, UBND tỉnh ban hành Kế hoạch số …". */
static void date_before(const char *text, const char *from, const char *at, char ret_iso[11]) {
  ret_iso[0] = 0;
  if (at - from > WINDOW) from = at - WINDOW;
  for (const char *in = at; in > from && in > text && in[-1] != ';' && !(in[-1] == ' ' && in - 1 > text && in[-2] == '.'); in--) {
    if ((in[-1] | 0x20) == 'n' && strncmp(in, "gày", strlen("gày")) == 0 && date_parse(in - 1, ret_iso)) return;
  }
}

/* ------------------------------------------------------------------ issuer and subject */

static const char *const type_starts[] = {"Kế hoạch", "Quyết định", "Công văn", "Thông báo", "Chương trình", "Nghị quyết", "Chỉ thị",
    "Báo cáo", "Hướng dẫn", "Phương án", "Tờ trình", "Nghị định", "Thông tư", "Luật", "Quy chế", NULL};
static const char *const body_words[] = {"tỉnh", "huyện", "thị", "xã", "thành", "phố", "phường", "nhân", "dân", "các", "cấp", "ngành",
    "bộ", "trung", "ương", "phủ", "quân", "sự", "đồng", "chấp", "quan", "cổ", "phần", NULL};

/* Words that go on after a body's name and belong to what the document is about. */
static const char *const name_stops[] = {"về", "ban hành", "quy định", "phê duyệt", "thực hiện", "triển khai", "hướng dẫn", "đôn đốc",
    "sửa đổi", "thành lập", "kiện toàn", "tăng cường", "phòng", "bảo vệ", "phân công", "đã", "có", "để", "ngày", "tổ chức", "yêu cầu",
    "chỉ đạo", "giao", "trong", "nhằm", "do", NULL};

static const char *word_end(const char *at) {
  for (gsize step; (step = word_char(at)); at += step) {}
  return at;
}

static gboolean begins_upper(const char *at) {
  return *at && g_unichar_isupper(g_utf8_get_char(at));
}

/* "Sở", "Công": a capital with small letters after it (no abbreviation such as UBND). */
static gboolean is_name_word(const char *at, const char *end) {
  if (!begins_upper(at)) return FALSE;
  const char *second = g_utf8_next_char(at);
  return second < end && g_unichar_islower(g_utf8_get_char(second));
}

/* The name of a body at `at`: "UBND tỉnh", "Sở Nông nghiệp và Môi trường", "Thủ tướng Chính phủ"; its end, or `at`. */
static const char *body_name(const char *at) {
  const char *end = at;
  gboolean after_name = FALSE;
  for (guint n = 0; n < 16; n++) {
    const char *word = skip_spaces(end > at ? end : at);
    const char *stop = word_end(word);
    if (stop == word) break;
    gboolean upper = begins_upper(word);
    gboolean joins = !upper && n > 0 && (word_at(word, "và") || word_at(word, "-")) && begins_upper(skip_spaces(stop)) &&
        !words_at(skip_spaces(stop), type_starts);
    if (words_at(word, name_stops) || (upper && n > 0 && words_at(word, type_starts))) break;
    if (!upper && !joins && !after_name && !words_at(word, body_words)) break;
    if (!upper && n == 0 && !words_at(word, body_words)) break;
    after_name = is_name_word(word, stop);
    end = stop;
  }
  return end;
}

/* "của ORG" at `at`, or a body in brackets; *ret_from = *ret_until where none stands there. */
static const char *read_issuer(const char *text, const char *at, Cited *cited) {
  const char *in = skip_spaces(at);
  if (*in == ',') in = skip_spaces(in + 1);
  gsize of = word_at(in, "của");
  if (!of) return at;
  in = skip_spaces(in + of);
  const char *end = body_name(in);
  if (end == in) return at;
  cited->issuer_from = (gsize)(in - text);
  cited->issuer_until = (gsize)(end - text);
  return end;
}

/* What the document is about: to the end of the clause, or where the sentence goes on about something else. */
static const char *subject_end(const char *at) {
  static const char *const onward[] = {"do", "và", "đã", "để", "nhằm", "được", "từ đó", "theo đó", NULL};
  const char *in = at;
  for (; *in && in - at < SUBJECT_MAX; in++) {
    if (*in == ';' || *in == '\n' || *in == '\t' || *in == ')') break;
    if (*in == '.' && (!in[1] || in[1] == ' ' || in[1] == '/')) break;
    if (*in == ',' && in - at > 24) break;
    if (*in != ' ') continue;
    gsize word = words_at(in + 1, onward);
    if (!word) continue;
    const char *next = skip_spaces(in + 1 + word);
    if (word_at(in + 1, "và") ? words_at(next, type_starts) > 0 || word_at(next, "số") : in - at > 12) break;
  }
  while (in > at && ((guchar)*in & 0xC0) == 0x80) in--; /* the bound may fall into a character */
  while (in > at && (in[-1] == ' ' || in[-1] == ',')) in--;
  return in;
}

static void read_subject(const char *text, const char *at, Cited *cited) {
  const char *in = skip_spaces(at);
  gboolean comma = *in == ',';
  if (comma || *in == ':' || *in == '-') in = skip_spaces(in + 1);
  if (word_at(in, "và") || word_at(in, "cùng") || (comma && (begins_upper(in) || g_ascii_isdigit(*in)))) return; /* another document, another clause */
  if (g_str_has_prefix(in, "“") || *in == '"') in += *in == '"' ? 1 : (gsize)strlen("“");
  if (!word_char(in) || words_at(in, type_starts) || word_at(in, "số")) return;
  cited->subject_from = (gsize)(in - text);
  cited->subject_until = (gsize)(subject_end(in) - text);
}

/* ------------------------------------------------------------------ one citation */

static gsize bare_number(const char *at) {
  gsize n = strspn(at, "0123456789");
  return n && n <= 5 && !word_char(at + n) && at[n] != '/' && at[n] != '-' && !(at[n] == '.' && g_ascii_isdigit(at[n + 1])) ? n : 0;
}

/* A number at `at`, with or without a symbol. Returns its length, 0 for a number of another kind. */
static gsize read_number(const char *text, const char *at, Cited *cited) {
  const char *type;
  gboolean so;
  gsize length = symbol_parse(at, &type);
  if (length) {
    const char *named = type_before(text, at, &so);
    cited->plain = strcmp(type, "CV") == 0;
    cited->type = cited->plain && named ? named : type;
    cited->number = symbol_clean(at, length);
    return length;
  }
  length = bare_number(at);
  const char *so_end = at;
  while (so_end > text && (so_end[-1] == ' ' || so_end[-1] == ':')) so_end--;
  if (!length || so_end - text < 4 || memcmp(so_end - 3, "ố", 3) != 0) return 0; /* no "số" before it */
  const char *named = type_before(text, at, &so);
  if (!named || !so || strncmp(skip_spaces(at + length), "ngày", strlen("ngày")) != 0) return 0;
  cited->type = named;
  cited->number = g_strndup(at, length);
  return length;
}

gboolean cited_next(const char *text, gsize *at, gsize before, Cited *ret) {
  for (const char *in = text + *at; (in = strpbrk(in, "0123456789")); in++) {
    if (!starts_number(text, in)) continue;
    *ret = (Cited){.start = (gsize)(in - text)};
    gsize length = read_number(text, in, ret);
    if (!length) {
      in += strspn(in, "0123456789") - 1;
      continue;
    }
    const char *end = in + length;
    const char *rest = read_issuer(text, end, ret);
    const char *dated = date_after(text, rest, ret->date);
    if (dated) rest = ret->issuer_until > ret->issuer_from ? dated : read_issuer(text, dated, ret);
    else date_before(text, text + before, in, ret->date);
    read_subject(text, rest, ret);
    ret->end = (gsize)((dated ? dated : end) - text);
    *at = ret->end;
    return TRUE;
  }
  return FALSE;
}

void cited_clear(Cited *cited) {
  g_clear_pointer(&cited->number, g_free);
}

const char *cited_body(const char *number, gsize *ret_length) {
  const char *at = strrchr(number, '/');
  *ret_length = 0;
  if (!at) return number;
  at++;
  for (guint i = 0; i < G_N_ELEMENTS(type_words); i++) {
    gsize length = strlen(type_words[i].type);
    if (strncmp(at, type_words[i].type, length) == 0 && at[length] == '-') {
      at += length + 1;
      break;
    }
  }
  *ret_length = strcspn(at, "-/( ");
  return at;
}
