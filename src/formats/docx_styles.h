/* SPDX-License-Identifier: GPL-3.0-or-later */
/* word/styles.xml: what a named style says of its paragraphs and runs, inheritance (basedOn) resolved. */
#pragma once
#include "formats/docx_names.h"

/* -1: not said here. */
typedef struct {
  gint8 bold, italic, underline, vanish, red, caps;
  gint8 legacy; /* Legacy: the encoding that the font is drawn for */
} RunProps;
#define RUN_PROPS_INIT {-1, -1, -1, -1, -1, -1, -1}

typedef struct {
  gint8 center;  /* -1: not said */
  gint8 outline; /* 0..8 heading levels, 9 body text, -1: not said */
  gint8 ilvl;    /* 0..8, -1: not said */
  gint32 num_id; /* 0: no list, -1: not said */
} ParaProps;
#define PARA_PROPS_INIT {-1, -1, -1, -1}

typedef struct {
  char *id, *based_on;
  gboolean is_character;
  RunProps run;
  ParaProps para;
} Style;

typedef struct Styles Styles;

/* bytes may be NULL (a document without styles). *ret_problem is set where the part is broken; what was read before counts. */
Styles *docx_styles_new(GBytes *bytes, Budget *budget, char **ret_problem);
void docx_styles_free(Styles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Styles, docx_styles_free)

/* A style by id; the default paragraph style for a paragraph that names none, or an unknown one. Never NULL. */
const Style *docx_styles_paragraph(const Styles *styles, const char *id);
/* NULL for an unknown one. */
const Style *docx_styles_character(const Styles *styles, const char *id);

/* Takes a property element inside w:rPr or w:pPr; other elements are left alone. */
void docx_run_property(RunProps *props, int id, const XmlAttrs *attrs);
void docx_para_property(ParaProps *props, int id, const XmlAttrs *attrs);
