/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans and photographs of pages as files of their own: JPEG, PNG, TIFF (with all its pages). */
#pragma once
#include "formats/formats.h"

/* The formats of this file, ended by an empty line. */
extern const Format image_formats[];
