/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/kind.h"

#include <string.h>

#include "base/text.h"

#define BODY_BYTES 8000 /* of the mail's text that is looked at */
#define NEAR 60         /* bytes in which words speak of one another */
#define HEAD_BLOCKS 60  /* of a document before its body, that are looked at */

static gboolean has_any(const char *folded, const char *const *list, guint n) {
  for (guint i = 0; i < n; i++)
    if (text_find_word(folded, list[i], 0) >= 0) return TRUE;
  return FALSE;
}
#define HAS(folded, list) has_any((folded), (list), G_N_ELEMENTS(list))

/* ------------------------------------------------------------------ the words at hand */

typedef struct {
  char *subject;  /* folded, "" where there is none */
  char *body;     /* folded text of the mail itself, without quoted lines */
  gboolean asks;  /* a question mark stands in subject or body */
  gboolean link, file_link;
  GPtrArray *own; /* folded abstract and first paragraphs of the reports */
} Words;

/* Folded, but "hội" (an association) is not made the same as "hỏi" (to ask). */
static char *fold_words(const char *text) {
  static const char *const written[] = {"hội", "Hội", "HỘI"};
  g_autoptr(GString) kept = g_string_new(text);
  for (guint i = 0; i < G_N_ELEMENTS(written); i++) g_string_replace(kept, written[i], "h.oi", 0);
  return text_fold(kept->str);
}

/* "https://host/d/1a2b3c": more than the front page of somebody's site, as signatures have it. */
static gboolean names_file(const char *text) {
  for (const char *at = text; (at = strstr(at, "://")); at += 3) {
    const char *host_end = at + 3 + strcspn(at + 3, "/ \t\n<>");
    if (*host_end == '/' && strcspn(host_end + 1, " \t\n<>") >= 6) return TRUE;
  }
  return FALSE;
}

/* *ret_begin: how the mail's own text begins, for reading->words. */
static char *body_of(const GArray *trials, char **ret_begin, gboolean *ret_asks, gboolean *ret_link, gboolean *ret_file_link) {
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    const Blocks *blocks = trial->document->blocks;
    for (guint b = 0; trial->role == ROLE_BODY && b < blocks_count(blocks) && all->len < BODY_BYTES; b++) {
      const char *text = blocks_at(blocks, b)->text;
      if (*text == '>') continue;
      gboolean address = strstr(text, "://") != NULL;
      *ret_link |= address;
      *ret_file_link |= names_file(text);
      *ret_asks |= !address && strchr(text, '?') != NULL;
      g_string_append_len(all, text, (gssize)MIN(strlen(text), (gsize)BODY_BYTES));
      g_string_append_c(all, '\n');
    }
  }
  g_autofree char *valid = g_utf8_make_valid(all->str, -1);
  g_autofree char *begin = g_strndup(valid, OWN_WORDS_MAX);
  *ret_begin = *begin ? text_normal(begin, -1) : NULL;
  return fold_words(valid);
}

static void add_own(GPtrArray *own, const Trial *trial) {
  const Blocks *blocks = trial->document->blocks;
  if (trial->report->subject) g_ptr_array_add(own, text_fold(trial->report->subject));
  for (guint b = 0; b < trial->first && b < HEAD_BLOCKS; b++) /* "(Báo cáo này thay thế Báo cáo số ...)" under the abstract */
    if (strlen(blocks_at(blocks, b)->text) < 1500) g_ptr_array_add(own, text_fold(blocks_at(blocks, b)->text));
  for (guint b = trial->first, n = 0; b < trial->end && n < 3; b++, n++) {
    if (trial->alignment.placements->len > b && g_array_index(trial->alignment.placements, Placement, b).node >= 0) break;
    if (strlen(blocks_at(blocks, b)->text) < 1500) g_ptr_array_add(own, text_fold(blocks_at(blocks, b)->text));
  }
}

static void words_init(const GArray *trials, const Message *message, char **ret_begin, Words *ret) {
  *ret = (Words){.subject = fold_words(message->subject ? message->subject : ""), .own = g_ptr_array_new_with_free_func(g_free)};
  ret->asks = strchr(ret->subject, '?') != NULL;
  ret->body = body_of(trials, ret_begin, &ret->asks, &ret->link, &ret->file_link);
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role == ROLE_REPORT || trial->role == ROLE_LETTER) add_own(ret->own, trial);
  }
}

static void words_clear(Words *words) {
  g_free(words->subject);
  g_free(words->body);
  g_ptr_array_unref(words->own);
}

/* ------------------------------------------------------------------ machines */

static gboolean is_bounce(const Message *message, const char *subject) {
  static const char *const cues[] = {"undeliverable", "undelivered mail", "delivery status notification", "failure notice", "returned mail", "mail delivery failed", "khong gui duoc thu", "thu khong gui duoc"};
  if (message->flags & MESSAGE_DSN) return TRUE;
  gboolean daemon = message->from && (g_ascii_strncasecmp(message->from, "mailer-daemon", 13) == 0 || g_ascii_strncasecmp(message->from, "postmaster", 10) == 0);
  return daemon && (message->flags & MESSAGE_NULL_RETURN || HAS(subject, cues));
}

static gboolean is_autoreply(const Message *message, const char *subject) {
  static const char *const cues[] = {"tu dong tra loi", "tra loi tu dong", "automatic reply", "auto reply", "autoreply", "out of office", "auto-reply"};
  static const char *const begins[] = {"da doc:", "read:", "not read:", "vang mat:"};
  if (message->flags & (MESSAGE_AUTO | MESSAGE_RECEIPT)) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(begins); i++)
    if (g_str_has_prefix(subject, begins[i])) return TRUE;
  return HAS(subject, cues);
}

static gboolean advertises(const Words *words) {
  static const char *const cues[] = {"khuyen mai", "uu dai", "giam gia", "unsubscribe", "huy dang ky nhan", "khai giang", "chieu sinh", "bang gia", "bao gia", "mua ngay", "hoc phi", "ban tin", "newsletter", "trung thuong", "vay von"};
  return HAS(words->subject, cues) || HAS(words->body, cues);
}

/* ------------------------------------------------------------------ replacement and supplement */

static gboolean found_before(const char *text, const char *at, gsize reach, const char *const *list, guint n) {
  gsize offset = (gsize)(at - text);
  g_autofree char *before = g_strndup(at - MIN(offset, reach), MIN(offset, reach));
  for (guint i = 0; i < n; i++)
    if (strstr(before, list[i])) return TRUE;
  return FALSE;
}

static gboolean found_after(const char *at, gsize reach, const char *const *list, guint n) {
  gsize length = MIN(strlen(at), reach);
  g_autofree char *after = g_strndup(at, length);
  for (guint i = 0; i < n; i++)
    if (strstr(after, list[i])) return TRUE;
  return FALSE;
}

static const char *const rules[] = {"quyet dinh", "quy che", "quy dinh", "thong tu", "nghi dinh", "luat"};
static const char *const papers[] = {"bao cao", "bc so", "cong van", "van ban so", "ban gui", "ban truoc", "ban cu", "ban da gui", "file", "tep", "phu luc", "bieu"};
static const char *const sending[] = {"gui", "nop", "bao cao", "bc", "ban", "xin"};

/* "báo cáo thay thế", "thay thế Báo cáo số ...", not "thay thế Quyết định", "Quy chế thay thế". */
static const char *replaces_at(const char *text) {
  static const char *const verbs[] = {"thay the", "thay cho", "dinh chinh"};
  for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
    for (const char *at = strstr(text, verbs[i]); at; at = strstr(at + 1, verbs[i])) {
      const char *after = at + strlen(verbs[i]);
      if (found_after(after, 14, rules, G_N_ELEMENTS(rules)) || found_before(text, at, 28, rules, G_N_ELEMENTS(rules))) continue;
      static const char *const amend[] = {"sua doi", "bo sung,"};
      if (found_before(text, at, 24, amend, G_N_ELEMENTS(amend))) continue;
      if (found_after(after, NEAR, papers, G_N_ELEMENTS(papers)) || found_before(text, at, 20, sending, G_N_ELEMENTS(sending)) || i == 2) return after;
    }
  }
  return NULL;
}

/* "bổ sung số liệu cho Báo cáo", "báo cáo bổ sung", not "sửa đổi, bổ sung Quyết định", "nếu thiếu xin báo để bổ sung". */
static const char *adds_at(const char *text) {
  static const char *const what[] = {"bao cao", "so lieu", "phu luc", "noi dung", "bieu", "thong tin", "phan", "muc"};
  static const char *const amend[] = {"sua doi", "dieu chinh,", "thay the,", "de xuat", "kien nghi", "nghien cuu"};
  for (const char *at = strstr(text, "bo sung"); at; at = strstr(at + 1, "bo sung")) {
    const char *after = at + strlen("bo sung");
    static const char *const later[] = {"de ", "neu ", "se "};
    if (found_before(text, at, 22, amend, G_N_ELEMENTS(amend)) || found_after(after, 20, rules, G_N_ELEMENTS(rules))) continue;
    if (found_before(text, at, 4, later, G_N_ELEMENTS(later))) continue;
    static const char *const article[] = {"dieu", "khoan", "vao quy che"};
    if (found_after(after, 12, article, G_N_ELEMENTS(article))) continue;
    if (found_after(after, NEAR, what, G_N_ELEMENTS(what)) || found_before(text, at, 16, sending, G_N_ELEMENTS(sending))) return after;
  }
  return NULL;
}

/* "thu hồi Báo cáo số ...", "đề nghị không sử dụng báo cáo ...": what was sent is taken back. Property and licences are recovered too. */
static gboolean takes_back(const char *text) {
  static const char *const verbs[] = {"thu hoi", "huy bo", "rut lai", "xin rut", "khong su dung", "khong su dung so lieu"};
  static const char *const near[] = {"bao cao", "bc so", "ban da gui", "van ban da gui"}, *const numbered[] = {"bao cao so", "bc so", "cong van so", "van ban so"};
  for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
    for (const char *at = strstr(text, verbs[i]); at; at = strstr(at + 1, verbs[i])) {
      const char *after = at + strlen(verbs[i]);
      if (found_after(after, 16, near, G_N_ELEMENTS(near)) || found_after(after, 32, numbered, G_N_ELEMENTS(numbered))) return TRUE;
    }
  return FALSE;
}

/* The first number of a report in a text (as written: symbols do not survive folding). */
static char *number_in(const char *text) {
  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    const char *type;
    if (!g_ascii_isdigit(*at) || (at > text && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at))))) continue;
    gsize length = symbol_parse(at, &type);
    if (length && type && g_str_equal(type, "BC")) return symbol_clean(at, length);
    while (g_ascii_isdigit(at[1])) at++;
  }
  return NULL;
}

static char *number_of_replaced(const GArray *trials, const Message *message) {
  char *number = message->subject ? number_in(message->subject) : NULL;
  for (guint i = 0; i < trials->len && !number; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    const Blocks *blocks = trial->document->blocks;
    if (trial->role == ROLE_REPORT && trial->report->subject) number = number_in(trial->report->subject);
    guint reach = trial->role == ROLE_BODY ? 4 : MIN(trial->first, (guint)HEAD_BLOCKS) + 4;
    for (guint b = 0; b < blocks_count(blocks) && b < reach && !number; b++) {
      g_autofree char *folded = text_fold(blocks_at(blocks, b)->text);
      if (replaces_at(folded) || adds_at(folded)) number = number_in(blocks_at(blocks, b)->text);
    }
    if (number && g_strcmp0(number, trial->report->number) == 0) g_clear_pointer(&number, g_free);
  }
  return number;
}

static Kind report_kind(const Words *words) {
  gboolean replaces = replaces_at(words->subject) || replaces_at(words->body), adds = adds_at(words->subject) != NULL;
  for (guint i = 0; i < words->own->len; i++) {
    const char *text = g_ptr_array_index(words->own, i);
    replaces |= replaces_at(text) != NULL;
    adds |= adds_at(text) != NULL;
  }
  if (replaces) return KIND_REPLACEMENT;
  if (adds) return KIND_SUPPLEMENT;
  static const char *const gave[] = {"gui bo sung", "nop bo sung", "xin bo sung", "gui them"};
  return HAS(words->body, gave) && adds_at(words->body) ? KIND_SUPPLEMENT : KIND_REPORT;
}

/* ------------------------------------------------------------------ people */

/* The file hangs on this very mail. */
static gboolean attaches(const Words *words) {
  static const char *const cues[] = {"gui kem", "dinh kem", "kem theo thu", "kem theo mail", "kem theo email", "tep kem theo", "file kem theo", "duong dan"};
  return HAS(words->subject, cues) || HAS(words->body, cues) || words->link;
}

/* What will be sent, or is not sent yet, does not hang on this mail. */
static gboolean is_sent(const char *folded, const char *cue) {
  static const char *const later[] = {"se ", "chua ", "chua kip ", "dang ", "se som "};
  for (gssize at = text_find_word(folded, cue, 0); at >= 0; at = text_find_word(folded, cue, (gsize)at + 1)) {
    gboolean put_off = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(later); i++) {
      gsize length = strlen(later[i]);
      put_off |= (gsize)at >= length && strncmp(folded + at - length, later[i], length) == 0;
    }
    if (!put_off) return TRUE;
  }
  return FALSE;
}

static gboolean brings(const Words *words) {
  static const char *const cues[] = {"kem theo", "xin gui", "gui bao cao", "nop bao cao", "gui lai", "xin nop", "nop bc", "gui bc", "ban mem", "bao cao tong ket", "kinh gui bao cao", "gui ban"};
  for (guint i = 0; i < G_N_ELEMENTS(cues); i++)
    if (is_sent(words->subject, cues[i]) || is_sent(words->body, cues[i])) return TRUE;
  return attaches(words);
}

static gboolean asks(const Words *words) {
  static const char *const cues[] = {"xin hoi",    "cho hoi",        "de nghi huong dan", "xin huong dan", "xin y kien", "cho y kien", "xin gia han",    "gia han",        "de nghi cho biet", "xin cho biet",
                                     "mong duoc huong dan", "duoc huong dan", "giai dap",  "hoi ve",        "hoi them",   "thac mac",   "co phai",        "hay khong",      "duoc khong",       "de nghi lam ro",
                                     "xin phep",   "xin lui",        "gui giup",         "cung cap giup", "xin cung cap", "chua nhan duoc"};
  static const char *const about[] = {"hoi ve", "hoi them", "hoi moc", "hoi thoi", "hoi han", "hoi cach", "hoi noi dung", "hoi so lieu", "hoi mau"};
  return words->asks || HAS(words->subject, about) || HAS(words->subject, cues) || HAS(words->body, cues);
}

static gboolean speaks_of(const Campaign *campaign, const Words *words) {
  for (guint i = 0; campaign && i < campaign->subject_cues->len; i++) {
    const char *cue = g_ptr_array_index(campaign->subject_cues, i);
    if (strstr(words->subject, cue) || strstr(words->body, cue)) return TRUE;
  }
  return strstr(words->subject, "bao cao") || strstr(words->body, "bao cao");
}

static gboolean report_there(const GArray *trials) {
  for (guint i = 0; i < trials->len; i++)
    if (g_array_index(trials, Trial, i).role == ROLE_REPORT) return TRUE;
  return FALSE;
}

/* A document that asks instead of reporting ("V/v xin gia hạn thời gian nộp báo cáo"), or takes a report back: a person must answer or
 * decide what then counts. */
static gboolean report_asks(const GArray *trials) {
  static const char *const cues[] = {"xin gia han", "gia han", "xin y kien", "de nghi huong dan", "xin huong dan", "de nghi giai dap"};
  for (guint i = 0; i < trials->len; i++) {
    const Trial *trial = &g_array_index(trials, Trial, i);
    if (trial->role != ROLE_REPORT) continue;
    g_autofree char *subject = trial->report->subject ? text_fold(trial->report->subject) : NULL;
    if (!subject || trial->alignment.score > 0.2 || !(HAS(subject, cues) || takes_back(subject))) return FALSE;
  }
  return TRUE;
}

static guint attachments(const Reading *reading) {
  guint n = 0;
  for (guint i = 0; i < reading->parts->len; i++) {
    const Part *part = g_ptr_array_index(reading->parts, i);
    n += part_is_attachment(part) && !(part_is_image(part) && part->size < 30000);
  }
  return n;
}

static Kind without_report(const Campaign *campaign, const Reading *reading, const Words *words) {
  gboolean list = reading->message->flags & MESSAGE_LIST;
  if (list || (advertises(words) && !speaks_of(campaign, words))) return KIND_UNRELATED;
  guint attached = attachments(reading);
  if (takes_back(words->subject) || (!attached && takes_back(words->body))) return KIND_QUESTION;
  if (!attached && asks(words) && !attaches(words)) return KIND_QUESTION;
  if (attached || brings(words)) return report_kind(words);
  return asks(words) || speaks_of(campaign, words) ? KIND_QUESTION : KIND_UNRELATED;
}

void kind_read(const Campaign *campaign, const GArray *trials, Reading *reading) {
  Message *message = reading->message;
  Words words;
  words_init(trials, message, &reading->words, &words);
  if (words.file_link) message->flags |= MESSAGE_LINK;
  gboolean there = report_there(trials);
  if (is_bounce(message, words.subject)) reading->kind = KIND_BOUNCE;
  else if (!there && is_autoreply(message, words.subject)) reading->kind = KIND_AUTOREPLY;
  else if (!there) reading->kind = without_report(campaign, reading, &words);
  else if (!campaign && (message->flags & MESSAGE_LIST || advertises(&words))) reading->kind = KIND_UNRELATED;
  else if (report_asks(trials)) reading->kind = KIND_QUESTION;
  else reading->kind = report_kind(&words);
  if (reading->kind == KIND_REPLACEMENT || reading->kind == KIND_SUPPLEMENT) reading->replaces = number_of_replaced(trials, message);
  words_clear(&words);
}
