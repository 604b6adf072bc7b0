/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indicators of the campaign qd357 against sentences as agencies write them: what each must claim in several wordings, and a near miss
 * that it must leave alone. A row says the node, the text, and every claimed figure that is wanted, as figures_bench.h writes them. */
#include "figures_bench.h"

#include "figures_qd357.h"

static void test_claims(void) {
  for (guint i = 0; i < G_N_ELEMENTS(claim_cases); i++) run_case(&claim_cases[i], FALSE, FALSE);
}

/* Every indicator of the configuration has its rows: at least three that claim it. */
static void test_every_indicator(void) {
  for (guint i = 0; i < campaign->indicators->len; i++) {
    const Indicator *indicator = g_ptr_array_index(campaign->indicators, i);
    guint claimed = 0;
    g_autofree char *wanted = g_strdup_printf("%s=", indicator->id);
    for (guint k = 0; k < G_N_ELEMENTS(claim_cases); k++) claimed += strstr(claim_cases[k].wanted, wanted) != NULL;
    if (claimed < 3) g_test_message("%s: %u rows", indicator->id, claimed);
    g_assert_cmpuint(claimed, >=, 3);
  }
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "C.UTF-8"); /* so that messages stay readable */
  g_test_init(&argc, &argv, NULL);
  g_autoptr(Campaign) loaded = NULL;
  g_autoptr(GError) error = NULL;
  campaign_load("config/campaigns/qd357", &loaded, &error);
  g_assert_no_error(error);
  campaign = loaded;
  g_test_add_func("/figures-qd357/claims", test_claims);
  g_test_add_func("/figures-qd357/every-indicator", test_every_indicator);
  return g_test_run();
}
