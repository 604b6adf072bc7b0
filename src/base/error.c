/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <sysexits.h>

G_DEFINE_QUARK(tonghop-error, th_error)

int error_exit_code(const GError *error) {
  if (!error) return EX_OK;
  if (error->domain != TH_ERROR) return 1;
  switch ((ThError)error->code) {
    case TH_ERROR_USAGE: return EX_USAGE;
    case TH_ERROR_DATA: return EX_DATAERR;
    case TH_ERROR_NO_INPUT: return EX_NOINPUT;
    case TH_ERROR_IO: return EX_IOERR;
    case TH_ERROR_RETRY: return EX_TEMPFAIL;
    case TH_ERROR_CONFIG: return EX_CONFIG;
    case TH_ERROR_FAILED: break;
  }
  return 1;
}

static ThError code_of_errno(int errnum) {
  switch (errnum) {
    case ENOENT:
    case ENOTDIR: return TH_ERROR_NO_INPUT;
    case EAGAIN:
    case EBUSY:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOSPC:
    case EDQUOT: return TH_ERROR_RETRY;
    default: return TH_ERROR_IO;
  }
}

gboolean error_errno(GError **error, int errnum, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(error, TH_ERROR, code_of_errno(errnum), "%s: %s", what, g_strerror(errnum));
  return FALSE;
}
