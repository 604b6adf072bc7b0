/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest/reminders.h"

#include <string.h>

#include "base/clock.h"
#include "campaign/letters.h"
#include "digest/digest.h"
#include "digest/phrases.h"

const char *remind_status_name(RemindStatus status) {
  static const char *const names[REMIND_N] = {"due", "told", "waiting", "undeliverable", "no-address"};
  return (guint)status < REMIND_N ? names[status] : "";
}

static void reminder_free(gpointer data) {
  Reminder *reminder = data;
  g_free(reminder->step);
  g_free(reminder);
}

/* ------------------------------------------------------------------ the day's step */

typedef struct {
  gboolean after, step_day;
  int days;
  char *step;
} Step;

static gboolean has_day(const GArray *days, int day) {
  for (guint i = 0; i < days->len; i++)
    if (g_array_index(days, int, i) == day) return TRUE;
  return FALSE;
}

/* Every count of working days falls on one working day. */
static Step step_of(const Campaign *campaign, const char *date) {
  gint64 start, end;
  g_autofree char *deadline = clock_date(campaign->deadline);
  Step step = {0};
  clock_day(date, &start, &end);
  step.after = start >= campaign->deadline;
  step.days = step.after ? campaign_working_days(campaign, deadline, date) : campaign_working_days(campaign, date, deadline);
  step.step_day = campaign_is_working_day(campaign, date) && has_day(step.after ? campaign->remind.after : campaign->remind.before, step.days);
  step.step = step.step_day ? g_strdup_printf("%s-%d", step.after ? "after" : "before", step.days) : g_strdup_printf("on-%s", date);
  return step;
}

gboolean reminders_step_day(const Campaign *campaign, const char *date) {
  if (campaign->deadline == TIME_NONE) return FALSE;
  Step step = step_of(campaign, date);
  g_free(step.step);
  return step.step_day;
}

/* ------------------------------------------------------------------ who */

/* "CODE\nbefore-5" and "CODE\n2025-06-05" of what was written to this campaign's agencies. */
static gboolean told_before(Store *store, const Campaign *campaign, GHashTable **ret, GError **error) {
  g_autoptr(GPtrArray) notices = NULL;
  GHashTable *told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  *ret = told;
  if (!store_notices(store, 0, campaign->id, "reminder", &notices, error)) return FALSE;
  for (guint i = 0; i < notices->len; i++) {
    const Notice *notice = g_ptr_array_index(notices, i);
    const char *slash = strrchr(notice->key, '/');
    g_autofree char *date = clock_date(notice->at);
    g_hash_table_add(told, g_strdup_printf("%s\n%s", notice->agency, slash ? slash + 1 : ""));
    g_hash_table_add(told, g_strdup_printf("%s\n%s", notice->agency, date));
  }
  return TRUE;
}

static gboolean is_told(GHashTable *told, const char *agency, const char *what) {
  g_autofree char *key = g_strdup_printf("%s\n%s", agency, what);
  return g_hash_table_contains(told, key);
}

/* The first address that does not bounce. */
static const char *address_of(const Agency *agency, const GHashTable *bounced, RemindStatus *ret_status) {
  *ret_status = agency->emails->len ? REMIND_UNDELIVERABLE : REMIND_NO_ADDRESS;
  for (guint i = 0; i < agency->emails->len; i++) {
    const char *address = g_ptr_array_index(agency->emails, i);
    if (g_hash_table_contains((GHashTable *)bounced, address)) continue;
    *ret_status = REMIND_DUE;
    return address;
  }
  return agency->emails->len ? g_ptr_array_index(agency->emails, 0) : NULL;
}

static void add(GPtrArray *list, const Campaign *campaign, const DigestAgency *of, const Step *step, GHashTable *told, const GHashTable *bounced,
                const char *date) {
  Reminder *reminder = g_new0(Reminder, 1);
  *reminder = (Reminder){.campaign = campaign, .agency = of->agency, .after = step->after, .days = step->days, .step = g_strdup(step->step),
                         .step_day = step->step_day};
  reminder->address = address_of(of->agency, bounced, &reminder->status);
  if (of->waiting) reminder->status = REMIND_WAITING;
  else if (is_told(told, of->agency->code, step->step) || is_told(told, of->agency->code, date)) reminder->status = REMIND_TOLD;
  g_ptr_array_add(list, reminder);
}

static gboolean build_one(Store *store, const Campaign *campaign, const char *date, GPtrArray *list, GError **error) {
  g_autoptr(Digest) digest = NULL;
  g_autoptr(GHashTable) told = NULL, bounced = NULL;
  if (!digest_build(store, campaign, date, &digest, error) || !told_before(store, campaign, &told, error) ||
      !store_undeliverable(store, campaign->id, TIME_NONE, &bounced, error))
    return FALSE;
  Step step = step_of(campaign, date);
  for (guint i = 0; i < digest->agencies->len; i++) {
    const DigestAgency *agency = g_ptr_array_index(digest->agencies, i);
    if (agency->agency->due && !agency->reported) add(list, campaign, agency, &step, told, bounced, date);
  }
  g_free(step.step);
  return TRUE;
}

gboolean reminders_build(Store *store, const GPtrArray *campaigns, const char *date, GPtrArray **ret, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(reminder_free);
  for (guint i = 0; i < campaigns->len; i++) {
    const Campaign *campaign = g_ptr_array_index(campaigns, i);
    if (campaign->deadline != TIME_NONE && !build_one(store, campaign, date, list, error)) return FALSE;
  }
  *ret = g_steal_pointer(&list);
  return TRUE;
}

/* ------------------------------------------------------------------ letters */

static void notice_of(const Post *post, const Reminder *reminder, Notice *ret) {
  const Campaign *campaign = reminder->campaign;
  g_autofree char *title = phrase_title(campaign), *deadline = phrase_deadline(campaign), *plan = phrase_plan(campaign);
  g_autofree char *days = g_strdup_printf("%d", reminder->days), *where = phrase_where(campaign, post->settings);
  const LetterValue values[] = {{"dot", title},   {"han", deadline}, {"so-ngay", days}, {"dia-chi", where}, {"ke-hoach", plan},
                                {"don-vi", campaign->contact}, {"co-quan", reminder->agency->name}, {NULL, NULL}};
  const char *letter = reminder->after ? "reminder-after" : "reminder-before";
  *ret = (Notice){.key = g_strdup_printf("reminder/%s/%s/%s", campaign->id, reminder->agency->code, reminder->step),
                  .kind = (char *)"reminder", .campaign = campaign->id, .agency = reminder->agency->code, .agency_name = reminder->agency->name,
                  .at = clock_now(), .subject = letters_subject(campaign->letters, letter, values),
                  .text = letters_text(campaign->letters, letter, values)};
}

static gboolean is_for(const Reminder *reminder, const char *address, gboolean step_days_only) {
  return reminder->status == REMIND_DUE && !reminder->mail && (reminder->step_day || !step_days_only) && strcmp(reminder->address, address) == 0;
}

/* All that one address is told: `from` is the first of them. */
static gboolean queue_address(Store *store, const Post *post, gboolean step_days_only, const GPtrArray *reminders, guint from, GError **error) {
  const char *address = ((const Reminder *)g_ptr_array_index(reminders, from))->address;
  g_autoptr(GArray) notices = g_array_new(FALSE, FALSE, sizeof(Notice));
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  gint64 mail = 0;
  for (guint i = from; i < reminders->len; i++) {
    Notice notice;
    if (!is_for(g_ptr_array_index(reminders, i), address, step_days_only)) continue;
    notice_of(post, g_ptr_array_index(reminders, i), &notice);
    g_array_append_val(notices, notice);
  }
  for (guint i = 0; i < notices->len; i++) g_ptr_array_add(list, &g_array_index(notices, Notice, i));
  gboolean ok = notices_queue(store, post, NOTICE_REMINDER, address, list, post->settings->reminders == REMINDERS_DRAFT, &mail, error);
  for (guint i = 0; i < notices->len; i++) {
    const Notice *notice = &g_array_index(notices, Notice, i);
    g_free(notice->key);
    g_free(notice->subject);
    g_free(notice->text);
  }
  for (guint i = from; ok && i < reminders->len; i++) {
    Reminder *reminder = g_ptr_array_index(reminders, i);
    if (is_for(reminder, address, step_days_only)) reminder->mail = mail;
  }
  return ok;
}

static gboolean queue_all(Store *store, const Post *post, gboolean step_days_only, const GPtrArray *reminders, gint64 *ret_mails, GError **error) {
  *ret_mails = 0;
  for (guint i = 0; i < reminders->len; i++) {
    const Reminder *reminder = g_ptr_array_index(reminders, i);
    if (!reminder->address || !is_for(reminder, reminder->address, step_days_only)) continue;
    if (!queue_address(store, post, step_days_only, reminders, i, error)) return FALSE;
    (*ret_mails)++;
  }
  return TRUE;
}

gboolean reminders_queue(Store *store, const Post *post, gboolean step_days_only, const GPtrArray *reminders, gint64 *ret_mails, GError **error) {
  if (!store_begin(store, error)) return FALSE;
  if (queue_all(store, post, step_days_only, reminders, ret_mails, error)) return store_commit(store, error);
  store_rollback(store);
  return FALSE;
}

gboolean reminders_are_met(Store *store, gint64 mail, gboolean *ret, GError **error) {
  g_autoptr(GPtrArray) notices = NULL;
  *ret = FALSE;
  if (!store_notices(store, mail, NULL, "reminder", &notices, error)) return FALSE;
  for (guint i = 0; i < notices->len; i++) {
    const Notice *notice = g_ptr_array_index(notices, i);
    if (!store_has_reported(store, notice->campaign, notice->agency, ret, error)) return FALSE;
    if (!*ret) return TRUE;
  }
  return TRUE;
}
