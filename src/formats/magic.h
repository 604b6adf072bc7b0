/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recognised but holds no blocks (yet): each is named with its media type, so that the record says what came. */
#pragma once
#include "formats/formats.h"

/* The formats of this file, in the order in which they are tried, ended by an empty line. */
extern const Format magic_formats[];
