/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed lists of the contract, as words, and the one table of what a reason does to a message. */
#include <string.h>

#include "model/record.h"

#define NAMER(function, type, count, ...)                            \
  const char *function(type value) {                                 \
    static const char *const names[] = {__VA_ARGS__};                \
    G_STATIC_ASSERT(G_N_ELEMENTS(names) == (count));                 \
    return (guint)value < (guint)(count) ? names[value] : NULL;      \
  }

NAMER(kind_name, Kind, KIND_N, "report", "supplement", "replacement", "question", "bounce", "autoreply", "unrelated")
NAMER(state_name, State, STATE_N, "accepted", "superseded", "duplicate", "review", "quarantined", "ignored")
NAMER(reason_name, Reason, REASON_N, "sender-unknown", "sender-unverified", "agency-ambiguous", "agency-mismatch", "wrong-campaign",
      "no-report", "part-encrypted", "part-corrupt", "part-unsupported", "limit-exceeded", "secret-marking", "worker-crashed",
      "worker-timeout", "ocr-low-confidence", "duplicate-content", "late", "incomplete", "no-figures", "figures-mismatch", "unsigned",
      "nil-report", "secrecy-undetermined")
NAMER(part_status_name, PartStatus, PART_STATUS_N, "read", "empty", "encrypted", "corrupt", "unsupported", "too-big", "skipped")
NAMER(part_role_name, PartRole, ROLE_N, "report", "annex", "letter", "body", "container", "image", "signature", "other")
NAMER(auth_name, Auth, AUTH_N, "none", "pass", "fail")
NAMER(timeliness_name, Timeliness, TIMELY_N, NULL, "on-time", "late", "before-opening")
NAMER(agency_by_name, AgencyBy, BY_N, NULL, "address", "domain", "issuer", "alias", "predecessor", "person")
NAMER(evidence_name, EvidenceKind, EVIDENCE_N, "address", "domain", "shared-domain", "learned", "issuer", "alias", "predecessor", "parent",
      "symbol", "return-path", "reply-to", "subject", "body", "quoted-address")
NAMER(section_status_name, SectionStatus, SECTION_N, "missing", "empty", "present")
NAMER(qualifier_name, Qualifier, QUALIFIER_N, NULL, "over", "under", "about")
NAMER(addressee_name, Addressee, TO_N, "central", "province", "police", "other")
NAMER(finding_kind_name, FindingKind, FINDING_N, "difficulty", "cause", "lesson", "forecast", "task", "commendation", "speaking")
NAMER(finding_cause_name, FindingCause, CAUSE_N, NULL, "subjective", "objective")

int names_find_(const char *(*namer)(int), int count, const char *name) {
  for (int i = 0; name && i < count; i++)
    if (g_strcmp0(namer(i), name) == 0) return i;
  return -1;
}

GPtrArray *reasons_names(Reasons reasons) {
  GPtrArray *names = g_ptr_array_new();
  for (int r = 0; r < REASON_N; r++)
    if (reasons & REASON_BIT(r)) g_ptr_array_add(names, (gpointer)reason_name((Reason)r));
  return names;
}

gboolean reasons_parse(const char *names_joined_by_comma, Reasons *ret) {
  g_auto(GStrv) names = g_strsplit(names_joined_by_comma, ",", -1);
  Reasons reasons = 0;
  for (char **name = names; *name; name++) {
    if (!**name) continue;
    int r = names_find(reason_name, REASON_N, *name);
    if (r < 0) return FALSE;
    reasons |= REASON_BIT(r);
  }
  *ret = reasons;
  return TRUE;
}

#define QUARANTINING \
  (REASON_BIT(REASON_SECRET_MARKING) | REASON_BIT(REASON_LIMIT_EXCEEDED) | REASON_BIT(REASON_WORKER_CRASHED) | REASON_BIT(REASON_WORKER_TIMEOUT))
#define REVIEWING                                                                                                    \
  (REASON_BIT(REASON_SENDER_UNKNOWN) | REASON_BIT(REASON_SENDER_UNVERIFIED) | REASON_BIT(REASON_AGENCY_AMBIGUOUS) | \
   REASON_BIT(REASON_AGENCY_MISMATCH) | REASON_BIT(REASON_WRONG_CAMPAIGN) | REASON_BIT(REASON_NO_REPORT) |           \
   REASON_BIT(REASON_OCR_LOW_CONFIDENCE) | REASON_BIT(REASON_SECRECY_UNDETERMINED))
#define UNREADABLE (REASON_BIT(REASON_PART_ENCRYPTED) | REASON_BIT(REASON_PART_CORRUPT) | REASON_BIT(REASON_PART_UNSUPPORTED))

State state_of_reasons(Kind kind, Reasons reasons, gboolean readable) {
  if (reasons & QUARANTINING) return STATE_QUARANTINED;
  if (reasons & REASON_BIT(REASON_DUPLICATE_CONTENT)) return STATE_DUPLICATE;
  if (kind == KIND_BOUNCE || kind == KIND_AUTOREPLY || kind == KIND_UNRELATED) return STATE_IGNORED;
  if (kind == KIND_QUESTION || (reasons & REVIEWING)) return STATE_REVIEW;
  if ((reasons & UNREADABLE) && !readable) return STATE_REVIEW;
  return STATE_ACCEPTED;
}
