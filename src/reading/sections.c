/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own text, statuses and completeness of every node (contract 6.9, 6.10, 6.25). Table rows and footnotes stand in the own text,
 * but letters are counted without them; a table alone makes a node present. */
#include <string.h>

#include "base/text.h"
#include "reading/label.h"
#include "reading/reading.h"

#define LETTERS_MIN 40 /* of own text, for a node to be present */
#define COPIED 0.85    /* likeness to the outline's own words from which on a paragraph is its instruction, copied */

#define TITLE_MIN 24    /* bytes of a title that nobody writes by chance */
#define ALIKE_BYTES 8   /* a copy begins like the title */

typedef struct {
  GString *text;
  gsize letters;      /* of prose that is not the outline's own words */
  gsize copied;       /* of the outline's own words */
  gsize all;          /* of the whole text */
  gboolean table;
  char *heading;
} Gathered;

/* ------------------------------------------------------------------ what is only the outline, copied */

/* Imperatives that an outline gives its writers. Whether a paragraph is one matters only where a node holds nothing else. `cut`: only the
 * beginning of a longer text is asked about; TRUE where it may be one. */
static gboolean instruction(const char *folded, gboolean cut) {
  static const char *const openings[] = {"danh gia cu the ve", "neu ro", "neu nhung", "neu cu the",       "phan tich, lam ro", "phan tich lam ro",
                                         "thong ke ro",        "luu y:", "cac co quan, doanh nghiep danh gia", "de nghi neu",       "can neu"};
  while (*folded == '(' || *folded == '-' || *folded == ' ') folded++;
  if (!*folded) return cut;
  gsize length = cut ? strlen(folded) : G_MAXSIZE;
  for (guint i = 0; i < G_N_ELEMENTS(openings); i++)
    if (*openings[i] == *folded && strncmp(folded, openings[i], MIN(length, strlen(openings[i]))) == 0) return TRUE;
  return FALSE;
}

#define BEGIN_BYTES 24 /* that tell most texts from an instruction and a copied title */

/* Whether the whole text need be looked at. */
static gboolean begins_as_copy(const Node *node, const char *text) {
  char begin[BEGIN_BYTES + 1];
  gsize length = strnlen(text, BEGIN_BYTES);
  while (length && ((guint8)text[length] & 0xC0) == 0x80) length--;
  *(char *)mempcpy(begin, text, length) = '\0';
  g_autofree char *folded = text_fold(begin);
  gsize known = MIN(strlen(folded), (gsize)ALIKE_BYTES);
  if (instruction(folded, TRUE)) return TRUE;
  for (guint i = 0; i < node->folded->len; i++)
    if (strncmp(folded, g_ptr_array_index(node->folded, i), known) == 0) return TRUE;
  return FALSE;
}

static gboolean copied_from(const Node *node, const char *text) {
  text += label_parse(text).length;
  if (!begins_as_copy(node, text)) return FALSE;
  g_autofree char *folded = text_fold(text);
  if (instruction(folded, FALSE) && !strpbrk(folded, "0123456789")) return TRUE;
  for (guint i = 0; i < node->folded->len; i++) {
    const char *title = g_ptr_array_index(node->folded, i);
    gsize n = strlen(folded), m = strlen(title);
    if (m < TITLE_MIN || n * 4 < m * 3 || m * 4 < n * 3) continue;
    if (strncmp(folded, title, ALIKE_BYTES) == 0 && text_similarity(folded, title) >= COPIED) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ gathering */

static char *heading_text(const Block *block, const Placement *placement) {
  g_autofree char *head = g_strndup(block->text, placement->text_from);
  gsize from = label_parse(head).length, cell = strcspn(head, "\t");
  if (block->kind == BLOCK_ROW && head[cell]) { /* a cell with the number alone */
    g_autofree char *first = g_strndup(head, cell);
    gsize number = label_alone(first).length;
    if (number && !first[number]) from = cell;
  }
  char *heading = text_collapse(head + from);
  gsize n = strlen(heading);
  while (n && strchr(" :.;*_", heading[n - 1])) heading[--n] = '\0';
  return heading;
}

static void add_line(GString *out, const char *label, const char *text) {
  if (out->len) g_string_append_c(out, '\n');
  if (label) g_string_append_printf(out, "%s ", label);
  gsize from = out->len;
  g_string_append(out, text);
  for (char *at = out->str + from; (at = strchr(at, '\t')); at++) *at = ' ';
}

static void gather(const Campaign *campaign, const Block *block, const Placement *placement, Gathered *into) {
  const char *text = block->text;
  if (placement->heading) {
    g_autofree char *heading = heading_text(block, placement);
    if (*heading && into->heading) {
      char *joined = g_strconcat(into->heading, " ", heading, NULL);
      g_free(into->heading);
      into->heading = joined;
    } else if (*heading) {
      into->heading = g_steal_pointer(&heading);
    }
    text += MIN(placement->text_from, strlen(text));
    if (!*text) return;
  }
  const char *label = placement->heading ? NULL : block->label;
  gsize letters = text_letters(text);
  add_line(into->text, label, text);
  into->all += letters + (label ? text_letters(label) : 0);
  if (block->kind == BLOCK_ROW && !placement->heading) {
    into->table = TRUE;
    return;
  }
  if (block->flags & BLOCK_FOOTNOTE) return;
  if (letters < LETTERS_MIN * 40u && copied_from(g_ptr_array_index(campaign->nodes, (guint)placement->node), text)) into->copied += letters;
  else into->letters += letters;
}

/* An empty line parts what stands in different places. */
static void gather_loose(const Block *block, gboolean goes_on, GString *loose) {
  if (loose->len && !goes_on) g_string_append_c(loose, '\n');
  add_line(loose, block->label, block->text);
}

/* ------------------------------------------------------------------ judging */

static gboolean has_text(const Gathered *own) {
  return own->letters >= LETTERS_MIN || own->table;
}

/* Own text or that of any node below. */
static gboolean present_below(const Campaign *campaign, const Gathered *all, const GHashTable *merged, guint node) {
  const Node *top = g_ptr_array_index(campaign->nodes, node);
  if (has_text(&all[node])) return TRUE;
  for (guint n = node + 1; n < campaign->nodes->len; n++) {
    const Node *below = g_ptr_array_index(campaign->nodes, n);
    if (below->depth <= top->depth) break;
    if (has_text(&all[n]) || g_hash_table_contains((GHashTable *)merged, GINT_TO_POINTER((int)n))) return TRUE;
  }
  return FALSE;
}

static SectionStatus judge(const Campaign *campaign, const Gathered *all, GHashTable *merged, guint node) {
  gpointer owner;
  if (g_hash_table_lookup_extended(merged, GINT_TO_POINTER((int)node), NULL, &owner))
    return present_below(campaign, all, merged, GPOINTER_TO_UINT(owner)) ? SECTION_PRESENT : SECTION_EMPTY;
  if (!all[node].heading) return SECTION_MISSING;
  return present_below(campaign, all, merged, node) ? SECTION_PRESENT : SECTION_EMPTY;
}

static Section *section_of(const Campaign *campaign, Gathered *all, GHashTable *merged, guint node) {
  const Node *wanted = g_ptr_array_index(campaign->nodes, node);
  Section *section = section_new();
  gpointer owner;
  section->code = g_strdup(wanted->code);
  section->status = judge(campaign, all, merged, node);
  section->heading = g_strdup(all[node].heading);
  if (g_hash_table_lookup_extended(merged, GINT_TO_POINTER((int)node), NULL, &owner)) section->heading = g_strdup(all[GPOINTER_TO_UINT(owner)].heading);
  section->text = g_string_free(g_steal_pointer(&all[node].text), FALSE);
  section->chars = (gint64)all[node].all;
  return section;
}

static void count_completeness(const Campaign *campaign, Report *report) {
  guint required = 0, present = 0;
  for (guint n = 0; n < campaign->nodes->len; n++) {
    const Node *node = g_ptr_array_index(campaign->nodes, n);
    const Section *section = g_ptr_array_index(report->sections, n);
    if (!node->required) continue;
    required++;
    if (section->status == SECTION_PRESENT) present++;
    else g_ptr_array_add(report->missing, g_strdup(node->code));
  }
  report->completeness = required ? (double)(gint64)((double)present / required * 10000 + 0.5) / 10000 : 1;
  if (report->missing->len) report->reasons |= REASON_BIT(REASON_INCOMPLETE);
}

void sections_read(const Campaign *campaign, const Blocks *blocks, const Alignment *alignment, Report *report) {
  guint nodes = campaign->nodes->len;
  g_autofree Gathered *all = g_new0(Gathered, nodes + 1);
  g_autoptr(GString) loose = g_string_new(NULL);
  gboolean in_loose = FALSE;
  for (guint n = 0; n < nodes; n++) all[n].text = g_string_new(NULL);
  for (guint b = alignment->first; b < alignment->end; b++) {
    const Placement *placement = &g_array_index(alignment->placements, Placement, b);
    const Block *block = blocks_at(blocks, b);
    if (block->flags & BLOCK_MARGIN) continue;
    if (placement->node >= 0) gather(campaign, block, placement, &all[placement->node]);
    else gather_loose(block, in_loose, loose);
    in_loose = placement->node < 0;
  }
  g_ptr_array_set_size(report->sections, 0);
  g_ptr_array_set_size(report->missing, 0);
  for (guint n = 0; n < nodes; n++) g_ptr_array_add(report->sections, section_of(campaign, all, alignment->merged, n));
  count_completeness(campaign, report);
  g_free(report->loose);
  report->loose = g_string_free(g_steal_pointer(&loose), FALSE);
  for (guint n = 0; n < nodes; n++) g_free(all[n].heading);
}
