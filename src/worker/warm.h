/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before the sandbox: reads a small message of our own, so that the libraries have opened what they open once (poppler's list of
 * tables, locale, type registrations) and the first real message is no slower than the next. */
#pragma once
#include "worker/gather.h"

void warm_up(const GatherContext *context);
