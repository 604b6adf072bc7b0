/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is this? One row a case: sender, letterhead, and what must come out. Run from the root of the tree. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "campaign/identify.h"

#define UNKNOWN REASON_BIT(REASON_SENDER_UNKNOWN)
#define UNVERIFIED REASON_BIT(REASON_SENDER_UNVERIFIED)
#define AMBIGUOUS REASON_BIT(REASON_AGENCY_AMBIGUOUS)
#define MISMATCH REASON_BIT(REASON_AGENCY_MISMATCH)

typedef struct {
  const char *from, *parent, *issuer;
  Auth auth;
  const char *code; /* NULL: none */
  AgencyBy by;
  Reasons reasons;
} Row;

#define AT ".quangngai.example"
#define X "ai.do@la.example" /* nobody's address */

static const Row real[] = {
    /* the sender is known */
    {"vanthu@stc" AT, "UBND TỈNH QUẢNG NGÃI", "SỞ TÀI CHÍNH", AUTH_PASS, "STC", BY_ADDRESS, 0},
    {"VanThu@STC" AT, NULL, NULL, AUTH_NONE, "STC", BY_ADDRESS, 0},
    {"vanthu@stc" AT, NULL, "SỞ TÀI CHÍNH", AUTH_FAIL, "STC", BY_ADDRESS, UNVERIFIED},
    {"vanthu@stc" AT, NULL, "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", AUTH_PASS, "STC", BY_ADDRESS, 0}, /* a predecessor's paper */
    {"vanthu@snnmt" AT, NULL, "SỞ TN&MT", AUTH_PASS, "SNNMT", BY_ADDRESS, 0},
    {"vanthu@trabong" AT, NULL, "ỦY BAN NHÂN DÂN HUYỆN TÂY TRÀ", AUTH_PASS, "TBO", BY_ADDRESS, 0},
    {"tonghop@stc" AT, NULL, "SỞ TÀI CHÍNH", AUTH_PASS, "STC", BY_DOMAIN, 0},
    {"tonghop@mail.stc" AT, NULL, NULL, AUTH_PASS, "STC", BY_DOMAIN, 0}, /* a host of the domain */
    {"vanthu@moduc" AT, NULL, "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN", AUTH_PASS, "MDU", BY_ADDRESS, MISMATCH},
    {"phong@moduc" AT, NULL, "UBND HUYỆN BÌNH SƠN", AUTH_PASS, "MDU", BY_DOMAIN, MISMATCH},
    {"vanthu@moduc" AT, NULL, "UBND HUYỆN BÌNH SƠN", AUTH_FAIL, "MDU", BY_ADDRESS, MISMATCH | UNVERIFIED},
    {"vanthu@stc" AT, NULL, "SỞ XÂY DỰNG", AUTH_PASS, "STC", BY_ADDRESS, MISMATCH},
    {"vanthu@moduc" AT, "UBND HUYỆN MỘ ĐỨC", "PHÒNG KINH TẾ", AUTH_PASS, "MDU", BY_ADDRESS, 0}, /* a part of it */
    {"vanthu@kiemlam" AT, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI CỤC K1EM LẢM", AUTH_PASS, "CCKL", BY_ADDRESS, 0},
    {"vanthu@sonha" AT, NULL, "UBND HUYỆN SƠN TÂY", AUTH_PASS, "SHA", BY_ADDRESS, MISMATCH},
    {"vanthu@stc" AT, NULL, "CÔNG TY TNHH KHÔNG AI BIẾT", AUTH_PASS, "STC", BY_ADDRESS, 0},
    {"tu.la@congan" AT, NULL, "TÒA ÁN NHÂN DÂN TỈNH QUẢNG NGÃI", AUTH_PASS, "TAND", BY_ISSUER, 0}, /* the office passes it on */
    {"tu.la@congan" AT, NULL, "TÒA ÁN NHÂN DÂN TỈNH QUẢNG NGÃI", AUTH_FAIL, "TAND", BY_ISSUER, UNVERIFIED},
    {"tu.la@congan" AT, NULL, NULL, AUTH_PASS, "CAT", BY_DOMAIN, 0},
    /* the sender is not known: the letterhead names the agency, a person decides */
    {X, "UBND TỈNH QUẢNG NGÃI", "SỞ TÀI CHÍNH", AUTH_NONE, "STC", BY_ISSUER, UNKNOWN},
    {NULL, NULL, "Sở Tài chính", AUTH_NONE, "STC", BY_ISSUER, UNKNOWN},
    {"stc.quangngai@gmail.com", NULL, "SỞ TÀI CHÍNH TỈNH QUẢNG NGÃI", AUTH_PASS, "STC", BY_ISSUER, UNKNOWN},
    {X, NULL, "UBND TỈNH QUẢNG NGÃI SỞ TÀI CHÍNH", AUTH_NONE, "STC", BY_ISSUER, UNKNOWN}, /* two lines as one */
    {X, NULL, "UBND TỈNH QUẢNG NGÃI\nSỞ TÀI CHÍNH", AUTH_NONE, "STC", BY_ISSUER, UNKNOWN},
    {X, NULL, "SỞ TÀICHÍNH", AUTH_NONE, "STC", BY_ISSUER, UNKNOWN},                 /* a blank lost */
    {X, NULL, "SỞ GIA0 DỤC VÀ ĐÀO TẠO", AUTH_NONE, "SGDĐT", BY_ISSUER, UNKNOWN},    /* OCR */
    {X, NULL, "SỞ CÔNG THUƠNG", AUTH_NONE, "SCT", BY_ISSUER, UNKNOWN},
    {X, NULL, "CÔNG TY TNHH KINGMAKER II (VIỆT NAM) FOOTWEAR", AUTH_NONE, "KMK3", BY_ISSUER, UNKNOWN}, /* a stroke lost */
    {X, NULL, "SO TU PHAP", AUTH_NONE, "STP", BY_ISSUER, UNKNOWN},
    {X, NULL, "HUYỆN SƠN HÀ", AUTH_NONE, NULL, BY_NONE, UNKNOWN},                   /* whose of its bodies? */
    {X, NULL, "UBND HUYỆN SƠN HÀ", AUTH_NONE, "SHA", BY_ISSUER, UNKNOWN},
    {X, NULL, "UBND H. SƠN TÂY", AUTH_NONE, "STA", BY_ISSUER, UNKNOWN},
    {X, NULL, "ỦY BAN NHẨN DÂN HUYỆN SƠN TỊNH", AUTH_NONE, "STI", BY_ISSUER, UNKNOWN},
    {X, NULL, "UBND HUYỆN SƠN LA", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, NULL, "HUYỆN ỦY SƠN HÀ", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, NULL, "CÔNG AN HUYỆN SƠN HÀ", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, NULL, "UBND TP QUẢNG NGÃI", AUTH_NONE, "TPQN", BY_ISSUER, UNKNOWN},
    {X, NULL, "UBND TỈNH QUẢNG NGÃI", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, NULL, "ỦY BAN NHÂN DÂN", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, "UBND TỈNH QUẢNG NGÃI", "VĂN PHÒNG", AUTH_NONE, "VPUB", BY_ISSUER, UNKNOWN},
    {X, "TỈNH ỦY QUẢNG NGÃI", "BAN TỔ CHỨC", AUTH_NONE, "BTCTU", BY_ISSUER, UNKNOWN},
    {X, "HỘI NÔNG DÂN TỈNH QUẢNG NGÃI", "BAN CHẤP HÀNH", AUTH_NONE, "HND", BY_ISSUER, UNKNOWN},
    {X, "MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH QUẢNG NGÃI", "BAN THƯỜNG TRỰC", AUTH_NONE, "MTTQ", BY_ALIAS, UNKNOWN},
    {X, "ĐOÀN TNCS HỒ CHÍ MINH", "BCH TỈNH QUẢNG NGÃI", AUTH_NONE, "TĐTN", BY_ALIAS, UNKNOWN},
    {X, NULL, "BQL KKT DUNG QUẤT VÀ CÁC KCN QUẢNG NGÃI", AUTH_NONE, "BQLKKT", BY_ISSUER, UNKNOWN},
    {X, NULL, "SỞ LĐ-TB&XH", AUTH_NONE, "SNV", BY_PREDECESSOR, UNKNOWN},
    {X, NULL, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", AUTH_NONE, "SKHCN", BY_PREDECESSOR, UNKNOWN},
    {X, NULL, "CTCP LỌC HÓA DẦU BÌNH SƠN", AUTH_NONE, "BSR", BY_ISSUER, UNKNOWN},
    {X, NULL, "CÔNG TY CP THÉP HOÀ PHÁT DUNG QUẤT", AUTH_NONE, "HPDQ", BY_ISSUER, UNKNOWN},
    {X, NULL, "CÔNG TY TNHH MTV XỔ SỐ KIẾN THIẾT QUẢNG NGÃI", AUTH_NONE, "XSKT", BY_ISSUER, UNKNOWN},
    {X, NULL, "BIDV CHI NHÁNH DUNG QUẤT", AUTH_NONE, "BIDVDQ", BY_ALIAS, UNKNOWN},
    {X, NULL, "BSR", AUTH_NONE, "BSR", BY_ALIAS, UNKNOWN},
    {X, NULL, "HỘI LÀM VƯỜN", AUTH_NONE, "HLV", BY_ISSUER, UNKNOWN},
    {X, NULL, "CÔNG TY TNHH KHÔNG AI BIẾT", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, "SỞ TÀI CHÍNH", "TRUNG TÂM KHÔNG AI BIẾT", AUTH_NONE, NULL, BY_NONE, UNKNOWN},
    {X, NULL, "", AUTH_FAIL, NULL, BY_NONE, UNKNOWN | UNVERIFIED},
    {"not an address", NULL, NULL, AUTH_NONE, NULL, BY_NONE, UNKNOWN},
};

/* Another campaign, with two firms behind one domain. */
static const Row shared[] = {
    {"vanphong@vantai.songlam.example", NULL, NULL, AUTH_PASS, "XEXANH", BY_ADDRESS, 0},
    {"ke.toan@vantai.songlam.example", NULL, NULL, AUTH_PASS, NULL, BY_NONE, AMBIGUOUS},
    {"ke.toan@vantai.songlam.example", NULL, "HTX VẬN TẢI XE TRẮNG", AUTH_PASS, "XETRANG", BY_DOMAIN, 0},
    {"ke.toan@vantai.songlam.example", NULL, "CÔNG TY CỔ PHẦN VẬN TẢI XE XANH", AUTH_PASS, "XEXANH", BY_DOMAIN, 0},
    {"ke.toan@vantai.songlam.example", NULL, "CÔNG TY CỔ PHẦN VẬN TẢI XE ĐEN", AUTH_PASS, NULL, BY_NONE, AMBIGUOUS},
    {"ke.toan@vantai.songlam.example", NULL, "UBND XÃ BẾN MỚI", AUTH_PASS, "BM", BY_ISSUER, MISMATCH},
    {X, NULL, "UBND XÃ BẾN CŨ", AUTH_PASS, "BM", BY_PREDECESSOR, UNKNOWN},
    {"pc08@congan.songlam.example", "CÔNG AN TỈNH SÔNG LAM", "PHÒNG CSGT", AUTH_PASS, "CSGT", BY_ADDRESS, 0},
    {"vanthu@stc" AT, NULL, "SỞ TÀI CHÍNH", AUTH_PASS, NULL, BY_NONE, UNKNOWN}, /* known to the other campaign only */
};

static Campaign *load(const char *folder) {
  Campaign *campaign = NULL;
  g_autoptr(GError) error = NULL;
  campaign_load(folder, &campaign, &error);
  g_assert_no_error(error);
  return campaign;
}

static const char *or_none(const char *text) {
  return text ? text : "-";
}

/* The row itself stands in it, so that a failure says which one it was. */
static char *outcome(const Row *row, const char *code, AgencyBy by, Reasons reasons) {
  g_autoptr(GPtrArray) names = reasons_names(reasons);
  g_ptr_array_add(names, NULL);
  g_autofree char *joined = g_strjoinv(" ", (char **)names->pdata);
  return g_strdup_printf("%s | %s | %s: %s by %s, %s", or_none(row->from), or_none(row->parent), or_none(row->issuer), or_none(code),
                         or_none(agency_by_name(by)), joined);
}

static void check_row(const Campaign *campaign, const Row *row) {
  Evidence evidence = {.from = row->from, .issuer = row->issuer, .parent_issuer = row->parent, .auth = row->auth};
  Identity who;
  identify(campaign, &evidence, &who);
  g_autofree char *found = outcome(row, who.agency ? who.agency->code : NULL, who.by, who.reasons);
  g_autofree char *wanted = outcome(row, row->code, row->by, row->reasons);
  g_assert_cmpstr(found, ==, wanted);
  g_assert_true(who.confidence >= 0 && who.confidence <= 1 && (who.agency != NULL) == (who.confidence > 0));
  gboolean listed = !who.agency;
  for (guint i = 0; i < who.candidates->len; i++) {
    const Candidate *candidate = &g_array_index(who.candidates, Candidate, i);
    if (i) g_assert_cmpfloat(candidate->score, <=, g_array_index(who.candidates, Candidate, i - 1).score);
    if (candidate->agency == who.agency) listed = (candidate->by & (1u << who.by)) != 0;
  }
  g_assert_true(listed);
  identity_clear(&who);
}

static void test_real(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  for (guint i = 0; i < G_N_ELEMENTS(real); i++) check_row(campaign, &real[i]);
}

static void test_shared(void) {
  g_autoptr(Campaign) campaign = load("tests/campaigns/atgt");
  for (guint i = 0; i < G_N_ELEMENTS(shared); i++) check_row(campaign, &shared[i]);
}

/* Every name and alias that is listed finds its own agency and no other. */
static void test_every_name(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  for (guint i = 0; i < campaign->agencies->len; i++) {
    const Agency *agency = g_ptr_array_index(campaign->agencies, i);
    for (guint k = 0; k <= agency->aliases->len; k++) {
      g_autofree char *capitals = g_utf8_strup(k ? g_ptr_array_index(agency->aliases, k - 1) : agency->name, -1);
      Evidence evidence = {.issuer = capitals};
      Identity who;
      identify(campaign, &evidence, &who);
      g_autofree char *found = g_strdup_printf("%s: %s", capitals, who.agency ? who.agency->code : "nobody");
      g_autofree char *wanted = g_strdup_printf("%s: %s", capitals, agency->code);
      g_assert_cmpstr(found, ==, wanted);
      identity_clear(&who);
    }
  }
}

/* What officers decided counts as an alias: never more, and an address not at all where the mail may be forged. */
static void test_learned(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  g_autoptr(GHashTable) learned = g_hash_table_new(g_str_hash, g_str_equal);
  g_hash_table_insert(learned, (gpointer) "a.b@gmail.com", (gpointer) "HLV");
  g_hash_table_insert(learned, (gpointer) "tonghop@stc" AT, (gpointer) "HLV");
  g_hash_table_insert(learned, (gpointer) "vuon qua mien nui", (gpointer) "HLV");
  g_hash_table_insert(learned, (gpointer) "khong con", (gpointer) "GONE");
  static const Row rows[] = {
      {"A.B@gmail.com", NULL, NULL, AUTH_PASS, "HLV", BY_ALIAS, 0},
      {"A.B@gmail.com", NULL, "HỘI LÀM VƯỜN", AUTH_PASS, "HLV", BY_ISSUER, 0},
      {"A.B@gmail.com", NULL, NULL, AUTH_NONE, NULL, BY_NONE, UNKNOWN}, /* anybody can write that */
      {"A.B@gmail.com", NULL, NULL, AUTH_FAIL, NULL, BY_NONE, UNKNOWN | UNVERIFIED},
      {"A.B@gmail.com", NULL, "HỘI LUẬT GIA", AUTH_PASS, "HLV", BY_ALIAS, MISMATCH},
      {"tonghop@stc" AT, NULL, NULL, AUTH_PASS, "STC", BY_DOMAIN, 0}, /* the list's domain is stronger */
      {X, NULL, "VƯỜN QUẢ MIỀN NÚI", AUTH_PASS, "HLV", BY_ALIAS, UNKNOWN},
      {X, NULL, "KHÔNG CÒN", AUTH_PASS, NULL, BY_NONE, UNKNOWN},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    Evidence evidence = {.from = rows[i].from, .issuer = rows[i].issuer, .auth = rows[i].auth, .learned = learned};
    Identity who;
    identify(campaign, &evidence, &who);
    g_autofree char *found = outcome(&rows[i], who.agency ? who.agency->code : NULL, who.by, who.reasons);
    g_autofree char *wanted = outcome(&rows[i], rows[i].code, rows[i].by, rows[i].reasons);
    g_assert_cmpstr(found, ==, wanted);
    identity_clear(&who);
  }
}

/* "STC 0.93: issuer Sở Tài chính; subject so tai chinh | HLG ...", best first. */
static char *told(const Campaign *campaign, const Evidence *evidence) {
  GString *out = g_string_new(NULL);
  Identity who;
  identify(campaign, evidence, &who);
  g_string_append_printf(out, "%s", who.agency ? who.agency->code : "-");
  for (guint at = 0, next; at < who.evidence->len; at = next) {
    double score = evidence_score(who.evidence, at, &next);
    g_string_append_printf(out, " | %s %.2f:", ((const AgencyEvidence *)g_ptr_array_index(who.evidence, at))->agency, score);
    for (guint i = at; i < next; i++) {
      const AgencyEvidence *one = g_ptr_array_index(who.evidence, i);
      g_string_append_printf(out, " %s (%s)", evidence_name(one->kind), one->words);
    }
  }
  identity_clear(&who);
  return g_string_free(out, FALSE);
}

static void test_told(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  static const struct {
    Evidence evidence;
    const char *told;
  } rows[] = {
      /* sure: what agrees */
      {{.from = "vanthu@stc" AT, .auth = AUTH_PASS, .issuer = "SỞ TÀI CHÍNH"},
       "STC | STC 1.00: address (vanthu@stc" AT ") domain (stc" AT ") issuer (SỞ TÀI CHÍNH)"},
      /* forwarded by somebody else, with the first mail quoted */
      {{.from = X, .auth = AUTH_PASS, .issuer = "LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NGÃI", .body = "Chuyển tiếp.\nTừ: <vanthu@congdoan" AT ">"},
       "LĐLĐ | LĐLĐ 0.90: issuer (LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NGÃI) quoted-address (vanthu@congdoan" AT ")"},
      /* a person at a public provider, who names the agency in the mail only */
      {{.from = "nguyen.van.a@gmail.com", .auth = AUTH_PASS, .body = "Em là A, Sở Tài chính, gửi báo cáo."}, "- | STC 0.15: body (so tai chinh)"},
      /* a predecessor's paper from an unknown address */
      {{.from = X, .issuer = "SỞ LĐ-TB&XH"}, "SNV | SNV 0.75: predecessor (SỞ LĐ-TB&XH)"},
      /* a subordinate's paper from its parent's office */
      {{.from = "vanthu@moduc" AT, .auth = AUTH_PASS, .parent_issuer = "UBND HUYỆN MỘ ĐỨC", .issuer = "PHÒNG KINH TẾ"},
       "MDU | MDU 1.00: address (vanthu@moduc" AT ") domain (moduc" AT ") parent (UBND HUYỆN MỘ ĐỨC)"},
      /* a sender that may be forged: the letterhead says more */
      {{.from = "vanthu@moduc" AT, .auth = AUTH_FAIL, .issuer = "UBND HUYỆN BÌNH SƠN"},
       "MDU | BSO 0.85: issuer (UBND HUYỆN BÌNH SƠN) | MDU 0.49: address (vanthu@moduc" AT ") domain (moduc" AT ")"},
      /* two candidates: the sender's and the letterhead's */
      {{.from = "vanthu@moduc" AT, .auth = AUTH_PASS, .issuer = "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN"},
       "MDU | MDU 1.00: address (vanthu@moduc" AT ") domain (moduc" AT ") | BSO 0.85: issuer (ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN)"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *line = told(campaign, &rows[i].evidence);
    g_assert_cmpstr(line, ==, rows[i].told);
  }
  g_autoptr(GString) many = g_string_new(NULL); /* everybody is named: only the best are told */
  for (guint i = 0; i < campaign->agencies->len; i++) g_string_append_printf(many, "%s; ", ((const Agency *)g_ptr_array_index(campaign->agencies, i))->name);
  const Evidence all = {.from = X, .subject = many->str};
  g_autofree char *line = told(campaign, &all);
  g_auto(GStrv) parts = g_strsplit(line, " | ", -1);
  g_assert_cmpuint(g_strv_length(parts), ==, 1 + CANDIDATES_TOLD);
}

/* A known sender that bundles reports of others forwards them; alone, such a report is a contradiction. */
static void test_bundled(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  Evidence evidence = {.from = "vanthu@bqlkkt" AT, .issuer = "CÔNG TY TNHH DOOSAN ENERBILITY VIỆT NAM", .auth = AUTH_PASS, .bundled = TRUE};
  Identity who;
  identify(campaign, &evidence, &who);
  g_assert_cmpstr(who.agency->code, ==, "DOOSAN");
  g_assert_cmpint(who.by, ==, BY_ISSUER);
  g_assert_cmphex(who.reasons, ==, 0);
  identity_clear(&who);
  evidence.bundled = FALSE;
  identify(campaign, &evidence, &who);
  g_assert_cmpstr(who.agency->code, ==, "BQLKKT");
  g_assert_cmphex(who.reasons, ==, MISMATCH);
  identity_clear(&who);
}

/* Weak evidence ranks the candidates of a person's choice, and decides nothing. */
static void test_weak(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  Evidence evidence = {.from = X, .reply_to = "vanthu@luatgia" AT, .number = "12/BC-STC", .subject = "Báo cáo của Sở Tài chính"};
  Identity who;
  identify(campaign, &evidence, &who);
  g_assert_null(who.agency);
  g_assert_cmphex(who.reasons, ==, UNKNOWN);
  g_assert_cmpuint(who.candidates->len, ==, 2);
  const Candidate *first = &g_array_index(who.candidates, Candidate, 0), *second = first + 1;
  g_assert_cmpstr(first->agency->code, ==, "HLG");
  g_assert_cmpstr(second->agency->code, ==, "STC");
  g_assert_cmpfloat_with_epsilon(second->score, 0.24, 0.006); /* 1 - 0.85 * 0.9 */
  identity_clear(&who);
  Evidence quoted = {.from = X, .body = "Em chuyển lại.\nTừ: Văn thư <VanThu@CongDoan" AT "> tới <" X ">, vanthu@congdoan" AT ";"};
  identify(campaign, &quoted, &who);
  g_assert_null(who.agency);
  g_assert_cmpuint(who.candidates->len, ==, 1);
  g_assert_cmpstr(g_array_index(who.candidates, Candidate, 0).agency->code, ==, "LĐLĐ");
  g_assert_cmpfloat_with_epsilon(g_array_index(who.candidates, Candidate, 0).score, 0.3, 0.006);
  identity_clear(&who);
}

/* Foreign text of any length and kind: bounded work, no opinion. */
static void test_hostile(void) {
  g_autoptr(Campaign) campaign = load("config/campaigns/qd357");
  g_autoptr(GString) words = g_string_new(NULL);
  while (words->len < 1 << 20) g_string_append(words, "CÔNG TY SỞ BAN tỉnh - & ");
  const char *texts[] = {words->str, "\xFF\xFE\xC3", "tỉnh", "&&&---",
                         "UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND UBND"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    Evidence evidence = {.from = "@", .issuer = texts[i], .parent_issuer = texts[i], .number = "/",
                         .subject = texts[i], .body = texts[i]};
    Identity who;
    gint64 start = g_get_monotonic_time();
    identify(campaign, &evidence, &who);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * G_USEC_PER_SEC);
    g_assert_null(who.agency);
    identity_clear(&who);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/identify/real", test_real);
  g_test_add_func("/identify/shared-domain", test_shared);
  g_test_add_func("/identify/every-name", test_every_name);
  g_test_add_func("/identify/learned", test_learned);
  g_test_add_func("/identify/told", test_told);
  g_test_add_func("/identify/bundled", test_bundled);
  g_test_add_func("/identify/weak", test_weak);
  g_test_add_func("/identify/hostile", test_hostile);
  return g_test_run();
}
