/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/docx_para.h"

#include <string.h>

#include "base/text.h"

#define MOST(share, all) ((share) * 5 >= (all) * 4) /* 80% */

/* ------------------------------------------------------------------ runs */

/* A toggle that both styles set takes itself back (ECMA-376 part 1, 17.7.3). */
static gboolean toggle(gint8 direct, gint8 character, gint8 paragraph) {
  if (direct >= 0) return direct;
  return (character == 1) != (paragraph == 1);
}

static gint8 nearest(gint8 direct, gint8 character, gint8 paragraph) {
  return direct >= 0 ? direct : character >= 0 ? character : paragraph;
}

RunLook docx_run_look(const RunProps *direct, const Style *character, const Style *paragraph) {
  static const RunProps nothing = RUN_PROPS_INIT;
  const RunProps *c = character ? &character->run : &nothing, *p = &paragraph->run;
  return (RunLook){.bold = toggle(direct->bold, c->bold, p->bold),
                   .italic = toggle(direct->italic, c->italic, p->italic),
                   .vanish = toggle(direct->vanish, c->vanish, p->vanish),
                   .caps = toggle(direct->caps, c->caps, p->caps),
                   .underline = nearest(direct->underline, c->underline, p->underline) == 1,
                   .red = nearest(direct->red, c->red, p->red) == 1,
                   .legacy = (Legacy)MAX(nearest(direct->legacy, c->legacy, p->legacy), LEGACY_NONE)};
}

/* ------------------------------------------------------------------ text */

void docx_para_init(Para *para) {
  *para = (Para){.text = g_string_new(NULL), .props = PARA_PROPS_INIT};
}

void docx_para_clear(Para *para) {
  g_string_free(para->text, TRUE);
}

void docx_para_begin(Para *para, const Style *style, gboolean keep_text) {
  GString *text = para->text;
  if (!keep_text) {
    g_string_truncate(text, 0);
    *para = (Para){.text = text};
  }
  para->mark_deleted = FALSE;
  para->props = (ParaProps)PARA_PROPS_INIT;
  para->style = style;
}

/* Letters and digits; every character beyond ASCII counts as one, which is near enough for a share. */
static gsize letters_of(const char *text, gsize size) {
  gsize n = 0;
  for (gsize i = 0; i < size; i++) n += g_ascii_isalnum(text[i]) || (guint8)text[i] >= 0xC2;
  return n;
}

void docx_para_append(Para *para, const RunLook *look, const char *text, gsize size) {
  if (look->vanish) return;
  gsize before = para->text->len;
  legacy_append(para->text, look->legacy, text, size);
  if (look->legacy == LEGACY_TCVN3) para->tcvn3 = TRUE;
  while (before && ((guint8)para->text->str[before] & 0xC0) == 0x80) before--; /* a VNI mark changed the letter before the run */
  if (look->caps) {
    g_autofree char *upper = g_utf8_strup(para->text->str + before, -1);
    g_string_truncate(para->text, before);
    g_string_append(para->text, upper);
  }
  gsize letters = letters_of(para->text->str + before, para->text->len - before);
  para->letters += letters;
  if (look->bold) para->bold += letters;
  if (look->italic) para->italic += letters;
  if (look->underline) para->underline += letters;
  if (look->red) para->red += letters;
  if (letters && !look->bold) para->plain = TRUE;
  if (!para->plain && look->bold) {
    para->lead = para->text->len;
    para->lead_letters += letters;
  }
}

/* ------------------------------------------------------------------ the block */

static guint32 look_flags(const Para *para) {
  guint32 flags = 0;
  if (para->letters == 0) return 0;
  if (MOST(para->bold, para->letters)) flags |= BLOCK_BOLD;
  else if (para->lead_letters >= 2) flags |= BLOCK_BOLD_LEAD;
  if (MOST(para->italic, para->letters)) flags |= BLOCK_ITALIC;
  if (MOST(para->underline, para->letters)) flags |= BLOCK_UNDERLINE;
  if (para->red == para->letters) flags |= BLOCK_RED;
  return flags;
}

static guint32 shape_flags(const Para *para, gint16 *ret_level) {
  gint8 center = para->props.center >= 0 ? para->props.center : para->style->para.center;
  gint8 outline = para->props.outline >= 0 ? para->props.outline : para->style->para.outline;
  guint32 flags = center == 1 ? BLOCK_CENTER : 0;
  if (outline < 0 || outline > 8) return flags;
  *ret_level = (gint16)(outline + 1);
  return flags | BLOCK_HEADING;
}

/* The bold beginning in bytes of the block's text, which is the paragraph's made normal. */
static guint32 bold_bytes(const Para *para, const char *block_text) {
  g_autofree char *lead = text_normal(para->text->str, (gssize)para->lead);
  const char *at = lead;
  while (g_ascii_isspace(*at)) at++;
  gsize same = 0;
  while (at[same] && at[same] == block_text[same]) same++;
  while (same > 0 && ((guint8)block_text[same] & 0xC0) == 0x80) same--;
  return (guint32)same;
}

Block *docx_para_emit(const Para *para, Blocks *out, char *label_taken, int list_level) {
  g_autofree char *label = label_taken;
  gint16 level = 0;
  guint32 shape = shape_flags(para, &level);
  if (para->tcvn3) legacy_recase(para->text->str);
  Block *block = para->text->len ? blocks_add(out, shape | look_flags(para), para->text->str) : NULL;
  if (!block) return NULL;
  if (list_level >= 0) block->flags |= BLOCK_LIST;
  block->level = (gint16)(level || list_level < 0 ? level : list_level);
  block->label = g_steal_pointer(&label);
  block->page = para->page;
  if (block->flags & BLOCK_BOLD_LEAD) block->bold_bytes = bold_bytes(para, block->text);
  return block;
}
