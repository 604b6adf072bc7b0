/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of lists inside a node, as proposals and findings see them: bullets, "nothing to report", headings of bullets. */
#pragma once
#include <glib.h>

/* A bullet or a list label at the beginning ("- ", "+ ", "• ", "1. ", "a) ", "2.1. ", "(1) "): its length or 0. */
gsize line_marker(const char *text);

/* "Thứ nhất,", "Hai là:" at the beginning of lower-case text: a line of a list that is counted in words. */
gboolean line_counted(const char *lower);

/* The line says only that there is nothing: "Không.", "Không có kiến nghị gì thêm." Lower-case text. */
gboolean line_says_none(const char *lower);

guint line_words(const char *text);
