/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/doc_props.h"

#define NO_STYLE 0xFFF
#define MAX_DEPTH 20     /* styles based on each other */
#define MAX_FONTS 4096
#define MAX_OUTSIDE 8192 /* bytes of modifiers that stand in the data stream: a row of 63 cells has some 3000 */
#define BUILT_IN_HEADINGS 9

typedef struct {
  gboolean there, is_character;
  guint16 base, built_in; /* built_in: number of the style among those that Word brings along */
  Span para, chars;       /* modifiers of its own */
  gboolean resolved;
  DocCharProps char_props;
  DocParaProps para_props;
} DocStyle;

struct DocStyles {
  const DocFile *file;
  GArray *styles;   /* DocStyle, by number */
  GPtrArray *fonts; /* char*, by number */
  gint32 font, font_beyond; /* of text that says nothing */
};

/* ------------------------------------------------------------------ modifiers */

typedef struct {
  guint16 code;
  Span operand;
} Change;

static gsize operand_size(guint16 code, Span rest) {
  static const guint8 sizes[8] = {1, 1, 2, 4, 2, 2, 0, 3};
  guint kind = code >> 13;
  if (kind != 6) return sizes[kind];
  if (code == 0xD608 || code == 0xD606) return (gsize)span_u16(rest, 0) + 1; /* table definitions: a count of two bytes, one too many */
  if (code == 0xC615 && span_u8(rest, 0) == 255)                                    /* tab stops that do not fit a count of one byte */
    return 2 + 4 * (gsize)span_u8(rest, 1) + 1 + 3 * (gsize)span_u8(rest, 2 + 4 * (gsize)span_u8(rest, 1));
  return (gsize)span_u8(rest, 0) + 1;
}

/* Takes the next modifier off; FALSE at the end. */
static gboolean next_change(Span *changes, Change *ret) {
  if (changes->size < 3) return FALSE;
  ret->code = span_u16(*changes, 0);
  Span rest = span_part(*changes, 2, changes->size);
  gsize size = operand_size(ret->code, rest);
  ret->operand = span_part(rest, 0, size);
  *changes = span_part(rest, size, rest.size);
  return ret->operand.size == size;
}

static gboolean toggle(guint8 operand, gboolean styled) {
  return operand == 0x80 ? styled : operand == 0x81 ? !styled : operand != 0;
}

static gboolean is_red(guint32 colour) { /* 0x00BBGGRR */
  return (colour & 0xFF) >= 0xC0 && (colour >> 8 & 0xFF) <= 0x40 && (colour >> 16 & 0xFF) <= 0x40;
}

static void apply_char_change(DocCharProps *props, const DocCharProps *styled, const Change *change) {
  guint8 value = span_u8(change->operand, 0);
  switch (change->code) {
    case 0x0800: props->deleted = value != 0; break;
    case 0x0801: props->inserted = value != 0; break;
    case 0x0835: props->bold = toggle(value, styled->bold); break;
    case 0x0836: props->italic = toggle(value, styled->italic); break;
    case 0x083B: props->caps = toggle(value, styled->caps); break;
    case 0x083C: props->vanish = toggle(value, styled->vanish); break;
    case 0x2A3E: props->underline = value != 0 && value != 5; break; /* 5: hidden underlining of fields */
    case 0x2A42: props->red = value == 6 || value == 13; break;
    case 0x6870: props->red = is_red(span_u32(change->operand, 0)); break;
    case 0x4A4F: props->font = span_u16(change->operand, 0); break;
    case 0x4A51: props->font_beyond = span_u16(change->operand, 0); break;
    case 0x0855: props->special = value != 0; break;
    case 0x6A09:
      props->symbol_font = span_u16(change->operand, 0);
      props->symbol = span_u16(change->operand, 2);
      break;
    default: break;
  }
}

/* Modifiers of one level: what is relative in them refers to the state that they began with. */
static void apply_char_changes(DocCharProps *props, Span changes) {
  const DocCharProps styled = *props;
  Change change;
  while (next_change(&changes, &change)) apply_char_change(props, &styled, &change);
}

static void apply_para_changes(DocParaProps *props, const DocFile *file, Span changes, gboolean outer) {
  Change change;
  while (next_change(&changes, &change)) {
    guint8 value = span_u8(change.operand, 0);
    switch (change.code) {
      case 0x2403:
      case 0x2461: props->center = value == 1; break;
      case 0x2416: props->in_table = value != 0; break;
      case 0x2417: props->row_end = value != 0; break;
      case 0x244B: props->inner_cell = value != 0; break;
      case 0x244C: props->inner_row_end = value != 0; break;
      case 0x6649: props->depth = (int)MIN(span_u32(change.operand, 0), 100); break;
      case 0x2640: props->outline = MIN(value, 9); break;
      case 0x260A: props->list_level = MIN(value, 8); break;
      case 0x460B: props->list = span_u16(change.operand, 0) < 2047 ? span_u16(change.operand, 0) : 0; break;
      case 0xD608: props->edges = span_part(change.operand, 2, change.operand.size); break;
      case 0x6645:
      case 0x6646: /* modifiers that were too many for their page stand in the data stream */
        if (outer) {
          guint32 at = span_u32(change.operand, 0);
          apply_para_changes(props, file, span_part(file->data, (gsize)at + 2, MIN(span_u16(file->data, at), MAX_OUTSIDE)), FALSE);
        }
        break;
      default: break;
    }
  }
}

/* ------------------------------------------------------------------ the style sheet */

static Span counted(Span definition, gsize *at) {
  Span part = span_part(definition, *at + 2, span_u16(definition, *at));
  *at += 2 + (gsize)span_u16(definition, *at);
  *at += *at & 1;
  return part;
}

static DocStyle style_of(Span definition, gsize base_size) {
  DocStyle style = {.there = definition.size >= base_size, .base = span_u16(definition, 2) >> 4};
  guint kind = span_u16(definition, 2) & 0xF;
  gsize at = base_size + 2 + 2 * ((gsize)span_u16(definition, base_size) + 1); /* behind the name and its NUL */
  at += at & 1;
  style.built_in = span_u16(definition, 0) & 0xFFF;
  style.is_character = kind == 2;
  if (kind == 1) {
    Span para = counted(definition, &at);
    style.para = span_part(para, 2, para.size);
  }
  if (kind == 1 || kind == 2) style.chars = counted(definition, &at);
  return style;
}

static void read_styles(DocStyles *styles) {
  Span sheet = doc_table(styles->file, DOC_STYLES);
  Span head = span_part(sheet, 2, span_u16(sheet, 0));
  guint count = MIN(span_u16(head, 0), NO_STYLE);
  gsize base_size = span_u16(head, 2), at = 2 + head.size;
  styles->font = span_u16(head, 12);
  styles->font_beyond = span_u16(head, 16);
  for (guint i = 0; i < count && at + 2 <= sheet.size; i++) {
    Span definition = span_part(sheet, at + 2, span_u16(sheet, at));
    DocStyle style = definition.size ? style_of(definition, base_size) : (DocStyle){0};
    g_array_append_val(styles->styles, style);
    at += 2 + (gsize)span_u16(sheet, at);
  }
}

static const DocStyle *resolved(DocStyles *styles, guint number, int depth) {
  static const DocStyle nothing = {.char_props = {.font = -1, .font_beyond = -1}, .para_props = {.outline = -1}};
  DocStyle *style = number < styles->styles->len ? &g_array_index(styles->styles, DocStyle, number) : NULL;
  if (!style || !style->there || depth > MAX_DEPTH) return &nothing;
  if (style->resolved) return style;
  const DocStyle *base = resolved(styles, style->base, depth + 1);
  style->char_props = base->char_props;
  style->para_props = base->para_props;
  if (style->built_in >= 1 && style->built_in <= BUILT_IN_HEADINGS && !style->is_character) style->para_props.outline = style->built_in - 1;
  apply_char_changes(&style->char_props, style->chars);
  apply_para_changes(&style->para_props, styles->file, style->para, TRUE);
  style->resolved = TRUE;
  return style;
}

/* ------------------------------------------------------------------ fonts */

static char *font_name(Span font) {
  g_autoptr(GString) name = g_string_new(NULL);
  for (gsize at = 40; at + 1 < font.size && span_u16(font, at); at += 2) {
    gunichar c = span_u16(font, at);
    if (c < 0xD800 || c > 0xDFFF) g_string_append_unichar(name, c);
  }
  return g_strdup(name->str);
}

static void read_fonts(DocStyles *styles) {
  Span table = doc_table(styles->file, DOC_FONTS);
  guint count = MIN(span_u16(table, 0), MAX_FONTS);
  gsize at = 4;
  for (guint i = 0; i < count && at < table.size; i++) {
    gsize size = (gsize)span_u8(table, at) + 1;
    g_ptr_array_add(styles->fonts, font_name(span_part(table, at, size)));
    at += size;
  }
}

DocStyles *doc_styles_new(const DocFile *file) {
  DocStyles *styles = g_new0(DocStyles, 1);
  styles->file = file;
  styles->styles = g_array_new(FALSE, FALSE, sizeof(DocStyle));
  styles->fonts = g_ptr_array_new_with_free_func(g_free);
  read_styles(styles);
  read_fonts(styles);
  for (guint i = 0; i < styles->styles->len; i++) resolved(styles, i, 0);
  return styles;
}

void doc_styles_free(DocStyles *styles) {
  if (!styles) return;
  g_array_unref(styles->styles);
  g_ptr_array_unref(styles->fonts);
  g_free(styles);
}

const char *doc_font(const DocStyles *styles, gint32 font) {
  return font >= 0 && (guint32)font < styles->fonts->len ? g_ptr_array_index(styles->fonts, (guint)font) : NULL;
}

Legacy doc_legacy(const DocStyles *styles, const DocCharProps *props) {
  gint32 ascii = props->font >= 0 ? props->font : styles->font;
  gint32 beyond = props->font_beyond >= 0 ? props->font_beyond : props->font >= 0 ? ascii : styles->font_beyond;
  return legacy_of_font(doc_font(styles, beyond));
}

Legacy doc_label_legacy(const DocStyles *styles, Span changes) {
  DocCharProps props = {.font = -1, .font_beyond = -1};
  apply_char_changes(&props, changes);
  return props.font < 0 && props.font_beyond < 0 ? LEGACY_NONE : doc_legacy(styles, &props);
}

/* ------------------------------------------------------------------ in the end */

static const DocStyle *style_at(const DocStyles *styles, guint number) {
  return resolved((DocStyles *)styles, number, 0); /* all are resolved: nothing is written */
}

static void apply_character_style(const DocStyles *styles, DocCharProps *props, guint number, int depth) {
  const DocStyle *style = number < styles->styles->len ? &g_array_index(styles->styles, DocStyle, number) : NULL;
  if (!style || !style->there || !style->is_character || depth > MAX_DEPTH) return;
  apply_character_style(styles, props, style->base, depth + 1);
  apply_char_changes(props, style->chars);
}

/* The character style that a run names, before its own changes. */
static void apply_named_style(const DocStyles *styles, DocCharProps *props, Span changes) {
  Change change;
  while (next_change(&changes, &change))
    if (change.code == 0x4A30) return apply_character_style(styles, props, span_u16(change.operand, 0), 0);
}

DocCharProps doc_char_props(const DocStyles *styles, guint16 para_style, const DocRun *run, Span piece_changes) {
  DocCharProps props = style_at(styles, para_style)->char_props;
  if (run) {
    apply_named_style(styles, &props, run->changes);
    apply_char_changes(&props, run->changes);
  }
  apply_char_changes(&props, piece_changes);
  return props;
}

DocParaProps doc_para_props(const DocStyles *styles, const DocRun *run, Span piece_changes) {
  DocParaProps props = style_at(styles, run ? run->style : 0)->para_props;
  if (run) apply_para_changes(&props, styles->file, run->changes, TRUE);
  apply_para_changes(&props, styles->file, piece_changes, TRUE);
  return props;
}
