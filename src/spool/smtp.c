/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spool/smtp.h"

#include <dlfcn.h>
#include <string.h>

#include <curl/curl.h>

#include "base/error.h"

#define LIBRARY "libcurl.so.4"
#define REPLY_MAX 300 /* bytes of a reply that are told */

/* libcurl brings two dozen libraries with it: it is loaded when mail is handed over, not when any command starts. */
static struct {
  typeof(&curl_easy_init) init;
  typeof(&curl_easy_cleanup) cleanup;
  CURLcode (*set)(CURL *, CURLoption, ...);
  CURLcode (*info)(CURL *, CURLINFO, ...);
  typeof(&curl_easy_perform) perform;
  typeof(&curl_easy_strerror) words;
  typeof(&curl_slist_append) append;
  typeof(&curl_slist_free_all) free_list;
} lib;

static gboolean load(GError **error) {
  static const struct {
    const char *name;
    void *function; /* a pointer to a function of the library */
  } wanted[] = {{"curl_easy_init", &lib.init},       {"curl_easy_cleanup", &lib.cleanup},   {"curl_easy_setopt", &lib.set},     {"curl_easy_getinfo", &lib.info},
                {"curl_easy_perform", &lib.perform}, {"curl_easy_strerror", &lib.words},    {"curl_slist_append", &lib.append}, {"curl_slist_free_all", &lib.free_list}};
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  for (guint i = 0; library && i < G_N_ELEMENTS(wanted); i++) {
    void *found = dlsym(library, wanted[i].name);
    if (!found) library = NULL;
    else memcpy(wanted[i].function, &found, sizeof found);
  }
  if (library) return TRUE;
  g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "SMTP: %s", dlerror());
  return FALSE;
}

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
    *list = lib.append(*list, path);
  }
  return TRUE;
}

/* The server's last line, which says more than the library of what it refused. */
static size_t read_reply(char *line, size_t size, size_t count, void *user) {
  GString *last = user;
  g_string_truncate(last, 0);
  g_string_append_len(last, line, (gssize)MIN(size * count, REPLY_MAX));
  return size * count;
}

static gboolean say(CURLcode code, long reply, const char *words, const GString *last, GError **error) {
  if (code == CURLE_OK) return TRUE;
  gboolean refused = reply >= 500 && reply < 600;
  g_autofree char *answer = reply >= 400 ? g_strstrip(g_utf8_make_valid(last->str, (gssize)last->len)) : NULL;
  g_set_error(error, TH_ERROR, refused ? TH_ERROR_FAILED : TH_ERROR_RETRY, "SMTP: %s%s", answer ? "the server answered " : "",
              answer ? answer : *words ? words : lib.words(code));
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
  g_autoptr(GString) last = g_string_new(NULL);
  Upload upload = {text, size};
  gboolean ok = FALSE;
  if (!load(error)) return FALSE;
  CURL *curl = lib.init();
  if (!curl) {
    g_set_error(error, TH_ERROR, TH_ERROR_RETRY, "SMTP: the library cannot be started");
    return FALSE;
  }
  if (strpbrk(sender, "\r\n")) g_set_error(error, TH_ERROR, TH_ERROR_FAILED, "the sender is no mail address");
  else if (add_recipients(recipients, &list, error)) {
    lib.set(curl, CURLOPT_URL, url);
    lib.set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    lib.set(curl, CURLOPT_MAIL_FROM, sender);
    lib.set(curl, CURLOPT_MAIL_RCPT, list);
    lib.set(curl, CURLOPT_READFUNCTION, read_upload);
    lib.set(curl, CURLOPT_READDATA, &upload);
    lib.set(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    lib.set(curl, CURLOPT_UPLOAD, 1L);
    lib.set(curl, CURLOPT_TIMEOUT, (long)seconds);
    lib.set(curl, CURLOPT_NOSIGNAL, 1L);
    lib.set(curl, CURLOPT_ERRORBUFFER, words);
    lib.set(curl, CURLOPT_HEADERFUNCTION, read_reply);
    lib.set(curl, CURLOPT_HEADERDATA, last);
    CURLcode code = lib.perform(curl);
    lib.info(curl, CURLINFO_RESPONSE_CODE, &reply);
    ok = say(code, reply, words, last, error);
  }
  lib.free_list(list);
  lib.cleanup(curl);
  return ok;
}
