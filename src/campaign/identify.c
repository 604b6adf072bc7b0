/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "campaign/identify.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "campaign/orgnames.h"

/* How much each kind of evidence says by itself, 0..1; together they leave the product of their doubts. */
#define SAYS_ADDRESS 1.0
#define FAILED 0.3 /* what is left of a sender's address or domain where authentication failed: it may be forged */
#define SAYS_LEARNED 0.8 /* an officer assigned mail of this address: as an alias */
#define SAYS_DOMAIN 0.9
#define SAYS_SHARED_DOMAIN 0.5
#define SAYS_OTHER_ADDRESS 0.3 /* Return-Path or Reply-To */
#define SAYS_PARENT 0.3        /* the line above an issuer that is nobody */
#define SAYS_NAMED 0.15        /* named in the subject or body */
#define SAYS_SYMBOL 0.1        /* 123/BC-STC */

#define BODY_MAX 4000      /* bytes of the mail's own text that are looked at */
#define NEARLY_AS_GOOD 0.02 /* matches of a letterhead closer than this are not told apart */

static double says_issuer(const OrgMatch *match) {
  return match->score * (match->kind == BY_ISSUER ? 0.85 : match->kind == BY_ALIAS ? 0.8 : 0.75);
}

/* One thing that was heard, of agency number `agency`. */
typedef struct {
  guint agency;
  AgencyEvidence *evidence;
} Heard;

typedef struct {
  const Campaign *campaign;
  const Evidence *evidence;
  double *doubt; /* agency -> 0..1; 1: nothing speaks for it */
  guint32 *by;   /* agency -> bits */
  int sender;    /* the one agency that the sender is, -1 */
  AgencyBy sender_by;
  GArray *sharing;  /* guint: agencies behind the sender's domain, where they are several */
  GArray *document; /* OrgMatch: what the letterhead names, best first */
  GArray *heard;    /* Heard, in order */
} Inquiry;

static const Agency *agency_at(const Inquiry *q, guint index) {
  return g_ptr_array_index(q->campaign->agencies, index);
}

/* What each kind of evidence makes of agency.by; BY_NONE: it ranks, and decides nothing. */
static const AgencyBy by_evidence[EVIDENCE_N] = {
    [EVIDENCE_ADDRESS] = BY_ADDRESS, [EVIDENCE_DOMAIN] = BY_DOMAIN, [EVIDENCE_SHARED_DOMAIN] = BY_DOMAIN, [EVIDENCE_LEARNED] = BY_ALIAS,
    [EVIDENCE_ISSUER] = BY_ISSUER,   [EVIDENCE_ALIAS] = BY_ALIAS,   [EVIDENCE_PREDECESSOR] = BY_PREDECESSOR,
};

static void speak(Inquiry *q, guint agency, EvidenceKind kind, double weight, const char *words) {
  AgencyBy by = by_evidence[kind];
  Heard heard = {agency, agency_evidence_new(agency_at(q, agency)->code, kind, weight, words)};
  g_array_append_val(q->heard, heard);
  q->doubt[agency] *= 1 - weight;
  if (by != BY_NONE) q->by[agency] |= 1u << by;
}

static int index_of_code(const Inquiry *q, const char *code) {
  for (guint i = 0; code && i < q->campaign->agencies->len; i++)
    if (strcmp(agency_at(q, i)->code, code) == 0) return (int)i;
  return -1;
}

static int learned(const Inquiry *q, const char *text) {
  if (!q->evidence->learned || !text) return -1;
  g_autofree char *folded = text_fold(text);
  return index_of_code(q, g_hash_table_lookup(q->evidence->learned, folded));
}

/* ------------------------------------------------------------------ the sender */

/* Everybody can have an address there: such a domain says nothing of an agency, whatever its list says. */
static gboolean is_public_provider(const char *domain) {
  static const char *const providers[] = {"gmail.com",    "googlemail.com", "yahoo.com",  "yahoo.com.vn", "ymail.com", "outlook.com",
                                          "outlook.com.vn", "hotmail.com",  "live.com",   "msn.com",      "icloud.com", "me.com",
                                          "mail.com",     "gmx.com",        "zoho.com",   "proton.me",    "protonmail.com", "vnn.vn",
                                          "fpt.vn",       "hcm.vnn.vn",     "dng.vnn.vn", "mail.ru",      "qq.com",    "163.com"};
  for (guint i = 0; i < G_N_ELEMENTS(providers); i++)
    if (strcmp(providers[i], domain) == 0) return TRUE;
  return FALSE;
}

static gboolean holds(const GPtrArray *list, const char *value) {
  for (guint i = 0; i < list->len; i++)
    if (strcmp(g_ptr_array_index(list, i), value) == 0) return TRUE;
  return FALSE;
}

static int find_address(const Inquiry *q, const char *address) {
  for (guint i = 0; i < q->campaign->agencies->len; i++)
    if (holds(agency_at(q, i)->emails, address)) return (int)i;
  return -1;
}

/* Agencies that have this very domain. */
static void find_domain(const Inquiry *q, const char *domain, GArray *ret_agencies) {
  for (guint i = 0; i < q->campaign->agencies->len; i++)
    if (holds(agency_at(q, i)->domains, domain)) g_array_append_val(ret_agencies, i);
}

/* Agencies of the sender's domain, or of the nearest domain above it ("mail.stc.example" of "stc.example"). */
static void find_domain_or_above(const Inquiry *q, const char *address, GArray *ret_agencies) {
  const char *at = strrchr(address, '@');
  for (const char *domain = at ? at + 1 : NULL; domain && strchr(domain, '.') && !ret_agencies->len;) {
    if (is_public_provider(domain)) return;
    find_domain(q, domain, ret_agencies);
    domain = strchr(domain, '.') + 1;
  }
}

/* An address that nobody's list has says what an officer said of it, as long as the mail really came from there. */
static void hear_learned(Inquiry *q, const char *from) {
  int agency = q->evidence->auth == AUTH_PASS ? learned(q, from) : -1;
  if (agency < 0) return;
  speak(q, (guint)agency, EVIDENCE_LEARNED, SAYS_LEARNED, from);
  if (q->sender >= 0) return; /* its domain says more */
  q->sender = agency;
  q->sender_by = BY_ALIAS;
}

static void hear_sender(Inquiry *q) {
  if (!q->evidence->from) return;
  g_autofree char *from = g_ascii_strdown(q->evidence->from, -1);
  find_domain_or_above(q, from, q->sharing);
  gboolean shared = q->sharing->len > 1;
  double trust = q->evidence->auth == AUTH_FAIL ? FAILED : 1;
  q->sender = find_address(q, from);
  if (q->sender >= 0) {
    speak(q, (guint)q->sender, EVIDENCE_ADDRESS, trust * SAYS_ADDRESS, from);
    q->sender_by = BY_ADDRESS;
  }
  for (guint i = 0; i < q->sharing->len; i++)
    speak(q, g_array_index(q->sharing, guint, i), shared ? EVIDENCE_SHARED_DOMAIN : EVIDENCE_DOMAIN,
          trust * (shared ? SAYS_SHARED_DOMAIN : SAYS_DOMAIN), strrchr(from, '@') + 1);
  if (q->sender < 0 && q->sharing->len == 1) {
    q->sender = (int)g_array_index(q->sharing, guint, 0);
    q->sender_by = BY_DOMAIN;
  }
  if (q->sender_by != BY_ADDRESS) hear_learned(q, from);
}

/* Where answers or bounces go is easily set by anybody: it ranks candidates, it decides nothing. */
static void hear_other_address(Inquiry *q, const char *address, EvidenceKind kind) {
  if (!address || !*address || g_strcmp0(address, q->evidence->from) == 0) return;
  g_autofree char *lower = g_ascii_strdown(address, -1);
  int agency = find_address(q, lower);
  if (agency >= 0) speak(q, (guint)agency, kind, SAYS_OTHER_ADDRESS, lower);
}

/* The campaign's own office, which an officer's mailbox shares a domain with: a report that it sends is passed on for somebody. */
static gboolean is_own_office(const Campaign *campaign, const char *from) {
  const char *at = from ? strrchr(from, '@') : NULL;
  for (guint i = 0; at && i < campaign->addresses->len; i++) {
    const char *domain = strrchr(g_ptr_array_index(campaign->addresses, i), '@');
    if (domain && g_ascii_strcasecmp(domain, at) == 0) return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ the document */

static double best_score(const GArray *matches) {
  return matches->len ? g_array_index(matches, OrgMatch, 0).score : 0;
}

/* Both lines as one name ("VĂN PHÒNG" of "UBND TỈNH ..."), where that fits better than the issuer alone. */
static void match_joined(const Inquiry *q, const char *first, const char *second) {
  if (best_score(q->document) >= 1) return;
  g_autofree char *line = g_strdup_printf("%s %s", first, second);
  g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(OrgMatch));
  orgnames_match(orgnames_of(q->campaign), line, FALSE, matches);
  if (best_score(matches) <= best_score(q->document)) return;
  g_array_set_size(q->document, 0);
  g_array_append_vals(q->document, matches->data, matches->len);
}

/* The line above names somebody, the issuer nobody: perhaps a part of it, perhaps not. */
static void hear_parent(Inquiry *q, const char *parent) {
  g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(OrgMatch));
  orgnames_match(orgnames_of(q->campaign), parent, FALSE, matches);
  for (guint i = 0; i < matches->len; i++) speak(q, g_array_index(matches, OrgMatch, i).agency, EVIDENCE_PARENT, SAYS_PARENT, parent);
}

static void match_letterhead(const Inquiry *q, const char *issuer, const char *parent) {
  const OrgNames *names = orgnames_of(q->campaign);
  gboolean organ = issuer && parent && orgnames_is_organ(issuer);
  if (issuer && !organ) orgnames_match(names, issuer, TRUE, q->document);
  if (issuer && parent) {
    match_joined(q, issuer, parent);
    match_joined(q, parent, issuer);
  }
  if (parent && (organ || !issuer) && !q->document->len) orgnames_match(names, parent, TRUE, q->document);
}

/* Keeps what cannot be told from the best; of names that fit word for word, an official one before an alias. */
static void keep_best(GArray *matches) {
  if (!matches->len) return;
  OrgMatch best = g_array_index(matches, OrgMatch, 0);
  for (guint i = matches->len; i-- > 1;) {
    const OrgMatch *match = &g_array_index(matches, OrgMatch, i);
    gboolean weaker = match->score < best.score - NEARLY_AS_GOOD || (best.score >= 1 && (match->score < 1 || match->kind != best.kind));
    if (weaker) g_array_remove_index(matches, i);
  }
}

static void hear_document(Inquiry *q) {
  const char *issuer = q->evidence->issuer, *parent = q->evidence->parent_issuer;
  if (issuer && !*issuer) issuer = NULL;
  if (parent && !*parent) parent = NULL;
  int known = learned(q, issuer);
  if (known >= 0) {
    OrgMatch match = {(guint)known, BY_ALIAS, 1};
    g_array_append_val(q->document, match);
  } else {
    match_letterhead(q, issuer, parent);
  }
  if (!q->document->len && parent) hear_parent(q, parent);
  for (guint i = 0; i < q->document->len; i++) {
    const OrgMatch *match = &g_array_index(q->document, OrgMatch, i);
    EvidenceKind kind = known >= 0 ? EVIDENCE_LEARNED : match->kind == BY_ISSUER ? EVIDENCE_ISSUER : match->kind == BY_ALIAS ? EVIDENCE_ALIAS : EVIDENCE_PREDECESSOR;
    speak(q, match->agency, kind, says_issuer(match), issuer && !(parent && orgnames_is_organ(issuer)) ? issuer : parent);
  }
}

/* ------------------------------------------------------------------ weak evidence, for the officer's list of candidates */

static void hear_symbol(Inquiry *q) {
  const char *slash = q->evidence->number ? strrchr(q->evidence->number, '/') : NULL;
  if (!slash) return;
  g_autofree char *folded = text_fold(slash + 1);
  g_auto(GStrv) parts = g_strsplit(folded, "-", 8);
  for (guint i = 0; i < q->campaign->agencies->len; i++) {
    g_autofree char *code = text_fold(agency_at(q, i)->code);
    if (g_strv_contains((const char *const *)parts, code)) speak(q, i, EVIDENCE_SYMBOL, SAYS_SYMBOL, slash + 1);
  }
}

static void hear_text(Inquiry *q, const char *text, EvidenceKind kind) {
  if (!text) return;
  g_autofree char *head = g_strndup(text, BODY_MAX);
  g_autofree char *valid = g_utf8_make_valid(head, -1);
  g_autofree char *folded = text_fold(valid);
  for (guint i = 0; i < q->campaign->agencies->len; i++) {
    const GPtrArray *names = agency_at(q, i)->folded;
    const char *named = NULL;
    for (guint k = 0; k < names->len && !named; k++)
      if (text_find_word(folded, g_ptr_array_index(names, k), 0) >= 0) named = g_ptr_array_index(names, k);
    if (named) speak(q, i, kind, SAYS_NAMED, named);
  }
}

#define QUOTED_MAX 32 /* addresses of a text that are looked at */

/* Addresses in the mail's own text: "Từ: Văn thư ... <vanthu@...>" of a mail that was forwarded, or a calling card. */
static void hear_quoted(Inquiry *q, const char *text) {
  if (!text) return;
  g_autofree char *head = g_strndup(text, BODY_MAX);
  g_autofree gboolean *heard = g_new0(gboolean, q->campaign->agencies->len);
  g_auto(GStrv) words = g_strsplit_set(head, " \t\r\n<>()[]\"',;:", -1);
  guint seen = 0;
  for (char **word = words; *word && seen < QUOTED_MAX; word++) {
    if (!strchr(*word, '@')) continue;
    seen++;
    g_autofree char *lower = g_ascii_strdown(*word, -1);
    int agency = find_address(q, lower);
    if (agency < 0 || heard[agency]) continue;
    heard[agency] = TRUE;
    speak(q, (guint)agency, EVIDENCE_QUOTED, SAYS_OTHER_ADDRESS, lower);
  }
}

/* ------------------------------------------------------------------ the decision */

static const OrgMatch *document_names(const Inquiry *q, guint agency) {
  for (guint i = 0; i < q->document->len; i++) {
    const OrgMatch *match = &g_array_index(q->document, OrgMatch, i);
    if (match->agency == agency) return match;
  }
  return NULL;
}

static void settle(const Inquiry *q, Identity *ret, guint agency, AgencyBy by) {
  ret->agency = agency_at(q, agency);
  ret->by = by;
}

/* The only agency that the letterhead names. */
static gboolean settle_by_document(const Inquiry *q, Identity *ret) {
  if (q->document->len != 1) return FALSE;
  const OrgMatch *match = &g_array_index(q->document, OrgMatch, 0);
  settle(q, ret, match->agency, match->kind);
  return TRUE;
}

/* Where the letterhead names the sender more strongly than its learned address does. */
static AgencyBy stronger(AgencyBy by, const OrgMatch *match) {
  return match ? MIN(by, match->kind) : by;
}

static void decide_known_sender(const Inquiry *q, Identity *ret) {
  guint sender = (guint)q->sender;
  gboolean other = q->document->len > 0 && !document_names(q, sender);
  gboolean passes_on = q->evidence->bundled || is_own_office(q->campaign, q->evidence->from);
  if (other && passes_on && settle_by_document(q, ret)) return;
  settle(q, ret, sender, stronger(q->sender_by, document_names(q, sender)));
  if (other) ret->reasons |= REASON_BIT(REASON_AGENCY_MISMATCH);
}

static void decide_shared_domain(const Inquiry *q, Identity *ret) {
  guint named = 0, agency = 0;
  for (guint i = 0; i < q->sharing->len; i++) {
    if (!document_names(q, g_array_index(q->sharing, guint, i))) continue;
    agency = g_array_index(q->sharing, guint, i);
    named++;
  }
  if (named == 1) {
    settle(q, ret, agency, BY_DOMAIN);
  } else if (named || !q->document->len) {
    ret->reasons |= REASON_BIT(REASON_AGENCY_AMBIGUOUS);
  } else if (!settle_by_document(q, ret) || !q->evidence->bundled) {
    ret->reasons |= REASON_BIT(REASON_AGENCY_MISMATCH);
  }
}

static void decide_unknown_sender(const Inquiry *q, Identity *ret) {
  ret->reasons |= REASON_BIT(REASON_SENDER_UNKNOWN);
  if (!settle_by_document(q, ret) && q->document->len) ret->reasons |= REASON_BIT(REASON_AGENCY_AMBIGUOUS);
}

static int better_first(gconstpointer a, gconstpointer b) {
  const Candidate *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return strcmp(x->agency->code, y->agency->code);
}

static double rounded(double value) {
  return floor(value * 100 + 0.5) / 100;
}

static void list_candidates(const Inquiry *q, Identity *ret) {
  for (guint i = 0; i < q->campaign->agencies->len; i++) {
    Candidate candidate = {agency_at(q, i), rounded(1 - q->doubt[i]), q->by[i]};
    if (candidate.score > 0) g_array_append_val(ret->candidates, candidate);
  }
  g_array_sort(ret->candidates, better_first);
}

/* The evidence of the best candidates, candidate by candidate; the rest is let go. */
static void tell_evidence(const Inquiry *q, Identity *ret) {
  for (guint c = 0; c < MIN(ret->candidates->len, CANDIDATES_TOLD); c++) {
    const Candidate *candidate = &g_array_index(ret->candidates, Candidate, c);
    for (guint i = 0; i < q->heard->len; i++) {
      Heard *heard = &g_array_index(q->heard, Heard, i);
      if (agency_at(q, heard->agency) == candidate->agency) g_ptr_array_add(ret->evidence, g_steal_pointer(&heard->evidence));
    }
  }
}

static double confidence_of(const Identity *identity) {
  double confidence = 0;
  for (guint i = 0; identity->agency && i < identity->candidates->len; i++) {
    const Candidate *candidate = &g_array_index(identity->candidates, Candidate, i);
    if (candidate->agency == identity->agency) confidence = candidate->score;
  }
  if (identity->reasons & REASON_BIT(REASON_AGENCY_MISMATCH)) confidence /= 2;
  if (identity->reasons & REASON_BIT(REASON_SENDER_UNVERIFIED)) confidence /= 2;
  return rounded(confidence);
}

static void heard_clear(gpointer data) {
  agency_evidence_free(((Heard *)data)->evidence);
}

void identify(const Campaign *campaign, const Evidence *evidence, Identity *ret) {
  guint n = campaign->agencies->len;
  g_autofree double *doubt = g_new(double, n);
  g_autofree guint32 *by = g_new0(guint32, n);
  g_autoptr(GArray) sharing = g_array_new(FALSE, FALSE, sizeof(guint)), document = g_array_new(FALSE, FALSE, sizeof(OrgMatch));
  g_autoptr(GArray) heard = g_array_new(FALSE, FALSE, sizeof(Heard));
  Inquiry q = {campaign, evidence, doubt, by, -1, BY_NONE, sharing, document, heard};
  for (guint i = 0; i < n; i++) doubt[i] = 1;
  g_array_set_clear_func(heard, heard_clear);
  *ret = (Identity){.candidates = g_array_new(FALSE, FALSE, sizeof(Candidate)),
                    .evidence = g_ptr_array_new_with_free_func((GDestroyNotify)agency_evidence_free)};
  hear_sender(&q);
  hear_document(&q);
  /* A letterhead that was misread may look a little more like another name than like the sender's own. */
  gboolean sure = document->len && g_array_index(document, OrgMatch, 0).score >= 1;
  if (sure || q.sender < 0 || !document_names(&q, (guint)q.sender)) keep_best(document);
  if (q.sender >= 0) decide_known_sender(&q, ret);
  else if (sharing->len) decide_shared_domain(&q, ret);
  else decide_unknown_sender(&q, ret);
  if (evidence->auth == AUTH_FAIL) ret->reasons |= REASON_BIT(REASON_SENDER_UNVERIFIED);
  if (ret->reasons) {
    hear_other_address(&q, evidence->return_path, EVIDENCE_RETURN_PATH);
    hear_other_address(&q, evidence->reply_to, EVIDENCE_REPLY_TO);
    hear_symbol(&q);
    hear_text(&q, evidence->subject, EVIDENCE_SUBJECT);
    hear_text(&q, evidence->body, EVIDENCE_BODY);
    hear_quoted(&q, evidence->body);
  }
  list_candidates(&q, ret);
  tell_evidence(&q, ret);
  ret->confidence = confidence_of(ret);
}

void identity_clear(Identity *identity) {
  g_clear_pointer(&identity->candidates, g_array_unref);
  g_clear_pointer(&identity->evidence, g_ptr_array_unref);
}
