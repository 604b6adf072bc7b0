/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an HTML element's name and attributes say of its look: only what blocks keep. */
#pragma once
#include <glib.h>

typedef enum {
  STYLE_BOLD = 1 << 0,
  STYLE_ITALIC = 1 << 1,
  STYLE_UNDERLINE = 1 << 2,
  STYLE_CENTER = 1 << 3,
  STYLE_RED = 1 << 4,
  STYLE_HIDDEN = 1 << 5,   /* not shown, and never shown again by an inner element */
  STYLE_KEEP_LINES = 1 << 6, /* white-space: pre-wrap and its kin */
  STYLE_LEGACY = 7 << 8,     /* the Legacy encoding that the font is drawn for */
} Style;
#define STYLE_LEGACY_SHIFT 8

/* The style inside an element, from the style around it. attributes: name, value, name, value, NULL (a value may be NULL), or NULL. */
guint32 html_style(const char *name, const char **attributes, guint32 around);

/* Value of an attribute, or NULL. Borrowed. */
const char *html_attribute(const char **attributes, const char *name);
