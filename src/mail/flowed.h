/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format=flowed (RFC 3676): a line that ends in a blank goes on in the next. Joining lines of mails that do not say so is not
 * done here. */
#pragma once
#include <glib.h>

/* text: UTF-8. delsp: the blank at the break is not part of the text. Quoted paragraphs keep one "> " a level at their beginning
 * and are joined only with lines of the same level; "-- " is never joined. Linear. New string. */
char *flowed_join(const char *text, gboolean delsp);
