/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/checksum.h"

/* Remainders of the sixteen half bytes: a table small enough to read. */
static const guint32 remainders[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

guint32 checksum_crc32(const guint8 *data, gsize size) {
  guint32 crc = 0xFFFFFFFF;
  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    crc = crc >> 4 ^ remainders[crc & 15];
    crc = crc >> 4 ^ remainders[crc & 15];
  }
  return ~crc;
}
