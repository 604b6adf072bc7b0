/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operator's log: one line an event on standard error (journald takes it from there, with <N> priority prefixes when
 * JOURNAL_STREAM is set). Only intake, cmd and main log; other rooms return errors. Foreign text is made harmless here.
 * This is not the ingestion log, which is rows in the database. */
#pragma once
#include <glib.h>

typedef enum { LOG_ERROR = 3, LOG_WARNING = 4, LOG_INFO = 6, LOG_DEBUG = 7 } LogLevel;

void log_set_level(LogLevel highest); /* default LOG_WARNING for commands; the daemon sets LOG_INFO */
void log_line(LogLevel level, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Progress of long work on standard error: a line that overwrites itself on a terminal, a line a call otherwise.
 * total 0: unknown. progress_end() leaves the terminal on a fresh line. */
void progress_show(const char *what, gint64 done, gint64 total);
void progress_end(void);
