/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of store and intake share: a database in a folder of its own, and hand-made records. */
#pragma once
#include <glib/gstdio.h>

#include "base/clock.h"
#include "model/record_json.h"
#include "store/store.h"

#define DAY 86400
#define T0 G_GINT64_CONSTANT(1748736000) /* 2025-06-01T00:00:00Z */

static inline void clock_for_tests(void) {
  clock_set_zone("Asia/Ho_Chi_Minh", NULL);
  clock_fix(T0);
}

static inline char *folder_new(void) {
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp("tonghop-test-XXXXXX", &error);
  g_assert_no_error(error);
  return folder;
}

static inline void folder_remove(const char *path) {
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *inside = g_build_filename(path, name, NULL);
    if (g_file_test(inside, G_FILE_TEST_IS_DIR) && !g_file_test(inside, G_FILE_TEST_IS_SYMLINK)) folder_remove(inside);
    else g_unlink(inside);
  }
  g_rmdir(path);
}

static inline Store *store_for_tests(const char *folder) {
  g_autoptr(GError) error = NULL;
  Store *store = NULL;
  store_open(folder, STORE_WRITE, &store, &error);
  g_assert_no_error(error);
  return store;
}

/* An accepted report of an agency, received at an instant; agency NULL: unknown, in review. */
static inline Record *record_for_tests(const char *agency, gint64 received) {
  Record *record = record_new();
  record->message = message_new();
  record->message->message_id = g_strdup_printf("%" G_GINT64_FORMAT "@tests.example", received);
  record->message->from = g_strdup("van.thu@agency.example");
  record->received = record->message->received = received;
  record->campaign = g_strdup("qd357");
  record->kind = KIND_REPORT;
  record->state = agency ? STATE_ACCEPTED : STATE_REVIEW;
  record->agency.code = g_strdup(agency);
  record->agency.name = g_strdup(agency);
  record->agency.by = agency ? BY_ADDRESS : BY_NONE;
  record->agency.confidence = agency ? 1.0 : 0.0;
  record->reasons = agency ? 0 : REASON_BIT(REASON_SENDER_UNKNOWN);
  record->timeliness = TIMELY_ON_TIME;
  record->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
  record->report = report_new();
  record->report->issuer = g_strdup("Sở Thử nghiệm");
  return record;
}

static inline char *hash_for_tests(const char *name) {
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
}

/* Stores one record as a message of its own; gives its id. Takes the record. */
static inline gint64 add_for_tests(Store *store, const char *name, Record *record) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
  g_autofree char *sha256 = hash_for_tests(name);
  const ClaimFile file = {.name = (char *)name, .sha256 = sha256, .size = 100, .received_hint = record->received};
  if (!record->message->sha256) record->message->sha256 = g_strdup(sha256);
  record->message->size = 100;
  g_ptr_array_add(records, record);
  store_add_message(store, &file, store_folder_of_states(1u << record->state), NULL, records, 1000, NULL, &error);
  g_assert_no_error(error);
  return record->id;
}

static inline Record *get_for_tests(Store *store, gint64 id) {
  g_autoptr(GError) error = NULL;
  Record *record = NULL;
  store_record(store, id, &record, &error);
  g_assert_no_error(error);
  return record;
}

static inline State state_for_tests(Store *store, gint64 id) {
  g_autoptr(Record) record = get_for_tests(store, id);
  return record->state;
}
