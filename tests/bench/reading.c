/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading alone costs, step by step, in microseconds of CPU a kilobyte of text, and how it grows: the labelled documents of
 * tests/accuracy with every paragraph under a heading said 1, 10 and 100 times. Run from the root of the tree: build/bench/reading [FILE.toml...]
 * With --once TIMES before the files each text is read whole one time, for guard.sh to count the instructions of reading_run. */
#include <locale.h>
#include <stdio.h>
#include <time.h>

#include "../unit/blocks_text.h"
#include "base/number.h"
#include "reading/reading.h"

#define LONG_PARAGRAPH 60 /* letters from which a line is text rather than a heading */
#define TARGET_BYTES (2 << 20) /* read again and again until this much was read */

enum { LETTERHEAD, OUTLINE, SECTIONS, FIGURES, CITATIONS, PROPOSALS, FINDINGS, WHOLE, STEP_N };
static const char *const step_names[STEP_N] = {"letterhead", "outline", "sections", "figures", "citations", "proposals", "findings", "whole"};

static gint64 cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The value of `text = '''...'''` under [document], NULL where the case has none. */
static char *text_of(const char *path) {
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  file_read(path, -1, &bytes, &error);
  g_assert_no_error(error);
  g_autofree char *toml = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  const char *from = strstr(toml, "\ntext = '''\n");
  if (!from) return NULL;
  from += strlen("\ntext = '''\n");
  const char *to = strstr(from, "\n'''");
  return to ? g_strndup(from, (gsize)(to - from)) : NULL;
}

static char *repeated(const char *text, guint times) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) out = g_string_new("UBND TỈNH QUẢNG NGÃI\nSỞ MẪU\nSố: 12/BC-SM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
                                        "Quảng Ngãi, ngày 05 tháng 6 năm 2025\n");
  for (guint i = 0; lines[i]; i++)
    for (guint k = 0; k < (strlen(lines[i]) > LONG_PARAGRAPH && i > 3 ? times : 1); k++) g_string_append_printf(out, "%s\n", lines[i]);
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static gsize bytes_of(const Blocks *blocks) {
  gsize bytes = 0;
  for (guint i = 0; i < blocks_count(blocks); i++) bytes += strlen(blocks_at(blocks, i)->text);
  return bytes;
}

static void steps(const Campaign *campaign, const Document *document, gint64 *us) {
  g_autoptr(Report) report = report_new();
  guint first = 0, end = 0;
  Alignment alignment;
  gint64 at[STEP_N];
  at[0] = cpu_us();
  letterhead_read(campaign, document, report, &first, &end), at[1] = cpu_us();
  outline_align(campaign, document->blocks, first, end, &alignment), at[2] = cpu_us();
  sections_read(campaign, document->blocks, &alignment, report), at[3] = cpu_us();
  figures_read(campaign, document, &alignment, FALSE, report), figures_finish(campaign, report), at[4] = cpu_us();
  citations_read(campaign, document->blocks, &alignment, report), at[5] = cpu_us();
  proposals_read(campaign, document->blocks, &alignment, report), at[6] = cpu_us();
  findings_read(campaign, document->blocks, &alignment, report), at[7] = cpu_us();
  for (int i = 0; i < WHOLE; i++) us[i] += at[i + 1] - at[i];
  alignment_clear(&alignment);
}

static void whole(const GPtrArray *campaigns, const char *text, gint64 *us) {
  g_autoptr(Reading) reading = reading_new();
  reading->message->subject = g_strdup("Báo cáo tổng kết 10 năm thực hiện Quyết định số 357/QĐ-UBND");
  Part *part = part_new();
  part->path = g_strdup("1");
  part->type = g_strdup("text/plain");
  g_ptr_array_add(reading->parts, part);
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
  g_ptr_array_add(documents, document_new(part, blocks_text_parse(text, NULL)));
  gint64 start = cpu_us();
  reading_run(campaigns, documents, reading);
  us[WHOLE] += cpu_us() - start;
}

/* One text, again and again: its bytes, and microseconds by step. */
static void measure(const GPtrArray *campaigns, const char *text, gint64 *us, gsize *bytes) {
  const Campaign *campaign = g_ptr_array_index(campaigns, 0);
  for (gsize done = 0; done < TARGET_BYTES / 8;) {
    Part *part = part_new();
    Document *document = document_new(part, blocks_text_parse(text, NULL));
    gsize size = bytes_of(document->blocks);
    steps(campaign, document, us);
    whole(campaigns, text, us);
    *bytes += size, done += MAX(size, 1);
    document_free(document);
    part_free(part);
  }
}

static void run(const GPtrArray *campaigns, const GPtrArray *texts, guint times) {
  gint64 us[STEP_N] = {0};
  gsize bytes = 0;
  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *text = repeated(g_ptr_array_index(texts, i), times);
    measure(campaigns, text, us, &bytes);
  }
  printf("%6u", times);
  for (int i = 0; i < STEP_N; i++) printf(" %10.1f", (double)us[i] / ((double)bytes / 1024));
  printf("\n");
}

/* Each text once, said so many times. */
static void run_once(const GPtrArray *campaigns, const GPtrArray *texts, guint times) {
  gint64 us[STEP_N] = {0};
  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *text = repeated(g_ptr_array_index(texts, i), times);
    whole(campaigns, text, us);
  }
  printf("%u documents, %u times: %.0f ms of CPU\n", texts->len, times, (double)us[WHOLE] / 1000);
}

int main(int argc, char **argv) {
  setlocale(LC_CTYPE, "C.UTF-8");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) campaigns = g_ptr_array_new_with_free_func((GDestroyNotify)campaign_free);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Campaign) campaign = NULL;
  if (!campaign_load("config/campaigns/qd357", &campaign, &error)) g_error("%s", error->message);
  g_ptr_array_add(campaigns, g_steal_pointer(&campaign));
  gint64 once = 0;
  gboolean counted = argc > 2 && strcmp(argv[1], "--once") == 0;
  if (counted && !number_int64(argv[2], 1, 1000, &once)) g_error("--once %s: no number from 1 to 1000", argv[2]);
  for (int i = counted ? 3 : 1; i < argc; i++) {
    char *text = text_of(argv[i]);
    if (text) g_ptr_array_add(texts, text);
  }
  if (!texts->len) {
    fprintf(stderr, "usage: build/bench/reading tests/accuracy/docs/*.toml\n");
    return 64;
  }
  if (once) return run_once(campaigns, texts, (guint)once), 0;
  printf("%u documents; microseconds of CPU a KB of text\n%6s", texts->len, "times");
  for (int i = 0; i < STEP_N; i++) printf(" %10s", step_names[i]);
  printf("\n");
  static const guint factors[] = {1, 10, 100};
  for (guint i = 0; i < G_N_ELEMENTS(factors); i++) run(campaigns, texts, factors[i]);
  return 0;
}
