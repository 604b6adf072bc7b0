/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of RTF text in one font and one look: its bytes and its \u characters become UTF-8. */
#pragma once
#include "formats/rtf_defs.h"

typedef struct {
  GString *bytes; /* not decoded yet */
  GString *text;  /* decoded by the font's character set, not yet by its legacy */
  gunichar high;  /* first half of a surrogate pair; 0: none */
} RtfRun;

void rtf_run_init(RtfRun *run);
void rtf_run_clear(RtfRun *run);

void rtf_run_bytes(RtfRun *run, const char *bytes, gsize size);
/* The number of \u: a UTF-16 unit, negative ones too. */
void rtf_run_unicode(RtfRun *run, const RtfDefs *defs, const RtfFont *font, gint32 number);
/* A sign that a control word stands for. */
void rtf_run_sign(RtfRun *run, const RtfDefs *defs, const RtfFont *font, const char *sign);

gboolean rtf_run_is_empty(const RtfRun *run);
/* All of it to the end of `to`, letters of legacy fonts as they are; the run is empty then. */
void rtf_run_take(RtfRun *run, const RtfDefs *defs, const RtfFont *font, GString *to);
