/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RTF (Rich Text Format 1.9.1), as Word, WordPad and LibreOffice write it and mail programs carry it: paragraphs with their looks, labels
 * of lists (the text that the file keeps for programs without lists), tables in each other, notes, text boxes, heads and feet. Deleted and
 * hidden text, pictures and comments are left out; embedded objects are named.
 *
 * What stands in groups is bounded: depth by MAX_GROUPS, paragraphs and cells by the files that keep them; every token takes some of
 * the file away, so the work is linear in its size. */
#include <string.h>

#include "base/text.h"
#include "formats/opc.h"
#include "formats/rtf_run.h"
#include "formats/rtf_story.h"
#include "formats/table.h"

#define MAX_GROUPS 1000 /* in each other; Word's own files stay under 30 */
#define MAX_NAMES 8     /* of kinds of objects in the reason */
#define MAX_SHAPE_TEXT (64 * 1024)

typedef struct {
  RtfWord dest;  /* what its text is: RTF_NOTHING for text of the document */
  RtfWord outer; /* of a group that \upr begins */
  const RtfFont *font;
  RunLook look;
  gboolean deleted, starred, nest_props;
  int uc; /* characters that stand after a \u for programs that do not know it */
  RtfParaProps para;
  guint stories; /* open when it began */
} Group;

typedef struct {
  FormatOutput *ret;
  Budget *budget;
  RtfDefs defs;
  RtfStories stories;
  RtfRun run;
  GString *decoded; /* of the run, for use at once */
  GArray *groups;   /* Group */
  Group *group;     /* the innermost */
  GArray *edges[2]; /* gint32: of the row under way, and of one in a table in a cell */
  int skip;         /* characters left of those after a \u */
  GString *word_art, *object; /* name of a shape's property; class of an object */
  GPtrArray *objects;
  guint pictures;
  gboolean tracked, ended;
} Rtf;

/* ------------------------------------------------------------------ text */

/* WordArt, of which watermarks are made. */
static void flush_shape_value(Rtf *rtf) {
  gboolean is_text = strcmp(rtf->word_art->str, "gtextUNICODE") == 0;
  Block *block = is_text ? blocks_add(rtf_story(&rtf->stories)->after, BLOCK_TEXTBOX, rtf->decoded->str) : NULL;
  if (block) block->page = rtf->stories.page;
}

static void append_bounded(GString *to, const GString *text) {
  if (to->len + text->len <= MAX_SHAPE_TEXT) g_string_append_len(to, text->str, (gssize)text->len);
}

/* What was gathered goes where the group says. To be called before anything that it depends on changes. */
static void flush(Rtf *rtf) {
  Group *group = rtf->group;
  if (rtf_run_is_empty(&rtf->run)) return;
  g_string_truncate(rtf->decoded, 0);
  rtf_run_take(&rtf->run, &rtf->defs, group->font, rtf->decoded);
  group->look.legacy = group->font ? group->font->legacy : LEGACY_NONE;
  switch (group->dest) {
    case RTF_NOTHING:
      if (!group->deleted) rtf_story_text(&rtf->stories, &group->look, rtf->decoded->str, rtf->decoded->len);
      break;
    case RTF_LABEL: legacy_append(rtf_story(&rtf->stories)->label, group->look.legacy, rtf->decoded->str, rtf->decoded->len); break;
    case RTF_SHAPE_NAME: append_bounded(rtf->word_art, rtf->decoded); break;
    case RTF_SHAPE_VALUE: flush_shape_value(rtf); break;
    case RTF_OBJECT_CLASS: append_bounded(rtf->object, rtf->decoded); break;
    default: break;
  }
}

static void take_text(Rtf *rtf, const RtfToken *token) {
  const char *text = token->text;
  gsize size = token->size;
  RtfWord dest = rtf->group->dest;
  if (rtf->skip) {
    gsize skipped = MIN((gsize)rtf->skip, MAX(size, 1)); /* \'00 is one character too */
    rtf->skip -= (int)skipped;
    if (skipped >= size) return;
    text += skipped, size -= skipped;
  }
  if (dest == RTF_SKIP) return;
  if (dest == RTF_FONT_TABLE || dest == RTF_COLOR_TABLE || dest == RTF_STYLE_SHEET) rtf_defs_text(&rtf->defs, dest, text, size);
  else rtf_run_bytes(&rtf->run, text, size);
}

static void take_sign(Rtf *rtf, const char *sign) {
  if (rtf->group->dest != RTF_SKIP) rtf_run_sign(&rtf->run, &rtf->defs, rtf->group->font, sign);
}

/* ------------------------------------------------------------------ groups */

static void open_group(Rtf *rtf) {
  if (rtf->groups->len > MAX_GROUPS) {
    budget_fail(rtf->budget, "RTF groups: more than %d in each other", MAX_GROUPS);
    return;
  }
  Group group = *rtf->group;
  group.starred = FALSE;
  group.stories = rtf->stories.stories->len;
  g_array_append_val(rtf->groups, group);
  rtf->group = &g_array_index(rtf->groups, Group, rtf->groups->len - 1);
}

static void end_object(Rtf *rtf) {
  for (guint i = 0; i < rtf->objects->len; i++)
    if (strcmp(g_ptr_array_index(rtf->objects, i), rtf->object->str) == 0) return;
  if (rtf->objects->len < MAX_NAMES) g_ptr_array_add(rtf->objects, g_strdup(rtf->object->str));
}

static void close_group(Rtf *rtf) {
  while (rtf->stories.stories->len > rtf->group->stories) rtf_story_end(&rtf->stories);
  if (rtf->group->dest == RTF_OBJECT_CLASS && rtf->object->len) end_object(rtf);
  if (rtf->groups->len < 2) return;
  const gboolean had_fonts = rtf->group->dest == RTF_FONT_TABLE;
  g_array_set_size(rtf->groups, rtf->groups->len - 1);
  rtf->group = &g_array_index(rtf->groups, Group, rtf->groups->len - 1);
  if (had_fonts && rtf->group->dest == RTF_NOTHING) rtf->group->font = rtf_defs_font(&rtf->defs, rtf->defs.default_font);
  rtf->ended = rtf->groups->len == 1;
}

static void begin_story(Rtf *rtf, guint32 flags) {
  Group *group = rtf->group;
  if (group->dest != RTF_NOTHING) return; /* in a part that is not read */
  rtf_story_begin(&rtf->stories, flags | rtf_story(&rtf->stories)->flags);
  group->para = (RtfParaProps)RTF_PARA_PROPS_INIT;
  group->look = (RunLook){0};
}

/* Groups that are something else than text. FALSE: the word is none of those. */
static gboolean begin_destination(Rtf *rtf, RtfWord word) {
  Group *group = rtf->group;
  switch (word) {
    case RTF_PICTURE: rtf->pictures++; G_GNUC_FALLTHROUGH;
    case RTF_SKIP: group->dest = RTF_SKIP; break;
    case RTF_FONT_TABLE:
    case RTF_COLOR_TABLE:
    case RTF_STYLE_SHEET:
    case RTF_LABEL:
    case RTF_SHAPE_VALUE:
      if (group->dest == RTF_NOTHING) group->dest = word;
      break;
    case RTF_SHAPE_NAME:
      g_string_truncate(rtf->word_art, 0);
      if (group->dest == RTF_NOTHING) group->dest = word;
      break;
    case RTF_OBJECT: /* what stands in its place is read (\result), its bytes are not */
    case RTF_OBJECT_CLASS:
      g_string_assign(rtf->object, "");
      if (word == RTF_OBJECT_CLASS) group->dest = word;
      break;
    case RTF_UPR:
      group->outer = group->dest;
      group->dest = RTF_SKIP;
      break;
    case RTF_UD: group->dest = group->outer; break;
    case RTF_NEST_PROPS: group->nest_props = TRUE; break;
    case RTF_NOTE: begin_story(rtf, BLOCK_FOOTNOTE); break;
    case RTF_TEXT_BOX: begin_story(rtf, BLOCK_TEXTBOX); break;
    case RTF_MARGIN: begin_story(rtf, BLOCK_MARGIN); break;
    case RTF_SEEN: break;
    default: return FALSE;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ properties */

static void character_property(Rtf *rtf, RtfWord word, const RtfToken *token) {
  Group *group = rtf->group;
  const gboolean on = !token->has_number || token->number != 0;
  switch (word) {
    case RTF_PLAIN:
      group->look = (RunLook){0};
      group->font = rtf_defs_font(&rtf->defs, rtf->defs.default_font);
      group->deleted = FALSE;
      break;
    case RTF_FONT: group->font = rtf_defs_font(&rtf->defs, token->number); break;
    case RTF_BOLD: group->look.bold = on; break;
    case RTF_ITALIC: group->look.italic = on; break;
    case RTF_UNDERLINE: group->look.underline = on; break;
    case RTF_UNDERLINE_NONE: group->look.underline = FALSE; break;
    case RTF_CAPS: group->look.caps = on; break;
    case RTF_HIDDEN: group->look.vanish = on; break;
    case RTF_COLOR: group->look.red = rtf_defs_is_red(&rtf->defs, token->number); break;
    case RTF_DELETED: group->deleted = on; G_GNUC_FALLTHROUGH;
    case RTF_INSERTED: rtf->tracked |= on; break;
    case RTF_UC: group->uc = CLAMP(token->number, 0, 16); break;
    default: break;
  }
}

static void paragraph_property(Rtf *rtf, RtfWord word, const RtfToken *token) {
  RtfParaProps *para = &rtf->group->para;
  switch (word) {
    case RTF_PARD: *para = (RtfParaProps)RTF_PARA_PROPS_INIT; break;
    case RTF_ALIGN_CENTER: para->center = TRUE; break;
    case RTF_ALIGN_OTHER: para->center = FALSE; break;
    case RTF_STYLE: para->style = token->number; break;
    case RTF_OUTLINE: para->outline = token->number >= 0 && token->number < 9 ? token->number : -1; break;
    case RTF_LIST: para->list = token->number > 0; break;
    case RTF_LIST_LEVEL: para->list_level = CLAMP(token->number, 0, 8); break;
    case RTF_IN_TABLE: para->depth = MAX(para->depth, 1); break;
    case RTF_TABLE_DEPTH: para->depth = MAX(token->number, 0); break;
    default: break;
  }
}

static void document_property(Rtf *rtf, RtfWord word, const RtfToken *token, const char *charset) {
  switch (word) {
    case RTF_CHARSET: rtf->defs.charset = charset; break;
    case RTF_CODE_PAGE:
      if (rtf_code_page(token->number)) rtf->defs.charset = rtf_code_page(token->number);
      break;
    case RTF_DEFAULT_FONT: rtf->defs.default_font = token->number; break;
    case RTF_PAGES: rtf->ret->pages = MAX(rtf->ret->pages, token->number); break;
    default: break;
  }
}

/* ------------------------------------------------------------------ structure */

/* A paragraph's end that was deleted: it runs on into the next. */
static void end_paragraph(Rtf *rtf) {
  if (!rtf->group->deleted) rtf_story_end_paragraph(&rtf->stories, &rtf->group->para);
}

static GArray **edges_of(Rtf *rtf) {
  return &rtf->edges[rtf->group->nest_props ? 1 : 0];
}

static void begin_row_def(Rtf *rtf) {
  GArray **edges = edges_of(rtf); /* rows keep a reference to theirs */
  g_array_unref(*edges);
  *edges = g_array_new(FALSE, FALSE, sizeof(gint32));
}

static void structure(Rtf *rtf, RtfWord word, const RtfToken *token) {
  const RtfParaProps *para = &rtf->group->para;
  gint32 edge = token->number;
  switch (word) {
    case RTF_PAR: end_paragraph(rtf); break;
    case RTF_ROW_DEF: begin_row_def(rtf); break;
    case RTF_CELL_EDGE: g_array_append_val(*edges_of(rtf), edge); break;
    case RTF_CELL: rtf_story_end_cell(&rtf->stories, *para, 1); break;
    case RTF_NEST_CELL: rtf_story_end_cell(&rtf->stories, *para, MAX(para->depth, 2)); break;
    case RTF_ROW: rtf_story_end_row(&rtf->stories, 1, rtf->edges[0]); break;
    case RTF_NEST_ROW: rtf_story_end_row(&rtf->stories, MAX(para->depth, 2), *edges_of(rtf)); break;
    case RTF_PAGE: rtf->stories.page += rtf->stories.page < G_MAXINT32 && (!token->has_number || token->number != 0); break;
    default: break;
  }
}

/* ------------------------------------------------------------------ words */

static void take_word(Rtf *rtf, const RtfToken *token) {
  const char *sign;
  RtfWord word = rtf_word(token->word, &sign);
  Group *group = rtf->group;
  if (rtf->skip) {
    rtf->skip--;
    return;
  }
  if (word == RTF_SIGN) return take_sign(rtf, sign);
  if (word == RTF_U) {
    rtf->skip = group->uc;
    if (group->dest != RTF_SKIP) rtf_run_unicode(&rtf->run, &rtf->defs, group->font, token->number);
    return;
  }
  flush(rtf);
  if (word == RTF_STARRED) {
    group->starred = TRUE;
    return;
  }
  if (group->dest == RTF_SKIP && word != RTF_PAGES && word != RTF_UD) return;
  if (group->starred && word == RTF_NOTHING) group->dest = RTF_SKIP; /* a group that may be passed over where it is not known */
  group->starred = FALSE;
  if (begin_destination(rtf, word)) return;
  if (group->dest == RTF_FONT_TABLE || group->dest == RTF_COLOR_TABLE || group->dest == RTF_STYLE_SHEET)
    return rtf_defs_word(&rtf->defs, group->dest, word, token);
  document_property(rtf, word, token, sign);
  character_property(rtf, word, token);
  if (group->dest != RTF_NOTHING) return;
  paragraph_property(rtf, word, token);
  structure(rtf, word, token);
}

/* ------------------------------------------------------------------ the file */

static void read_tokens(Rtf *rtf, GBytes *bytes) {
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  RtfLexer lexer = {data, data + size};
  RtfToken token;
  while (!rtf->budget->exceeded && !rtf->ended) {
    rtf_lexer_next(&lexer, &token);
    switch (token.kind) {
      case RTF_TEXT: take_text(rtf, &token); break;
      case RTF_WORD: take_word(rtf, &token); break;
      case RTF_END:
        flush(rtf);
        return;
      default:
        flush(rtf);
        rtf->skip = 0;
        if (token.kind == RTF_OPEN) open_group(rtf);
        else close_group(rtf);
        break;
    }
  }
}

static void give_facts(Rtf *rtf) {
  FormatOutput *ret = rtf->ret;
  ret->pages = MAX(ret->pages, rtf->stories.page);
  if (!rtf->ended && !rtf->budget->exceeded) {
    ret->status = PART_CORRUPT;
    opc_add_reason(ret, "breaks off before its end");
  }
  if (rtf->tracked) opc_add_reason(ret, "tracked changes taken as accepted");
  if (rtf->objects->len) {
    g_ptr_array_add(rtf->objects, NULL);
    g_autofree char *names = g_strjoinv(", ", (char **)rtf->objects->pdata), *normal = text_normal(names, -1);
    opc_add_reason(ret, "embedded objects not read: %s", normal);
  }
  if (blocks_count(ret->blocks) == 0 && rtf->pictures) opc_add_reason(ret, "no text, only pictures (%u)", rtf->pictures);
}

static void rtf_init(Rtf *rtf, const FormatInput *in, FormatOutput *ret) {
  const Group outside = {.uc = 1, .para = RTF_PARA_PROPS_INIT, .stories = 1};
  *rtf = (Rtf){.ret = ret, .budget = in->budget, .decoded = g_string_new(NULL), .word_art = g_string_new(NULL), .object = g_string_new(NULL)};
  rtf->groups = g_array_new(FALSE, FALSE, sizeof(Group));
  g_array_append_val(rtf->groups, outside);
  rtf->group = &g_array_index(rtf->groups, Group, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(rtf->edges); i++) rtf->edges[i] = g_array_new(FALSE, FALSE, sizeof(gint32));
  rtf->objects = g_ptr_array_new_with_free_func(g_free);
  rtf_defs_init(&rtf->defs, in->budget);
  rtf_stories_init(&rtf->stories, &rtf->defs, in->budget);
  rtf_run_init(&rtf->run);
}

static void rtf_clear(Rtf *rtf) {
  rtf_run_clear(&rtf->run);
  rtf_defs_clear(&rtf->defs);
  for (gsize i = 0; i < G_N_ELEMENTS(rtf->edges); i++) g_array_unref(rtf->edges[i]);
  g_array_unref(rtf->groups);
  g_ptr_array_unref(rtf->objects);
  g_string_free(rtf->decoded, TRUE);
  g_string_free(rtf->word_art, TRUE);
  g_string_free(rtf->object, TRUE);
}

static void read_rtf(const FormatInput *in, FormatOutput *ret) {
  Rtf rtf;
  rtf_init(&rtf, in, ret);
  read_tokens(&rtf, in->bytes);
  rtf_stories_finish(&rtf.stories, ret->blocks);
  give_facts(&rtf);
  rtf_clear(&rtf);
}

/* Some programs put a byte-order mark or blanks in front. */
static gboolean sniff_rtf(const guint8 *data, gsize size, const char *name) {
  gsize at = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  (void)name;
  while (at < MIN(size, 64) && g_ascii_isspace(data[at])) at++;
  return size - at >= 6 && memcmp(data + at, "{\\rtf", 5) == 0;
}

const Format format_rtf = {"rtf", "application/rtf", FALSE, sniff_rtf, read_rtf};
