/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One worker process as the parent holds it: started by exec of the reader (or of the program itself: relays, tests), spoken to over a socketpair, listened to
 * on a pipe (its standard error), killed and reaped. Knows nothing of readings; pool.c decides what an event means. */
#pragma once
#include <glib.h>
#include <sys/types.h>

#include "worker/pool.h"
#include "worker/wire.h"

typedef struct {
  pid_t pid;
  int socket, words_fd;
  GByteArray *in;     /* the frame under way, prefix and all */
  GString *words;     /* the end of what it said on its standard error since the last request */
  gboolean ready;     /* its sandbox stands */
  gboolean busy;
  guint32 most;       /* bytes of an answer that are taken */
  gint64 tag;         /* of the message under way */
  gint64 started;     /* monotonic microseconds: the message's start, or the process's until it is ready */
  gint64 deadline;
  guint messages;     /* requests it got */
} Process;

/* Starts WORKER_ARGUMENT in the reader, any other argument in the program itself; nothing of our environment, arguments or descriptors goes along. Sends hello. */
gboolean process_start(const char *argument, const GByteArray *hello, Process **ret, GError **error);
/* Kills, reaps, closes. */
void process_free(Process *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Process, process_free)

/* TRUE where an idle process neither died nor speaks without being asked. */
gboolean process_is_quiet(const Process *process);
/* pages: a second descriptor, or -1. */
gboolean process_send(Process *process, const Request *request, int fd, int pages, GError **error);
/* The deadline of the message under way and its processor time begin now. */
void process_start_clock(Process *process, gint64 seconds);

typedef enum {
  EVENT_NOTHING, /* more is to come */
  EVENT_FRAME,   /* `in` holds a whole frame */
  EVENT_FLOOD,   /* it announced more than `most` bytes */
  EVENT_RUBBISH, /* more came than one frame, or an empty one */
  EVENT_END,     /* it closed its socket: it died, or will be killed */
} ProcessEvent;

/* Takes what has come, without waiting. */
ProcessEvent process_receive(Process *process);
void process_listen(Process *process);
/* Payload of the frame; process_forget_frame makes room for the next. */
const guint8 *process_frame(const Process *process, gsize *ret_size);
void process_forget_frame(Process *process);

/* Waits a moment for the end of a process that closed its socket, kills it where it lives on. The wait status. */
int process_reap(Process *process);
/* Resident memory in bytes, 0 where it cannot be told. */
gint64 process_resident(const Process *process);

/* death.c: what an end means. `words` may be a lie, and may quote a document: nothing of it but a call's name goes into detail. */
Outcome death_outcome(int status, const char *words, const Limits *limits, char **ret_detail);
/* TRUE for a relay that ended because the broker, or every worker behind it, is away. */
gboolean death_is_broker(int status);
/* Why a worker did not become ready, in one line: no document was read yet, so its words are told. */
void death_before_ready(int status, const char *words, GError **error);
