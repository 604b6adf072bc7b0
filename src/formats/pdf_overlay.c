/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three kinds of overlay stand on official documents: the number and the date that an e-office prints into the blanks of the
 * letterhead, the appearance of a digital signature (who, when, mail address), and text boxes that a person drew. The first belong
 * to the line, the second is no text of the document, the third is a block of its own. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "formats/pdf_page.h"

/* Beginnings of an appearance's lines, folded. */
static const char *const signer_cues[] = {"nguoi ky", "ky boi", "duoc ky boi", "digitally signed by", "signed by", "da ky boi", "dn: cn="};
static const char *const stamp_cues[] = {"ngay ky", "thoi gian ky", "thoi gian:", "date:", "signature valid", "email:", "co quan:", "to chuc:",
                                         "chuc vu:", "ly do:", "reason:", "location:", "signature not verified", "ky ngay", "signing date"};

/* Text of one overlay, its lines parted by '\n', and its words' bounds. */
typedef struct {
  GString *text;
  float x0, y0, x1, y1;
  guint words, lines;
} Shown;

static void shown_add(Shown *shown, const PdfPage *page, const PdfWord *word) {
  gboolean below = shown->words && word->base - shown->y1 > -0.1f * word->size;
  if (!shown->words) {
    *shown = (Shown){g_string_new(NULL), word->x0, word->y0, word->x1, word->y1, 0, 1};
  } else if (below) {
    g_string_append_c(shown->text, '\n');
    shown->lines++;
  } else if (!(word->style & PDF_GLUED)) {
    g_string_append_c(shown->text, ' ');
  }
  g_string_append_len(shown->text, pdf_word_text(page, word), (gssize)word->length);
  shown->x0 = MIN(shown->x0, word->x0);
  shown->x1 = MAX(shown->x1, word->x1);
  shown->y1 = MAX(shown->y1, word->y1);
  shown->y0 = MIN(shown->y0, word->y0);
  shown->words++;
}

static gboolean begins(const char *folded, const char *const *cues, gsize count) {
  for (gsize i = 0; i < count; i++)
    if (g_str_has_prefix(folded, cues[i])) return TRUE;
  return FALSE;
}

/* What stands after the cue and its colon. */
static char *name_after(const char *line) {
  const char *colon = strchr(line, ':');
  if (!colon) return NULL;
  g_autofree char *name = text_collapse(colon + 1);
  return *name ? g_steal_pointer(&name) : NULL;
}

/* "24.01.2025 20:06:24 +07:00", "24/01/2025 14:23:43": a time of day with seconds, as no letterhead has it. */
static gboolean is_signing_time(const char *folded) {
  guint digits = 0, colons = 0;
  for (const char *at = folded; *at; at++) {
    if (g_ascii_isdigit(*at)) digits++;
    else if (*at == ':') colons++;
    else if (!strchr(" ./+-t", *at)) return FALSE;
  }
  return digits >= 10 && colons >= 2;
}

static gboolean is_address(const char *folded) {
  const char *at = strchr(folded, '@');
  return at && at > folded && strchr(at, '.') && !strchr(folded, ' ');
}

static gboolean is_appearance(const Shown *shown, char **signer) {
  g_auto(GStrv) lines = g_strsplit(shown->text->str, "\n", -1);
  gboolean found = FALSE;
  for (char **line = lines; *line; line++) {
    g_autofree char *folded = text_fold(*line);
    if (begins(folded, signer_cues, G_N_ELEMENTS(signer_cues))) {
      found = TRUE;
      if (!*signer) *signer = name_after(*line);
    } else if (begins(folded, stamp_cues, G_N_ELEMENTS(stamp_cues)) || is_signing_time(folded) || is_address(folded)) {
      found = TRUE;
    }
  }
  return found;
}

/* Does the overlay stand on a line of the page? Then its words can be sorted into it. */
static gboolean stands_on_line(const PdfPage *page, const Shown *shown, guint own_words) {
  float middle = (shown->y0 + shown->y1) / 2, height = shown->y1 - shown->y0;
  for (guint i = 0; i < own_words; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->style & PDF_AWAY) continue;
    if (fabsf((word->y0 + word->y1) / 2 - middle) < 0.4f * height && word->x1 > shown->x0 - 200 && word->x0 < shown->x1 + 200) return TRUE;
  }
  return FALSE;
}

/* On the line: the words get the line's baseline, for overlays are printed by eye. */
static void join_line(PdfPage *page, guint overlay, guint own_words) {
  guint from = own_words;
  while (pdf_word(page, from)->overlay != overlay) from++;
  const PdfWord *first = pdf_word(page, from);
  float best = 0.5f * (first->y1 - first->y0), base = first->base;
  for (guint k = 0; k < own_words; k++) {
    float distance = fabsf(pdf_word(page, k)->base - first->base);
    if (distance >= best) continue;
    best = distance;
    base = pdf_word(page, k)->base;
  }
  for (guint i = from; i < page->words->len; i++) {
    PdfWord *word = pdf_word(page, i);
    if (word->overlay != overlay) continue;
    word->base = base;
    word->style |= PDF_PRINTED;
    word->overlay = 0;
  }
}

static void send_away(PdfPage *page, guint overlay, guint from) {
  for (guint i = from; i < page->words->len; i++)
    if (pdf_word(page, i)->overlay == overlay) pdf_word(page, i)->style |= PDF_AWAY;
}

#define JOINED_LETTERS_MAX 60 /* number, date, place: longer than that is a text box */

static void settle(PdfPage *page, guint overlay, Shown *shown, guint own_words, char **signer) {
  PdfOverlay *area = &g_array_index(page->overlays, PdfOverlay, overlay - 1);
  g_autofree char *none = NULL;
  if (is_appearance(shown, *signer ? &none : signer)) {
    send_away(page, overlay, own_words);
  } else if (shown->lines == 1 && shown->text->len <= JOINED_LETTERS_MAX && stands_on_line(page, shown, own_words)) {
    join_line(page, overlay, own_words);
  } else if (area->signature && shown->lines > 1) {
    send_away(page, overlay, own_words); /* an appearance without any cue that we know */
  }
  g_clear_pointer(&area->contents, g_free);
}

void pdf_overlay_settle(PdfPage *page, char **signer) {
  if (!page->overlays->len) return;
  guint own_words = 0;
  while (own_words < page->words->len && !pdf_word(page, own_words)->overlay) own_words++;
  g_autofree Shown *shown = g_new0(Shown, page->overlays->len);
  for (guint i = own_words; i < page->words->len; i++) {
    const PdfWord *word = pdf_word(page, i);
    if (word->overlay) shown_add(&shown[word->overlay - 1], page, word);
  }
  for (guint i = 0; i < page->overlays->len; i++) {
    if (!shown[i].words) continue;
    settle(page, i + 1, &shown[i], own_words, signer);
    g_string_free(shown[i].text, TRUE);
  }
}
