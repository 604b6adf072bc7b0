/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/consolidation_render.h"

#include <string.h>

#include "digest/render.h"

static const ConsolidationRenderer renderers[] = {
    {"docx", TRUE, consolidation_docx},
    {"html", FALSE, consolidation_html},
    {"json", FALSE, consolidation_json},
};

const ConsolidationRenderer *consolidation_renderer(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(renderers); i++)
    if (strcmp(renderers[i].name, name) == 0) return &renderers[i];
  return NULL;
}

/* ------------------------------------------------------------------ who says it */

char *consolidation_mark(const Voice *voice) {
  return voice->arrival_no ? g_strdup_printf("[%" G_GINT64_FORMAT "]", voice->arrival_no) : g_strdup_printf("[mã %" G_GINT64_FORMAT "]", voice->record);
}

static void add_number(GString *out, const Voice *voice) {
  g_string_append_printf(out, voice->arrival_no ? "%" G_GINT64_FORMAT : "mã %" G_GINT64_FORMAT, voice->arrival_no ? voice->arrival_no : voice->record);
}

static int by_number(gconstpointer a, gconstpointer b) {
  const Voice *one = *(const Voice *const *)a, *two = *(const Voice *const *)b;
  if (one->arrival_no != two->arrival_no) return one->arrival_no < two->arrival_no ? -1 : 1;
  return one->record < two->record ? -1 : one->record > two->record;
}

/* "4, 9, 11-20". */
static void add_numbers(GString *out, GPtrArray *voices) {
  g_ptr_array_sort(voices, by_number);
  for (guint i = 0; i < voices->len;) {
    const Voice *first = g_ptr_array_index(voices, i);
    guint end = i + 1;
    while (end < voices->len && first->arrival_no && ((const Voice *)g_ptr_array_index(voices, end))->arrival_no == first->arrival_no + (end - i)) end++;
    if (i) g_string_append(out, ", ");
    add_number(out, first);
    if (end - i == 2) g_string_append(out, ", ");
    else if (end - i > 2) g_string_append_c(out, '-');
    if (end - i > 1) add_number(out, g_ptr_array_index(voices, end - 1));
    i = end;
  }
}

static guint count_agencies(const GPtrArray *voices) {
  guint n = 0;
  for (guint i = 0; i < voices->len; i++)
    n += !i || ((const Voice *)g_ptr_array_index(voices, i))->agency != ((const Voice *)g_ptr_array_index(voices, i - 1))->agency;
  return n;
}

/* "Ủy ban nhân dân huyện Bình Sơn" is written "UBND huyện Bình Sơn" where many are listed. */
static char *short_name(const Agency *agency) {
  static const char *const whole[] = {"Ủy ban nhân dân ", "Uỷ ban nhân dân "};
  for (guint i = 0; i < G_N_ELEMENTS(whole); i++)
    if (g_str_has_prefix(agency->name, whole[i])) return g_strconcat("UBND ", agency->name + strlen(whole[i]), NULL);
  return g_strdup(agency->name);
}

/* The records of one agency, which stand side by side, share a bracket. */
static void add_named(GString *out, const Voice *voice, gboolean again) {
  if (again) {
    g_string_truncate(out, out->len - 1);
    g_string_append(out, ", ");
  } else {
    g_autofree char *name = short_name(voice->agency);
    g_string_append_printf(out, "%s%s [", out->len ? ", " : "", name);
  }
  add_number(out, voice);
  g_string_append_c(out, ']');
}

#define NAMED_MORE 2

char *consolidation_who_voices(const GPtrArray *voices, guint named) {
  GString *out = g_string_new(NULL);
  g_autoptr(GPtrArray) rest = g_ptr_array_new();
  guint agencies = count_agencies(voices), seen = 0;
  if (agencies <= named + NAMED_MORE) named = agencies;
  for (guint i = 0; i < voices->len; i++) {
    const Voice *voice = g_ptr_array_index(voices, i);
    gboolean again = i && ((const Voice *)g_ptr_array_index(voices, i - 1))->agency == voice->agency;
    seen += !again;
    if (seen > named) g_ptr_array_add(rest, (gpointer)voice);
    else add_named(out, voice, again);
  }
  if (!rest->len) return g_string_free(out, FALSE);
  g_string_append_printf(out, " và %u đơn vị khác [", agencies - named);
  add_numbers(out, rest);
  return g_string_free(g_string_append_c(out, ']'), FALSE);
}

/* A report that says it twice is named once. */
char *consolidation_who(const GArray *sayings, guint named) {
  g_autoptr(GPtrArray) voices = g_ptr_array_new();
  for (guint i = 0; i < sayings->len; i++) {
    const Voice *voice = g_array_index(sayings, Saying, i).voice;
    if (voice && (!voices->len || g_ptr_array_index(voices, voices->len - 1) != voice)) g_ptr_array_add(voices, (gpointer)voice);
  }
  return consolidation_who_voices(voices, named);
}

/* ------------------------------------------------------------------ sentences of the report */

char *consolidation_subject(const Consolidation *c) {
  const Campaign *campaign = c->digest->campaign;
  return g_strdup(campaign->office.subject ? campaign->office.subject : campaign->title);
}

char *consolidation_note(const Consolidation *c) {
  g_autofree char *date = words_date(c->digest->date);
  return g_strdup_printf("Dự thảo lập tự động từ các báo cáo nhận đến hết ngày %s. Số trong ngoặc vuông là số đến của báo cáo trong sổ đăng ký văn bản đến, "
                         "dùng để đối chiếu với bản gốc; người dự thảo kiểm tra, biên tập và bỏ các số này cùng ghi chú này trước khi trình ký.",
                         date);
}

char *consolidation_opening(const Consolidation *c) {
  const Campaign *campaign = c->digest->campaign;
  g_autofree char *plan = campaign->plan ? g_strdup_printf("Thực hiện Kế hoạch số %s, ", campaign->plan) : g_strdup("");
  const char *issuer = campaign->office.issuer ? campaign->office.issuer : "……………";
  g_autofree char *text = g_strdup_printf("%s%s tổng hợp kết quả báo cáo của các cơ quan, đơn vị như sau:", plan, issuer);
  return consolidation_capital(text);
}

char *consolidation_progress(const Consolidation *c) {
  const DigestCounts *n = &c->digest->counts;
  g_autofree char *date = words_date(c->digest->date);
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, "Tính đến hết ngày %s, có %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " cơ quan, đơn vị đã gửi báo cáo", date, n->reported, n->expected);
  if (n->reported) g_string_append_printf(out, " (đúng hạn %" G_GINT64_FORMAT ", quá hạn %" G_GINT64_FORMAT ")", n->on_time, n->late);
  if (n->missing) g_string_append_printf(out, "; còn %" G_GINT64_FORMAT " cơ quan, đơn vị chưa gửi báo cáo (Phụ lục I)", n->missing);
  return g_string_free(g_string_append_c(out, '.'), FALSE);
}

char *consolidation_own(const Own *own) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < own->sentences->len; i++) {
    const char *sentence = g_ptr_array_index(own->sentences, i);
    if (out->len) g_string_append_c(out, ' ');
    g_string_append(out, sentence);
    if (!strchr(".:;!?,", sentence[strlen(sentence) - 1])) g_string_append_c(out, '.');
  }
  return g_string_free(out, FALSE);
}

static char *ambiguous_note(const Campaign *campaign, const GPtrArray *codes) {
  if (!codes->len) return NULL;
  GString *out = g_string_new("Chưa cộng, vì báo cáo có nhiều số khác nhau: ");
  for (guint i = 0; i < codes->len; i++) {
    const Agency *agency = campaign_agency(campaign, g_ptr_array_index(codes, i));
    g_string_append_printf(out, "%s%s", i ? ", " : "", agency ? agency->name : (const char *)g_ptr_array_index(codes, i));
  }
  return g_string_free(g_string_append_c(out, '.'), FALSE);
}

char *consolidation_figure_note(const Consolidation *c, const DigestIndicator *indicator) {
  g_autofree char *ambiguous = ambiguous_note(c->digest->campaign, indicator->ambiguous);
  g_autofree char *outliers = render_outliers(c->digest, indicator), *corrected = render_corrected(indicator->corrected);
  const char *const notes[] = {ambiguous, outliers, corrected};
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(notes); i++)
    if (notes[i]) g_string_append_printf(out, "%s%s", out->len ? " " : "", notes[i]);
  if (out->len) return g_string_free(out, FALSE);
  g_string_free(out, TRUE);
  return NULL;
}

char *consolidation_capital(const char *text) {
  char first[7] = {0};
  if (!*text) return g_strdup("");
  first[g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(text)), first)] = 0;
  return g_strconcat(first, g_utf8_next_char(text), NULL);
}
