/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/xlsx_book.h"

#include <string.h>

#include "base/number.h"

#define MAX_SHEETS 1000

enum { WORKBOOK_PR = 1, SHEET, SI, T, RPH, NUM_FMT, CELL_XFS, XF };

/* ------------------------------------------------------------------ workbook.xml */

static void sheet_free(gpointer data) {
  Sheet *sheet = data;
  g_free(sheet->name);
  g_free(sheet->relation);
  g_free(sheet);
}

static gboolean is_true(const char *value) {
  return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void on_nothing(gpointer user, int id) {
  (void)user, (void)id;
}

static void on_workbook(gpointer user, int id, const XmlAttrs *attrs) {
  Book *book = user;
  if (id == WORKBOOK_PR) {
    book->base_1904 = is_true(xml_attr(attrs, XML_NONE, "date1904"));
    return;
  }
  const char *relation = xml_attr(attrs, XML_R, "id"), *name = xml_attr(attrs, XML_NONE, "name");
  const char *state = xml_attr(attrs, XML_NONE, "state");
  if (!relation) return;
  if (book->sheets->len >= MAX_SHEETS) {
    budget_fail(book->budget, "sheets: more than %d", MAX_SHEETS);
    return;
  }
  Sheet *sheet = g_new0(Sheet, 1);
  sheet->name = g_strdup(name ? name : "");
  sheet->relation = g_strdup(relation);
  sheet->hidden = state && strcmp(state, "visible") != 0;
  g_ptr_array_add(book->sheets, sheet);
}

/* ------------------------------------------------------------------ sharedStrings.xml */

typedef struct {
  GPtrArray *strings;
  GString *text;
  int in_text, in_phonetic;
} Strings;

static void strings_start(gpointer user, int id, const XmlAttrs *attrs) {
  Strings *strings = user;
  (void)attrs;
  if (id == SI) g_string_truncate(strings->text, 0);
  else if (id == T) strings->in_text++;
  else if (id == RPH) strings->in_phonetic++;
}

static void strings_end(gpointer user, int id) {
  Strings *strings = user;
  if (id == T) strings->in_text--;
  else if (id == RPH) strings->in_phonetic--;
  else if (id == SI) {
    char *text = g_strndup(strings->text->str, strings->text->len);
    xlsx_unescape(text);
    g_ptr_array_add(strings->strings, text);
  }
}

static void strings_text(gpointer user, const char *text, gsize size) {
  Strings *strings = user;
  if (strings->in_text && !strings->in_phonetic) g_string_append_len(strings->text, text, (gssize)size);
}

static int hex4(const char *at) {
  int value = 0;
  for (int i = 0; i < 4; i++) {
    if (!g_ascii_isxdigit(at[i])) return -1;
    value = value * 16 + g_ascii_xdigit_value(at[i]);
  }
  return value;
}

void xlsx_unescape(char *text) {
  char *to = strstr(text, "_x");
  if (!to) return;
  for (const char *at = to; *at;) {
    int code = at[0] == '_' && at[1] == 'x' ? hex4(at + 2) : -1;
    if (code > 0 && at[6] == '_' && (code < 0xD800 || code > 0xDFFF)) {
      to += g_unichar_to_utf8((gunichar)code, to); /* never longer than the seven letters it stands for */
      at += 7;
    } else {
      *to++ = *at++;
    }
  }
  *to = 0;
}

/* ------------------------------------------------------------------ styles.xml */

typedef struct {
  Book *book;
  GHashTable *codes; /* numFmtId → CellLook + 1 */
  gboolean in_cell_xfs;
} Looks;

static int number_attr(const XmlAttrs *attrs, const char *name) {
  gint64 number;
  return number_int64(xml_attr(attrs, XML_NONE, name), 0, G_MAXINT32, &number) ? (int)number : 0;
}

static void looks_start(gpointer user, int id, const XmlAttrs *attrs) {
  Looks *looks = user;
  if (id == CELL_XFS) looks->in_cell_xfs = TRUE;
  int format = number_attr(attrs, "numFmtId");
  if (id == NUM_FMT) {
    const char *code = xml_attr(attrs, XML_NONE, "formatCode");
    if (code) g_hash_table_insert(looks->codes, GINT_TO_POINTER(format), GINT_TO_POINTER(xlsx_code_look(code) + 1));
  }
  if (id != XF || !looks->in_cell_xfs) return;
  int own = GPOINTER_TO_INT(g_hash_table_lookup(looks->codes, GINT_TO_POINTER(format)));
  CellLook look = own ? (CellLook)(own - 1) : xlsx_builtin_look(format);
  g_array_append_val(looks->book->looks, look);
}

static void looks_end(gpointer user, int id) {
  Looks *looks = user;
  if (id == CELL_XFS) looks->in_cell_xfs = FALSE;
}

CellLook xlsx_book_look(const Book *book, guint style) {
  return style < book->looks->len ? g_array_index(book->looks, CellLook, style) : CELL_PLAIN;
}

/* ------------------------------------------------------------------ the book */

static void read_part(Book *book, const char *name, const XmlReader *reader, gpointer user, char **ret_problem) {
  GBytes *bytes = name ? opc_part(book->package, name) : NULL;
  g_autofree char *problem = NULL;
  if (!bytes || xml_parse(bytes, reader, user, book->budget, &problem) || *ret_problem) return;
  *ret_problem = g_strdup_printf("%s %s", name, problem);
}

static const char *target_of_type(const GPtrArray *relations, const char *type) {
  const Relation *relation = opc_relation_of_type(relations, type);
  return relation ? relation->target : NULL;
}

Book *xlsx_book_new(Package *package, const GPtrArray *relations, Budget *budget, char **ret_problem) {
  static const XmlName workbook_names[] = {{XML_S, "workbookPr", WORKBOOK_PR}, {XML_S, "sheet", SHEET}, {XML_NONE, NULL, 0}};
  static const XmlName string_names[] = {{XML_S, "si", SI}, {XML_S, "t", T}, {XML_S, "rPh", RPH}, {XML_NONE, NULL, 0}};
  static const XmlName style_names[] = {{XML_S, "numFmt", NUM_FMT}, {XML_S, "cellXfs", CELL_XFS}, {XML_S, "xf", XF}, {XML_NONE, NULL, 0}};
  static const XmlReader workbook = {workbook_names, on_workbook, on_nothing, NULL};
  static const XmlReader strings_reader = {string_names, strings_start, strings_end, strings_text};
  static const XmlReader styles = {style_names, looks_start, looks_end, NULL};
  Book *book = g_new0(Book, 1);
  book->package = package;
  book->budget = budget;
  book->sheets = g_ptr_array_new_with_free_func(sheet_free);
  book->strings = g_ptr_array_new_with_free_func(g_free);
  book->looks = g_array_new(FALSE, FALSE, sizeof(CellLook));
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GHashTable) codes = g_hash_table_new(NULL, NULL);
  Strings strings = {book->strings, text, 0, 0};
  Looks looks = {book, codes, FALSE};
  read_part(book, opc_main(package), &workbook, book, ret_problem);
  read_part(book, target_of_type(relations, "sharedStrings"), &strings_reader, &strings, ret_problem);
  read_part(book, target_of_type(relations, "styles"), &styles, &looks, ret_problem);
  return book;
}

void xlsx_book_free(Book *book) {
  if (!book) return;
  g_ptr_array_unref(book->sheets);
  g_ptr_array_unref(book->strings);
  g_array_unref(book->looks);
  g_free(book);
}
