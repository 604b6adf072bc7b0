/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the store: the end of the log's chain while a transaction is open. Another process may have added to it in between. */
#pragma once
#include "store/store.h"

gboolean log_chain_load(Store *store, GError **error);
gboolean log_chain_save(Store *store, GError **error);
