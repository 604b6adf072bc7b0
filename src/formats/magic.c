/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/magic.h"

#include <string.h>

#include "formats/zip_sniff.h"

static gboolean has(const guint8 *data, gsize size, gsize at, const char *bytes, gsize length) {
  return size >= at + length && memcmp(data + at, bytes, length) == 0;
}

#define HAS(at, literal) has(data, size, (at), literal, sizeof(literal) - 1)

/* A recogniser from a condition on data and size. */
#define SNIFF(format, condition)                                                          \
  static gboolean sniff_##format(const guint8 *data, gsize size, const char *name) {      \
    (void)name;                                                                           \
    return (condition);                                                                   \
  }

SNIFF(xlsb, zip_sniff(data, size) == ZIP_XLSB)
SNIFF(pptx, zip_sniff(data, size) == ZIP_PPTX)
SNIFF(odt, zip_sniff(data, size) == ZIP_ODT)
SNIFF(ods, zip_sniff(data, size) == ZIP_ODS)
SNIFF(odp, zip_sniff(data, size) == ZIP_ODP)
SNIFF(png, HAS(0, "\x89PNG\r\n\x1a\n"))
SNIFF(jpeg, HAS(0, "\xff\xd8\xff"))
SNIFF(tiff, HAS(0, "II*\0") || HAS(0, "MM\0*"))
SNIFF(gif, HAS(0, "GIF87a") || HAS(0, "GIF89a"))
SNIFF(bmp, HAS(0, "BM") && size > 26 && HAS(6, "\0\0\0\0"))
SNIFF(webp, HAS(0, "RIFF") && HAS(8, "WEBP"))
SNIFF(emf, HAS(0, "\1\0\0\0") && HAS(40, " EMF"))
SNIFF(wmf, HAS(0, "\xd7\xcd\xc6\x9a"))
SNIFF(heic, HAS(4, "ftyphei") || HAS(4, "ftyphev") || HAS(4, "ftypmif1") || HAS(4, "ftypmsf1") || HAS(4, "ftypavif"))
SNIFF(rar, HAS(0, "Rar!\x1a\x07"))
SNIFF(xz, HAS(0, "\xfd" "7zXZ\0"))
SNIFF(bzip2, HAS(0, "BZh") && HAS(4, "1AY&SY"))
SNIFF(cab, HAS(0, "MSCF\0\0\0\0"))
SNIFF(windows_program, HAS(0, "MZ") && size > 64)
SNIFF(elf, HAS(0, "\x7f" "ELF"))
SNIFF(link, HAS(0, "L\0\0\0\1\x14\2\0\0\0\0\0\xc0"))
SNIFF(mpeg4, HAS(4, "ftyp") || HAS(4, "moov"))
SNIFF(mp3, HAS(0, "ID3") || HAS(0, "\xff\xfb") || HAS(0, "\xff\xf3"))
SNIFF(ogg, HAS(0, "OggS"))
SNIFF(wav, HAS(0, "RIFF") && HAS(8, "WAVE"))
SNIFF(avi, HAS(0, "RIFF") && HAS(8, "AVI "))
SNIFF(matroska, HAS(0, "\x1a\x45\xdf\xa3"))
SNIFF(wma, HAS(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"))
SNIFF(amr, HAS(0, "#!AMR"))

/* CMS (RFC 5652): a SEQUENCE with the object identifier 1.2.840.113549.1.7.2 (signed data) or .3 (enveloped data), or its PEM. */
static gboolean is_cms(const guint8 *data, gsize size, char kind) {
  static const char oid[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07";
  if (size < 24 || data[0] != 0x30) return FALSE;
  for (gsize at = 2; at <= 6; at++)
    if (has(data, size, at, oid, sizeof oid - 1)) return data[at + sizeof oid - 1] == kind;
  return FALSE;
}

SNIFF(cms_enveloped, is_cms(data, size, 3))
SNIFF(cms_signed, is_cms(data, size, 2) || HAS(0, "-----BEGIN PKCS7-----") || HAS(0, "-----BEGIN CMS-----"))

static void read_enveloped(const FormatInput *in, FormatOutput *ret) {
  (void)in;
  ret->status = PART_ENCRYPTED;
  ret->reason = g_strdup("encrypted for a certificate");
}

#define IMAGE(name) {#name, "image/" #name, FALSE, sniff_##name, NULL}

const Format magic_formats[] = {
    {"xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", FALSE, sniff_xlsb, NULL},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", FALSE, sniff_pptx, NULL},
    {"odt", "application/vnd.oasis.opendocument.text", FALSE, sniff_odt, NULL},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet", FALSE, sniff_ods, NULL},
    {"odp", "application/vnd.oasis.opendocument.presentation", FALSE, sniff_odp, NULL},
    IMAGE(png),
    IMAGE(jpeg),
    IMAGE(tiff),
    IMAGE(gif),
    IMAGE(bmp),
    IMAGE(webp),
    IMAGE(emf),
    IMAGE(wmf),
    IMAGE(heic),
    {"encrypted CMS", "application/pkcs7-mime", FALSE, sniff_cms_enveloped, read_enveloped},
    {"signed CMS", "application/pkcs7-signature", FALSE, sniff_cms_signed, NULL},
    {"rar", "application/vnd.rar", TRUE, sniff_rar, NULL},
    {"xz", "application/x-xz", TRUE, sniff_xz, NULL},
    {"bzip2", "application/x-bzip2", TRUE, sniff_bzip2, NULL},
    {"cab", "application/vnd.ms-cab-compressed", TRUE, sniff_cab, NULL},
    {"Windows program", "application/vnd.microsoft.portable-executable", FALSE, sniff_windows_program, NULL},
    {"ELF program", "application/x-executable", FALSE, sniff_elf, NULL},
    {"Windows shortcut", "application/x-ms-shortcut", FALSE, sniff_link, NULL},
    {"MPEG-4", "video/mp4", FALSE, sniff_mpeg4, NULL},
    {"MP3", "audio/mpeg", FALSE, sniff_mp3, NULL},
    {"Ogg", "audio/ogg", FALSE, sniff_ogg, NULL},
    {"WAV", "audio/wav", FALSE, sniff_wav, NULL},
    {"AVI", "video/x-msvideo", FALSE, sniff_avi, NULL},
    {"Matroska", "video/x-matroska", FALSE, sniff_matroska, NULL},
    {"Windows Media", "video/x-ms-wmv", FALSE, sniff_wma, NULL},
    {"AMR", "audio/amr", FALSE, sniff_amr, NULL},
    {0},
};
