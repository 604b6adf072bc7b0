/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of incoming documents (sổ đăng ký văn bản đến) in the ten columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV, as data; table,
 * JSON, CSV, XLSX and DOCX are made of these rows. */
#pragma once
#include "campaign/campaign.h"
#include "store/store.h"

typedef struct {
  gint64 received;      /* (1) ngày đến */
  gint64 arrival_no;    /* (2) số đến, running through the year */
  int arrival_year;
  char *author;         /* (3) tác giả: the agency, else the issuer as printed, else the sender's address */
  char *number;         /* (4) số, ký hiệu */
  char *date;           /* (5) ngày tháng văn bản, YYYY-MM-DD */
  char *abstract;       /* (6) tên loại và trích yếu nội dung, in one text */
  char *recipient;      /* (7) đơn vị hoặc người nhận: the campaign's contact; NULL */
  /* (8) ngày chuyển and (9) ký nhận are left to the hand that passes the document on */
  char *notes;          /* (10) ghi chú, in Vietnamese: what was noted of it, and how it stands where it was not simply taken in */
  gint64 record;
  char *type, *subject; /* what (6) is made of */
  char *campaign;
  State state;
  Reasons reasons;
} RegisterRow;

/* The heading of each of the ten columns, in order. */
#define REGISTER_COLUMNS 10
extern const char *const register_headings[REGISTER_COLUMNS];

/* RegisterRow*, in order of year and number. campaign: an id or NULL for all; since: what was received from then on, TIME_NONE for all; as_of:
 * TIME_NONE for now. Of a document with a secrecy mark
 * there is neither number nor abstract: it belongs into a register of its own. */
gboolean register_rows(Store *store, const GPtrArray *campaigns, const char *campaign, gint64 since, gint64 as_of, GPtrArray **ret, GError **error);

/* As a DOCX across the page. campaign: whose names head it, or NULL. */
GBytes *register_docx(const GPtrArray *rows, const Campaign *campaign, GError **error);
