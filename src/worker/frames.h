/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames (wire.h) over the socket, as the side that was started sees them: a worker, or a relay. The side that starts is process.h. */
#pragma once
#include <glib.h>

/* The descriptors of a request: the message, and the pages that are known of it. */
typedef struct {
  int message, pages;
} Descriptors;

void descriptors_close(Descriptors *fds);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Descriptors, descriptors_close)

/* The payload of the next frame, and the descriptors that came with it where `ret_fds` is given. FALSE without error at the end. */
gboolean frames_receive(int socket, GBytes **ret, Descriptors *ret_fds, GError **error);
/* A whole frame, prefix and all. */
gboolean frames_send(int socket, const GByteArray *frame, GError **error);
