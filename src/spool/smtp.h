/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other way out: an SMTP server, where [mail] smtp-url is set (smtp://host:port, smtps://...). Under a service hardened with
 * NoNewPrivileges a set-group-id sendmail cannot drop mail into its queue; a connection to a local server can. */
#pragma once
#include <glib.h>

/* from: envelope sender (an address, "" for the null path); recipients: addresses joined by ','. TH_ERROR_RETRY for what may pass
 * (no connection, 4xx, timeout), TH_ERROR_FAILED for a refusal, with the server's words. */
gboolean smtp_send(const char *url, const char *from, const char *recipients, GBytes *message, int seconds, GError **error);
