/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is to be reminded on a day, and the letters: agencies that are due and have sent nothing, by Vietnamese working days before and
 * after the deadline ([reminders] of campaign.conf). One mail an address over all campaigns; nobody twice for the same step or day. */
#pragma once
#include "digest/notices.h"

typedef enum {
  REMIND_DUE,           /* gets one */
  REMIND_TOLD,          /* had one on this day or for this step */
  REMIND_WAITING,       /* something of it is in review or quarantine: a person looks first */
  REMIND_UNDELIVERABLE, /* its addresses bounce */
  REMIND_NO_ADDRESS,    /* none is configured */
  REMIND_N,
} RemindStatus;
const char *remind_status_name(RemindStatus status); /* due, told, waiting, undeliverable, no-address */

typedef struct {
  const Campaign *campaign; /* borrowed, as the agency */
  const Agency *agency;
  const char *address; /* borrowed; NULL: none */
  RemindStatus status;
  gboolean after;      /* the deadline has passed */
  int days;            /* working days until it, or since */
  char *step;          /* "before-5", "after-1"; on a day that is none of the campaign's: "on-2025-06-05" */
  gboolean step_day;   /* a day of the campaign's own: the daemon sends on no other */
  gint64 mail;         /* after reminders_queue: the outbox's; else 0 */
} Reminder;

/* Reminder*, campaigns in order, agencies in file order. A campaign without a deadline has none. */
gboolean reminders_build(Store *store, const GPtrArray *campaigns, const char *date, GPtrArray **ret, GError **error);

/* TRUE on a working day that [reminders] of the campaign names. */
gboolean reminders_step_day(const Campaign *campaign, const char *date);

/* Letters for those that are due, in one transaction: into the outbox, as drafts for a person to release where [mail] reminders says so.
 * step_days_only: leaves out campaigns that have no step on this day. *ret_mails: how many. */
gboolean reminders_queue(Store *store, const Post *post, gboolean step_days_only, const GPtrArray *reminders, gint64 *ret_mails,
                         GError **error);

/* TRUE where every agency that the mail reminds has reported since: it goes no more. */
gboolean reminders_are_met(Store *store, gint64 mail, gboolean *ret, GError **error);

/* The draft of the official letter (công văn đôn đốc) with the list of those that have not reported, for a person to number and sign. */
GBytes *reminders_urge(Store *store, const Post *post, const Campaign *campaign, const char *date, GError **error);
