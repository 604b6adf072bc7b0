/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from before Unicode: every letter of the tables, fonts by name, readings told apart. */
#include <string.h>

#include <glib.h>

#include "base/charset.h"
#include "base/legacy.h"
#include "base/syllable.h"
#include "base/text.h"

static void check(Legacy legacy, const char *text, const char *expected) {
  g_autofree char *got = legacy_decode(legacy, text, strlen(text));
  g_assert_cmpstr(got, ==, expected);
}

/* ------------------------------------------------------------------ decoding */

static void test_tables(void) {
  static const char *const tcvn3[][2] = {
      {"¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ \u00AD ® µ ¶ · ¸ ¹ » ¼ ½ ¾ Æ Ç", "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ à ả ã á ạ ằ ẳ ẵ ắ ặ ầ"},
      {"È É Ê Ë Ì Î Ï Ð Ñ Ò Ó Ô Õ Ö × Ø Ü Ý Þ ß á â ã ä å", "ẩ ẫ ấ ậ è ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ồ"},
      {"æ ç è é ê ë ì í î ï ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ", "ổ ỗ ố ộ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ"},
      {"\u201CTù do\u201D \u2013 H¹nh phóc\u2026", "“Tự do” – Hạnh phúc…"}, /* signs of windows-1252 stay */
      {"\uF0B8\uF0A9\uF041", "áâA"},                                       /* as a symbol font has it */
      {"ngày Ng·i ạ", "ngày Ng·i ạ"},                                      /* converted, the font stayed */
  };
  static const char *const vni[][2] = {
      {"AÙ aù AØ aø AÛ aû AÕ aõ AÏ aï AÂ aâ AÁ aá AÀ aà AÅ", "Á á À à Ả ả Ã ã Ạ ạ Â â Ấ ấ Ầ ầ Ẩ"},
      {"aå AÃ aã AÄ aä AÊ aê AÉ aé AÈ aè AÚ aú AÜ aü AË aë", "ẩ Ẫ ẫ Ậ ậ Ă ă Ắ ắ Ằ ằ Ẳ ẳ Ẵ ẵ Ặ ặ"},
      {"Ñ ñ EÙ eù EØ eø EÛ eû EÕ eõ EÏ eï EÂ eâ EÁ eá EÀ", "Đ đ É é È è Ẻ ẻ Ẽ ẽ Ẹ ẹ Ê ê Ế ế Ề"},
      {"eà EÅ eå EÃ eã EÄ eä Í í Ì ì Æ æ Ó ó Ò ò", "ề Ể ể Ễ ễ Ệ ệ Í í Ì ì Ỉ ỉ Ĩ ĩ Ị ị"},
      {"OÙ où OØ oø OÛ oû OÕ oõ OÏ oï OÂ oâ OÁ oá OÀ oà OÅ", "Ó ó Ò ò Ỏ ỏ Õ õ Ọ ọ Ô ô Ố ố Ồ ồ Ổ"},
      {"oå OÃ oã OÄ oä Ô ô ÔÙ ôù ÔØ ôø ÔÛ ôû ÔÕ ôõ ÔÏ ôï", "ổ Ỗ ỗ Ộ ộ Ơ ơ Ớ ớ Ờ ờ Ở ở Ỡ ỡ Ợ ợ"},
      {"UÙ uù UØ uø UÛ uû UÕ uõ UÏ uï Ö ö ÖÙ öù ÖØ öø ÖÛ", "Ú ú Ù ù Ủ ủ Ũ ũ Ụ ụ Ư ư Ứ ứ Ừ ừ Ử"},
      {"öû ÖÕ öõ ÖÏ öï YÙ yù YØ yø YÛ yû YÕ yõ Î î", "ử Ữ ữ Ự ự Ý ý Ỳ ỳ Ỷ ỷ Ỹ ỹ Ỵ ỵ"},
      {"Aù Aø Oâ Öù Ôï", "Á À Ô Ứ Ợ"}, /* small marks on capitals */
      {"oâ nâ xù \u201Caù\u201D", "ô nâ xù “á”"},
  };
  static const char *const viscii_texts[][2] = {
      {"Quäng Ngãi", "Quảng Ngãi"}, {"C\u00B5ng hòa xã h\u00B5i", "Cộng hòa xã hội"}, {"\u20AC \u017D", "Ạ Ệ"}, {"Ðµc l§p", "Độc lập"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(tcvn3); i++) check(LEGACY_TCVN3, tcvn3[i][0], tcvn3[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS(vni); i++) check(LEGACY_VNI, vni[i][0], vni[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS(viscii_texts); i++) check(LEGACY_VISCII, viscii_texts[i][0], viscii_texts[i][1]);
}

/* The same words in both, as documents have them: decoded by name of the encoding, and found without one. */
static const char *const vectors[][3] = {
    {"Quảng Ngãi", "Qu¶ng Ng·i", "Quaûng Ngaõi"},
    {"Độc lập - Tự do - Hạnh phúc", "§éc lËp - Tù do - H¹nh phóc", "Ñoäc laäp - Töï do - Haïnh phuùc"},
    {"Báo cáo", "B¸o c¸o", "Baùo caùo"},
    {"Kính gửi: Công an tỉnh", "KÝnh göi: C«ng an tØnh", "Kính göûi: Coâng an tænh"},
    {"Nơi nhận:", "N¬i nhËn:", "Nôi nhaän:"},
    {"an ninh, trật tự", "an ninh, trËt tù", "an ninh, traät töï"},
    {"Quyết định số 357/QĐ-UBND ngày 09/11/2015", "QuyÕt ®Þnh sè 357/Q§-UBND ngµy 09/11/2015", "Quyeát ñònh soá 357/QÑ-UBND ngaøy 09/11/2015"},
    {"Quy chế phối hợp", "Quy chÕ phèi hîp", "Quy cheá phoái hôïp"},
    {"lượt người", "l\u00ADît ng\u00ADêi", "löôït ngöôøi"},
    {"kiến nghị, đề xuất", "kiÕn nghÞ, ®Ò xuÊt", "kieán nghò, ñeà xuaát"},
    {"bài học kinh nghiệm", "bµi häc kinh nghiÖm", "baøi hoïc kinh nghieäm"},
};

static void test_vectors(void) {
  for (guint i = 0; i < G_N_ELEMENTS(vectors); i++) {
    check(LEGACY_TCVN3, vectors[i][1], vectors[i][0]);
    check(LEGACY_VNI, vectors[i][2], vectors[i][0]);
    g_autofree char *tcvn3 = legacy_mend(vectors[i][1]), *vni = legacy_mend(vectors[i][2]);
    g_assert_cmpstr(tcvn3, ==, vectors[i][0]);
    g_assert_cmpstr(vni, ==, vectors[i][0]);
  }
  check(LEGACY_TCVN3, "ñy ban nh©n d©n", "ủy ban nhân dân");
  check(LEGACY_TCVN3, "Sè: 45/BC-SXD", "Số: 45/BC-SXD");
  check(LEGACY_TCVN3, "L\u00ADu: VT", "Lưu: VT");
  check(LEGACY_VNI, "UÛy ban nhaân daân", "Ủy ban nhân dân");
}

/* Runs may be cut between a vowel and its mark. */
static void test_runs(void) {
  g_autoptr(GString) text = g_string_new("Sở ");
  static const char *const runs[] = {"nga", "ø", "y 10 tha", "ùng nô", "ï"};
  for (guint i = 0; i < G_N_ELEMENTS(runs); i++) legacy_append(text, LEGACY_VNI, runs[i], strlen(runs[i]));
  legacy_append(text, LEGACY_NONE, "ø", 2);
  g_assert_cmpstr(text->str, ==, "Sở ngày 10 tháng nợø");
}

static void test_capitals(void) {
  static const char *const table[][2] = {
      {"ñY BAN NH¢N D¢N TØNH QU¶NG NG·I", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"},
      {"VÒ VIÖC XIN ý KIÕN", "VỀ VIỆC XIN Ý KIẾN"},
      {"Hµ Néi, Së GTVT vµ UBND x· Hµ", "Hà Nội, Sở GTVT và UBND xã Hà"},
      {"BÁO CÁO hµ", "BÁO CÁO HÀ"},
      {"Sè 45/BC-UBND", "Số 45/BC-UBND"},
      {"\u0131\u0250 AB\u0250", "\u0131\u0250 AB\u0250"}, /* letters whose capitals are longer or shorter */
  };
  for (guint i = 0; i < 3; i++) check(LEGACY_TCVN3, table[i][0], table[i][1]);
  check(LEGACY_TCVN3, table[4][0], table[4][1]);
  check(LEGACY_TCVN3, table[5][0], table[5][1]);
  check(LEGACY_TCVN3_CAPS, "ñy ban nh©n d©n Qu¶ng Ng·i", "ỦY BAN NHÂN DÂN QUẢNG NGÃI");
}

static void test_fonts(void) {
  static const struct {
    const char *name;
    Legacy legacy;
  } table[] = {
      {".VnTime", LEGACY_TCVN3},          {".VnTimeH", LEGACY_TCVN3_CAPS},          {".vntimeh", LEGACY_TCVN3_CAPS},
      {".VNTIME", LEGACY_TCVN3},          {"ABCDEF+.VnArialH,Bold", LEGACY_TCVN3_CAPS}, {".VnArial Narrow", LEGACY_TCVN3},
      {".VnTimeH-Bold", LEGACY_TCVN3_CAPS}, {"VNI-Times", LEGACY_VNI},              {"QWERTY+VNI-Helve", LEGACY_VNI},
      {"vni-times", LEGACY_VNI},          {"VNtime", LEGACY_TCVN3},                 {"VNtimes new roman", LEGACY_NONE},
      {"VI Times", LEGACY_VISCII},        {"Times New Roman", LEGACY_NONE},         {"Vani", LEGACY_NONE},
      {"", LEGACY_NONE},                  {NULL, LEGACY_NONE},                      {".VnTime ", LEGACY_TCVN3},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) g_assert_cmpint(legacy_of_font(table[i].name), ==, table[i].legacy);
}

/* ------------------------------------------------------------------ detection */

static void test_left_alone(void) {
  static const char *const table[] = {
      "", "Bao cao", "Báo cáo tổng kết năm 2025 của Sở Tài chính", "Hòa và có là bà", "Où êtes-vous, très chère amie à côté?",
      "© 2025 company® 25°C m² «không»", "für über größer Straße möglich", "mañana señor niño", "N° 45 – § 12 ¶ 3", "Báo cáo.docx",
      "Đại biểu ngµy th¸ng n¨m tổng số người được hưởng chế độ từ nguồn quỹ của tỉnh bằng số lượng đã định",
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *mended = legacy_mend(table[i]);
    g_assert_cmpstr(mended, ==, NULL);
  }
}

static void test_fits(void) {
  g_assert_true(legacy_fits(LEGACY_TCVN3, "Sè: 45", 7));
  g_assert_true(legacy_fits(LEGACY_VNI, "Soá: 45", 8));
  g_assert_false(legacy_fits(LEGACY_TCVN3, "So: 45", 6));
  g_assert_false(legacy_fits(LEGACY_TCVN3, "Số lượng", strlen("Số lượng")));
  g_assert_false(legacy_fits(LEGACY_TCVN3, "Soá ngaøy", strlen("Soá ngaøy")));
}

/* VISCII has many of its letters where Latin-1 has them; the others tell. */
static void test_viscii(void) {
  const char *text = "C\u00B5ng hòa xã h\u00B5i chü nghîa Vi®t Nam, Ðµc l§p - Tñ do - HÕnh phúc";
  g_assert_cmpint(legacy_detect(text, strlen(text)), ==, LEGACY_VISCII);
  g_autofree char *mended = legacy_mend(text);
  g_assert_cmpstr(mended, ==, "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc");
}

static void test_syllables(void) {
  static const char *const good[] = {"nghiêng", "gì", "quốc", "khoảng", "ngoằn", "tuyên", "truyền", "được", "ạ", "UỶ", "hòa", "giữ", "nước", "thuở", "quỳnh"};
  static const char *const bad[] = {"ngứy", "tât", "bñ", "áá", "company", "h", "", "ngh", "nghiêngg", "xâ²", "ưe"};
  for (guint i = 0; i < G_N_ELEMENTS(good); i++) g_assert_true(syllable_is(good[i], strlen(good[i])));
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) g_assert_false(syllable_is(bad[i], strlen(bad[i])));
}

/* What is no encoding of its own is text_normal's: look-alikes, decomposed letters, windows-1258's combining tones. */
static void test_normal(void) {
  static const char *const table[][2] = {
      {"Ðiều ƢỚC", "Điều ƯỚC"},
      {"Qua\u0309ng Nga\u0303i", "Quảng Ngãi"},
      {"ê\u0301 ô\u0323 ơ\u0300 ư\u0303 Â\u0309", "ế ộ ờ ữ Ẩ"}, /* windows-1258 */
      {"a\u0301\u0302", "ấ"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *normal = text_normal(table[i][0], -1);
    g_assert_cmpstr(normal, ==, table[i][1]);
  }
}

/* Mail bodies, text files, names in archives: bytes, labelled wrongly or not at all. */
static void test_bytes(void) {
  static const struct {
    const char *bytes, *label, *expected;
  } table[] = {
      {"Qu\xB6ng Ng\xB7i, ng\xB5y 05", NULL, "Quảng Ngãi, ngày 05"},
      {"l\xAD\xEEt ng\xAD\xEAi", "iso-8859-1", "lượt người"},
      {"Qua\xFBng Nga\xF5i nga\xF8y", "windows-1252", "Quảng Ngãi ngày"},
      {"B\xB8o c\xB8o", "windows-1258", "Báo cáo"},
      {"\x93T\xF9 do\x94 c\xF1" "a d\xA9n", "unknown-8bit", "“Tự do” của dân"},
      {"S\xE8", "x-viet-tcvn", "Số"},
      {"\xD0\xB5" "c l\xA7p", "VISCII", "Độc lập"},
      {"Ba\xECo ca\xECo qu\xFD, Qua\xD2ng Nga\xDEi", NULL, "Ba\u0301o ca\u0301o quư, Qua\u0309ng Nga\u0303i"},
      {"d\xE9j\xE0 vu \xE0 c\xF4t\xE9", "iso-8859-1", "déjà vu à côté"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    gsize size = 0;
    g_autofree char *got = charset_decode(table[i].bytes, strlen(table[i].bytes), table[i].label, &size);
    g_assert_cmpstr(got, ==, table[i].expected);
    g_assert_cmpuint(size, ==, strlen(got));
  }
}

static void test_hyphens(void) {
  static const char *const table[][2] = {
      {"l-ît ng-êi, -u tiªn th- ký", "lượt người, ưu tiên thư ký"},
      {"45/BC-UBND kinh tÕ-x· héi - §¶ng", "45/BC-UBND kinh tế-xã hội - Đảng"},
      {"L-u: VT, -Tæ chøc", "Lưu: VT, -Tổ chức"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    g_autofree char *got = legacy_decode_hyphens(LEGACY_TCVN3, table[i][0], strlen(table[i][0]));
    g_assert_cmpstr(got, ==, table[i][1]);
  }
}

static void test_lingers(void) {
  static const char *const old[] = {"Đã chuyển mã, còn: ng\u00B5y th\u00B8ng", "Trang 1: Ba\u00F9o ca\u00F9o"};
  static const char *const no[] = {"Kính gửi Sở Tài chính, ngày 5", "kính trọng nhân dân", "25°C m² ©", "", "café très naïve"};
  for (guint i = 0; i < G_N_ELEMENTS(old); i++) g_assert_true(legacy_lingers(old[i], strlen(old[i])));
  for (guint i = 0; i < G_N_ELEMENTS(no); i++) g_assert_false(legacy_lingers(no[i], strlen(no[i])));
}

/* Twice the text takes about twice the time; a text that never ends a word is no trap. */
static void test_linear(void) {
  gsize n = 4 * 1024 * 1024;
  g_autofree char *long_word = g_malloc(n + 1);
  for (gsize i = 0; i + 1 < n; i += 2) memcpy(long_word + i, "\xC2\xB8", 2);
  long_word[n] = 0;
  gint64 start = g_get_monotonic_time();
  g_autofree char *mended = legacy_mend(long_word), *decoded = legacy_decode(LEGACY_VNI, long_word, n), *toned = legacy_decode(LEGACY_TCVN3, long_word, n);
  g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
  g_assert_null(mended);
  g_assert_cmpuint(strlen(decoded), ==, n);
  g_assert_cmpuint(strlen(toned), ==, n);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/legacy/tables", test_tables);
  g_test_add_func("/legacy/vectors", test_vectors);
  g_test_add_func("/legacy/runs", test_runs);
  g_test_add_func("/legacy/capitals", test_capitals);
  g_test_add_func("/legacy/fonts", test_fonts);
  g_test_add_func("/legacy/left-alone", test_left_alone);
  g_test_add_func("/legacy/fits", test_fits);
  g_test_add_func("/legacy/viscii", test_viscii);
  g_test_add_func("/legacy/syllables", test_syllables);
  g_test_add_func("/legacy/normal", test_normal);
  g_test_add_func("/legacy/bytes", test_bytes);
  g_test_add_func("/legacy/hyphens", test_hyphens);
  g_test_add_func("/legacy/lingers", test_lingers);
  g_test_add_func("/legacy/linear", test_linear);
  return g_test_run();
}
