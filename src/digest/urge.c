/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "campaign/letters.h"
#include "digest/digest.h"
#include "digest/official.h"
#include "digest/phrases.h"
#include "digest/reminders.h"

static void write_row(Docx *docx, guint number, const DigestAgency *agency, const char *group) {
  g_autofree char *text = g_strdup_printf("%u", number);
  docx_row(docx);
  docx_cell(docx, text);
  docx_cell(docx, agency->agency->name);
  docx_cell(docx, group);
  docx_cell(docx, agency->waiting ? "Đã gửi, chờ xem xét" : "");
}

/* By group, as the campaign orders them. */
static void write_list(Docx *docx, const Digest *digest) {
  static const DocxColumn columns[] = {{"STT", 90, DOCX_CENTER}, {"Cơ quan, đơn vị", 540, DOCX_LEFT}, {"Nhóm", 270, DOCX_LEFT}, {"Ghi chú", 200, DOCX_LEFT}};
  guint n = 0;
  docx_page_break(docx);
  docx_paragraph(docx, DOCX_TITLE, "DANH SÁCH\nCác cơ quan, đơn vị chưa gửi báo cáo");
  docx_paragraph_run(docx, DOCX_CENTRED, "(Kèm theo Công văn số        /        ngày      tháng      năm       )", DOCX_ITALIC);
  docx_begin_table(docx, columns, G_N_ELEMENTS(columns), DOCX_GRID);
  for (guint g = 0; g < digest->groups->len; g++) {
    const DigestGroup *group = g_ptr_array_index(digest->groups, g);
    for (guint i = 0; i < digest->agencies->len; i++) {
      const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
      if (agency->agency->due && !agency->reported && strcmp(agency->agency->group, group->id) == 0) write_row(docx, ++n, agency, group->label);
    }
  }
  docx_end_table(docx);
}

static void write_body(Docx *docx, const Digest *digest, const LetterValue *values, const char *abstract) {
  const Campaign *campaign = digest->campaign;
  const Office *office = &campaign->office;
  const OfficialHead head = {.parent = office->parent, .issuer = office->issuer, .about = g_str_has_prefix(abstract, "V/v ") ? abstract + strlen("V/v ") : abstract,
                             .place = office->place};
  g_autoptr(GPtrArray) to = g_ptr_array_new(), copies = g_ptr_array_new();
  g_autoptr(GPtrArray) paragraphs = letters_paragraphs(campaign->letters, "urge", values);
  official_letterhead(docx, &head);
  g_ptr_array_add(to, (gpointer)"Các cơ quan, đơn vị có tên trong danh sách kèm theo");
  official_addressees(docx, to);
  for (guint i = 0; i < paragraphs->len; i++) docx_paragraph(docx, DOCX_BODY, g_ptr_array_index(paragraphs, i));
  g_ptr_array_add(copies, (gpointer)"Như trên");
  g_ptr_array_add(copies, (gpointer)"Lưu: VT");
  official_signature(docx, &(OfficialSign){.recipients = copies, .authority = office->signer.authority, .role = office->signer.role, .name = office->signer.name});
}

GBytes *reminders_urge(Store *store, const Post *post, const Campaign *campaign, const char *date, GError **error) {
  g_autoptr(Digest) digest = NULL;
  if (campaign->deadline == TIME_NONE) {
    g_set_error(error, TH_ERROR, TH_ERROR_USAGE, "campaign %s has no deadline: there is nobody to urge", campaign->id);
    return NULL;
  }
  if (!digest_build(store, campaign, date, &digest, error)) return NULL;
  g_autofree char *title = phrase_title(campaign), *deadline = phrase_deadline(campaign), *plan = phrase_plan(campaign);
  g_autofree char *where = phrase_where(campaign, post->settings), *missing = g_strdup_printf("%" G_GINT64_FORMAT, digest->counts.missing);
  g_autofree char *reported = g_strdup_printf("%" G_GINT64_FORMAT, digest->counts.reported);
  g_autofree char *expected = g_strdup_printf("%" G_GINT64_FORMAT, digest->counts.expected);
  const LetterValue values[] = {{"dot", title},      {"han", deadline},      {"so-co-quan", missing}, {"ke-hoach", plan}, {"dia-chi", where},
                                {"don-vi", campaign->contact}, {"so-da-gui", reported}, {"tong-so", expected}, {NULL, NULL}};
  g_autofree char *abstract = letters_subject(campaign->letters, "urge", values);
  g_autoptr(Docx) docx = docx_new(abstract);
  write_body(docx, digest, values, abstract);
  write_list(docx, digest);
  return docx_finish(docx, error);
}
