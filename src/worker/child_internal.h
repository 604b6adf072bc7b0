/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests: the worker's real preparation and reading, which a test's worker can do beside its misdeeds. */
#pragma once
#include "worker/serve.h"

extern const Service child_service;
