/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of charts and diagrams (SmartArt) of docx, xlsx and pptx. They lie in parts of their own and a page shows them as a picture, so
 * they come after the document's own blocks, as text boxes: a diagram's paragraphs one by one; of a chart its titles, series, categories
 * and values as one block, in the file's order. */
#pragma once
#include "formats/opc.h"

void opc_drawing_read(const Package *package, const FormatInput *in, FormatOutput *ret);
