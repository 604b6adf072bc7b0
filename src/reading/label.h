/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number or bullet that a Vietnamese heading or list item begins with: "II.", "Phần thứ hai", "2.1.", "đ)", "-". */
#pragma once
#include <glib.h>

typedef enum {
  LABEL_NONE,
  LABEL_BULLET, /* - + * • and the private-use bullets of Symbol and Wingdings */
  LABEL_ROMAN,  /* I. II/ (III) "Phần I", "PHẦN THỨ NHẤT"; "ll." as a scan reads it */
  LABEL_UPPER,  /* A. B) */
  LABEL_ARABIC, /* 1. 2) 2.1. 2.1.1 */
  LABEL_LETTER, /* a) b. đ/ in the Vietnamese order a b c d đ e g h i k */
} LabelKind;

#define LABEL_DEPTH 4

typedef struct {
  LabelKind kind;
  guint count;                 /* how many values: 2 for "2.1." */
  gboolean part;               /* Roman: written as "Phần I", "Phần thứ nhất" or "Mục 1" */
  gboolean small;              /* Roman: "ii." */
  guint16 values[LABEL_DEPTH]; /* 1.. */
  gsize length;                /* bytes of the label and the blanks after it */
} Label;

/* The label at the start of a text; LABEL_NONE with length 0 where there is none. Numbers that only look like one
 * ("2.1 tỷ đồng", "10 năm", "5/6/2025", "1.234 lượt") are none. */
Label label_parse(const char *text);
/* An automatic number of the file (Block.label), where the number stands alone. */
Label label_alone(const char *text);
/* The letter label "i", "v" or "x" of a document whose other numbers are "ii.", "iii.", "iv.": the Roman number; others unchanged. */
Label label_small_roman(const Label *label);
/* The label that a node of the outline asks for: the last part of its code, with the arabic parts before it ("II.2.1" → 2.1). */
Label label_of_code(const char *code);
