/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a message: sender facts and parts. */
#include "fuzz.h"

#include "mail/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static GPtrArray *trusted;
  if (!trusted) {
    trusted = g_ptr_array_new();
    g_ptr_array_add(trusted, (gpointer)"mx.congan.example");
  }
  Budget budget;
  g_autoptr(GBytes) raw = g_bytes_new(data, size);
  g_autoptr(Mail) mail = NULL;
  budget_init(&budget, fuzz_limits(), (gint64)size);
  gboolean parsed = mail_parse(raw, trusted, NULL, 0, &budget, &mail);
  g_assert_true(parsed || budget.exceeded);
  for (guint i = 0; parsed && i < mail->parts->len; i++) {
    const MailPart *part = g_ptr_array_index(mail->parts, i);
    g_assert_true(part->bytes && part->path);
    g_assert_true(!part->name || g_utf8_validate(part->name, -1, NULL));
  }
  Message *facts = mail_facts(raw, trusted);
  message_unref(facts);
  budget_clear(&budget);
  return 0;
}
