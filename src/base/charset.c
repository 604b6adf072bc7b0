/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/charset.h"

#include <string.h>

#include "base/legacy.h"

/* Windows-1252 0x80..0x9F; the five unused bytes stay C1 controls, which normal text drops. */
static const guint16 high_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
};

gunichar charset_1252(guint8 byte) {
  return byte >= 0x80 && byte < 0xA0 ? high_1252[byte - 0x80] : byte;
}

/* Where windows-1258 differs from windows-1252. */
static gunichar char_1258(guint8 byte) {
  switch (byte) {
    case 0xC3: return 0x102;
    case 0xCC: return 0x300;
    case 0xD0: return 0x110;
    case 0xD2: return 0x309;
    case 0xD5: return 0x1A0;
    case 0xDD: return 0x1AF;
    case 0xDE: return 0x303;
    case 0xE3: return 0x103;
    case 0xEC: return 0x301;
    case 0xF0: return 0x111;
    case 0xF2: return 0x323;
    case 0xF5: return 0x1A1;
    case 0xFD: return 0x1B0;
    case 0xFE: return 0x20AB;
    default: return charset_1252(byte);
  }
}

static gboolean is_mark_1258(guint8 byte) {
  return byte == 0xCC || byte == 0xD2 || byte == 0xDE || byte == 0xEC || byte == 0xF2;
}

static gboolean is_vowel_1258(guint8 byte) {
  static const char vowels[] = "aeiouyAEIOUY\xC2\xE2\xCA\xEA\xD4\xF4\xC3\xE3\xD5\xF5\xDD\xFD";
  return byte && strchr(vowels, byte) != NULL;
}

/* Tone marks of windows-1258 follow a vowel; read as Latin letters they would stand anywhere. */
static void count_marks(const guint8 *data, gsize size, gsize *ret_marks, gsize *ret_after_vowel) {
  *ret_marks = *ret_after_vowel = 0;
  for (gsize i = 0; i < size; i++) {
    if (!is_mark_1258(data[i])) continue;
    ++*ret_marks;
    if (i > 0 && is_vowel_1258(data[i - 1])) ++*ret_after_vowel;
  }
}

static gboolean is_1258(const guint8 *data, gsize size, gboolean labelled_western) {
  gsize marks, after_vowel;
  count_marks(data, size, &marks, &after_vowel);
  if (!marks) return !labelled_western;
  return after_vowel * 4 >= marks * 3;
}

/* Text with a few broken bytes in it (cut in the middle of a character) is still UTF-8; less so where nothing says that it is. */
static gboolean is_mostly_utf8(const guint8 *data, gsize size, gsize good_to_bad) {
  gsize good = 0, bad = 0;
  for (gsize i = 0; i < size;) {
    if (data[i] < 0x80) {
      i++;
      continue;
    }
    gunichar c = g_utf8_get_char_validated((const char *)data + i, (gssize)MIN(size - i, 6));
    if (c == (gunichar)-1 || c == (gunichar)-2) bad++, i++;
    else good++, i += (gsize)g_unichar_to_utf8(c, NULL);
  }
  return good > 0 && good >= good_to_bad * bad;
}

/* UTF-16 without a mark: every second byte of Latin text is zero (Vietnamese too: half of its letters are ASCII). */
static const char *utf16_by_zeros(const guint8 *data, gsize size) {
  gsize n = MIN(size, (gsize)4096) & ~(gsize)1, even = 0, odd = 0;
  if (n < 8) return NULL;
  for (gsize i = 0; i < n; i += 2) {
    if (!data[i]) even++;
    if (!data[i + 1]) odd++;
  }
  gsize pairs = n / 2;
  if (odd * 10 > pairs * 4 && even * 20 < pairs) return "utf-16le";
  if (even * 10 > pairs * 4 && odd * 20 < pairs) return "utf-16be";
  return NULL;
}

static const char *mark_of(const guint8 *data, gsize size, gsize *ret_length) {
  *ret_length = 0;
  if (size >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) return *ret_length = 3, "utf-8";
  if (size >= 2 && !memcmp(data, "\xFF\xFE", 2)) return *ret_length = 2, "utf-16le";
  if (size >= 2 && !memcmp(data, "\xFE\xFF", 2)) return *ret_length = 2, "utf-16be";
  return NULL;
}

static gboolean is_ascii(const guint8 *data, gsize size) {
  for (gsize i = 0; i < size; i++)
    if (data[i] >= 0x80) return FALSE;
  return TRUE;
}

const char *charset_guess(const void *bytes, gsize size) {
  const guint8 *data = bytes;
  gsize mark;
  const char *by_mark = mark_of(data, size, &mark);
  if (by_mark) return by_mark;
  const char *wide = utf16_by_zeros(data, size);
  if (wide) return wide;
  if (g_utf8_validate_len((const char *)data, size, NULL) || is_ascii(data, size) || is_mostly_utf8(data, size, 4)) return "utf-8";
  return is_1258(data, size, FALSE) ? "windows-1258" : "windows-1252";
}

static char *decode_bytes(const guint8 *data, gsize size, gunichar (*map)(guint8), gsize *ret_size) {
  GString *out = g_string_sized_new(size + size / 4 + 1);
  for (gsize i = 0; i < size; i++) {
    if (data[i] >= 0x80) g_string_append_unichar(out, map(data[i]));
    else if (data[i]) g_string_append_c(out, (char)data[i]);
  }
  *ret_size = out->len;
  return g_string_free(out, FALSE);
}

static char *decode_utf16(const guint8 *data, gsize size, gboolean big, gsize *ret_size) {
  GString *out = g_string_sized_new(size + 1);
  for (gsize i = 0; i + 1 < size; i += 2) {
    gunichar c = big ? (gunichar)(data[i] << 8 | data[i + 1]) : (gunichar)(data[i + 1] << 8 | data[i]);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < size) {
      gunichar low = big ? (gunichar)(data[i + 2] << 8 | data[i + 3]) : (gunichar)(data[i + 3] << 8 | data[i + 2]);
      if (low >= 0xDC00 && low < 0xE000) c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00), i += 2;
    }
    if (c) g_string_append_unichar(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
  }
  *ret_size = out->len;
  return g_string_free(out, FALSE);
}

static char *decode_utf8(const guint8 *data, gsize size, gsize *ret_size) {
  if (g_utf8_validate_len((const char *)data, size, NULL)) {
    *ret_size = size;
    return g_strndup((const char *)data, size);
  }
  GString *out = g_string_sized_new(size + 1);
  const char *at = (const char *)data, *end = at + size;
  while (at < end) {
    const char *bad;
    if (g_utf8_validate_len(at, (gsize)(end - at), &bad)) bad = end;
    g_string_append_len(out, at, bad - at);
    if (bad < end && *bad) g_string_append(out, "\xEF\xBF\xBD"); /* GLib's check stops at a NUL too */
    at = bad + (bad < end);
  }
  *ret_size = out->len;
  return g_string_free(out, FALSE);
}

/* "Windows-1258", "CP-1258", "x-windows-1258" → one spelling without signs. */
static char *plain_label(const char *label) {
  GString *out = g_string_new(NULL);
  for (; label && *label && out->len < 40; label++)
    if (g_ascii_isalnum(*label)) g_string_append_c(out, g_ascii_tolower(*label));
  gboolean private = g_str_has_prefix(out->str, "xwindows") || g_str_has_prefix(out->str, "xmac") || g_str_has_prefix(out->str, "xutf");
  if (private) g_string_erase(out, 0, 1);
  return g_string_free(out, FALSE);
}

static gboolean is_one_of(const char *label, const char *const *names) {
  for (; *names; names++)
    if (!strcmp(label, *names)) return TRUE;
  return FALSE;
}

static const char *known_charset(const char *label) {
  static const char *const utf8[] = {"utf8", "unicode11utf8", "usascii", "ascii", "ansix341968", "7bit", "8bit", "unknown8bit",
                                     "xunknown", "unknown", "default", "utf", "", NULL};
  static const char *const viet[] = {"windows1258", "cp1258", "win1258", "1258", "mswin1258", "viet", NULL};
  static const char *const western[] = {"windows1252", "cp1252", "iso88591", "latin1", "l1", "iso885915", "ansi", "8859", "iso8859", NULL};
  static const char *const tcvn3[] = {"tcvn", "tcvn3", "tcvn5712", "tcvn57121", "xviettcvn", "xviettcvn5712", NULL};
  static const char *const viscii[] = {"viscii", "viscii111", "csviscii", "xvietviscii", NULL};
  if (is_one_of(label, tcvn3)) return "tcvn3";
  if (is_one_of(label, viscii)) return "viscii";
  if (is_one_of(label, utf8)) return "utf-8";
  if (is_one_of(label, viet)) return "windows-1258";
  if (is_one_of(label, western)) return "windows-1252";
  if (!strcmp(label, "utf16le") || !strcmp(label, "utf16") || !strcmp(label, "ucs2") || !strcmp(label, "unicode")) return "utf-16le";
  if (!strcmp(label, "utf16be")) return "utf-16be";
  return NULL;
}

static char *decode_foreign(const guint8 *data, gsize size, const char *label, gsize *ret_size) {
  for (const char *at = label; *at; at++)
    if (!g_ascii_isalnum(*at) && !strchr("-_.:", *at)) return NULL;
  return g_convert((const char *)data, (gssize)size, "UTF-8", label, NULL, ret_size, NULL);
}

/* One byte a character. TCVN3, VNI and VISCII are labelled as the system's charset, or not at all. */
static char *decode_single(const guint8 *data, gsize size, const char *charset, gsize *ret_size) {
  g_autofree char *latin = decode_bytes(data, size, charset_1252, ret_size);
  Legacy legacy = !strcmp(charset, "tcvn3") ? LEGACY_TCVN3 : !strcmp(charset, "viscii") ? LEGACY_VISCII : legacy_detect(latin, *ret_size);
  if (legacy != LEGACY_NONE) {
    char *text = legacy_decode(legacy, latin, *ret_size);
    *ret_size = strlen(text);
    return text;
  }
  if (!strcmp(charset, "windows-1258") || is_1258(data, size, TRUE)) return decode_bytes(data, size, char_1258, ret_size);
  return g_steal_pointer(&latin);
}

/* Charsets whose every byte is ASCII: "valid UTF-8" proves nothing for them. */
static gboolean is_seven_bit(const char *plain) {
  return g_str_has_prefix(plain, "iso2022") || g_str_has_prefix(plain, "utf7") || g_str_has_prefix(plain, "unicode11utf7") ||
         g_str_has_prefix(plain, "hz");
}

char *charset_decode(const void *bytes, gsize size, const char *label, gsize *ret_size) {
  const guint8 *data = size ? bytes : (const guint8 *)"";
  gsize ignored, mark;
  if (!ret_size) ret_size = &ignored;
  g_autofree char *plain = plain_label(label);
  const char *charset = mark_of(data, size, &mark);
  data += mark, size -= mark;
  if (!charset && is_seven_bit(plain)) {
    char *text = decode_foreign(data, size, label, ret_size);
    if (text) return text;
  }
  if (!charset && g_utf8_validate_len((const char *)data, size, NULL)) return decode_utf8(data, size, ret_size);
  if (!charset) charset = known_charset(plain);
  if (!charset) {
    char *text = decode_foreign(data, size, label, ret_size);
    if (text) return text;
  }
  gboolean wide = charset && g_str_has_prefix(charset, "utf-16");
  if (wide && !mark && !utf16_by_zeros(data, size)) charset = NULL;
  gboolean claimed = label && charset && !strcmp(charset, "utf-8") && is_mostly_utf8(data, size, 1);
  if (!mark && !claimed && (!charset || !strcmp(charset, "utf-8"))) charset = charset_guess(data, size);
  if (!strcmp(charset, "utf-16le")) return decode_utf16(data, size, FALSE, ret_size);
  if (!strcmp(charset, "utf-16be")) return decode_utf16(data, size, TRUE, ret_size);
  return strcmp(charset, "utf-8") ? decode_single(data, size, charset, ret_size) : decode_utf8(data, size, ret_size);
}
