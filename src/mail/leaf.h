/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be done with one leaf, told from its labels; and the choice between the twins of a multipart/alternative. */
#pragma once
#include "mail/mail.h"
#include "mail/names.h"

/* Sets name, declared, use, status and reason of a part whose bytes are set, and turns the bytes of a body into UTF-8 text.
 * parent: media type of the multipart around it, "" for none. */
void leaf_classify(MailPart *part, const Params *type, const Params *disposition, const char *parent);

/* "type/subtype" made whole: "" and "text" are text/plain, other things without a subtype application/octet-stream. New. */
char *leaf_type(const Params *type);

/* parts[first..] are the children of a multipart/alternative, starts[i] (guint) where child i begins. The plain text is taken where
 * it has as much to say as the HTML; bodies of the other children are marked alternative_skipped. */
void leaf_choose(GPtrArray *parts, const GArray *starts);
