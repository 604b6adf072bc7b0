/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/opc_drawing.h"

#include "formats/xml.h"

#define MAX_CHART_BYTES 65536 /* of one chart's text: a chart of ten thousand points is data, not reading */

enum { PARAGRAPH = 1, TEXT, VALUE, CHART };

typedef struct {
  Blocks *blocks;
  GString *text;
  gboolean in_text, is_chart, cut;
} Drawing;

static void give(Drawing *drawing) {
  if (drawing->text->len) blocks_add(drawing->blocks, BLOCK_TEXTBOX, drawing->text->str);
  g_string_truncate(drawing->text, 0);
}

static void on_start(gpointer user, int id, const XmlAttrs *attrs) {
  Drawing *drawing = user;
  (void)attrs;
  if (id == CHART) drawing->is_chart = TRUE;
  if (id != TEXT && id != VALUE) return;
  drawing->in_text = TRUE;
  if (drawing->is_chart && drawing->text->len) g_string_append(drawing->text, "; ");
}

static void on_end(gpointer user, int id) {
  Drawing *drawing = user;
  if (id == TEXT || id == VALUE) drawing->in_text = FALSE;
  if (id == PARAGRAPH && !drawing->is_chart) give(drawing);
}

static void on_text(gpointer user, const char *text, gsize size) {
  Drawing *drawing = user;
  if (!drawing->in_text) return;
  if (drawing->text->len + size > MAX_CHART_BYTES) drawing->cut = TRUE;
  else g_string_append_len(drawing->text, text, (gssize)size);
}

void opc_drawing_read(const Package *package, const FormatInput *in, FormatOutput *ret) {
  static const XmlName names[] = {{XML_A, "p", PARAGRAPH}, {XML_A, "t", TEXT}, {XML_C, "v", VALUE}, {XML_C, "chart", CHART}, {XML_NONE, NULL, 0}};
  static const XmlReader xml = {names, on_start, on_end, on_text};
  g_autoptr(GPtrArray) parts = opc_drawings(package);
  for (guint i = 0; i < parts->len && !in->budget->exceeded; i++) {
    const char *name = g_ptr_array_index(parts, i);
    GBytes *bytes = opc_part(package, name);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *problem = NULL;
    Drawing drawing = {.blocks = ret->blocks, .text = text};
    xml_parse(bytes, &xml, &drawing, in->budget, &problem);
    give(&drawing);
    if (problem && !in->budget->exceeded) opc_add_reason(ret, "%s %s", name, problem);
    if (drawing.cut) opc_add_reason(ret, "text of %s: more than %d bytes", name, MAX_CHART_BYTES);
  }
}
