/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/rtf_story.h"

#include <string.h>

#include "formats/docx_table.h"
#include "formats/list_label.h"

#define MAX_DEPTH 16 /* tables in each other; deeper ones belong to the last */
#define MAX_PARAGRAPHS 1000000

static const Style no_style = {.run = RUN_PROPS_INIT, .para = PARA_PROPS_INIT};

static void table_free(gpointer data) {
  rtf_table_free(data);
}

static void story_free(gpointer data) {
  RtfStory *story = data;
  docx_para_clear(&story->para);
  g_string_free(story->label, TRUE);
  blocks_free(story->out);
  blocks_free(story->after);
  g_ptr_array_unref(story->tables);
  g_free(story);
}

void rtf_stories_init(RtfStories *stories, const RtfDefs *defs, Budget *budget) {
  *stories = (RtfStories){.defs = defs, .tables = {.budget = budget}, .page = 1};
  stories->stories = g_ptr_array_new_with_free_func(story_free);
  stories->margins = blocks_new();
  stories->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  rtf_story_begin(stories, 0);
}

RtfStory *rtf_story(const RtfStories *stories) {
  return g_ptr_array_index(stories->stories, stories->stories->len - 1);
}

void rtf_story_begin(RtfStories *stories, guint32 flags) {
  RtfStory *story = g_new0(RtfStory, 1);
  story->flags = flags;
  docx_para_init(&story->para);
  docx_para_begin(&story->para, &no_style, FALSE);
  story->label = g_string_new(NULL);
  story->out = blocks_new();
  story->after = blocks_new();
  story->tables = g_ptr_array_new_with_free_func(table_free);
  g_ptr_array_add(stories->stories, story);
}

/* ------------------------------------------------------------------ tables of a story */

static Blocks *out_at(RtfStory *story, guint depth) {
  return depth ? rtf_table_cell(g_ptr_array_index(story->tables, depth - 1)) : story->out;
}

static void set_depth(RtfStories *stories, RtfStory *story, int wanted) {
  guint depth = (guint)CLAMP(wanted, 0, MAX_DEPTH);
  while (story->tables->len < depth) g_ptr_array_add(story->tables, rtf_table_new());
  while (story->tables->len > depth) {
    guint last = story->tables->len - 1;
    rtf_table_end(g_ptr_array_index(story->tables, last), &stories->tables, out_at(story, last));
    g_ptr_array_set_size(story->tables, (int)last);
  }
}

/* ------------------------------------------------------------------ paragraphs */

void rtf_story_text(RtfStories *stories, const RunLook *look, const char *text, gsize size) {
  RtfStory *story = rtf_story(stories);
  docx_para_append(&story->para, look, text, size);
  if (!story->para.page && !(story->flags & BLOCK_MARGIN)) story->para.page = stories->page;
}

static char *take_label(RtfStory *story) {
  const char *label = g_strstrip(story->label->str);
  char *taken = !*label ? NULL : *g_utf8_next_char(label) ? g_strdup(label) : list_bullet(label);
  g_string_truncate(story->label, 0);
  return taken;
}

static void set_props(Para *para, const RtfStories *stories, const RtfParaProps *props) {
  int outline = props->outline >= 0 || !stories->defs ? props->outline : rtf_defs_outline(stories->defs, props->style);
  para->props.center = (gint8)props->center;
  para->props.outline = (gint8)outline;
}

void rtf_story_end_paragraph(RtfStories *stories, const RtfParaProps *props) {
  RtfStory *story = rtf_story(stories);
  char *label = take_label(story);
  set_depth(stories, story, props->depth);
  if (label && story->tables->len && story->para.text->len == 0) { /* a column of ordinals is often nothing but numbers */
    g_string_append(story->para.text, label);
    g_clear_pointer(&label, g_free);
  }
  set_props(&story->para, stories, props);
  int level = label || props->list ? props->list_level : -1;
  Block *block = docx_para_emit(&story->para, out_at(story, story->tables->len), label, level);
  if (block) block->flags |= story->flags;
  if (block && ++stories->paragraphs > MAX_PARAGRAPHS) budget_fail(stories->tables.budget, "paragraphs: more than %d", MAX_PARAGRAPHS);
  docx_para_begin(&story->para, &no_style, FALSE);
  if (story->tables->len == 0) docx_blocks_move(story->after, story->out);
}

void rtf_story_end_cell(RtfStories *stories, RtfParaProps props, int depth) {
  RtfStory *story = rtf_story(stories);
  props.depth = depth;
  rtf_story_end_paragraph(stories, &props);
  rtf_table_end_cell(g_ptr_array_index(story->tables, story->tables->len - 1));
}

void rtf_story_end_row(RtfStories *stories, int depth, GArray *edges) {
  RtfStory *story = rtf_story(stories);
  set_depth(stories, story, depth);
  rtf_table_end_row(g_ptr_array_index(story->tables, story->tables->len - 1), edges);
}

/* ------------------------------------------------------------------ ends of stories */

/* The paragraph and the tables that the file leaves open. */
static void close_story(RtfStories *stories, RtfStory *story) {
  RtfParaProps last = RTF_PARA_PROPS_INIT;
  last.depth = story->para.text->len ? (int)story->tables->len : 0;
  rtf_story_end_paragraph(stories, &last);
  set_depth(stories, story, 0);
  docx_blocks_move(story->after, story->out);
}

void rtf_story_end(RtfStories *stories) {
  if (stories->stories->len < 2) return;
  RtfStory *story = rtf_story(stories), *around = g_ptr_array_index(stories->stories, stories->stories->len - 2);
  close_story(stories, story);
  if (story->flags & BLOCK_MARGIN) {
    char *text = blocks_text(story->out);
    if (g_hash_table_add(stories->seen, text)) docx_blocks_move(story->out, stories->margins);
  } else {
    docx_blocks_move(story->out, around->after);
  }
  g_ptr_array_set_size(stories->stories, (int)stories->stories->len - 1);
}

void rtf_stories_finish(RtfStories *stories, Blocks *out) {
  while (stories->stories->len > 1) rtf_story_end(stories);
  RtfStory *body = rtf_story(stories);
  close_story(stories, body);
  docx_blocks_move(body->out, out);
  docx_blocks_move(stories->margins, out);
  blocks_free(stories->margins);
  g_hash_table_unref(stories->seen);
  g_ptr_array_unref(stories->stories);
}
