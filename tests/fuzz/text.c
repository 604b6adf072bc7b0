/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small strict readers over any bytes: key files, CSV, Maildir names, dates, numbers, document symbols, labels, folding. The first byte
 * says which. */
#include "fuzz.h"

#include "base/conf.h"
#include "base/csv.h"
#include "base/legacy.h"
#include "base/number.h"
#include "base/text.h"
#include "mail/maildate.h"
#include "reading/label.h"
#include "reading/quantity.h"
#include "reading/reading.h"
#include "spool/spool.h"

static void try_conf(const uint8_t *data, size_t size, const char *text) {
  char path[64];
  int fd = fuzz_file(data, size, path);
  g_autoptr(Conf) conf = NULL;
  g_autoptr(GError) error = NULL;
  (void)text;
  if (conf_open(path, &conf, &error)) {
    g_autoptr(GError) inner = NULL;
    g_autofree char *value = NULL;
    gint64 number;
    if (conf_string(conf, "instance", "spool", FALSE, &value, &inner) && conf_int(conf, "limits", "parts", 1, 1000, &number, &inner)) conf_finish(conf, NULL);
  } else {
    g_assert_true(g_str_has_prefix(error->message, path) && !strchr(error->message, '\n'));
  }
  close(fd);
}

static void try_csv(const uint8_t *data, size_t size, const char *text) {
  char path[64];
  int fd = fuzz_file(data, size, path);
  g_autoptr(Csv) csv = NULL;
  (void)text;
  if (csv_read(path, &csv, NULL))
    for (guint i = 0; i < csv->rows->len; i++) g_assert_cmpuint(((GPtrArray *)g_ptr_array_index(csv->rows, i))->len, ==, csv->header->len);
  close(fd);
}

static void try_maildir_name(const uint8_t *data, size_t size, const char *text) {
  g_autofree char *file = g_strndup((const char *)data, size), *name = maildir_name_to_text(file), *back = maildir_name_to_bytes(name);
  (void)text;
  g_assert_true(g_utf8_validate(name, -1, NULL));
  g_assert_cmpstr(back, ==, file);
}

static void try_words(const uint8_t *data, size_t size, const char *text) {
  char iso[11];
  const char *type;
  gint64 instant;
  double value;
  gboolean ambiguous;
  (void)data, (void)size;
  date_parse(text, iso);
  gsize length = symbol_parse(text, &type);
  g_assert_cmpuint(length, <=, strlen(text));
  g_autofree char *clean = symbol_clean(text, length);
  g_assert_cmpuint(strlen(clean), <=, length);
  maildate_parse(text, &instant);
  number_vietnamese(text, strlen(text), &value, &ambiguous);
  Label label = label_parse(text), alone = label_alone(text);
  g_assert_true(label.length <= strlen(text) && alone.count <= LABEL_DEPTH);
}

static void try_quantities(const uint8_t *data, size_t size, const char *text) {
  g_autofree char *lower = text_lower(text);
  const char *at = lower;
  Quantity quantity;
  (void)data, (void)size;
  while (quantity_next(lower, &at, &quantity)) {
    g_assert_true(quantity.lead <= quantity.start && quantity.start < quantity.end && quantity.end <= at);
    g_assert_true(quantity.value == quantity.value);
  }
}

static void try_fold(const uint8_t *data, size_t size, const char *text) {
  g_autofree guint32 *map = NULL, *lower_map = NULL;
  g_autofree char *folded = text_fold_map(text, &map), *lower = text_lower_map(text, &lower_map), *plain = text_lower(text), *again = text_normal(text, -1);
  (void)data, (void)size;
  g_assert_cmpstr(again, ==, text);
  g_assert_cmpstr(lower, ==, plain);
  g_assert_cmpuint(map[strlen(folded)], ==, strlen(text));
  for (gsize i = 1; i <= strlen(folded); i++) g_assert_cmpuint(map[i - 1], <=, map[i]);
  for (gsize i = 0; i <= strlen(lower); i++) g_assert_cmpuint(lower_map[i], <=, strlen(text));
  text_similarity(folded, lower);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static void (*const readers[])(const uint8_t *data, size_t size, const char *text) = {try_conf, try_csv, try_maildir_name, try_words, try_quantities, try_fold};
  if (size < 1 || memchr(data + 1, 0, size - 1)) return 0;
  fuzz_limits();
  g_autofree char *text = text_normal((const char *)data + 1, (gssize)size - 1);
  readers[data[0] % G_N_ELEMENTS(readers)](data + 1, size - 1, text);
  return 0;
}
