/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How diligently each agency took part, for commendation: five parts, each a share of its points ([diligence] of campaign.conf), each
 * explained. As of a day's end; the same database and date give the same table. */
#pragma once
#include "digest/digest.h"

typedef enum {
  DILIGENCE_TIMELINESS,   /* by the first report that counts: whole in time, less for each working day late */
  DILIGENCE_COMPLETENESS, /* of the version that counts: required sections that are there */
  DILIGENCE_FIGURES,      /* of the sections that ask for figures, those that have any that an indicator claims; of these two a nil report gets nil-percent */
  DILIGENCE_CORRECTIONS,  /* less for each thing that had to be mended (a file that could not be read, a draft, figures that differ ...) */
  DILIGENCE_REMINDERS,    /* less for each reminder that was needed; nothing where none was answered */
  DILIGENCE_N,
} DiligencePart;
const char *diligence_part_name(DiligencePart part);  /* timeliness ... */
const char *diligence_part_label(DiligencePart part); /* Vietnamese, for officers */

typedef struct {
  double share;  /* 0..1 */
  double points; /* share × most, to two decimals */
  gint64 most;
  char *why;     /* Vietnamese: what the share was counted from */
} DiligenceScore;

typedef struct {
  const Agency *agency; /* borrowed */
  gboolean reported;
  gint64 record;        /* the version that counts: id; 0: none */
  DiligenceScore parts[DILIGENCE_N];
  double points;
  guint rank;           /* 1..; equal points share a rank */
} DiligenceRow;

typedef struct {
  const Campaign *campaign; /* borrowed */
  char *date;
  gint64 most;     /* all points there are */
  GPtrArray *rows; /* DiligenceRow*, every agency that is due, in file order */
} Diligence;

/* As of a digest's day. */
gboolean diligence_of(Store *store, const Digest *digest, Diligence **ret, GError **error);
/* The same where there is no digest yet. The row's agencies are the campaign's. */
gboolean diligence_build(Store *store, const Campaign *campaign, const char *date, Diligence **ret, GError **error);
void diligence_free(Diligence *diligence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diligence, diligence_free)

/* The formula in one Vietnamese sentence, for the foot of the table. New text. */
char *diligence_formula(const Campaign *campaign);
