/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a campaign folder, one reader each. Only load.c calls these.
 *
 * Every reader is strict: the first mistake is TH_ERROR_CONFIG, "FILE: [group] key: what is wrong" or "FILE:LINE: what is
 * wrong", and *ret stays untouched. */
#pragma once
#include "base/conf.h"
#include "campaign/campaign.h"

/* outline.conf: GPtrArray of Node*, owning. A node's parent, where it has a heading of its own, must stand before it. */
gboolean outline_load(const char *path, GPtrArray **ret, GError **error);
/* Index of a code in an outline, -1: none. */
int outline_index(const GPtrArray *nodes, const char *code);

/* indicators.conf: GPtrArray of Indicator*, owning. `nodes` is what `sections` may name. */
gboolean indicators_load(const char *path, const GPtrArray *nodes, GPtrArray **ret, GError **error);

/* agencies.csv: GPtrArray of Agency*, owning. `groups` (Group*) is what `group` may name. */
gboolean agencies_load(const char *path, const GPtrArray *groups, GPtrArray **ret, GError **error);

/* The optional groups [reminders] and [diligence] of campaign.conf, each key with its default. */
gboolean conduct_read(Conf *conf, RemindDays *ret_remind, DiligenceFormula *ret_diligence, GError **error);
void conduct_clear(RemindDays *remind);

/* holidays.csv (columns date, kind = off|work, name): "YYYY-MM-DD" -> DayKind. A missing file is no error: no holidays. */
gboolean holidays_load(const char *path, GHashTable **ret, GError **error);

/* "FILE:LINE: MESSAGE". Returns FALSE. */
gboolean line_fail(const char *path, int line, GError **error, const char *format, ...) G_GNUC_PRINTF(4, 5);
