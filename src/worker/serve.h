/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's half of the conversation, without knowing what is read: hello, preparation, sandbox, ready, then one answer a
 * request until the parent closes its end. child.c serves mail with it; tests serve attacks with it. */
#pragma once
#include <glib.h>

#include "worker/wire.h"

typedef struct {
  /* Before the sandbox: loads what is outside, gives the state that `read` gets. FALSE ends the worker (WORKER_EXIT_SETUP). */
  gboolean (*prepare)(const Hello *hello, gpointer *ret_state, GError **error);
  /* Inside: reads one message (fd is borrowed). Never NULL. What request->page is given goes to the parent at once. */
  Reading *(*read)(const Hello *hello, const Request *request, int fd, gpointer state);
} Service;

/* Runs until the parent's end is closed, and ends the process. State lives as long as it. */
G_GNUC_NORETURN void serve(int socket, const Service *service);
