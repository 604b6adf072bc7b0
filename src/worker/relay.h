/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The relay's main: `tonghop --relay`, to the pool a worker like any other, but one that reads nothing: it lays each message before the
 * broker and hands back what the worker behind it answers, frame for frame. One message at a time; the pool keeps as many relays as
 * messages are to be under way.
 *
 * A broker that went away is sought for a minute and the message laid before it again: read twice, it is committed once. A broker that
 * stays away, workers that say nothing, or one whose campaigns, limits or version are not ours (parcel.h) end the relay with
 * WORKER_EXIT_BROKER: the message stays in new/ for the next run. */
#pragma once

#define RELAY_ARGUMENT "--relay"

int relay_main(void);
