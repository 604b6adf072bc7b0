/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/receipt_words.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "campaign/letters.h"
#include "digest/digest.h"
#include "digest/notices.h"
#include "digest/phrases.h"

#define FILES_SHOWN 60
#define INDICATORS_SHOWN 100

char *receipt_numbers(const GPtrArray *records) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < records->len; i++) {
    gint64 number = ((const Record *)g_ptr_array_index(records, i))->arrival_no;
    if (number) g_string_append_printf(out, "%s%" G_GINT64_FORMAT, out->len ? ", " : "", number);
  }
  return g_string_free(out, FALSE);
}

/* ------------------------------------------------------------------ RECEIVED */

typedef struct {
  char *numbers, *date, *time, *title;
} Arrival;

static void arrival_clear(Arrival *arrival) {
  g_free(arrival->numbers);
  g_free(arrival->date);
  g_free(arrival->time);
  g_free(arrival->title);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Arrival, arrival_clear)

static void arrival_of(const Campaign *campaign, const GPtrArray *records, Arrival *ret) {
  gint64 received = ((const Record *)g_ptr_array_index(records, 0))->received;
  g_autofree char *iso = clock_date(received);
  ret->numbers = receipt_numbers(records);
  ret->date = words_date(iso);
  ret->time = clock_format(received, "%H giờ %M phút");
  ret->title = phrase_title(campaign);
}

static gboolean is_shown(const Part *part) {
  gboolean multipart = part->role == ROLE_CONTAINER && (!part->name || (part->type && g_str_has_prefix(part->type, "multipart/")));
  return part->role != ROLE_BODY && !multipart && !(part->role == ROLE_IMAGE && !part->name);
}

static char *list_files(const GPtrArray *parts, gboolean waits) {
  GString *out = g_string_new(NULL);
  guint shown = 0, more = 0;
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = g_ptr_array_index(parts, i);
    if (!is_shown(part)) continue;
    if (shown == FILES_SHOWN) {
      more++;
      continue;
    }
    g_autofree char *name = part->name ? notices_quote(part->name) : g_strdup_printf("(phần thư %s)", part->path), *size = number_display((double)part->size);
    gboolean reading = waits && part->status == PART_EMPTY;
    g_string_append_printf(out, "%s- %s (%s byte): %s", shown++ ? "\n" : "", name, size, reading ? "đang nhận dạng" : words_part_status(part->status));
    if (part->sha256) g_string_append_printf(out, "\n  SHA-256: %s", part->sha256);
  }
  if (more) g_string_append_printf(out, "\n- và %u tệp khác", more);
  if (!shown) g_string_append(out, "- (thư không có tệp đính kèm)");
  return g_string_free(out, FALSE);
}

char *receipt_received(const Campaign *campaign, const GPtrArray *records, const char *agency_name, gboolean waits) {
  const Record *first = g_ptr_array_index(records, 0);
  g_auto(Arrival) arrival = {0};
  arrival_of(campaign, records, &arrival);
  g_autofree char *subject = waits ? NULL : notices_quote(first->message->subject), *files = list_files(first->parts, waits);
  const LetterValue values[] = {{"so-den", arrival.numbers}, {"ngay-den", arrival.date},    {"gio-den", arrival.time},
                                {"dot", arrival.title},      {"don-vi", campaign->contact}, {"co-quan", agency_name},
                                {"tieu-de", subject},        {"tep", files},                {NULL, NULL}};
  return letters_text(campaign->letters, "received", values);
}

char *receipt_bare(const Campaign *campaign, const GPtrArray *records, const char *agency_name, char **ret_subject) {
  g_auto(Arrival) arrival = {0};
  arrival_of(campaign, records, &arrival);
  const LetterValue values[] = {{"so-den", arrival.numbers}, {"ngay-den", arrival.date},    {"gio-den", arrival.time}, {"dot", arrival.title},
                                {"don-vi", campaign->contact}, {"co-quan", agency_name},    {NULL, NULL}};
  *ret_subject = letters_subject(campaign->letters, "received-bare", values);
  return letters_text(campaign->letters, "received-bare", values);
}

/* ------------------------------------------------------------------ CHECKED */

/* NULL for what has neither number nor abstract: an annex that was sent later. */
static char *document_of(const Report *report) {
  if (!report->number && !report->subject) return NULL;
  g_autofree char *number = notices_quote(report->number), *day = words_date(report->date), *subject = notices_quote(report->subject);
  GString *out = g_string_new(number ? "số " : "chưa có số");
  if (number) g_string_append(out, number);
  if (*day) g_string_append_printf(out, " ngày %s", day);
  if (subject) g_string_append_printf(out, ", trích yếu: %s", subject);
  return g_string_free(out, FALSE);
}

static char *signer_of(const Report *report) {
  if (!report->signer.name) return NULL;
  const char *pieces[] = {report->signer.authority, report->signer.role, report->signer.name};
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
    if (pieces[i]) g_string_append_printf(out, "%s%s", out->len ? " " : "", pieces[i]);
  return notices_quote(out->str);
}

static char *timeliness_of(const Campaign *campaign, const Record *record) {
  static const char *const words[TIMELY_N] = {NULL, "gửi đúng thời hạn", "gửi sau thời hạn", "gửi trước khi bắt đầu đợt báo cáo"};
  const char *word = words[record->timeliness];
  if (!word || campaign->deadline == TIME_NONE) return NULL;
  g_autofree char *deadline = phrase_deadline(campaign);
  return g_strdup_printf("%s (%s)", word, deadline);
}

/* One line an indicator, with every value that the report gives as its total. */
static char *list_figures(const Campaign *campaign, const Report *report, guint *ret_count) {
  GString *out = g_string_new(NULL);
  guint more = 0;
  *ret_count = 0;
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint k = 0; k < report->figures->len; k++) {
      const Figure *figure = g_ptr_array_index(report->figures, k);
      if (!figure->indicator || figure->subtotal || strcmp(figure->indicator, indicator->id) != 0) continue;
      g_autofree char *value = number_display(figure->value);
      g_string_append_printf(line, "%s%s %s%s", line->len ? "; " : "", value, indicator->unit, figure->annex ? " (phụ lục)" : "");
    }
    if (!line->len) continue;
    if ((*ret_count)++ >= INDICATORS_SHOWN) more++;
    else g_string_append_printf(out, "%s  + %s: %s", out->len ? "\n" : "", indicator->label, line->str);
  }
  if (more) g_string_append_printf(out, "\n  + và %u chỉ tiêu khác", more);
  return g_string_free(out, FALSE);
}

static guint required_nodes(const Campaign *campaign) {
  guint n = 0;
  for (guint i = 0; i < campaign->nodes->len; i++) n += ((const Node *)g_ptr_array_index(campaign->nodes, i))->required;
  return n;
}

static char *understood(const Campaign *campaign, const Record *record) {
  const Report *report = record->report;
  guint required = required_nodes(campaign), indicators;
  gboolean judged = record->kind != KIND_SUPPLEMENT && !(record->reasons & REASON_BIT(REASON_WRONG_CAMPAIGN));
  g_autofree char *arrival = g_strdup_printf("%" G_GINT64_FORMAT, record->arrival_no), *document = document_of(report);
  g_autofree char *issuer = notices_quote(report->issuer), *signer = signer_of(report), *timeliness = timeliness_of(campaign, record);
  g_autofree char *present = judged ? g_strdup_printf("%u", required - MIN(required, report->missing->len)) : NULL;
  g_autofree char *all = g_strdup_printf("%u", required), *figures = list_figures(campaign, report, &indicators);
  g_autofree char *count = g_strdup_printf("%u", indicators), *documents = g_strdup_printf("%u", report->documents->len);
  g_autofree char *proposals = g_strdup_printf("%u", report->proposals->len), *title = phrase_title(campaign);
  const LetterValue values[] = {
      {"so-den", arrival},   {"van-ban", document},   {"co-quan-ban-hanh", issuer}, {"nguoi-ky", signer},      {"thoi-han", timeliness},
      {"so-muc", present},   {"tong-muc", all},       {"so-lieu", figures},         {"so-lieu-tong", count},   {"van-ban-dan", documents},
      {"kien-nghi", proposals}, {"dot", title},       {"don-vi", campaign->contact}, {"co-quan", record->agency.name}, {NULL, NULL}};
  return letters_text(campaign->letters, "checked", values);
}

char *receipt_checked(const Campaign *campaign, const Record *record) {
  g_autofree char *text = record->report ? understood(campaign, record) : g_strdup("");
  if (record->state != STATE_REVIEW && record->state != STATE_QUARANTINED) return g_steal_pointer(&text);
  g_autofree char *reasons = words_reasons(record->reasons);
  g_autofree char *waits = letters_text(campaign->letters, "in-review", (const LetterValue[]){{"ly-do", reasons}, {NULL, NULL}});
  return g_strconcat(text, waits, NULL);
}
