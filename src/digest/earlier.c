/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A digest is made at its time, not at midnight. What came after the one before was made is in no list that its readers had: by the instant
 * of receipt and, for mail that stood in front of a door that was shut (the program or the mail system was down), by the instant at which it
 * was taken in. As of the day's end, so that a past day's digest repeats. */
#include "base/clock.h"
#include "digest/digest.h"

void digest_earlier_clear(DigestEarlier *earlier) {
  g_clear_pointer(&earlier->taken, g_hash_table_unref);
}

static gint64 time_of_day_before(const Digest *digest, const char *time) {
  g_autofree char *day = clock_date(digest->start - 1), *iso = g_strdup_printf("%sT%s:00", day, time);
  gint64 instant;
  return clock_parse(iso, &instant) ? instant : digest->start;
}

gboolean digest_earlier(Store *store, const char *time, Digest *digest, DigestEarlier *ret, GError **error) {
  g_autofree char *date = NULL;
  gint64 at, start, end;
  ret->received = TIME_NONE;
  if (!time) return TRUE;
  if (!store_digest_before(store, digest->campaign->id, digest->date, digest->end, &date, &at, error)) return FALSE;
  if (!date) at = time_of_day_before(digest, time);
  digest->previous = ret->received = at;
  /* one that was made after its day had ended tells of that day whole, and of nothing after it */
  if (date && clock_day(date, &start, &end) && end < at) digest->previous = ret->received = end;
  return !date || store_taken_in(store, at, digest->end, digest->start, &ret->taken, error);
}

gboolean digest_is_earlier(const DigestEarlier *earlier, const RecordLine *line) {
  if (earlier->received == TIME_NONE) return FALSE;
  return line->received >= earlier->received || (earlier->taken && g_hash_table_contains(earlier->taken, &line->id));
}
