/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spool/smtp.h"

#include <string.h>

#include <curl/curl.h>

#include "base/error.h"

typedef struct {
  const char *at;
  gsize left;
} Upload;

static size_t read_upload(char *buffer, size_t size, size_t count, void *user) {
  Upload *upload = user;
  gsize n = MIN(size * count, upload->left);
  memcpy(buffer, upload->at, n);
  upload->at += n;
  upload->left -= n;
  return n;
}

/* "a@b, Name <c@d>" → <a@b>, <c@d>. Control characters in an address would be commands of ours: refused. */
static gboolean add_recipients(const char *recipients, struct curl_slist **list, GError **error) {
  g_auto(GStrv) items = g_strsplit(recipients, ",", -1);
  for (char **item = items; *item; item++) {
    char *address = g_strstrip(*item);
    char *open = strrchr(address, '<');
    if (open) address = open + 1;
    char *close = strchr(address, '>');
    if (close) *close = 0;
    if (!*address) continue;
    if (!strchr(address, '@') || strpbrk(address, "\r\n\t <>")) {
      g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "'%s' is no mail address", address);
      return FALSE;
    }
    g_autofree char *path = g_strdup_printf("<%s>", address);
    *list = curl_slist_append(*list, path);
  }
  return TRUE;
}

static gboolean say(CURLcode code, long reply, const char *words, GError **error) {
  if (code == CURLE_OK) return TRUE;
  gboolean refused = reply >= 500 && reply < 600;
  g_set_error(error, TH_ERROR, refused ? TH_ERROR_FAILED : TH_ERROR_RETRY, "SMTP: %s", *words ? words : curl_easy_strerror(code));
  return FALSE;
}

/* Mail goes over the wire with CRLF; ours is composed with LF. */
static char *with_crlf(GBytes *message, gsize *ret_size) {
  gsize size;
  const char *data = g_bytes_get_data(message, &size);
  GString *out = g_string_sized_new(size + size / 32 + 1);
  for (gsize i = 0; i < size; i++) {
    if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')) g_string_append_c(out, '\r');
    g_string_append_c(out, data[i]);
  }
  *ret_size = out->len;
  return g_string_free(out, FALSE);
}

gboolean smtp_send(const char *url, const char *from, const char *recipients, GBytes *message, int seconds, GError **error) {
  struct curl_slist *list = NULL;
  char words[CURL_ERROR_SIZE] = "";
  long reply = 0;
  gsize size;
  g_autofree char *text = with_crlf(message, &size);
  g_autofree char *sender = g_strdup_printf("<%s>", from ? from : "");
  Upload upload = {text, size};
  gboolean ok = FALSE;
  CURL *curl = curl_easy_init();
  if (!curl) {
    g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "SMTP: the library cannot be started");
    return FALSE;
  }
  if (strpbrk(sender, "\r\n")) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "the sender is no mail address");
  else if (add_recipients(recipients, &list, error)) {
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_upload);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)seconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    ok = say(code, reply, words, error);
  }
  curl_slist_free_all(list);
  curl_easy_cleanup(curl);
  return ok;
}
