/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a text as one part of a report and says its figures on one line, for figures.c (a campaign of its own) and figures_qd357.c. A figure
 * is "indicator=value unit", with > (over), < (under), ~ (about) before the value and * after a subtotal; "?" where no indicator claims it. */
#pragma once
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "reading/reading.h"

static const Campaign *campaign; /* made once, read only */

/* ------------------------------------------------------------------ running */

typedef struct {
  Document *document;
  Alignment alignment;
  Part *part;
} Bench;

static void bench_open(Bench *bench, const char *path) {
  bench->part = part_new();
  bench->part->path = g_strdup(path);
  bench->document = g_new0(Document, 1);
  bench->document->part = bench->part;
  bench->document->blocks = blocks_new();
  bench->alignment = (Alignment){.placements = g_array_new(FALSE, TRUE, sizeof(Placement)), .merged = g_hash_table_new(NULL, NULL)};
}

static void bench_close(Bench *bench) {
  blocks_free(bench->document->blocks);
  g_free(bench->document);
  part_free(bench->part);
  g_array_unref(bench->alignment.placements);
  g_hash_table_unref(bench->alignment.merged);
}

/* A line is a paragraph; one that holds "|" is a table row. "@B" turns to another node. */
static void bench_fill(Bench *bench, const char *code, const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  int node = campaign_node_index(campaign, code);
  for (guint i = 0; lines[i]; i++) {
    if (lines[i][0] == '@') {
      node = campaign_node_index(campaign, lines[i] + 1);
      continue;
    }
    Block *block;
    if (strchr(lines[i], '|')) {
      GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
      g_auto(GStrv) parts = g_strsplit(lines[i], "|", -1);
      for (guint k = 0; parts[k]; k++) g_ptr_array_add(cells, g_strdup(parts[k]));
      block = blocks_add_row(bench->document->blocks, 1, cells);
    } else {
      block = blocks_add(bench->document->blocks, 0, lines[i]);
    }
    Placement placement = {.node = node};
    if (block) g_array_append_val(bench->alignment.placements, placement);
  }
  bench->alignment.end = blocks_count(bench->document->blocks);
}

static char *figures_text(const Report *report, gboolean all) {
  static const char *const signs[] = {"", ">", "<", "~"};
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < report->figures->len; i++) {
    const Figure *figure = g_ptr_array_index(report->figures, i);
    if (!figure->indicator && !all) continue;
    g_autofree char *value = number_json(figure->value);
    g_string_append_printf(out, "%s%s=%s%s %s%s", out->len ? "; " : "", figure->indicator ? figure->indicator : "?", signs[figure->qualifier], value,
                           figure->unit, figure->subtotal ? "*" : "");
  }
  return g_string_free(out, FALSE);
}

typedef struct {
  const char *node, *text, *wanted;
} Case;

/* all: figures that no indicator claims are judged too. */
static void run_case(const Case *c, gboolean annex, gboolean all) {
  Bench bench;
  g_autoptr(Report) report = report_new();
  bench_open(&bench, annex ? "2/annex.xlsx" : "2");
  bench_fill(&bench, c->node, c->text);
  figures_read(campaign, bench.document, annex ? NULL : &bench.alignment, annex, report);
  figures_finish(campaign, report);
  g_autofree char *got = figures_text(report, all);
  if (strcmp(got, c->wanted) != 0) {
    g_test_message("%s: %s", c->node, c->text);
    g_test_message("wanted %s", c->wanted);
    g_test_message("got    %s", got);
    g_test_fail();
  }
  bench_close(&bench);
}
