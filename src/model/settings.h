/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tonghop.conf in memory (contract, section 1). Paths are absolute. */
#pragma once
#include <glib.h>

#include "model/budget.h"

typedef struct {
  char *path; /* the file itself */
  char *spool, *timezone, *campaigns;
  char *maildir; /* default: <spool>/Maildir */
  gint64 poll_seconds, batch_messages, batch_bytes, min_free_bytes, settle_seconds, workers; /* workers: 0 in the file is resolved to the number of cores */
  char *broker; /* URL; NULL: none */
  gint64 broker_seconds;
  GPtrArray *trusted_authserv_id;
  Limits limits;
  gboolean ocr_enabled;
  char *ocr_language;
  gint64 ocr_dpi;
  char *mail_from, *mail_reply_to, *sendmail, *smtp_url;
  gboolean receipts;
  enum { REMINDERS_NO, REMINDERS_YES, REMINDERS_DRAFT } reminders;
  gint64 rate_per_address_per_day;
  GPtrArray *digest_recipients;
  char *digest_time; /* HH:MM */
  gboolean attach_xlsx, attach_docx;
} Settings;

/* Reads the file, checks every value, sets the clock's zone. TH_ERROR_CONFIG. */
gboolean settings_load(const char *path, Settings **ret, GError **error);
void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* The defaults, without a file: what `extract` uses where there is no instance. */
Settings *settings_default(void);
