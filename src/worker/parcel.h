/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a relay lays before the broker: the request's frame, the frame of the pages known before (a frame of length 0 where there are none),
 * and the bytes of the message. */
#pragma once
#include <glib.h>

#include "worker/wire.h"

#define QUEUE_READ "tonghop.read"
#define QUEUE_OCR "tonghop.ocr"

/* pages_fd: a descriptor that holds such a frame, or -1. TH_ERROR_DATA where the message has more than message_bytes. */
gboolean parcel_pack(GBytes *request, int message_fd, int pages_fd, gint64 message_bytes, GByteArray **ret, GError **error);
/* *ret_fd holds the message's bytes; NULL where only the request is asked. TH_ERROR_DATA where it is none. */
gboolean parcel_unpack(GBytes *body, Request **ret_request, int *ret_fd, GError **error);

/* What both sides must agree on, as 64 hex digits: program version, limits, time zone, trusted ids, the campaigns folder's content. A worker
 * refuses messages with another stamp, so that no report is read by yesterday's outline. */
gboolean parcel_stamp(const Hello *hello, char **ret, GError **error);
