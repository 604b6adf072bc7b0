/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OLE2 compound files ([MS-CFB]): which program's document one is, told by the streams in its directory. */
#pragma once
#include "formats/formats.h"

extern const Format ole_formats[]; /* ended by an empty line */
