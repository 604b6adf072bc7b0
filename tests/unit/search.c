/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index follows the rows, answers with and without diacritics, and keeps nothing of what became secret. */
#include <string.h>

#include <sqlite3.h>

#include "base/error.h"
#include "store_fixture.h"

typedef struct {
  char *folder;
  Store *store;
} Place;

static void set_up(Place *place, gconstpointer user) {
  (void)user;
  place->folder = folder_new();
  place->store = store_for_tests(place->folder);
}

static void tear_down(Place *place, gconstpointer user) {
  (void)user;
  store_close(place->store);
  folder_remove(place->folder);
  g_free(place->folder);
}

static void add_section(Record *record, const char *code, const char *heading, const char *text) {
  Section *section = section_new();
  section->code = g_strdup(code);
  section->status = SECTION_PRESENT;
  section->heading = g_strdup(heading);
  g_free(section->text);
  section->text = g_strdup(text);
  g_ptr_array_add(record->report->sections, section);
}

static Record *record_with(const char *agency, gint64 received, const char *text) {
  Record *record = record_for_tests(agency, received);
  add_section(record, "II.2.1", "Kết quả", text);
  return record;
}

static void fill(Store *store) {
  g_autoptr(GError) error = NULL;
  guint filled = 1;
  while (filled) g_assert_true(store_search_fill(store, 2, &filled, &error));
}

static gboolean note(const SearchHit *hit, gpointer user) {
  GString *all = user;
  g_string_append_printf(all, "%s%" G_GINT64_FORMAT, all->len ? " " : "", hit->id);
  return TRUE;
}

/* Ids of the hits, in order. */
static char *ids(Store *store, SearchFilter filter) {
  g_autoptr(GError) error = NULL;
  GString *all = g_string_new(NULL);
  store_search(store, &filter, note, all, &error);
  g_assert_no_error(error);
  return g_string_free(all, FALSE);
}

#define FINDS(store, wanted, ...)                                          \
  do {                                                                     \
    SearchFilter filter_ = SEARCH_FILTER_INIT;                             \
    const SearchFilter given_ = {__VA_ARGS__};                             \
    filter_.query = given_.query, filter_.agency = given_.agency;          \
    filter_.section = given_.section, filter_.campaign = given_.campaign;  \
    if (given_.since) filter_.since = given_.since;                        \
    if (given_.until) filter_.until = given_.until;                        \
    if (given_.limit) filter_.limit = given_.limit;                        \
    g_autofree char *got_ = ids(store, filter_);                           \
    g_assert_cmpstr(got_, ==, wanted);                                     \
  } while (0)

static void test_words(Place *place, gconstpointer user) {
  (void)user;
  Store *s = place->store;
  add_for_tests(s, "a", record_with("STC", T0, "Công tác quản lý vốn ĐẦU TƯ công; đã phối hợp 12 lượt."));
  add_for_tests(s, "b", record_with("SCT", T0 + DAY, "Cong tac dau thau; thu tu uu tien cho hoà giải."));
  add_for_tests(s, "c", record_with("STC", T0 + 2 * DAY, "Đầu tư xây dựng trụ sở theo Quyết định số 45/QĐ-UBND."));
  FINDS(s, "", .query = "dau"); /* nothing is in the index yet */
  fill(s);
  FINDS(s, "3 1 2", .query = "dau tu"); /* side by side first, the newest first, then apart */
  FINDS(s, "3 1", .query = "\"đầu tư\"");
  FINDS(s, "3 1", .query = "“Dau TU”");
  FINDS(s, "3 1", .query = "đầu tư", .limit = 2);
  FINDS(s, "2", .query = "hòa");
  FINDS(s, "2", .query = "hoa");
  FINDS(s, "3", .query = "45/QD-UBND");
  FINDS(s, "3", .query = "45/qd*");
  FINDS(s, "3", .query = "xay dung tru s*");
  FINDS(s, "", .query = "xay dung tr");
  FINDS(s, "1", .query = "\"phoi hop\" luot");
  FINDS(s, "", .query = "\"hop phoi\"");
  FINDS(s, "2", .query = "dau", .agency = "SCT");
  FINDS(s, "2 1", .query = "dau", .until = T0 + 2 * DAY);
  FINDS(s, "3", .query = "dau", .since = T0 + 2 * DAY);
  FINDS(s, "", .query = "dau", .campaign = "khac");
  FINDS(s, "3 2 1", .query = "Sở Thử nghiệm"); /* the letterhead */
  FINDS(s, "3 2 1", .query = "van.thu@agency.example");
}

static void test_anything_is_words(Place *place, gconstpointer user) {
  (void)user;
  static const char *const typed[] = {"vốn AND", "vốn OR (", "NEAR(vốn)", "text:vốn", "\"vốn", "vốn\"", "^vốn", "-vốn", "vốn*\"\"", "vốn + 'x", "{a b}: vốn", "\xff vốn"};
  static const char *const empty[] = {"", "  ", "***", "\"\"", "(-)", "…"};
  add_for_tests(place->store, "a", record_with("STC", T0, "vốn and or x; near vốn; text vốn; a b"));
  fill(place->store);
  for (guint i = 0; i < G_N_ELEMENTS(typed); i++) FINDS(place->store, "1", .query = typed[i]);
  for (guint i = 0; i < G_N_ELEMENTS(empty); i++) {
    SearchFilter filter = SEARCH_FILTER_INIT;
    g_autoptr(GError) error = NULL;
    filter.query = empty[i];
    g_assert_false(store_search(place->store, &filter, note, NULL, &error));
    g_assert_error(error, TH_ERROR, TH_ERROR_USAGE);
  }
  g_autoptr(GString) many = g_string_new(NULL);
  for (int i = 0; i <= SEARCH_WORDS_MAX; i++) g_string_append(many, "w ");
  SearchFilter filter = SEARCH_FILTER_INIT;
  g_autoptr(GError) error = NULL;
  filter.query = many->str;
  g_assert_false(store_search(place->store, &filter, note, NULL, &error));
  g_assert_error(error, TH_ERROR, TH_ERROR_USAGE);
}

static void test_places(Place *place, gconstpointer user) {
  (void)user;
  Store *s = place->store;
  Record *record = record_with("STC", T0, "một hai");
  add_section(record, "II.2.1.đ", "Phối hợp", "ba bốn");
  add_section(record, "II.2.10", "Khác", "năm sáu");
  record->message->subject = g_strdup("Gửi báo cáo quý");
  record->report->loose = (g_free(record->report->loose), g_strdup("lời mở đầu"));
  Part *part = part_new();
  part->path = g_strdup("2");
  part->name = g_strdup("Phụ lục số liệu.xlsx");
  g_ptr_array_add(record->parts, part);
  Figure *figure = figure_new();
  figure->annex = TRUE;
  figure->text = g_strdup("Số vụ việc | 17");
  g_ptr_array_add(record->report->figures, figure);
  add_for_tests(s, "a", record);
  fill(s);
  FINDS(s, "1", .query = "bao cao quy");
  FINDS(s, "1", .query = "loi mo dau");
  FINDS(s, "1", .query = "phu luc xlsx");
  FINDS(s, "1", .query = "\"vu viec 17\"");
  FINDS(s, "1", .query = "một sáu"); /* anywhere in the record */
  FINDS(s, "", .query = "\"hai phoi\""); /* the end of one text and the start of the next are no neighbours */
  FINDS(s, "1", .query = "một", .section = "II.2.1");
  FINDS(s, "1", .query = "bốn một", .section = "II.2.1");
  FINDS(s, "1", .query = "bốn", .section = "II.2.1.đ");
  FINDS(s, "", .query = "một", .section = "II.2.1.đ");
  FINDS(s, "", .query = "sáu", .section = "II.2.1");
  FINDS(s, "", .query = "quý", .section = "II");
}

static gboolean take_snippet(const SearchHit *hit, gpointer user) {
  GString *text = user;
  gsize at = 0;
  for (guint i = 0; i < hit->marks->len; i++) {
    const SearchMark *mark = &g_array_index(hit->marks, SearchMark, i);
    g_string_append_len(text, hit->snippet + at, (gssize)(mark->start - at));
    g_string_append_printf(text, "[%.*s]", (int)(mark->end - mark->start), hit->snippet + mark->start);
    at = mark->end;
  }
  g_string_append(text, hit->snippet + at);
  return TRUE;
}

static void test_snippets(Place *place, gconstpointer user) {
  (void)user;
  SearchFilter filter = SEARCH_FILTER_INIT;
  g_autoptr(GString) text = g_string_new(NULL), before = g_string_new(NULL);
  for (int i = 0; i < 50; i++) g_string_append(before, "mười ");
  g_string_append(before, "Về vốn Đầu  tư:\nđầu tư công\x1b[31m tăng");
  for (int i = 0; i < 50; i++) g_string_append(before, " một");
  add_for_tests(place->store, "a", record_with("STC", T0, before->str));
  fill(place->store);
  filter.query = "dau tu";
  g_assert_true(store_search(place->store, &filter, take_snippet, text, NULL));
  g_assert_true(g_str_has_prefix(text->str, "… mười mười"));
  g_assert_nonnull(strstr(text->str, "Về vốn [Đầu  tư]: [đầu tư] công?[31m tăng một"));
  g_assert_true(g_str_has_suffix(text->str, "một …"));
  g_assert_cmpint(g_utf8_strlen(text->str, -1), <, 220);
}

static GPtrArray *again(Record *record) {
  GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  record->message->sha256 = hash_for_tests("a");
  g_ptr_array_add(records, record);
  return records;
}

static gboolean holds_bytes(const char *folder, const char *name, const char *word) {
  g_autofree char *path = g_build_filename(folder, name, NULL), *data = NULL;
  gsize size = 0;
  return g_file_get_contents(path, &data, &size, NULL) && memmem(data, size, word, strlen(word)) != NULL;
}

static gboolean stored_anywhere(const Place *place, const char *word) {
  return holds_bytes(place->folder, "tonghop.db", word) || holds_bytes(place->folder, "tonghop.db-wal", word);
}

static void test_follows(Place *place, gconstpointer user) {
  (void)user;
  Store *s = place->store;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  add_for_tests(s, "a", record_with("STC", T0, "mộtchữxưa cũ"));
  add_for_tests(s, "b", record_with("SCT", T0, "khác"));
  fill(s);
  FINDS(s, "1", .query = "motchuxua");
  g_autoptr(GPtrArray) records = again(record_with("STC", T0, "mộtchữxinh mới"));
  g_assert_true(store_replace_message(s, 1, NULL, records, 1, NULL));
  FINDS(s, "", .query = "motchux*");
  fill(s);
  FINDS(s, "1", .query = "motchuxinh");
  FINDS(s, "", .query = "motchuxua");
  FINDS(s, "2", .query = "khac");
  g_assert_true(store_verify_rows(s, problems, NULL));
  g_assert_cmpint(problems->len, ==, 0);
}

/* Words with a tail of their own: FTS5 leaves out what a word has in common with the one before it. */
static void test_forgets_secrets(Place *place, gconstpointer user) {
  (void)user;
  Store *s = place->store;
  add_for_tests(s, "a", record_with("STC", T0, "qzwdauhieu ZXQYmarker"));
  for (int i = 0; i < 30; i++) {
    g_autofree char *name = g_strdup_printf("m%d", i), *text = g_strdup_printf("thường %d zxqz", i);
    add_for_tests(s, name, record_with("SCT", T0 + i, text));
  }
  fill(s);
  FINDS(s, "1", .query = "qzwdauhieu");
  store_close(s); /* everything into the file */
  place->store = s = store_for_tests(place->folder);
  g_assert_true(stored_anywhere(place, "qzwdauhieu"));
  Record *secret = record_for_tests("STC", T0);
  secret->reasons = REASON_BIT(REASON_SECRET_MARKING);
  secret->state = STATE_QUARANTINED;
  g_autoptr(GPtrArray) records = again(secret);
  g_assert_true(store_replace_message(s, 1, NULL, records, 1, NULL));
  fill(s);
  FINDS(s, "", .query = "qzwdauhieu");
  FINDS(s, "", .query = "van.thu@agency.example", .agency = "STC");
  g_assert_false(stored_anywhere(place, "qzwdauhieu"));
  g_assert_false(stored_anywhere(place, "qzw"));
  g_assert_false(stored_anywhere(place, "ymarker"));
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_assert_true(store_verify_rows(s, problems, NULL));
  g_assert_cmpint(problems->len, ==, 0);
}

static void test_verify_and_rebuild(Place *place, gconstpointer user) {
  (void)user;
  g_autofree char *path = g_build_filename(place->folder, "tonghop.db", NULL);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  sqlite3 *db = NULL;
  add_for_tests(place->store, "a", record_with("STC", T0, "một"));
  add_for_tests(place->store, "b", record_with("STC", T0 + 1, "hai"));
  fill(place->store);
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db, "INSERT INTO search (search) VALUES ('delete-all'); INSERT INTO search (rowid, text) VALUES (9, 'x'), (1, 'mot')", 0, 0, 0), ==, SQLITE_OK);
  sqlite3_close(db);
  g_assert_true(store_verify_rows(place->store, problems, NULL));
  g_assert_cmpint(problems->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(problems, 0), ==, "record 2 is not in the search index; run search --rebuild");
  g_assert_cmpstr(g_ptr_array_index(problems, 1), ==, "record 9 is in the search index and should not be; run search --rebuild");
  g_assert_true(store_search_rebuild(place->store, NULL));
  fill(place->store);
  g_ptr_array_set_size(problems, 0);
  g_assert_true(store_verify_rows(place->store, problems, NULL));
  g_assert_cmpint(problems->len, ==, 0);
  FINDS(place->store, "2", .query = "hai");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clock_for_tests();
#define ADD(name, test) g_test_add(name, Place, NULL, set_up, test, tear_down)
  ADD("/search/words", test_words);
  ADD("/search/anything-is-words", test_anything_is_words);
  ADD("/search/places", test_places);
  ADD("/search/snippets", test_snippets);
  ADD("/search/follows", test_follows);
  ADD("/search/forgets-secrets", test_forgets_secrets);
  ADD("/search/verify-and-rebuild", test_verify_and_rebuild);
  return g_test_run();
}
