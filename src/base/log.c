/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

static LogLevel highest_level = LOG_WARNING;
static gboolean progress_stands = FALSE;

void log_set_level(LogLevel highest) {
  highest_level = highest;
}

static const char *level_name(LogLevel level) {
  switch (level) {
    case LOG_ERROR: return "error: ";
    case LOG_WARNING: return "warning: ";
    case LOG_INFO:
    case LOG_DEBUG: break;
  }
  return "";
}

void log_line(LogLevel level, const char *format, ...) {
  if (level > highest_level) return;
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  g_autofree char *safe = text_terminal(text);
  progress_end();
  if (g_getenv("JOURNAL_STREAM")) fprintf(stderr, "<%d>%s\n", (int)level, safe);
  else fprintf(stderr, "tonghop: %s%s\n", level_name(level), safe);
}

void progress_show(const char *what, gint64 done, gint64 total) {
  g_autofree char *of = total > 0 ? g_strdup_printf("/%" G_GINT64_FORMAT, total) : g_strdup("");
  gboolean terminal = isatty(STDERR_FILENO);
  fprintf(stderr, "%s%s: %" G_GINT64_FORMAT "%s%s", terminal ? "\r\033[K" : "", what, done, of, terminal ? "" : "\n");
  progress_stands = terminal;
  fflush(stderr);
}

void progress_end(void) {
  if (progress_stands) fputc('\n', stderr);
  progress_stands = FALSE;
}
