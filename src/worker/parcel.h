/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a relay lays before the broker: the request's frame, the frame of the pages known before, a frame that says what a message that is over
 * message-bytes is as a whole (frames of length 0 where there is nothing to say), and the bytes of the message; of one that is over, the head, so
 * that the worker can still say who sent it. */
#pragma once
#include <glib.h>

#include "base/digest.h"
#include "worker/wire.h"

#define QUEUE_READ "tonghop.read"
#define QUEUE_OCR "tonghop.ocr"

/* pages_fd: a descriptor that holds such a frame, or -1. */
gboolean parcel_pack(GBytes *request, int message_fd, int pages_fd, gint64 message_bytes, GByteArray **ret, GError **error);
/* size 0: it came whole. */
typedef struct {
  gint64 size;
  char sha256[DIGEST_HEX];
} Whole;
/* *ret_fd holds the message's bytes; of one that is over, its head and a hole, so that it is too long for a worker as well. ret_whole and
 * ret_fd are NULL where only the request is asked. TH_ERROR_DATA where it is none. */
gboolean parcel_unpack(GBytes *body, gint64 message_bytes, Request **ret_request, Whole *ret_whole, int *ret_fd, GError **error);

/* What both sides must agree on, as 64 hex digits: program version, limits, time zone, trusted ids, the campaigns folder's content. A worker
 * refuses messages with another stamp, so that no report is read by yesterday's outline. */
gboolean parcel_stamp(const Hello *hello, char **ret, GError **error);
