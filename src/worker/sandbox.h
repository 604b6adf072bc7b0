/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shuts a worker in. After sandbox_enter() the process has its socket, its words to the parent (descriptor 2) and the
 * poppler tables under /usr/share/poppler, and nothing else of the machine: no files, no network, no other processes, no new
 * programs, no executable memory. What it needs from outside (campaigns, time zone, charset modules) is loaded before.
 *
 * Order: close descriptors; rlimits; no_new_privs; Landlock (file system, network, scopes: all the kernel knows);
 * seccomp (allow-list, built before; a call that is not on it ends the worker with WORKER_EXIT_TRAPPED and its name on
 * descriptor 2). A layer that cannot be set up is an error: there is no half sandbox.
 *
 * With TONGHOP_SANITIZE there is no address-space limit and the list has what the sanitizers need; the rest is the same. */
#pragma once
#include <glib.h>

#include "model/budget.h"

/* socket: the one descriptor that stays, beside 0, 1 and 2. memory_bytes counts on top of what is mapped now; CPU time is
 * that of WORKER_MESSAGES messages (the parent lowers it before each). TH_ERROR_FAILED names the layer. */
gboolean sandbox_enter(int socket, const Limits *limits, GError **error);
