/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listings that more than one command prints. */
#pragma once
#include "cmd/cmd.h"

/* The register of incoming documents (sổ đăng ký văn bản đến), Nghị định 30's columns, in order of year and number. */
gboolean tables_register(App *app, Out *out, gint64 since, GError **error);
/* The ingestion log. */
void tables_log_columns(Out *out);
gboolean tables_log(App *app, Out *out, const LogFilter *filter, gint64 *ret_last_seq, GError **error);
