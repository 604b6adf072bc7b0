/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/lexicon.h"

#include <string.h>

#define SLOTS_FIRST 1024 /* a power of two, as all that follow */

typedef struct {
  const char *bytes; /* in `store` */
  guint32 length, hash;
} Entry;

struct Lexicon {
  GStringChunk *store;
  GArray *entries; /* Entry, by number - 1 */
  guint32 *slots;  /* numbers; 0: free */
  guint mask;
};

Lexicon *lexicon_new(void) {
  Lexicon *lexicon = g_new(Lexicon, 1);
  lexicon->store = g_string_chunk_new(4096);
  lexicon->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  lexicon->mask = SLOTS_FIRST - 1;
  lexicon->slots = g_new0(guint32, SLOTS_FIRST);
  return lexicon;
}

void lexicon_free(Lexicon *lexicon) {
  g_string_chunk_free(lexicon->store);
  g_array_unref(lexicon->entries);
  g_free(lexicon->slots);
  g_free(lexicon);
}

/* Fowler, Noll and Vo's, with its upper half mixed into the lower, which the slot is taken from. */
static inline guint32 hash_of(const void *bytes, gsize length) {
  guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
  for (gsize i = 0; i < length; i++) hash = (hash ^ ((const guint8 *)bytes)[i]) * G_GUINT64_CONSTANT(0x100000001b3);
  return (guint32)(hash ^ hash >> 32);
}

static const Entry *entry_at(const Lexicon *lexicon, guint32 number) {
  return &g_array_index(lexicon->entries, Entry, number - 1);
}

/* The slot that holds the bytes' number, or the free one that it would stand in. */
static inline guint32 *slot_of(const Lexicon *lexicon, const void *bytes, gsize length, guint32 hash) {
  for (guint32 at = hash & lexicon->mask;; at = (at + 1) & lexicon->mask) {
    guint32 number = lexicon->slots[at];
    if (!number) return &lexicon->slots[at];
    const Entry *entry = entry_at(lexicon, number);
    if (entry->hash == hash && entry->length == length && memcmp(entry->bytes, bytes, length) == 0) return &lexicon->slots[at];
  }
}

guint lexicon_find(const Lexicon *lexicon, const void *bytes, gsize length) {
  return *slot_of(lexicon, bytes, length, hash_of(bytes, length));
}

static void grow(Lexicon *lexicon) {
  g_free(lexicon->slots);
  lexicon->mask = 2 * lexicon->mask + 1;
  lexicon->slots = g_new0(guint32, (gsize)lexicon->mask + 1);
  for (guint32 number = 1; number <= lexicon->entries->len; number++) {
    const Entry *entry = entry_at(lexicon, number);
    *slot_of(lexicon, entry->bytes, entry->length, entry->hash) = number;
  }
}

guint lexicon_add(Lexicon *lexicon, const void *bytes, gsize length) {
  guint32 hash = hash_of(bytes, length), *slot = slot_of(lexicon, bytes, length, hash);
  if (*slot) return *slot;
  if (lexicon->entries->len * 2 > lexicon->mask) {
    grow(lexicon);
    slot = slot_of(lexicon, bytes, length, hash);
  }
  Entry entry = {g_string_chunk_insert_len(lexicon->store, bytes, (gssize)length), (guint32)length, hash};
  g_array_append_val(lexicon->entries, entry);
  return *slot = lexicon->entries->len;
}
