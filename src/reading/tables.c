/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of tables: rows of indicators ("STT | Chỉ tiêu | ĐVT | Số liệu | Trong đó năm 2024"), rows of years or places under columns of
 * indicators ("Năm | Số buổi | Số lượt người"), in a report or an annex sheet. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "reading/figures.h"
#include "reading/words.h"

#define ROW_TEXT_MAX 2000 /* bytes of a row that are quoted with its figures */
#define LABEL_MAX 400     /* bytes of a row's label and of a column's header that are searched for units and cues */

typedef enum { COLUMN_VALUE, COLUMN_LABEL, COLUMN_UNIT, COLUMN_IGNORED } ColumnRole;

/* What a row's label or a column's header says, looked up once. */
typedef struct {
  Unit sure, any;             /* word NULL: none */
  const Indicator *indicator; /* whose label it is, or NULL */
} Says;

typedef struct {
  ColumnRole role;
  gboolean part;  /* "trong đó", "riêng", a year */
  gboolean total; /* "tổng", "cộng" */
  char *header;   /* lower-case; the header cells above each other joined by a blank */
  Says says;
  const char *lender; /* the header that lent it its unit, or NULL */
} Column;

typedef struct {
  Reader *reader;
  const Blocks *blocks;
  guint first, end, body; /* rows; body: the first row under the header */
  GArray *columns;        /* Column */
  const char *caption;    /* lower-case or NULL */
  gboolean has_total_row;
  gboolean by_column;     /* the columns count different things, whatever the rows' names say */
  char *group;            /* lower-case text of the last heading row inside the table */
  char *above;            /* ... of the last row with values that is no part of another */
} Table;

static void column_clear(gpointer data) {
  g_free(((Column *)data)->header);
}

/* ------------------------------------------------------------------ cells */

static const char *cell_at(const Block *row, guint column) {
  return column < row->cells->len ? g_ptr_array_index(row->cells, column) : "";
}

static gboolean is_number_only(const char *cell) {
  gboolean digit = FALSE;
  for (const char *at = cell; *at; at++) {
    if (g_ascii_isdigit(*at)) digit = TRUE;
    else if (!strchr("., %()", *at)) return FALSE;
  }
  return digit;
}

/* "2016", "Năm 2016", "2025 (đến 10/5)", "6 tháng đầu năm 2025". */
static gboolean is_year(const char *lower) {
  static const char *const leads[] = {"năm", "6 tháng đầu năm", "6 tháng cuối năm", "giai đoạn", "quý", NULL};
  gsize lead = words_at(lower, leads);
  const char *at = skip_spaces(lower + lead);
  gboolean ends = year_at(lower + strlen(lower) - MIN(strlen(lower), 4)) != 0;
  if (lead && !g_ascii_isdigit(*at) && ends) return TRUE; /* "quý i/2025" */
  gsize months = strspn(lower, "0123456789");
  if (months && months <= 2 && word_at(skip_spaces(lower + months), "tháng") && ends) return TRUE; /* "5 tháng 2025" */
  return year_at(at) != 0;
}

static gboolean is_total_label(const char *lower) {
  static const char *const labels[] = {"tổng cộng", "tổng số", "tổng", "cộng", "toàn tỉnh", "toàn huyện", "cả giai đoạn", NULL};
  static const char *const rest[] = {"giai đoạn", "các năm", "chung", "toàn tỉnh", "10 năm", "toàn bộ", NULL};
  gsize length = words_at(lower, labels);
  const char *after = skip_spaces(lower + length);
  return length && (!*after || strchr("(:.;-", *after) || words_at(after, rest)); /* "tổng số tiền phạt" is a label like any other */
}

/* A number as a table writes it, perhaps with qualifier and unit. */
static gboolean has_value(const char *cell) {
  if (!*cell || strlen(cell) > 200) return FALSE;
  if (is_number_only(cell)) return TRUE;
  g_autofree char *lower = text_lower(cell);
  const char *at = lower;
  Quantity q;
  return quantity_next(lower, &at, &q) && q.lead == lower && !q.none;
}

/* ------------------------------------------------------------------ the header */

static guint small_number(const char *at, gsize digits) {
  guint number = 0;
  for (gsize i = 0; i < digits; i++) number = number * 10 + (guint)(at[i] - '0');
  return number;
}

/* "(1)", "1", "A": rows that only number the columns. */
static gboolean numbers_columns(const Block *row) {
  guint expected = 1, seen = 0;
  for (guint i = 0; i < row->cells->len; i++) {
    const char *cell = cell_at(row, i);
    if (!*cell) continue;
    const char *at = *cell == '(' ? cell + 1 : cell;
    gsize digits = strspn(at, "0123456789");
    if (!digits) {
      if (strlen(at) > 2 || !g_ascii_isalpha(*at)) return FALSE;
      continue;
    }
    guint number = digits <= 3 ? small_number(at, digits) : 0;
    if (!number || (number != expected && number != i + 1)) return FALSE;
    expected = number + 1;
    seen++;
  }
  return seen >= 2;
}

/* A row with a value that is no year: the body begins. */
static gboolean is_body(const Block *row) {
  guint values = 0, years = 0, words = 0;
  for (guint i = 0; i < row->cells->len; i++) {
    const char *cell = cell_at(row, i);
    if (!*cell) continue;
    if (!is_number_only(cell)) words++;
    else if (year_at(cell) && strlen(cell) == 4) years++;
    else values++;
  }
  if (values) return values + years > 1 || words > 0;
  return years == 1 && words == 1 && row->cells->len > 2 && year_at(cell_at(row, 0)) != 0;
}

static guint filled(const Block *row) {
  guint n = 0;
  for (guint i = 0; i < row->cells->len; i++) n += *cell_at(row, i) != 0;
  return n;
}

static guint find_body(const Table *t) {
  guint at = t->first;
  gboolean header = FALSE;
  for (; at < t->end && at - t->first < 12; at++) {
    const Block *row = blocks_at(t->blocks, at);
    if (header && filled(row) == 1) return at; /* the first heading inside the table */
    if (is_body(row) && !numbers_columns(row)) return at;
    header = header || filled(row) > 1;
  }
  for (at = t->first; at < t->end; at++) { /* values with words in them ("12 buổi") */
    const Block *row = blocks_at(t->blocks, at);
    for (guint i = 1; i < row->cells->len; i++)
      if (has_value(cell_at(row, i)) && !numbers_columns(row)) return at;
  }
  return t->end;
}

static gboolean has_any(const char *lower, const char *const *list) {
  for (; *list; list++)
    if (text_find_word(lower, *list, 0) >= 0) return TRUE;
  return FALSE;
}

static void decide_role(Column *column) {
  static const char *const order[] = {"stt", "tt", "số tt", "số thứ tự", "ghi chú", "nguồn số liệu", NULL};
  static const char *const changes[] = {"tăng", "giảm", "so với", "so sánh", "bình quân", "trung bình", NULL};
  static const char *const units[] = {"đvt", "đơn vị tính", "đv tính", NULL};
  static const char *const labels[] = {"chỉ tiêu", "nội dung", "tiêu chí", "danh mục", "tên", "lĩnh vực", "nhiệm vụ", "hạng mục",
      "thời gian", NULL};
  static const char *const parts[] = {"trong đó", "riêng", NULL};
  static const char *const totals[] = {"tổng", "tổng số", "tổng cộng", "cộng", "lũy kế", NULL};
  const char *header = column->header;
  if (words_at(header, order) || strcmp(header, "nguồn") == 0 || has_any(header, changes)) column->role = COLUMN_IGNORED;
  else if (has_any(header, units) || strcmp(header, "đơn vị") == 0) column->role = COLUMN_UNIT;
  else if (words_at(header, labels) || strcmp(header, "năm") == 0) column->role = COLUMN_LABEL;
  column->total = has_any(header, totals);
  const char *year = strstr(header, "20");
  column->part = has_any(header, parts) || is_year(header) || (!column->total && year && year_at(year) && !strstr(header, " đến ") &&
      !strstr(header, "-"));
}

/* Under "Đơn vị" stand either units, or those who did the work. */
static gboolean names_units(const Table *t, guint index) {
  guint units = 0, others = 0;
  for (guint at = t->body; at < t->end; at++) {
    g_autofree char *lower = text_lower(cell_at(blocks_at(t->blocks, at), index));
    Unit unit;
    const char *start = skip_spaces(lower + strspn(lower, "0123456789."));
    if (!*lower) continue;
    if (unit_at(t->reader->units, start, &unit) && !*skip_spaces(start + unit.length)) units++;
    else others++;
  }
  return units >= others;
}

static Says read_says(const Table *t, const char *lower) {
  const Units *units = t->reader->units;
  Says says = {.indicator = claims_of_label(t->reader->claims, lower)};
  if (!unit_in_label(units, lower, TRUE, &says.sure)) says.sure = (Unit){.factor = 1};
  if (!unit_in_label(units, lower, FALSE, &says.any)) says.any = (Unit){.factor = 1};
  return says;
}

static void read_columns(Table *t) {
  guint count = 0;
  for (guint at = t->first; at < t->end; at++) count = MAX(count, blocks_at(t->blocks, at)->cells->len);
  g_array_set_size(t->columns, count);
  g_autofree GString **joined = g_new0(GString *, MAX(count, 1));
  for (guint at = t->first; at < t->body; at++) {
    const Block *row = blocks_at(t->blocks, at);
    if (filled(row) < 2 || numbers_columns(row)) continue; /* a title or the columns' numbers */
    const Block *below = at + 1 < t->body ? blocks_at(t->blocks, at + 1) : NULL;
    const char *left = "";
    for (guint i = 0; i < count; i++) {
      const char *cell = cell_at(row, i);
      if (*cell) left = cell;
      else if (!below || !*cell_at(below, i) || numbers_columns(below)) continue;
      if (!joined[i]) joined[i] = g_string_new(NULL);
      if (joined[i]->len + strlen(left) > LABEL_MAX) continue;
      g_string_append_printf(joined[i], "%s%s", joined[i]->len ? " " : "", *cell ? cell : left);
    }
  }
  for (guint i = 0; i < count; i++) {
    Column *column = &g_array_index(t->columns, Column, i);
    column->header = text_lower(joined[i] ? joined[i]->str : "");
    if (joined[i]) g_string_free(joined[i], TRUE);
    decide_role(column);
    if (column->role == COLUMN_UNIT && strcmp(column->header, "đơn vị") == 0 && !names_units(t, i)) column->role = COLUMN_LABEL;
    column->says = read_says(t, column->header);
  }
}

static void compare_columns(Table *t) {
  const char *first = NULL;
  for (guint i = 0; i < t->columns->len; i++) {
    const Column *column = &g_array_index(t->columns, Column, i);
    const char *word = column->role == COLUMN_VALUE ? column->says.any.word : NULL;
    if (word && first && strcmp(word, first) != 0) t->by_column = TRUE;
    if (word) first = word;
  }
}

/* "Tổng cộng", "Năm 2024" beside columns of one unit count the same in that unit, unless the row says another. */
static void lend_units(Table *t) {
  const Column *lender = NULL;
  for (guint i = 0; i < t->columns->len; i++) {
    const Column *column = &g_array_index(t->columns, Column, i);
    if (column->role != COLUMN_VALUE || !column->says.any.word) continue;
    if (lender && strcmp(lender->says.any.word, column->says.any.word) != 0) return;
    if (!lender) lender = column;
  }
  for (guint i = 0; lender && i < t->columns->len; i++) {
    Column *column = &g_array_index(t->columns, Column, i);
    if ((!column->total && !column->part) || column->role != COLUMN_VALUE || column->says.any.word) continue;
    column->says.any = lender->says.any;
    column->lender = lender->header;
  }
}

/* A running number in the first column without a header is no value. */
static void mark_running_numbers(Table *t) {
  guint next = 1, rows = 0;
  for (guint at = t->body; at < t->end; at++) {
    const char *cell = cell_at(blocks_at(t->blocks, at), 0);
    if (!*cell) continue;
    gsize digits = strspn(cell, "0123456789");
    if (!digits || digits > 4 || (cell[digits] && strcmp(cell + digits, ".") != 0)) return;
    if (small_number(cell, digits) != next++) return;
    rows++;
  }
  Column *first = rows >= 2 && t->columns->len > 1 ? &g_array_index(t->columns, Column, 0) : NULL;
  if (first && !*first->header) first->role = COLUMN_IGNORED;
}

/* A list of documents (number, date, abstract) holds no figures. */
static gboolean lists_documents(const Table *t) {
  static const char *const words[] = {"số hiệu", "ký hiệu", "số ký hiệu", "số, ký hiệu", "ngày ban hành", "trích yếu", "số văn bản", NULL};
  for (guint i = 0; i < t->columns->len; i++)
    if (has_any(g_array_index(t->columns, Column, i).header, words)) return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ rows */

typedef struct {
  const Block *row;
  char *text;  /* cells joined by " | " */
  char *label; /* lower-case: the cells that are words */
  char *unit;  /* lower-case unit cell, or NULL */
  gboolean part, total, year;
  Says says; /* of the label, unless it is a year or a total */
} Row;

static void row_clear(Row *row) {
  g_free(row->text);
  g_free(row->label);
  g_free(row->unit);
}

static char *join_cells(const Block *row) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < row->cells->len; i++) {
    if (!*cell_at(row, i)) continue;
    if (text->len + strlen(cell_at(row, i)) > ROW_TEXT_MAX) {
      g_string_append(text, " | …");
      break;
    }
    if (text->len) g_string_append(text, " | ");
    g_string_append(text, cell_at(row, i));
  }
  return g_string_free(text, FALSE);
}

static gboolean is_value_cell(const Table *t, const Block *row, guint column) {
  const Column *c = &g_array_index(t->columns, Column, column);
  return c->role == COLUMN_VALUE && has_value(cell_at(row, column));
}

static void read_row(const Table *t, const Block *block, Row *ret) {
  g_autoptr(GString) label = g_string_new(NULL);
  *ret = (Row){.row = block};
  for (guint i = 0; i < block->cells->len; i++) {
    const Column *column = &g_array_index(t->columns, Column, i);
    const char *cell = cell_at(block, i);
    if (!*cell || column->role == COLUMN_IGNORED) continue;
    if (column->role == COLUMN_UNIT) {
      g_free(ret->unit);
      ret->unit = text_lower(cell);
    } else if (label->len + strlen(cell) <= LABEL_MAX && (column->role == COLUMN_LABEL || !has_value(cell) || (i == 0 && year_at(cell)))) {
      g_string_append_printf(label, "%s%s", label->len ? " " : "", cell);
    }
  }
  ret->label = text_lower(label->str);
  ret->text = join_cells(block);
  ret->year = is_year(ret->label);
  ret->total = is_total_label(ret->label);
  ret->part = g_str_has_prefix(ret->label, "trong đó") || g_str_has_prefix(ret->label, "riêng") ||
      g_str_has_prefix(ret->label, "- trong đó");
}

/* ------------------------------------------------------------------ one value */

/* "1.000 đồng", "triệu đồng": a number before the unit scales it. */
static gboolean scaled_unit(const Units *units, const char *lower, Unit *ret) {
  gsize digits = strspn(lower, "0123456789.,");
  double scale = 1;
  gboolean ambiguous;
  if (digits && !number_vietnamese(lower, digits, &scale, &ambiguous)) scale = 1;
  if (!unit_at(units, lower + digits, ret)) return FALSE;
  ret->factor *= scale;
  return TRUE;
}

/* The unit of a value that has none of its own: the unit column's, else the surer of header and label ("Xã A | 5" under "Số buổi"). */
static gboolean cell_unit(const Table *t, const Row *row, const Column *column, Unit *ret) {
  if (row->unit && *row->unit) return scaled_unit(t->reader->units, row->unit, ret);
  const Unit *choices[] = {&column->says.sure, t->by_column ? &column->says.any : &row->says.sure, &row->says.sure, &row->says.any,
      &column->says.any};
  for (guint i = 0; i < G_N_ELEMENTS(choices); i++) {
    if (!choices[i]->word) continue;
    *ret = *choices[i];
    return TRUE;
  }
  return FALSE;
}

/* By the label itself, else by unit and cue in row and header, else by the heading over them. */
static const Indicator *cell_indicator(const Table *t, const Row *row, const Column *column, const Unit *unit) {
  Claims *claims = t->reader->claims;
  const Indicator *by_label = row->says.indicator ? row->says.indicator : column->says.indicator;
  if (by_label && (!unit->word || unit_fits(by_label, unit))) return by_label;
  if (!unit->word) return NULL;
  g_autofree char *context = row->year || row->total ? g_strdup(column->header) : g_strdup_printf("%s %s", row->label, column->header);
  const char *over = row->part && t->above ? t->above : t->group ? t->group : column->lender ? column->lender : t->caption;
  claims_sentence(claims, context, over);
  ClaimAsk ask = {.until = strlen(context), .shared = strlen(context), .unit = *unit};
  const Indicator *indicator = claims_pick(claims, &ask, t->reader->nodes, NULL);
  claims_sentence(claims, "", NULL);
  return indicator;
}

static const Unit no_unit = {.factor = 1};

static gboolean is_piece(const Unit *unit) {
  static const char *const pieces[] = {"chiếc", "cái", "bộ", NULL};
  return g_strv_contains(pieces, unit->word);
}

static void read_value(Table *t, const Row *row, guint index, const char *lower) {
  const Column *column = &g_array_index(t->columns, Column, index);
  const char *at = lower;
  Quantity q;
  for (guint n = 0; quantity_next(lower, &at, &q); n++) {
    Unit unit = no_unit;
    gboolean own = unit_at(t->reader->units, q.end, &unit);
    if ((n && !own) || q.none) continue;
    if (!own && !cell_unit(t, row, column, &unit)) unit = no_unit;
    const Indicator *indicator = cell_indicator(t, row, column, &unit);
    if (!indicator && own && is_piece(&unit) && row->says.any.word) /* "Lắp đặt camera | 120 chiếc" */
      indicator = cell_indicator(t, row, column, &row->says.any);
    if (!unit.word && !indicator) continue;
    if (!unit.word) unit = (Unit){.word = indicator->unit, .factor = 1};
    Finding finding = {.quantity = &q, .unit = &unit, .indicator = indicator, .text = row->text};
    gboolean place = !row->total && t->has_total_row && !row->year;
    finding.subtotal = column->part || row->part || row->year || place;
    reader_add(t->reader, &finding);
  }
}

/* A year alone in a cell of numbers ("2016" as a value under "Số lượt người") is a number like any other. */
static char *value_text(const char *cell) {
  if (!is_number_only(cell)) return text_lower(cell);
  g_autofree char *plain = g_strdelimit(g_strdup(cell), "()", ' ');
  return text_lower(plain);
}

static void read_values(Table *t, const Row *row) {
  for (guint i = 0; i < row->row->cells->len; i++) {
    if (!is_value_cell(t, row->row, i) || (i == 0 && row->year)) continue;
    if (reader_full(t->reader)) return;
    g_autofree char *lower = value_text(cell_at(row->row, i));
    read_value(t, row, i, lower);
  }
}

/* ------------------------------------------------------------------ a table */

static gboolean find_total_row(const Table *t) {
  gboolean years = FALSE, total = FALSE;
  for (guint at = t->body; at < t->end; at++) {
    Row row;
    read_row(t, blocks_at(t->blocks, at), &row);
    years = years || row.year;
    total = total || row.total;
    row_clear(&row);
  }
  return total && !years;
}

static gboolean has_values(const Table *t, const Block *row) {
  for (guint i = 0; i < row->cells->len; i++)
    if (is_value_cell(t, row, i)) return TRUE;
  return FALSE;
}

static void read_body(Table *t) {
  for (guint at = t->body; at < t->end; at++) {
    const Block *block = blocks_at(t->blocks, at);
    Row row;
    read_row(t, block, &row);
    if (has_values(t, block)) {
      row.says = read_says(t, row.year || row.total ? "" : row.label);
      read_values(t, &row);
      if (!row.part) {
        g_free(t->above);
        t->above = g_strdup(row.label);
      }
    } else if (*row.label) {
      g_free(t->group);
      t->group = g_steal_pointer(&row.label);
    }
    row_clear(&row);
  }
}

void tables_read(Reader *reader, guint first, guint end, const char *caption) {
  Table t = {.reader = reader, .blocks = reader->document->blocks, .first = first, .end = end, .caption = caption};
  t.columns = g_array_new(FALSE, TRUE, sizeof(Column));
  g_array_set_clear_func(t.columns, column_clear);
  t.body = find_body(&t);
  if (t.body < end) {
    read_columns(&t);
    compare_columns(&t);
    lend_units(&t);
    mark_running_numbers(&t);
    if (!lists_documents(&t)) {
      t.has_total_row = find_total_row(&t);
      read_body(&t);
    }
  }
  g_free(t.group);
  g_free(t.above);
  g_array_unref(t.columns);
}
