/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's main: `tonghop-reader --worker`, socket on descriptor 3. Never returns to the caller's code paths: ends by exit. */
#pragma once

#define WORKER_ARGUMENT "--worker"
#define WORKER_SOCKET 3

int worker_main(void);
