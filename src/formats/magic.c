/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/magic.h"

#include <string.h>

#include "formats/zip_names.h"
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
SNIFF(gif, HAS(0, "GIF87a") || HAS(0, "GIF89a"))
SNIFF(bmp, HAS(0, "BM") && size > 26 && HAS(6, "\0\0\0\0"))
SNIFF(webp, HAS(0, "RIFF") && HAS(8, "WEBP"))
SNIFF(emf, HAS(0, "\1\0\0\0") && HAS(40, " EMF"))
SNIFF(wmf, HAS(0, "\xd7\xcd\xc6\x9a"))
SNIFF(heic, HAS(4, "ftyphei") || HAS(4, "ftyphev") || HAS(4, "ftypmif1") || HAS(4, "ftypmsf1") || HAS(4, "ftypavif"))
SNIFF(cab, HAS(0, "MSCF\0\0\0\0"))
SNIFF(compress, HAS(0, "\x1f\x9d") && size > 3 && (data[2] & 0x1f) >= 9 && (data[2] & 0x1f) <= 16) /* libarchive crashes on it */
SNIFF(zstd, HAS(0, "\x28\xb5\x2f\xfd"))
SNIFF(lz4, HAS(0, "\x04\x22\x4d\x18"))
SNIFF(lzip, HAS(0, "LZIP\1"))
SNIFF(lha, HAS(2, "-lh") && HAS(6, "-"))
SNIFF(arj, HAS(0, "\x60\xea") && size > 10 && data[10] == 2)
SNIFF(ace, HAS(7, "**ACE**"))
SNIFF(alz, HAS(0, "ALZ\1"))
SNIFF(egg, HAS(0, "EGGA"))
SNIFF(iso, HAS(32769, "CD001"))
SNIFF(unpacks_itself, HAS(0, "MZ") && size > 64 && zip_end_record(data, size))
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

#define ARCHIVE(name, type, sniff) {name, type, TRUE, sniff_##sniff, NULL}
#define IMAGE(name) {#name, "image/" #name, FALSE, sniff_##name, NULL}

const Format magic_formats[] = {
    {"xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", FALSE, sniff_xlsb, NULL},
    IMAGE(gif),
    IMAGE(bmp),
    IMAGE(webp),
    IMAGE(emf),
    IMAGE(wmf),
    IMAGE(heic),
    ARCHIVE("cab", "application/vnd.ms-cab-compressed", cab),
    ARCHIVE("compress (.Z)", "application/x-compress", compress),
    ARCHIVE("zstd", "application/zstd", zstd),
    ARCHIVE("lz4", "application/x-lz4", lz4),
    ARCHIVE("lzip", "application/lzip", lzip),
    ARCHIVE("lha", "application/x-lzh-compressed", lha),
    ARCHIVE("arj", "application/x-arj", arj),
    ARCHIVE("ace", "application/x-ace-compressed", ace),
    ARCHIVE("alz", "application/x-alz", alz),
    ARCHIVE("egg", "application/x-egg", egg),
    ARCHIVE("ISO image", "application/x-iso9660-image", iso),
    ARCHIVE("archive that unpacks itself, a Windows program", "application/vnd.microsoft.portable-executable", unpacks_itself),
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
