/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows tesseract: a prepared picture → words with their places, as the PDF format's layout takes them, so that the
 * columns of a letterhead, tables and paragraphs are found by the same code in scans and in text.
 *
 * SECURITY: the model is loaded before the sandbox stands; afterwards no file is opened and no thread is started (OMP_THREAD_LIMIT=1
 * stands in the worker's environment). */
#pragma once
#include "formats/pdf_page.h"
#include "formats/picture.h"

typedef struct Ocr Ocr;

/* language: as tesseract names it ("vie", "vie+eng"). TH_ERROR_CONFIG where its model is not installed. */
gboolean ocr_new(const char *language, Ocr **ret, GError **error);
/* Reads a picture of our own, so that the library has asked for everything that it asks for once. */
void ocr_warm_up(Ocr *ocr);
void ocr_free(Ocr *ocr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ocr, ocr_free)

/* Prepares the picture and reads it. marks: red text of the upper part is read for itself too and given as text boxes; an
 * overlay without words is a red frame whose word could not be read.
 * *ret_confidence: 0..1, mean over the letters; 0 where there are none. */
PdfPage *ocr_read(Ocr *ocr, Picture *picture, int number, gboolean marks, double *ret_confidence);
