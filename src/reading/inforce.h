/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headings that are in force at a point of a document, outermost first, and how a new heading stands to them: beside one (which ends
 * with it), or inside the innermost. Says nothing of words. */
#pragma once
#include "reading/headings.h"

#define FORCE_MAX 8

typedef struct {
  int node;         /* of the outline; -1: an additional section */
  int depth;        /* of the node */
  Label label;
  double look;
  gboolean caps, styled;
  gint16 level;
} Force;

typedef struct {
  Force open[FORCE_MAX];
  guint count;
  Label inner; /* last number inside the innermost node, of a list or small headings */
  double inner_look;
} Forces;

Force force_of(const Block *block, const Heading *heading, int node, int depth);
/* A node's heading comes into force and ends all that are not above it in the outline. */
void forces_push(Forces *forces, const Force *entry);
/* An entry takes the place of the one at an index, and ends all inside it. */
void forces_replace(Forces *forces, guint index, const Force *entry);
/* The heading in force that a new one stands beside by its number, level or capitals: index, -1 for none. */
int forces_beside(const Forces *forces, const Force *candidate);
/* The same where neither has a number and only looks speak: weak evidence. */
int forces_alike(const Forces *forces, const Force *candidate);
/* The candidate goes on with the list inside the innermost heading. */
gboolean forces_in_list(const Forces *forces, const Force *candidate);
void forces_list_item(Forces *forces, const Force *candidate);
