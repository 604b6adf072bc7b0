/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests: a pool whose workers are this program started with another argument than WORKER_ARGUMENT. */
#pragma once
#include "worker/pool.h"

gboolean pool_new_with_argument(const Settings *settings, const char *argument, Pool **ret, GError **error);
