/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One error domain for the whole program.
 *
 * The code of a TH_ERROR says what the caller can do next, not where the fault arose; the message says
 * what went wrong, where, and what to do about it, in one line.  A function that returns FALSE (or NULL)
 * has set its error; one that returns TRUE has not.  Rooms below intake and cmd never log and never exit.
 *
 * Errors of other domains (G_FILE_ERROR, G_KEY_FILE_ERROR, ...) must not leave a room: wrap them. */
#pragma once
#include <glib.h>

typedef enum {
  TH_ERROR_FAILED,   /* something failed: exit 1 */
  TH_ERROR_USAGE,    /* the command line is wrong: exit 64 */
  TH_ERROR_DATA,     /* an input file is not what it should be: exit 65 */
  TH_ERROR_NO_INPUT, /* there is no such input: exit 66 */
  TH_ERROR_IO,       /* reading or writing failed: exit 74 */
  TH_ERROR_RETRY,    /* busy or out of a resource; the same call may work later: exit 75 */
  TH_ERROR_CONFIG,   /* configuration: exit 78 */
} ThError;

#define TH_ERROR (th_error_quark())
GQuark th_error_quark(void);

/* The exit status of <sysexits.h> for an error; 1 for a foreign domain. */
int error_exit_code(const GError *error);

/* Sets TH_ERROR_IO (TH_ERROR_NO_INPUT for ENOENT, TH_ERROR_RETRY for EMFILE, ENOSPC, EAGAIN ...) from errno:
 * "WHAT: strerror".  Returns FALSE so that it can stand in a return statement. */
gboolean error_errno(GError **error, int errnum, const char *format, ...) G_GNUC_PRINTF(3, 4);
