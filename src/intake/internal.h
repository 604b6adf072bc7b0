/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside intake: what its files share. */
#pragma once
#include "intake/intake.h"
#include "spool/spool.h"

typedef struct OcrLane OcrLane;
typedef struct Flow Flow;

struct Intake {
  const Settings *settings;
  const GPtrArray *campaigns;
  Lock *lock;
  Maildir *maildir;
  Store *store;
  Pool *pool;
  int watch;              /* -1: none */
  GHashTable *complained; /* names that were warned of once already */
  OcrLane *ocr;           /* NULL before it is needed */
  Flow *flow;             /* while batches are under way */
  IntakeStored stored;    /* NULL: nobody asked */
  gpointer stored_user;
  gint64 rows_before;     /* the newest message's row before this run */
  gboolean held;          /* the disk was nearly full when last looked at */
  gint64 tags;            /* tags handed to the pool so far: a late answer of another batch is known by its tag */
};

/* One message under way. */
typedef struct {
  MaildirFile *file; /* owned; NULL when read again from a kept original */
  StoredFile *kept;  /* borrowed; NULL for new mail */
  char sha256[65];
  gint64 size;
  MaildirMark mark;  /* of the file when it was hashed */
  int fd;
  gint64 tag;
  GPtrArray *known;  /* OcrPage*: its page images that were read before; NULL */
  gboolean unread;   /* felled the program before: not handed to a worker any more */
  gboolean done;     /* result stands */
  gboolean changed;  /* it was written while it was read: the result is none of this hash, and it stays for the next round */
  PoolResult result;
  const char *folder; /* after judging */
} Item;
void item_free(Item *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Item, item_free)
ClaimFile item_claim_file(const Item *item); /* borrows */

/* work.c: the records of a result, judged. *ret_key owned. */
gboolean work_judge(Intake *intake, Item *item, GHashTable *learned, gint64 before, GPtrArray **ret_records, char **ret_key, GError **error);
/* campaign id -> what officers taught. */
gboolean work_learned(Intake *intake, GHashTable **ret, GError **error);
/* The folder that the records' states ask for; static. */
const char *work_folder(const GPtrArray *records);

/* Opens the kept original and checks it against its row's hash. */
gboolean item_open_kept(Intake *intake, Item *item, GError **error);
/* The rows of a kept message written anew from a result that was read, inside a transaction: judged, decisions applied, folder set.
 * ret_records may be NULL. */
gboolean work_replace(Intake *intake, Item *item, GHashTable *learned, GPtrArray **ret_records, GError **error);
/* Page images of a reading that are to be recognised: none of what is secret or nobody's business. */
gint64 work_ocr_pages(const Item *item, const GPtrArray *records);

/* intake.c: tells who asked for it. */
gboolean intake_stored(Intake *intake, const GPtrArray *records, StoredStage stage, GError **error);

/* intake.c: an intake whose store is a rebuild's, which it begins. */
gboolean intake_new_beside(const Settings *settings, const GPtrArray *campaigns, Rebuild *rebuild, Intake **ret, GError **error);

/* ocr.c */
void ocr_lane_free(Intake *intake);

/* room.c: whether the disk is too full to take anything in; says so when that begins and when it ends. */
gboolean room_check(Intake *intake, gboolean *ret_held, GError **error);

/* batch.c: brings in the first `most` of these files, batch by batch, until stop or a disk that is nearly full. */
gboolean batches_run(Intake *intake, GPtrArray *files, guint most, const volatile int *stop, IntakeProgress progress, gpointer user, IntakeTotals *totals,
                     GError **error);

/* finish.c: ends what a crash cut off, changes names that cannot be kept, and lists what is to be read: MaildirFile*, by delivery. */
gboolean finish_start(Intake *intake, GPtrArray **ret_files, IntakeTotals *totals, GError **error);
/* A warning about one file, in the ingestion log and the operator's, once a process. */
gboolean complain(Intake *intake, const char *name, const char *what, GError **error);

/* refile.c: pending moves, with an open Maildir. */
gboolean refile_run(Store *store, Maildir *maildir, gint64 *ret_moved, GError **error);
