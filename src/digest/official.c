/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/official.h"

#include <stdio.h>
#include <string.h>

/* Widths of the letterhead's columns: the national motto needs the larger one. */
static const DocxColumn head_columns[] = {{NULL, 42, DOCX_CENTER}, {NULL, 58, DOCX_CENTER}};
static const DocxColumn sign_columns[] = {{NULL, 50, DOCX_LEFT}, {NULL, 50, DOCX_CENTER}};

#define BLANK "        " /* where a number, a day, a month is written by hand or stamped */
#define STOPS "……………"

char *official_date(const char *place, const char *date) {
  int year = 0, month = 0, day = 0;
  const char *where = place && *place ? place : STOPS;
  if (!date || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return g_strdup_printf("%s, ngày" BLANK "tháng" BLANK "năm 20……", where);
  return g_strdup_printf(month < 3 ? "%s, ngày %02d tháng %02d năm %d" : "%s, ngày %02d tháng %d năm %d", where, day, month, year);
}

static char *capitals(const char *text) {
  return g_utf8_strup(text && *text ? text : STOPS, -1);
}

static void names_row(Docx *docx, const OfficialHead *head) {
  g_autofree char *issuer = capitals(head->issuer);
  docx_row(docx);
  docx_begin_cell(docx, (DocxCell){0});
  if (head->parent && *head->parent) {
    g_autofree char *parent = capitals(head->parent);
    docx_paragraph(docx, DOCX_NAMES, parent);
  }
  docx_paragraph_run(docx, DOCX_NAMES, issuer, DOCX_BOLD);
  docx_rule(docx, 400);
  docx_end_cell(docx);
  docx_begin_cell(docx, (DocxCell){0});
  docx_paragraph_run(docx, DOCX_NAMES, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", DOCX_BOLD);
  docx_paragraph_run(docx, DOCX_HEAD, "Độc lập - Tự do - Hạnh phúc", DOCX_BOLD);
  docx_rule(docx, 600);
  docx_end_cell(docx);
}

static void number_row(Docx *docx, const OfficialHead *head) {
  g_autofree char *date = official_date(head->place, head->date);
  docx_row(docx);
  docx_begin_cell(docx, (DocxCell){0});
  docx_begin(docx, DOCX_HEAD);
  docx_format(docx, 0, "Số:" BLANK "/%s", head->symbol ? head->symbol : "");
  docx_end(docx);
  if (head->about) {
    docx_begin(docx, DOCX_HEAD);
    docx_format(docx, 0, "V/v %s", head->about);
    docx_end(docx);
  }
  docx_end_cell(docx);
  docx_begin_cell(docx, (DocxCell){0});
  docx_paragraph_run(docx, DOCX_HEAD, date, DOCX_ITALIC);
  docx_end_cell(docx);
}

void official_letterhead(Docx *docx, const OfficialHead *head) {
  docx_begin_table(docx, head_columns, 2, DOCX_BARE);
  names_row(docx, head);
  number_row(docx, head);
  docx_end_table(docx);
}

void official_title(Docx *docx, const char *type, const char *abstract) {
  docx_paragraph(docx, DOCX_PLAIN, NULL);
  docx_paragraph(docx, DOCX_TITLE, type);
  if (abstract && *abstract) docx_paragraph(docx, DOCX_TITLE, abstract);
  docx_rule(docx, 350);
  docx_paragraph(docx, DOCX_PLAIN, NULL);
}

void official_addressees(Docx *docx, const GPtrArray *to) {
  docx_begin(docx, to->len == 1 ? DOCX_CENTRED : DOCX_LIST);
  docx_text(docx, "Kính gửi:", 0);
  if (to->len == 1) docx_format(docx, 0, " %s", (const char *)g_ptr_array_index(to, 0));
  docx_end(docx);
  for (guint i = 0; to->len > 1 && i < to->len; i++) {
    docx_begin(docx, DOCX_LIST);
    docx_format(docx, 0, "- %s%s", (const char *)g_ptr_array_index(to, i), i + 1 < to->len ? ";" : ".");
    docx_end(docx);
  }
  docx_paragraph(docx, DOCX_PLAIN, NULL);
}

static void recipients_cell(Docx *docx, const GPtrArray *recipients) {
  docx_begin_cell(docx, (DocxCell){0});
  docx_begin(docx, DOCX_SMALL);
  docx_text(docx, "Nơi nhận:", DOCX_BOLD | DOCX_ITALIC);
  docx_end(docx);
  for (guint i = 0; recipients && i < recipients->len; i++) {
    docx_begin(docx, DOCX_SMALL);
    docx_format(docx, 0, "- %s%s", (const char *)g_ptr_array_index(recipients, i), i + 1 < recipients->len ? ";" : ".");
    docx_end(docx);
  }
  docx_end_cell(docx);
}

#define SIGNATURE_LINES 4 /* room for hand and seal */

void official_signature(Docx *docx, const OfficialSign *sign) {
  docx_paragraph(docx, DOCX_PLAIN, NULL);
  docx_begin_table(docx, sign_columns, 2, DOCX_BARE);
  docx_row(docx);
  recipients_cell(docx, sign->recipients);
  docx_begin_cell(docx, (DocxCell){0});
  if (sign->authority && *sign->authority) docx_paragraph_run(docx, DOCX_HEAD, sign->authority, DOCX_BOLD);
  docx_paragraph_run(docx, DOCX_HEAD, sign->role && *sign->role ? sign->role : STOPS, DOCX_BOLD);
  for (int i = 0; i < SIGNATURE_LINES; i++) docx_paragraph(docx, DOCX_HEAD, NULL);
  docx_paragraph_run(docx, DOCX_HEAD, sign->name && *sign->name ? sign->name : STOPS, DOCX_BOLD);
  docx_end_cell(docx);
  docx_end_table(docx);
}

char *official_label(const char *code) {
  const char *rest = strchr(code, '.'), *last = strrchr(code, '.');
  if (last && g_unichar_isalpha(g_utf8_get_char(last + 1))) return g_strdup_printf("%s)", last + 1);
  return g_strdup_printf("%s.", rest && !g_ascii_isdigit(*code) ? rest + 1 : code);
}
