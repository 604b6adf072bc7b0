/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/asks.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "digest/notices.h"

#define HAS(record, reason) ((record)->reasons & REASON_BIT(REASON_##reason))

void problem_free(Problem *problem) {
  if (!problem) return;
  g_free(problem->key);
  g_free(problem->value);
  g_free(problem->brief);
  g_free(problem);
}

static void add(GPtrArray *list, const char *letter, char *key, const char *name, char *value, char *brief) {
  Problem *problem = g_new0(Problem, 1);
  *problem = (Problem){.key = key, .letter = letter, .name = name, .value = value, .brief = brief};
  g_ptr_array_add(list, problem);
}

/* ------------------------------------------------------------------ files */

typedef struct {
  PartStatus status;
  Reason reason; /* without it the file was not worth a word */
  const char *prefix, *letter, *brief;
} FileAsk;

static const FileAsk file_asks[] = {
    {PART_ENCRYPTED, REASON_PART_ENCRYPTED, "encrypted", "ask-password", "tệp đặt mật khẩu"},
    {PART_CORRUPT, REASON_PART_CORRUPT, "corrupt", "ask-corrupt", "tệp bị hỏng"},
    {PART_UNSUPPORTED, REASON_PART_UNSUPPORTED, "unsupported", "ask-unsupported", "tệp chưa đọc được"},
    {PART_TOO_BIG, REASON_LIMIT_EXCEEDED, "too-big", "ask-too-big", "tệp vượt giới hạn"},
    {PART_EMPTY, REASON_NO_REPORT, "empty", "ask-empty", "tệp không có nội dung"},
};

static gboolean is_multipart(const Part *part) {
  return part->role == ROLE_CONTAINER && part->type && (g_str_has_prefix(part->type, "multipart/") || !strcmp(part->type, "message/rfc822"));
}

static gboolean is_file(const Part *part) {
  return part->role != ROLE_BODY && part->role != ROLE_SIGNATURE && !is_multipart(part);
}

/* The attached file itself, where the part is a member of an archive; NULL where it is the file. */
static const Part *archive_of(const GPtrArray *parts, const Part *member) {
  gsize length = strcspn(member->path, "/");
  if (!member->path[length]) return NULL;
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = g_ptr_array_index(parts, i);
    if (strlen(part->path) == length && strncmp(part->path, member->path, length) == 0) return part->name ? part : NULL;
  }
  return NULL;
}

static gboolean is_asked(const GPtrArray *list, const char *key) {
  for (guint i = 0; i < list->len; i++)
    if (strcmp(((const Problem *)g_ptr_array_index(list, i))->key, key) == 0) return TRUE;
  return FALSE;
}

/* Once for an attached file, however many members of it have the problem; the first is named. */
static void ask_file(GPtrArray *list, const GPtrArray *parts, const Part *part, const char *prefix, const char *letter, const char *brief) {
  const Part *archive = archive_of(parts, part);
  const char *name = part->name ? part->name : part->path;
  g_autofree char *folded = text_fold(archive ? archive->name : name), *key = g_strdup_printf("%s/%s", prefix, folded);
  if (is_asked(list, key)) return;
  char *quoted = notices_quote(name);
  if (archive) {
    g_autofree char *member = g_steal_pointer(&quoted), *outer = notices_quote(archive->name);
    quoted = g_strdup_printf("%s” trong “%s", member, outer);
  }
  add(list, letter, g_steal_pointer(&key), "tep", quoted, g_strdup_printf("%s: “%s”", brief, quoted));
}

static void ask_files(GPtrArray *list, const Record *record) {
  for (guint a = 0; a < G_N_ELEMENTS(file_asks); a++) {
    const FileAsk *ask = &file_asks[a];
    if (!(record->reasons & REASON_BIT(ask->reason))) continue;
    for (guint i = 0; i < record->parts->len; i++) {
      const Part *part = g_ptr_array_index(record->parts, i);
      if (part->status == ask->status && is_file(part)) ask_file(list, record->parts, part, ask->prefix, ask->letter, ask->brief);
    }
  }
}

/* The page images that were read badly or not at all. */
static void ask_scans(GPtrArray *list, const Record *record) {
  if (!HAS(record, OCR_LOW_CONFIDENCE) && !HAS(record, SECRECY_UNDETERMINED)) return;
  for (guint i = 0; i < record->parts->len; i++) {
    const Part *part = g_ptr_array_index(record->parts, i);
    gboolean unread = HAS(record, SECRECY_UNDETERMINED) && part->role == ROLE_REPORT && part->status != PART_ENCRYPTED;
    if (is_file(part) && (part->ocr_confidence >= 0 || unread)) ask_file(list, record->parts, part, "scan", "ask-scan", "bản quét khó đọc");
  }
}

/* ------------------------------------------------------------------ figures */

static gboolean is_total(const Figure *figure, const char *indicator, gboolean annex) {
  return figure->indicator && !figure->subtotal && figure->annex == annex && !strcmp(figure->indicator, indicator);
}

static void add_values(GString *out, const Report *report, const char *indicator, gboolean annex) {
  guint n = 0;
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    if (!is_total(figure, indicator, annex)) continue;
    g_autofree char *value = number_display(figure->value);
    g_string_append_printf(out, "%s%s", n++ ? "; " : "", value);
  }
}

/* Text and annex both say it, and no value is in both. (An equal pair was made one when the report was read: the annex's entry.) */
static gboolean differs(const Report *report, const char *indicator) {
  gboolean text = FALSE, annex = FALSE;
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    text |= is_total(figure, indicator, FALSE);
    annex |= is_total(figure, indicator, TRUE);
  }
  return text && annex;
}

static void ask_mismatch(GPtrArray *list, const Campaign *campaign, const Record *record) {
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    if (!differs(record->report, indicator->id)) continue;
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "%s: lời văn ", indicator->label);
    add_values(line, record->report, indicator->id, FALSE);
    g_string_append(line, ", phụ lục ");
    add_values(line, record->report, indicator->id, TRUE);
    g_string_append_printf(line, " (%s)", indicator->unit);
    add(list, "ask-mismatch", g_strdup_printf("mismatch/%s", indicator->id), "so-lieu-lech", g_strdup(line->str),
        g_strdup_printf("số liệu không khớp: %s", indicator->label));
  }
}

/* ------------------------------------------------------------------ the report as a whole */

static void ask_missing(GPtrArray *list, const Campaign *campaign, const Report *report) {
  for (guint i = 0; i < report->missing->len; i++) {
    const char *code = g_ptr_array_index(report->missing, i);
    int index = campaign_node_index(campaign, code);
    const Node *node = index < 0 ? NULL : g_ptr_array_index(campaign->nodes, index);
    char *line = node ? g_strdup_printf("%s. %s", code, node->title) : g_strdup(code);
    add(list, "ask-missing", g_strdup_printf("missing/%s", code), "muc-thieu", line, g_strdup_printf("thiếu mục %s", code));
  }
}

static gboolean is_whole_report(const Record *record) {
  return record->report && (record->kind == KIND_REPORT || record->kind == KIND_REPLACEMENT) && !HAS(record, WRONG_CAMPAIGN);
}

GPtrArray *asks_of(const Campaign *campaign, const Record *record) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)problem_free);
  if (HAS(record, SECRET_MARKING)) return list;
  ask_files(list, record);
  ask_scans(list, record);
  if (HAS(record, NO_REPORT) && !list->len) {
    gboolean link = record->message->flags & MESSAGE_LINK;
    add(list, link ? "ask-link" : "ask-no-report", g_strdup(link ? "link" : "no-report"), NULL, NULL,
        g_strdup(link ? "thư chỉ có đường dẫn tải tệp" : "thư không kèm báo cáo"));
  }
  if (!record->report) return list;
  if (is_whole_report(record) && !HAS(record, NIL_REPORT) && HAS(record, INCOMPLETE)) ask_missing(list, campaign, record->report);
  if (HAS(record, FIGURES_MISMATCH)) ask_mismatch(list, campaign, record);
  if (is_whole_report(record) && !HAS(record, NIL_REPORT) && HAS(record, NO_FIGURES))
    add(list, "ask-figures", g_strdup("figures"), NULL, NULL, g_strdup("báo cáo chưa có số liệu"));
  if (HAS(record, UNSIGNED)) add(list, "ask-draft", g_strdup("draft"), NULL, NULL, g_strdup("văn bản chưa ký (dự thảo)"));
  return list;
}

gboolean asks_would_show(const Record *record, const char *key) {
  if (!is_whole_report(record)) return FALSE;
  static const char *const of_content[] = {"missing/", "mismatch/"}, *const whole[] = {"figures", "draft", "no-report", "link"};
  for (guint i = 0; i < G_N_ELEMENTS(of_content); i++)
    if (g_str_has_prefix(key, of_content[i])) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(whole); i++)
    if (!strcmp(key, whole[i])) return TRUE;
  return FALSE;
}
