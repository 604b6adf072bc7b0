/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `tonghop worker`: takes messages from the broker, reads each in this machine's own pool (sandbox, limits, deadline as ever), sends what came
 * of it, and only then acknowledges. Touches no spool and no database.
 *
 * A message that was handed out before (a worker was lost meanwhile) is read alone, so that only the one that fells whole workers comes to
 * POISON_DELIVERIES, when it is answered as a crash without being read. */
#pragma once
#include "model/settings.h"

#define POISON_DELIVERIES 3

typedef struct {
  gint64 read, failed, refused, poison;
} RemoteTotals;

/* Until *stop, which is seen within a second; messages under way are finished. `ready` is called once: the broker is there, the processes
 * stand. A broker that goes away after that is sought for ever, and said once through `say`. */
gboolean remote_run(const Settings *settings, gboolean ocr, const volatile int *stop, void (*ready)(void), void (*say)(const char *line), RemoteTotals *ret,
                    GError **error);
