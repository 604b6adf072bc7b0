/* SPDX-License-Identifier: GPL-3.0-or-later */
/* [MS-OXRTFCP]: a dictionary of 4096 bytes that is written round and round, begun with words that every RTF has. A control byte tells of
 * eight things each whether it is a byte or a reference into the dictionary (12 bits of place, 4 of length - 2). */
#include "formats/bytes.h"
#include "formats/mapi.h"

#define DICTIONARY 4096
#define HEADER 16
#define PACKED 0x75465A4C   /* "LZFu" */
#define UNPACKED 0x414C454D /* "MELA" */

static const char first_words[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

typedef struct {
  guint8 bytes[DICTIONARY];
  guint at;
  GByteArray *out;
} Unpacker;

static void put(Unpacker *unpacker, guint8 byte) {
  unpacker->bytes[unpacker->at] = byte;
  unpacker->at = (unpacker->at + 1) % DICTIONARY;
  g_byte_array_append(unpacker->out, &byte, 1);
}

/* FALSE at the end, which a reference to the place of writing marks. */
static gboolean copy(Unpacker *unpacker, guint reference) {
  guint from = reference >> 4, length = (reference & 15) + 2;
  if (from == unpacker->at) return FALSE;
  for (guint i = 0; i < length; i++) put(unpacker, unpacker->bytes[(from + i) % DICTIONARY]);
  return TRUE;
}

static gboolean take_eight(Unpacker *unpacker, Bytes *in) {
  guint8 control = bytes_u8(in);
  for (guint bit = 0; bit < 8 && in->left; bit++) {
    if (!(control & 1 << bit)) {
      put(unpacker, bytes_u8(in));
      continue;
    }
    guint high = bytes_u8(in), low = bytes_u8(in);
    if (in->broken || !copy(unpacker, high << 8 | low)) return FALSE;
  }
  return !in->broken;
}

GBytes *mapi_unpack_rtf(GBytes *packed, Budget *budget) {
  Bytes in = bytes_of(packed);
  bytes_u32(&in); /* sizes that are not believed */
  bytes_u32(&in);
  guint32 kind = bytes_u32(&in);
  bytes_u32(&in);
  if (in.broken) return NULL;
  if (kind == UNPACKED) return g_bytes_new_from_bytes(packed, HEADER, in.left);
  if (kind != PACKED) return NULL;
  Unpacker unpacker = {.out = g_byte_array_new(), .at = sizeof first_words - 1};
  memcpy(unpacker.bytes, first_words, sizeof first_words - 1);
  gsize counted = 0;
  while (in.left && take_eight(&unpacker, &in)) {
    if (!budget_expand(budget, (gint64)(unpacker.out->len - counted))) break;
    counted = unpacker.out->len;
  }
  if (!budget->exceeded && unpacker.out->len) return g_byte_array_free_to_bytes(unpacker.out);
  g_byte_array_unref(unpacker.out);
  return NULL;
}
