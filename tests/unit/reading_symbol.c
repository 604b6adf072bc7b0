/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Document numbers and dates as Vietnamese offices write them. */
#include <string.h>

#include "reading/reading.h"

typedef struct {
  const char *text, *number, *type;
} Case;

static const Case symbols[] = {
    {"45/BC-SXD ngày", "45/BC-SXD", "BC"},
    {"119/KH-UBND.", "119/KH-UBND", "KH"},
    {"220/TTr-CAT-PA03, về", "220/TTr-CAT-PA03", "TTr"},
    {"2853/TTr-CAT-TM(ANKT) ngày", "2853/TTr-CAT-TM(ANKT)", "TTr"},
    {"1699/UBND-VX", "1699/UBND-VX", "CV"},
    {"126/SKHĐT của", "126/SKHĐT", "CV"},
    {"823/PV11(CS)", "823/PV11(CS)", "CV"},
    {"39/2017/QĐ-UBND", "39/2017/QĐ-UBND", "QĐ"},
    {"100/2010/TTLT-BQP-BCA;", "100/2010/TTLT-BQP-BCA", "TTLT"},
    {"29/2018/QH14", "29/2018/QH14", "Luật"},
    {"1677/NQ-UBTVQH15", "1677/NQ-UBTVQH15", "NQ"},
    {"04-NQ/TU ngày", "04-NQ/TU", "NQ"},
    {"38-CTr/BDVTW-BCA", "38-CTr/BDVTW-BCA", "CTr"},
    {"1234-CV/TU", "1234-CV/TU", "CV"},
    {"84 QĐ/TWĐTN", "84 QĐ/TWĐTN", "QĐ"},
    {"367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "QĐ"},
    {"1153/BC-DKQN-TK&R&D", "1153/BC-DKQN-TK&R&D", "BC"},
    {"1206 /QĐ-HVTC", "1206/QĐ-HVTC", "QĐ"},
    {"119 / KH - UBND", "119/KH-UBND", "KH"},
    {"45/KH-STC - Sở Tài chính", "45/KH-STC", "KH"},
    {"45/KH-STC – STC", "45/KH-STC", "KH"},
    {"12a/QD-UBND", "12a/QD-UBND", "QĐ"},
    {"97/BC-MTTQ-BTT", "97/BC-MTTQ-BTT", "BC"},
    {"2.367/2.865 vụ", NULL, NULL},
    {"91/8.686 lượt", NULL, NULL},
    {"5/6/2025", NULL, NULL},
    {"24/7 Công an", NULL, NULL},
    {"12 Kế hoạch", NULL, NULL},
    {"12-15 QĐ", NULL, NULL},
    {"/BC-SXD", NULL, NULL},
    {"12/", NULL, NULL},
    {"", NULL, NULL},
};

static void test_symbols(void) {
  for (guint i = 0; i < G_N_ELEMENTS(symbols); i++) {
    const char *type;
    gsize length = symbol_parse(symbols[i].text, &type);
    g_test_message("%s", symbols[i].text);
    g_assert_cmpuint(length > 0, ==, symbols[i].number != NULL);
    if (!length) continue;
    g_autofree char *number = symbol_clean(symbols[i].text, length);
    g_assert_cmpstr(number, ==, symbols[i].number);
    g_assert_cmpstr(type, ==, symbols[i].type);
  }
}

typedef struct {
  const char *text, *iso;
  gsize length; /* 0: the whole text */
} Date;

static const Date dates[] = {
    {"ngày 05 tháng 6 năm 2025", "2025-06-05", 0}, {"Ngày 5/6/2025", "2025-06-05", 0},  {"5-6-2025", "2025-06-05", 0},
    {"05.06.2025", "2025-06-05", 0},                {"ngảy 9 thảng 11 năm 2015", "2015-11-09", 0},
    {"NGÀY 01 THÁNG 6, NĂM 2025", "2025-06-01", 0}, {"5/6/2025; tiếp", "2025-06-05", 8}, {"5 / 6 / 2025", "2025-06-05", 0},
    {"31/02/2025", NULL, 0},                        {"ngày    tháng 6 năm 2025", NULL, 0}, {"5/6-2025", NULL, 0},
    {"2.367/2.865", NULL, 0},                       {"ngày", NULL, 0},                   {"5/6", NULL, 0},
};

static void test_dates(void) {
  for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
    char iso[11] = "";
    gsize length = date_parse(dates[i].text, iso);
    g_test_message("%s", dates[i].text);
    if (!dates[i].iso) {
      g_assert_cmpuint(length, ==, 0);
      continue;
    }
    g_assert_cmpstr(iso, ==, dates[i].iso);
    g_assert_cmpuint(length, ==, dates[i].length ? dates[i].length : strlen(dates[i].text));
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/reading/symbols", test_symbols);
  g_test_add_func("/reading/dates", test_dates);
  return g_test_run();
}
