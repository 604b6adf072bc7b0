/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One heading over several nodes (contract 6.9): over neighbours ("Tồn tại, nguyên nhân và bài học kinh nghiệm"), or over a group and the
 * nodes in it ("Dự báo, phương hướng, nhiệm vụ" with text at once). */
#pragma once
#include "reading/placing.h"

/* How alike a heading is to a node where it tells of that node and the next one, or of several nodes in it: none of its words is foreign
 * then. 0 where it tells of one node only. covered: titles_covered() of the heading by every node. */
double grouping_similarity(const Campaign *campaign, const Titles *titles, const Phrase *phrase, const double *covered, guint node);

/* Notes in `merged` which neighbours without headings of their own the heading of `node` covers. Returns the first of them: its own the text is. */
int grouping_siblings(Placing *placing, int node, GHashTable *merged);
/* The same for the nodes inside `node`. */
void grouping_children(const Placing *placing, int node, GHashTable *merged);
