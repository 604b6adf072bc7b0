/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksum that archives carry. */
#pragma once
#include <glib.h>

/* CRC-32 of ISO 3309, as zip, 7z and RAR have it. */
guint32 checksum_crc32(const guint8 *data, gsize size);
