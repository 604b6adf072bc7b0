/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every archive, mail file and mail of tests/formats/archives through the whole gathering: path, type, size, content, status and reason
 * of each part against NAME.expected. TONGHOP_UPDATE_EXPECTED=1 writes the .expected files anew (look at the difference before keeping it). */
#include <string.h>

#include "base/clock.h"
#include "formats/checksum.h"
#include "formats/mapi.h"
#include "formats/member_name.h"
#include "formats/rar_index.h"
#include "model/settings.h"
#include "worker/gather.h"

#include "fixture.h"

#define FIXTURES "tests/formats/archives"

typedef struct {
  const char *name;
  gint64 parts, depth; /* 0: as they are set by default */
} Fixture;

static const Fixture fixtures[] = {
    {"false-flag.zip", 0, 0}, {"old-names.zip", 0, 0}, {"zip64.zip", 0, 0}, {"bad-middle.zip", 0, 0}, {"litter.zip", 0, 0},
    {"split.z01", 0, 0}, {"split.zip", 0, 0}, {"unpacks-itself.exe", 0, 0}, {"many.zip", 12, 0}, {"crowd.zip", 12, 0}, {"deep.zip", 0, 4},
    {"bomb-first.zip", 0, 0}, {"bundle.tar.bz2", 0, 0}, {"bundle.txz", 0, 0}, {"v7.tar", 0, 0}, {"BaoCao.txt.gz", 0, 0},
    {"BaoCao.txt.xz", 0, 0}, {"cut.txt.bz2", 0, 0}, {"old.Z", 0, 0}, {"plain4.rar", 0, 0}, {"folder4.rar", 0, 0},
    {"wrong-sum4.rar", 0, 0}, {"encrypted4.rar", 0, 0}, {"headers4.rar", 0, 0}, {"split4.rar", 0, 0}, {"cut4.rar", 0, 0},
    {"bent4.rar", 0, 0}, {"empty4.rar", 0, 0}, {"plain5.rar", 0, 0}, {"folder5.rar", 0, 0}, {"wrong-sum5.rar", 0, 0},
    {"encrypted5.rar", 0, 0}, {"all-encrypted5.rar", 0, 0}, {"headers5.rar", 0, 0}, {"bent5.rar", 0, 0}, {"split5.rar", 0, 0},
    {"many5.rar", 12, 0}, {"windows5.rar", 0, 0}, {"solid5.rar", 0, 0}, {"plain.7z", 0, 0}, {"encrypted.7z", 0, 0}, {"headers.7z", 0, 0},
    {"codec.7z", 0, 0}, {"cut.7z", 0, 0}, {"unfinished.7z", 0, 0}, {"uu.txt", 0, 0}, {"only.uue", 0, 0}, {"cut.uue", 0, 0},
    {"yenc.txt", 0, 0}, {"BaoCao.txt.asc", 0, 0}, {"sig.asc", 0, 0}, {"winmail.dat", 0, 0}, {"winmail-forms.dat", 0, 0},
    {"winmail-reference.dat", 0, 0}, {"winmail-inner.dat", 0, 0}, {"winmail-sum.dat", 0, 0}, {"winmail-bent.dat", 0, 0},
    {"winmail-cut.dat", 0, 0}, {"winmail-tail.dat", 0, 0}, {"winmail-link.dat", 0, 0}, {"winmail-many.dat", 12, 0}, {"letter.msg", 0, 0},
    {"letter-cut.msg", 0, 0}, {"letter-short.msg", 0, 0}, {"letter-1258.msg", 0, 0}, {"letter-rtf.msg", 0, 0}, {"letter-many.msg", 12, 0},
    {"smime.p7m", 0, 0}, {"BaoCao.txt.p7m", 0, 0}, {"BaoCao.txt.p7s", 0, 0}, {"streamed.p7m", 0, 0}, {"sealed.p7m", 0, 0},
    {"certificates.p7b", 0, 0}, {"in-zip.eml", 0, 0}, {"forwarded.eml", 0, 0}, {"opaque.eml", 0, 0}, {"sealed.eml", 0, 0},
    {"detached.eml", 0, 0}, {"pgp-mime.eml", 0, 0}, {"pgp-inline.eml", 0, 0}, {"uu-body.eml", 0, 0}, {"partial.eml", 0, 0},
    {"external.eml", 0, 0},
};

static GBytes *fixture_bytes(const char *name) {
  return fixture_read(FIXTURES, name);
}

/* ------------------------------------------------------------------ listings */

/* Which part is the report is another room's decision. */
static const char *shown_role(PartRole role) {
  return role == ROLE_CONTAINER || role == ROLE_BODY || role == ROLE_SIGNATURE ? part_role_name(role) : "-";
}

static void list_part(GString *out, const Part *part) {
  g_string_append_printf(out, "%s | %s | %d %.8s | %s | %s", part->path, part->type, (int)part->size, part->sha256 ? part->sha256 : "-",
                         shown_role(part->role), part_status_name(part->status));
  if (part->reason) g_string_append_printf(out, " | %s", part->reason);
  g_string_append_c(out, '\n');
}

static char *listing_of(const Fixture *fixture, GBytes *bytes) {
  g_autoptr(Settings) settings = settings_default();
  g_autoptr(GPtrArray) campaigns = g_ptr_array_new();
  Limits limits = settings->limits;
  if (fixture->parts) limits.parts = fixture->parts;
  if (fixture->depth) limits.depth = fixture->depth;
  const GatherContext context = {.campaigns = campaigns, .limits = &limits};
  gboolean mail = g_str_has_suffix(fixture->name, ".eml");
  g_autoptr(Reading) reading = mail ? gather_mail(&context, bytes) : gather_loose(&context, bytes, fixture->name);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < reading->parts->len; i++) list_part(out, g_ptr_array_index(reading->parts, i));
  return g_string_free(out, FALSE);
}

static void check_fixture(gconstpointer data) {
  const Fixture *fixture = data;
  g_autoptr(GBytes) bytes = fixture_bytes(fixture->name);
  g_autofree char *listing = listing_of(fixture, bytes);
  fixture_check(FIXTURES, fixture->name, listing);
}

/* ------------------------------------------------------------------ cut and bent files */

static const Fixture hostile[] = {
    {"plain4.rar", 0, 0}, {"plain5.rar", 0, 0}, {"winmail-forms.dat", 0, 0}, {"winmail-inner.dat", 0, 0}, {"smime.p7m", 0, 0},
    {"uu.txt", 0, 0}, {"bad-middle.zip", 0, 0}, {"plain.7z", 0, 0}, {"letter.msg", 0, 0},
};

/* What ends anywhere ends in a status, and the same one each time. */
static void check_cut(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(hostile); n++) {
    g_autoptr(GBytes) whole = fixture_bytes(hostile[n].name);
    for (gsize cut = 0; cut < g_bytes_get_size(whole); cut += 23) {
      g_autoptr(GBytes) bytes = g_bytes_new_from_bytes(whole, 0, cut);
      g_autofree char *first = listing_of(&hostile[n], bytes), *second = listing_of(&hostile[n], bytes);
      g_assert_cmpstr(first, ==, second);
    }
  }
}

static void check_bent(void) {
  for (gsize n = 0; n < G_N_ELEMENTS(hostile); n++) {
    g_autoptr(GBytes) whole = fixture_bytes(hostile[n].name);
    gsize size;
    const guint8 *data = g_bytes_get_data(whole, &size);
    for (gsize at = 0; at < size; at += 13) {
      g_autofree guint8 *bent = g_memdup2(data, size);
      bent[at] ^= 0x55;
      g_autoptr(GBytes) bytes = g_bytes_new_static(bent, size);
      g_autofree char *listing = listing_of(&hostile[n], bytes);
      g_assert_true(*listing && g_utf8_validate(listing, -1, NULL));
    }
  }
}

/* No byte of a RAR 4 member comes out changed: one that is bent is corrupt. */
static void check_rar_bytes(void) {
  static const Fixture fixture = {"plain4.rar", 0, 0};
  g_autoptr(GBytes) whole = fixture_bytes(fixture.name);
  g_autofree char *right = listing_of(&fixture, whole);
  gsize size;
  const guint8 *data = g_bytes_get_data(whole, &size);
  const guint8 *text = memmem(data, size, "Ph\xe1\xbb\xa5 l\xe1\xbb\xa5""c", 10);
  g_assert_nonnull(text);
  for (gsize i = 0; i < 10; i++) {
    g_autofree guint8 *bent = g_memdup2(data, size);
    bent[(gsize)(text - data) + i] ^= 1;
    g_autoptr(GBytes) bytes = g_bytes_new_static(bent, size);
    g_autofree char *listing = listing_of(&fixture, bytes);
    g_assert_nonnull(strstr(listing, "corrupt"));
    g_assert_cmpstr(listing, !=, right);
  }
}

/* ------------------------------------------------------------------ small parts */

static void check_checksum(void) {
  g_assert_cmphex(checksum_crc32((const guint8 *)"123456789", 9), ==, 0xCBF43926); /* the check value of the standard */
  g_assert_cmphex(checksum_crc32(NULL, 0), ==, 0);
}

static void check_names(void) {
  static const struct {
    const char *raw, *name;
  } cases[] = {
      {"B\xb8o c\xb8o k\xd5t qu\xb6 th\xf9""c hi\xd6n.doc", "Báo cáo kết quả thực hiện.doc"}, /* TCVN3 */
      {"B¸o c¸o kÕt qu¶ thùc hiÖn.doc", "Báo cáo kết quả thực hiện.doc"},                     /* the same as another program's UTF-8 */
      {"Ba\xf9o ca\xf9o ke\xe1t qua\xfb.doc", "Báo cáo kết quả.doc"},                         /* VNI */
      {"B\xe1o c\xe1o quy\xec.doc", "Báo cáo quý.doc"},                                       /* 1258 */
      {"Báo cáo quý.doc", "Báo cáo quý.doc"},
      {"R\x82sum\x82.doc", "Résumé.doc"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *name = member_name(cases[i].raw);
    g_assert_cmpstr(name, ==, cases[i].name);
  }
}

static void check_rtf(void) {
  static const struct {
    const char *packed;
    gsize size;
    const char *rtf; /* NULL: damaged */
  } cases[] = {
      {"", 0, NULL},
      {"\x10\0\0\0\5\0\0\0MELA\0\0\0\0hello", 21, "hello"},
      {"\x10\0\0\0\5\0\0\0LZFu\0\0\0\0\0hello", 22, "hello"},
      {"\x10\0\0\0\5\0\0\0LZFu\0\0\0\0\x01\0\x04", 19, "{\\rtf1"}, /* six bytes of what every RTF has */
      {"\x10\0\0\0\5\0\0\0XXXX\0\0\0\0hello", 21, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GBytes) packed = g_bytes_new_static(cases[i].packed, cases[i].size);
    g_autoptr(Settings) settings = settings_default();
    Budget budget;
    budget_init(&budget, &settings->limits, 1000);
    g_autoptr(GBytes) rtf = mapi_unpack_rtf(packed, &budget);
    g_autofree char *text = rtf ? g_strndup(g_bytes_get_data(rtf, NULL), g_bytes_get_size(rtf)) : NULL;
    g_assert_cmpstr(text, ==, cases[i].rtf);
    budget_clear(&budget);
  }
}

static void check_rar_index(void) {
  static const struct {
    const char *name;
    guint files;
    gboolean five, encrypted, broken;
  } cases[] = {
      {"plain4.rar", 2, FALSE, FALSE, FALSE}, {"plain5.rar", 2, TRUE, FALSE, FALSE},   {"headers4.rar", 0, FALSE, TRUE, FALSE},
      {"headers5.rar", 0, TRUE, TRUE, FALSE}, {"cut4.rar", 2, FALSE, FALSE, TRUE},     {"bent5.rar", 1, TRUE, FALSE, TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GBytes) bytes = fixture_bytes(cases[i].name);
    g_auto(RarIndex) index = {0};
    g_assert_true(rar_index_read(bytes, &index));
    g_assert_cmpuint(index.files->len, ==, cases[i].files);
    g_assert_true(index.five == cases[i].five && index.encrypted == cases[i].encrypted && index.broken == cases[i].broken);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(fixtures); i++) {
    g_autofree char *path = g_strdup_printf("/archives/fixture/%s", fixtures[i].name);
    g_test_add_data_func(path, &fixtures[i], check_fixture);
  }
  g_test_add_func("/archives/cut", check_cut);
  g_test_add_func("/archives/bent", check_bent);
  g_test_add_func("/archives/rar-bytes", check_rar_bytes);
  g_test_add_func("/archives/checksum", check_checksum);
  g_test_add_func("/archives/names", check_names);
  g_test_add_func("/archives/rtf", check_rtf);
  g_test_add_func("/archives/rar-index", check_rar_index);
  return g_test_run();
}
