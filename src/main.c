/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command table. A worker is the same program started with one hidden argument; it never comes back here. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "worker/child.h"
#include "worker/relay.h"

static const Command commands[] = {
    {"init", "DIR", "Makes a working instance in a folder, or repairs one; never overwrites a file", 0, cmd_init},
    {"config", "check", "Checks the configuration and every campaign", 0, cmd_config},
    {"ingest", NULL, "Takes in everything that lies in the Maildir, then ends", NEED_SETTINGS, cmd_ingest},
    {"daemon", NULL, "Takes in mail as it comes, until SIGTERM", NEED_SETTINGS, cmd_daemon},
    {"worker", NULL, "Reads messages for an intake on another machine, behind a message broker", NEED_SETTINGS, cmd_worker},
    {"extract", "FILE...", "Prints the record of a mail or a loose document ('-': standard input); touches no spool", 0, cmd_extract},
    {"status", NULL, "Who has reported, who has not, who is late", NEED_READ, cmd_status},
    {"log", NULL, "The ingestion log", NEED_READ, cmd_log},
    {"register", NULL, "The register of incoming documents", NEED_READ, cmd_register},
    {"show", "ID", "One message: parts, record, history", NEED_READ, cmd_show},
    {"search", "WORDS... | '\"words side by side\"' | beginn*", "Full text over everything received, with or without diacritics", NEED_READ, cmd_search},
    {"review", "list | assign ID AGENCY | accept ID | reject ID | answered ID | correct ID", "The queue that needs a person", NEED_WRITE, cmd_review},
    {"reprocess", "[ID...]", "Reads messages again from the kept originals", NEED_SETTINGS, cmd_reprocess},
    {"rebuild", NULL, "Makes a lost, damaged or outdated database anew from the kept mail and the journal", NEED_SETTINGS, cmd_rebuild},
    {"digest", NULL, "The daily digest", NEED_WRITE, cmd_digest},
    {"consolidate", NULL, "The draft of the consolidated report, by outline node", NEED_READ, cmd_consolidate},
    {"site", NULL, "Writes the static site (spool/site/) with the way from every total to its sentence and original", NEED_READ, cmd_site},
    {"remind", NULL, "Reminders to agencies that have not reported", NEED_WRITE, cmd_remind},
    {"outbox", "list | show ID | flush | retry ID | sent ID", "What is to be sent, was sent, or failed", NEED_WRITE, cmd_outbox},
    {"export", NULL, "Data out: submissions, figures, documents, proposals, findings, register, log", NEED_READ, cmd_export},
    {"template", NULL, "The agencies' report as a DOCX to fill in, made from outline and indicators", NEED_SETTINGS, cmd_template},
    {"verify", "[DIGEST...]", "Checks database, Maildir, kept originals and the log's chain against each other", NEED_READ, cmd_verify},
};

static void print_help(FILE *to) {
  fputs("tonghop: takes in the reports that agencies mail, and consolidates them\n\n"
        "Usage: tonghop [--config FILE] COMMAND [options]\n\n",
        to);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++) fprintf(to, "  %-11s %s\n", commands[i].name, commands[i].summary);
  fputs("\n'tonghop COMMAND --help' tells a command's options. Exit: 0 done, 1 failed, 64 usage, 65 bad input file,\n"
        "66 no such input, 74 I/O, 75 try again, 78 configuration.\n",
        to);
}

static const Command *find_command(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  return NULL;
}

/* Options before the command's name ("tonghop --config F ingest") go behind it. Returns the command's index in argv, 0: none. */
static int command_index(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (argv[i][0] != '-') return i;
    gboolean takes_value = strcmp(argv[i], "--config") == 0 || strcmp(argv[i], "--campaign") == 0 || strcmp(argv[i], "--now") == 0;
    if (takes_value) i++;
  }
  return 0;
}

static char **command_line(int argc, char **argv, int at, int *ret_count) {
  char **line = g_new0(char *, argc + 1);
  int n = 0;
  line[n++] = argv[at];
  for (int i = 1; i < at; i++) line[n++] = argv[i];
  for (int i = at + 1; i < argc; i++) line[n++] = argv[i];
  *ret_count = n;
  return line;
}

static int run(const Command *command, int argc, char **argv, int at) {
  int count = 0;
  g_autofree char **line = command_line(argc, argv, at, &count);
  g_autoptr(GError) error = NULL;
  App app = {0};
  cmd_set_current(command);
  gboolean ok = command->run(&app, count, line, &error);
  int status = ok ? app.status : error_exit_code(error);
  progress_end();
  if (!ok) {
    g_autofree char *safe = text_terminal(error->message);
    fprintf(stderr, "tonghop: %s\n", safe);
  }
  app_clear(&app);
  return status;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) { /* process.c fell back on the program itself */
    fputs("tonghop-reader is missing: 'make' builds it beside tonghop, 'make install' puts it into ../libexec/tonghop\n", stderr);
    return EX_CONFIG;
  }
#ifdef TONGHOP_BROKER
  if (argc == 2 && strcmp(argv[1], RELAY_ARGUMENT) == 0) return relay_main();
#endif
  setlocale(LC_CTYPE, "C.UTF-8");
  signal(SIGPIPE, SIG_IGN);
  int at = command_index(argc, argv);
  if (!at) {
    gboolean asked = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
      puts("tonghop " TONGHOP_VERSION);
      return EX_OK;
    }
    print_help(asked ? stdout : stderr);
    return asked ? EX_OK : EX_USAGE;
  }
  const Command *command = find_command(argv[at]);
  if (!command) {
    g_autofree char *safe = text_terminal(argv[at]);
    fprintf(stderr, "tonghop: no command '%s'; 'tonghop --help' lists them\n", safe);
    return EX_USAGE;
  }
  return run(command, argc, argv, at);
}
