/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pool shares with its neighbours in the room. */
#pragma once
#include "worker/pool.h"
#include "worker/wire.h"

/* What every worker of these settings is told first. Borrows from them. */
Hello pool_hello(const Settings *settings, gboolean ocr);
/* For tests: a pool whose workers are this program started with another argument than WORKER_ARGUMENT. */
gboolean pool_new_with_argument(const Settings *settings, const char *argument, Pool **ret, GError **error);
