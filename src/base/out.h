/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One printer for every listing: rows of the same cells become an aligned table for people, JSON lines, or CSV.
 *
 *   g_autoptr(Out) out = out_new(OUT_TABLE);
 *   out_column(out, "arrival_no", "No", OUT_RIGHT);   declares a column: JSON key, heading for people
 *   out_int(out, 12); out_text(out, "STC"); ... out_end_row(out);
 *   out_finish(out, error);                                  prints what is held back, flushes
 *
 * All cells are foreign text: they reach a terminal only through text_terminal(), CSV cells that a spreadsheet would
 * take for a formula get a leading apostrophe. Colour only on a terminal and not under NO_COLOR.
 * A broken pipe ends the program quietly; another write error is TH_ERROR_IO. */
#pragma once
#include <glib.h>

typedef enum { OUT_TABLE, OUT_JSON, OUT_CSV } OutFormat;
typedef enum { OUT_LEFT, OUT_RIGHT } OutAlign; /* on a terminal that is too narrow, text (OUT_LEFT) is shortened with "…", figures and times (OUT_RIGHT) never */
typedef enum { OUT_PLAIN, OUT_GOOD, OUT_WARN, OUT_BAD, OUT_DIM } OutColour;

typedef struct Out Out;

Out *out_new(OutFormat format);
void out_free(Out *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Out, out_free)

void out_column(Out *out, const char *key, const char *heading, OutAlign align);
void out_text(Out *out, const char *value); /* NULL: null in JSON, "" for people */
void out_int(Out *out, gint64 value);
void out_double(Out *out, double value);
void out_bool(Out *out, gboolean value);
void out_instant(Out *out, gint64 instant); /* ISO in JSON and CSV, "dd/mm/yyyy HH:MM" for people */
void out_strings(Out *out, const GPtrArray *values); /* array in JSON, joined by ", " for people, ";" in CSV */
void out_colour(Out *out, OutColour colour); /* colours the cell just written */
void out_mark(Out *out, gsize start, gsize end); /* bytes of the text just written that are bold on a terminal; in order. The text is free of
                                                   control characters (text_terminal) already */
void out_end_row(Out *out);
gboolean out_finish(Out *out, GError **error);

/* TRUE for a table: hashes are cut, words chosen for reading. Data has everything whole. */
gboolean out_for_people(const Out *out);

/* A line of plain text for people (a heading or a sentence between tables); nothing in JSON and CSV. */
void out_line(Out *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Writes to standard output with the same error rules; for renderers that print one whole document. */
gboolean out_write(const char *data, gsize size, GError **error);
