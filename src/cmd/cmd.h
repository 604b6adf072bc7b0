/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands: one thin file each (options, one call, printing) and one line in the table of main.c.
 *
 * main.c opens what a command's `needs` ask for before it runs; the options that every command has (--config, --campaign,
 * --json, --now) are parsed by cmd_parse(). A command returns FALSE with an error, or TRUE, perhaps with a status of its own. */
#pragma once
#include <glib.h>

#include "base/out.h"
#include "campaign/campaign.h"
#include "intake/intake.h"
#include "model/settings.h"
#include "store/store.h"

typedef enum {
  NEED_SETTINGS = 1,   /* settings and campaigns; configuration errors stop here */
  NEED_READ = 3,       /* and the store, read-only */
  NEED_WRITE = 5,      /* and the store, for short writes beside a running daemon (SQLite's own lock) */
} Needs;

typedef struct {
  const char *config;   /* file name, as given or found */
  const char *campaign_id;
  gboolean json;
  Settings *settings;
  GPtrArray *campaigns; /* all that are configured */
  Store *store;
  int status;           /* exit status of a command that did its work but has to say more (verify) */
} App;

typedef struct {
  const char *name;     /* "review" */
  const char *arguments; /* for --help: "list | assign ID AGENCY | ..." */
  const char *summary;
  guint needs;
  gboolean (*run)(App *app, int argc, char **argv, GError **error); /* argv[0] is the command's name */
} Command;

/* Parses a command's own options with the common ones; *argc and argv then hold positional arguments only (argv[0] stays).
 * --help prints and exits 0; an unknown option is TH_ERROR_USAGE. Opens what `command->needs` asks for. */
gboolean cmd_start(App *app, const Command *command, const GOptionEntry *entries, int *argc, char ***argv, GError **error);
/* The table's line of the command that runs now. */
const Command *cmd_current(void);
void cmd_set_current(const Command *command);

void app_clear(App *app);
/* The whole configuration: settings, campaigns, letters. A mistake in any is TH_ERROR_CONFIG and nothing is given. */
gboolean app_load(const char *config, Settings **ret_settings, GPtrArray **ret_campaigns, GError **error);

/* The campaigns to speak of: --campaign's, else all. New array of borrowed pointers. TH_ERROR_USAGE for an unknown id. */
gboolean app_campaigns(App *app, GPtrArray **ret, GError **error);
OutFormat app_format(const App *app);

/* Positional arguments: exactly n, else TH_ERROR_USAGE naming `what`. */
gboolean cmd_expect(int argc, int n, const char *what, GError **error);
gboolean cmd_id(const char *text, gint64 *ret_id, GError **error);
/* Whose decision it is: the user's name. Borrowed. */
const char *cmd_person(void);
/* --date, --since ...: a date or instant; TIME_NONE for NULL. */
gboolean cmd_instant(const char *option, const char *text, gint64 *ret, GError **error);
/* Today in the instance's zone, or the given date checked. Owned by the caller. */
gboolean cmd_date(const char *text, char **ret_date, GError **error);

/* Tries everything in the outbox that is due; counts, and says of what failed, in a line a reason on standard error, how many, why and what
 * to do. Used by outbox flush, digest --send and the daemon. (send.c) */
gboolean send_due(Store *store, const Settings *settings, const GPtrArray *campaigns, gint64 *ret_sent, gint64 *ret_failed, GError **error);
/* Says on standard error which mails a crash left as `sending`: nobody but a person can tell whether they went out. (send.c) */
gboolean warn_of_unsure(Store *store, const Settings *settings, GError **error);

/* Receipts for what this intake takes in; `app` outlives it. (send.c) */
void send_receipts_of(App *app, Intake *intake);
/* CHECKED for records that waited for a person and wait no longer, in the transaction that says so. (send.c) */
gboolean tell_decided(const App *app, Store *store, const GPtrArray *records, GError **error);

/* The day's digest of every campaign once [digest] time has come and it is not there yet: into spool/digest/DATE and, where there are
 * recipients, the outbox. Used by the daemon at every round. (digest.c) */
gboolean digest_due(App *app, GError **error);

/* The letters of a day that [reminders] of a campaign names, once its hour has come: into the outbox. Used by the daemon,
 * which keeps in *done the date on which that was done: owned, NULL at first. (remind.c) */
gboolean remind_due(App *app, char **done, GError **error);

/* Where the configuration that came with the program lies: <exe>/../config in the tree, else PREFIX/share/tonghop. NULL: nowhere. */
char *cmd_shipped_config(void);

/* A whole document to a file ("-o FILE"), or to standard output (NULL or "-"). What is no text never goes to a terminal: that is
 * TH_ERROR_USAGE, best asked before the work. A file that stands there is replaced. */
gboolean cmd_output_possible(const char *path, gboolean binary, GError **error);
gboolean cmd_output(const char *path, GBytes *bytes, gboolean binary, GError **error);

gboolean cmd_init(App *app, int argc, char **argv, GError **error);
gboolean cmd_config(App *app, int argc, char **argv, GError **error);
gboolean cmd_ingest(App *app, int argc, char **argv, GError **error);
gboolean cmd_worker(App *app, int argc, char **argv, GError **error);
gboolean cmd_daemon(App *app, int argc, char **argv, GError **error);
gboolean cmd_extract(App *app, int argc, char **argv, GError **error);
gboolean cmd_status(App *app, int argc, char **argv, GError **error);
gboolean cmd_log(App *app, int argc, char **argv, GError **error);
gboolean cmd_register(App *app, int argc, char **argv, GError **error);
gboolean cmd_show(App *app, int argc, char **argv, GError **error);
gboolean cmd_search(App *app, int argc, char **argv, GError **error);
gboolean cmd_review(App *app, int argc, char **argv, GError **error);
gboolean cmd_rebuild(App *app, int argc, char **argv, GError **error);
gboolean cmd_reprocess(App *app, int argc, char **argv, GError **error);
gboolean cmd_consolidate(App *app, int argc, char **argv, GError **error);
gboolean cmd_digest(App *app, int argc, char **argv, GError **error);
gboolean cmd_site(App *app, int argc, char **argv, GError **error);
gboolean cmd_remind(App *app, int argc, char **argv, GError **error);
gboolean cmd_outbox(App *app, int argc, char **argv, GError **error);
gboolean cmd_export(App *app, int argc, char **argv, GError **error);
gboolean cmd_template(App *app, int argc, char **argv, GError **error);
gboolean cmd_verify(App *app, int argc, char **argv, GError **error);
