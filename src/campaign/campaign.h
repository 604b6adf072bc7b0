/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A campaign folder in memory: campaign.conf, outline.conf, indicators.conf, agencies.csv and (optional) holidays.csv.
 * Read-only after loading; everything a reader needs often (folded and lower-case forms) is prepared once here.
 * Files are the administrator's: mistakes are TH_ERROR_CONFIG with file, group and key. */
#pragma once
#include <glib.h>

typedef enum {
  EXPECT_FIGURES = 1,
  EXPECT_DOCUMENTS = 2,
  EXPECT_PROPOSALS = 4,
  EXPECT_EVIDENCE = 8,
  EXPECT_DIFFICULTIES = 16,
  EXPECT_CAUSES = 32,
  EXPECT_LESSONS = 64,
  EXPECT_FORECASTS = 128,
  EXPECT_TASKS = 256,
} Expects;

typedef struct {
  char *code;          /* "II.2.1.đ" */
  char *title;
  GPtrArray *aliases;  /* char* */
  GPtrArray *folded;   /* char*: folded title first, then folded aliases */
  gboolean required;
  guint32 expects;     /* Expects */
  int parent;          /* index of the parent node (longest proper prefix of the code at a '.'), -1 at the top */
  int depth;           /* 0 at the top */
} Node;

typedef enum { AGGREGATE_SUM, AGGREGATE_MAX, AGGREGATE_LAST } Aggregate;

typedef struct {
  char *id, *label, *unit;
  GPtrArray *units, *cues, *excludes; /* char*, lower-case form (text_lower); units sorted longest first, `unit` among them */
  GPtrArray *sections;                /* char* node codes */
  Aggregate aggregate;
} Indicator;

typedef struct {
  char *code, *name, *group;
  GPtrArray *emails, *domains;       /* char*, lower-case */
  GPtrArray *aliases, *predecessors; /* char* as written */
  GPtrArray *folded;                 /* char*: folded name, then aliases */
  GPtrArray *folded_predecessors;
  gboolean due;
} Agency;

typedef struct {
  char *id, *label;
} Group;

/* Who issues the papers that are drafted here (consolidated report, letters): optional group [report] of campaign.conf. NULL or empty
 * where it is not said; the drafts then keep the dots that officials fill in. */
typedef struct {
  char *parent, *issuer; /* letterhead: the superior body, the issuing one */
  char *symbol;          /* what follows the number: "BC-PA04" */
  char *place;           /* "Quảng Ngãi" */
  char *subject;         /* abstract (trích yếu) of the consolidated report; NULL: the campaign's title */
  GPtrArray *to;         /* char*: Kính gửi of the consolidated report */
  GPtrArray *recipients; /* char*: Nơi nhận */
  struct { char *authority, *role, *name; } signer; /* signer-authority "KT. GIÁM ĐỐC", signer-role, signer-name */
  GPtrArray *agencies_to; /* char*: Kính gửi of the agencies' reports, for the template */
} Office;

/* When agencies that have not reported are reminded ([reminders]): working days before the deadline and after it. */
typedef struct {
  GArray *before, *after; /* int, as written */
  char *time;             /* HH:MM: the daemon sends them from then on */
} RemindDays;

/* How diligence is counted ([diligence]): the most points for each part, and the percent of a part's points that are lost for each working
 * day late, each thing that had to be mended, each reminder. A report that there was nothing to report (báo cáo không phát sinh) has neither
 * sections nor figures to count: it gets nil_percent of the points for these two, so that it neither stands above those who worked the outline
 * through nor is punished for what was not there. */
typedef struct {
  gint64 timeliness, completeness, figures, corrections, reminders;
  gint64 late_day_percent, correction_percent, reminder_percent, nil_percent;
} DiligenceFormula;

typedef enum { DAY_OFF = 1, DAY_WORKED = 2 /* though a weekend */ } DayKind;

typedef struct {
  char *id; /* folder name */
  char *folder;
  char *title, *plan, *decision, *contact;
  char *period_start, *period_end; /* dates or NULL */
  gint64 opens, deadline;          /* TIME_NONE: none */
  GPtrArray *addresses;            /* char*, lower-case */
  GPtrArray *subject_cues;         /* char*, folded */
  GPtrArray *groups;               /* Group*, display order */
  GPtrArray *nodes;                /* Node*, outline order */
  GPtrArray *indicators;           /* Indicator* */
  GPtrArray *agencies;             /* Agency*, file order */
  RemindDays remind;
  DiligenceFormula diligence;
  Office office;
  GHashTable *holidays;            /* "YYYY-MM-DD" -> GINT_TO_POINTER(DayKind) */
  GData *prepared;                 /* see campaign_prepared() */
  struct Letters *letters;         /* outgoing wording (letters.h); NULL before campaigns_load_letters */
} Campaign;

gboolean campaign_load(const char *folder, Campaign **ret, GError **error);
void campaign_free(Campaign *campaign);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Campaign, campaign_free)

/* Every folder below `folder` that holds a campaign.conf, by name; none is an error. GPtrArray of Campaign*, owning. */
gboolean campaigns_load(const char *folder, GPtrArray **ret, GError **error);
/* The wording of outgoing letters for each; instance_folder: where tonghop.conf lies. What writes no letters (a worker) does without. */
gboolean campaigns_load_letters(const GPtrArray *campaigns, const char *instance_folder, GError **error);
const Campaign *campaigns_find(const GPtrArray *campaigns, const char *id);

int campaign_node_index(const Campaign *campaign, const char *code); /* -1: none */
const Agency *campaign_agency(const Campaign *campaign, const char *code);
const Indicator *campaign_indicator(const Campaign *campaign, const char *id);
const char *campaign_group_label(const Campaign *campaign, const char *group);

/* What a reader derives from the campaign and needs for every document: built at the first call, freed with the campaign. It says
 * nothing that the campaign does not, so it counts as const. */
gpointer campaign_prepared(const Campaign *campaign, const char *key, gpointer (*build)(const Campaign *), GDestroyNotify free_func);

/* How many Vietnamese working days lie in [from, to) ("YYYY-MM-DD"); weekends and holidays off, swapped days on. */
int campaign_working_days(const Campaign *campaign, const char *from, const char *to);
gboolean campaign_is_working_day(const Campaign *campaign, const char *date);

/* Which campaign a message belongs to (contract 6.6): a recipient address or plus-tag decides (*ret_by_address TRUE);
 * else subject cues, plan and decision numbers in the text (folded). NULL where nothing speaks for any, and the only
 * campaign where there is one. `folded_text` may be NULL. */
const Campaign *campaigns_choose(const GPtrArray *campaigns, const GPtrArray *recipients, const char *subject, const char *folded_text,
                                 gboolean *ret_by_address);
