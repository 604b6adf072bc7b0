/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of an official document by Nghị định 30/2020/NĐ-CP (Phụ lục I), as DOCX: letterhead, type and abstract, addressees,
 * recipients with the signature. What only the one who signs can know (number, day, name) is left as the blank that officials leave. */
#pragma once
#include "digest/docx.h"

typedef struct {
  const char *parent; /* the superior body, upper line of the letterhead; NULL: none */
  const char *issuer; /* who issues it; '\n' where it breaks. Both are shown in capitals */
  const char *symbol; /* what follows the number: "BC-PA04", "CV-..." → "Số:        /BC-PA04"; NULL: "Số:        /" */
  const char *about;  /* of a công văn: its abstract, shown as "V/v ..." under the number; NULL for typed documents */
  const char *place;  /* "Quảng Ngãi" */
  const char *date;   /* YYYY-MM-DD; NULL: blanks for day, month and year */
} OfficialHead;

void official_letterhead(Docx *docx, const OfficialHead *head);

/* "BÁO CÁO" over the abstract, with the rule under it. */
void official_title(Docx *docx, const char *type, const char *abstract);

/* "Kính gửi: ..." : one on the line, several as a list. to: char*. */
void official_addressees(Docx *docx, const GPtrArray *to);

typedef struct {
  const GPtrArray *recipients; /* char*: "Thường trực Tỉnh ủy", last one "Lưu: VT, PA04": dashes and stops are set here */
  const char *authority;       /* "KT. GIÁM ĐỐC"; '\n' where there are two lines; NULL: the head signs */
  const char *role;            /* "PHÓ GIÁM ĐỐC" */
  const char *name;            /* NULL: blank */
} OfficialSign;

void official_signature(Docx *docx, const OfficialSign *sign);

/* "Quảng Ngãi, ngày 05 tháng 6 năm 2025" (days under 10 and months 1 and 2 take a zero); with blanks where date is NULL. New text. */
char *official_date(const char *place, const char *date);

/* The number before an outline node's title, as the decree numbers: "II" → "II.", "II.1" → "1.", "II.2.1" → "2.1.", "II.2.1.đ" → "đ)"; codes that
 * begin with a digit keep all of it: "2.1" → "2.1.". New text. */
char *official_label(const char *code);
