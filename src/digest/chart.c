/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/chart.h"

#include <math.h>

#include <cairo.h>

#include "base/clock.h"

#define SCALE 2
#define LEFT 44.0
#define RIGHT 20.0
#define TOP 22.0
#define BOTTOM 28.0
#define TICKS 4 /* of the axis; the uppermost is what is expected */
#define DAY_SECONDS 86400.0
#define DATES_APART 74.0 /* pixels between two dates under the axis */

typedef struct {
  cairo_t *cr;
  const Digest *digest;
  double days;  /* the axis' length; point i is the end of day i */
  double most;  /* value at the top */
  gint64 start; /* of the first day */
} Plot;

static double x_of(const Plot *plot, double day) {
  return LEFT + (CHART_WIDTH - LEFT - RIGHT) * day / plot->days;
}

static double y_of(const Plot *plot, double value) {
  return TOP + (CHART_HEIGHT - TOP - BOTTOM) * (1 - value / plot->most);
}

static void colour(const Plot *plot, guint32 rgb) {
  cairo_set_source_rgb(plot->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static void line(const Plot *plot, double x0, double y0, double x1, double y1) {
  cairo_move_to(plot->cr, x0, y0);
  cairo_line_to(plot->cr, x1, y1);
  cairo_stroke(plot->cr);
}

/* align: 0 from x on, 0.5 centred, 1 up to x; kept inside the picture. */
static void text(const Plot *plot, double x, double y, double align, const char *words) {
  cairo_text_extents_t extents;
  cairo_text_extents(plot->cr, words, &extents);
  cairo_move_to(plot->cr, CLAMP(x - align * extents.x_advance, 2, CHART_WIDTH - 2 - extents.x_advance), y);
  cairo_show_text(plot->cr, words);
}

static void draw_axes(const Plot *plot) {
  for (int i = 0; i <= TICKS; i++) {
    gint64 value = llround(plot->most * i / TICKS);
    g_autofree char *words = g_strdup_printf("%" G_GINT64_FORMAT, value);
    colour(plot, 0xE4E7EB);
    line(plot, LEFT, y_of(plot, (double)value), CHART_WIDTH - RIGHT, y_of(plot, (double)value));
    colour(plot, 0x52606D);
    text(plot, LEFT - 6, y_of(plot, (double)value) + 4, 1, words);
  }
  double every = MAX(1, ceil(plot->days * DATES_APART / (CHART_WIDTH - LEFT - RIGHT)));
  for (double day = 0; day <= plot->days - every / 2; day += every) {
    g_autofree char *words = clock_format(plot->start + (gint64)(day * DAY_SECONDS), "%d/%m");
    text(plot, x_of(plot, day), CHART_HEIGHT - 8, 0.5, words);
  }
}

static void draw_deadline(const Plot *plot) {
  gint64 deadline = plot->digest->campaign->deadline;
  double day = (double)(deadline - plot->start) / DAY_SECONDS;
  if (deadline == TIME_NONE || day < 0 || day > plot->days) return;
  static const double dashes[] = {5, 4};
  colour(plot, 0xB42318);
  cairo_set_dash(plot->cr, dashes, G_N_ELEMENTS(dashes), 0);
  line(plot, x_of(plot, day), TOP, x_of(plot, day), CHART_HEIGHT - BOTTOM);
  cairo_set_dash(plot->cr, NULL, 0, 0);
  g_autofree char *iso = clock_date(deadline), *date = words_date(iso), *words = g_strdup_printf("thời hạn: trước %s", date);
  text(plot, x_of(plot, day), TOP - 8, 1, words);
}

static void draw_curve(const Plot *plot) {
  const GArray *curve = plot->digest->curve;
  cairo_move_to(plot->cr, x_of(plot, 0), y_of(plot, 0));
  for (guint i = 0; i < curve->len; i++) cairo_line_to(plot->cr, x_of(plot, i + 1.0), y_of(plot, (double)g_array_index(curve, gint64, i)));
  cairo_path_t *path = cairo_copy_path(plot->cr);
  cairo_line_to(plot->cr, x_of(plot, curve->len), y_of(plot, 0));
  cairo_close_path(plot->cr);
  cairo_set_source_rgba(plot->cr, 0.04, 0.43, 0.31, 0.15);
  cairo_fill(plot->cr);
  cairo_append_path(plot->cr, path);
  cairo_path_destroy(path);
  colour(plot, 0x0B6E4F);
  cairo_set_line_width(plot->cr, 2.5);
  cairo_stroke(plot->cr);
  gint64 last = g_array_index(curve, gint64, curve->len - 1);
  g_autofree char *words = g_strdup_printf("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, last, plot->digest->counts.expected);
  cairo_arc(plot->cr, x_of(plot, curve->len), y_of(plot, (double)last), 3.5, 0, 2 * G_PI);
  cairo_fill(plot->cr);
  text(plot, x_of(plot, curve->len) - 4, y_of(plot, (double)last) - 8, 1, words);
}

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
  g_byte_array_append(closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *to_png(cairo_surface_t *surface) {
  GByteArray *bytes = g_byte_array_new();
  if (cairo_surface_write_to_png_stream(surface, append, bytes) == CAIRO_STATUS_SUCCESS) return g_byte_array_free_to_bytes(bytes);
  g_byte_array_unref(bytes);
  return NULL;
}

GBytes *chart_png(const Digest *digest) {
  gint64 start, end;
  if (digest->curve->len < 2 || !clock_day(digest->curve_from, &start, &end)) return NULL;
  gint64 deadline = digest->campaign->deadline;
  double days = digest->curve->len;
  if (deadline != TIME_NONE && deadline > start) days = MAX(days, ceil((double)(deadline - start) / DAY_SECONDS));
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, CHART_WIDTH * SCALE, CHART_HEIGHT * SCALE);
  const Plot plot = {cairo_create(surface), digest, days, (double)MAX(digest->counts.expected, 1), start};
  cairo_scale(plot.cr, SCALE, SCALE);
  colour(&plot, 0xFFFFFF);
  cairo_paint(plot.cr);
  cairo_select_font_face(plot.cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(plot.cr, 12);
  cairo_set_line_width(plot.cr, 1);
  draw_axes(&plot);
  draw_deadline(&plot);
  draw_curve(&plot);
  cairo_destroy(plot.cr);
  GBytes *bytes = to_png(surface);
  cairo_surface_destroy(surface);
  return bytes;
}

char *chart_words(const Digest *digest) {
  g_autofree char *from = words_date(digest->curve_from), *to = words_date(digest->date);
  return g_strdup_printf("Biểu đồ số cơ quan đã báo cáo lũy kế từng ngày, từ %s (%" G_GINT64_FORMAT ") đến %s (%" G_GINT64_FORMAT " trên %" G_GINT64_FORMAT ").",
                         from, g_array_index(digest->curve, gint64, 0), to, g_array_index(digest->curve, gint64, digest->curve->len - 1),
                         digest->counts.expected);
}
