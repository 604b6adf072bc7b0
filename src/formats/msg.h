/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .msg: a mail that Outlook saved as a file ([MS-OXMSG]). An OLE2 file with a stream a property, a folder an attachment; a mail attached to
 * it is a folder like the whole. Its text is given as a mail's text, its attachments as members, those of an inner mail below its name. */
#pragma once
#include "formats/formats.h"

void msg_read(const FormatInput *in, FormatOutput *ret);
