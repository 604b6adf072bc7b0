/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/frames.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/file.h"
#include "worker/wire.h"

void descriptors_close(Descriptors *fds) {
  file_close_p(&fds->message);
  file_close_p(&fds->pages);
}

static void take_descriptors(const struct cmsghdr *came, Descriptors *ret) {
  int fds[2] = {-1, -1};
  gsize bytes = MIN((gsize)came->cmsg_len - CMSG_LEN(0), sizeof fds);
  descriptors_close(ret);
  memcpy(fds, CMSG_DATA(came), bytes);
  ret->message = fds[0];
  ret->pages = fds[1];
}

/* Exactly `size` bytes, and the descriptors that came with them where `ret_fds` is given. FALSE at the end (error not set) or
 * on a fault. The kernel never joins the bytes of two messages where one of them carries a descriptor. */
static gboolean receive(int socket, guint8 *data, gsize size, Descriptors *ret_fds, GError **error) {
  for (gsize done = 0; done < size;) {
    union {
      struct cmsghdr header;
      char space[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec iov = {.iov_base = data + done, .iov_len = size - done};
    struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_errno(error, errno, "cannot receive");
    if (n == 0) return FALSE;
    struct cmsghdr *came = CMSG_FIRSTHDR(&message);
    if (came && came->cmsg_level == SOL_SOCKET && came->cmsg_type == SCM_RIGHTS && ret_fds)
      take_descriptors(came, ret_fds);
    done += (gsize)n;
  }
  return TRUE;
}

gboolean frames_receive(int socket, GBytes **ret, Descriptors *ret_fds, GError **error) {
  guint8 prefix[WIRE_PREFIX];
  guint32 length;
  if (!receive(socket, prefix, sizeof prefix, ret_fds, error)) return FALSE;
  if (!wire_length(prefix, &length)) {
    g_set_error_literal(error, TH_ERROR, TH_ERROR_DATA, "a frame of impossible length");
    return FALSE;
  }
  g_autofree guint8 *data = g_malloc(length);
  if (!receive(socket, data, length, ret_fds, error)) return FALSE;
  *ret = g_bytes_new_take(g_steal_pointer(&data), length);
  return TRUE;
}

gboolean frames_send(int socket, const GByteArray *frame, GError **error) {
  for (gsize done = 0; done < frame->len;) {
    ssize_t n = send(socket, frame->data + done, frame->len - done, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return error_errno(error, errno, "cannot send");
    done += (gsize)n;
  }
  return TRUE;
}
