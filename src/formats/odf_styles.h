/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles of an OpenDocument file, named and automatic ones, with what they inherit. */
#pragma once
#include "formats/docx_para.h"
#include "formats/odf_names.h"

typedef enum { ODF_PARAGRAPH = 'p', ODF_CHARACTERS = 't', ODF_SHEET = 's' } OdfFamily;

typedef struct {
  char *parent;
  RunProps run;     /* vanish of an ODF_SHEET: it is hidden */
  gint8 center;     /* -1: not said */
  gint8 outline;    /* 1..9, 0: none, -1: not said */
  char *list_style; /* NULL: not said, "": none */
  gboolean page_before;
  gboolean resolved; /* what it inherits is in it */
} OdfStyle;

typedef struct OdfStyles OdfStyles;

OdfStyles *odf_styles_new(Budget *budget);
void odf_styles_free(OdfStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OdfStyles, odf_styles_free)

/* Elements of styles; others are left alone. A later style of the same name and family takes the place of the earlier. */
void odf_styles_start(OdfStyles *styles, int id, const XmlAttrs *attrs);
void odf_styles_end(OdfStyles *styles, int id);

/* A style by name; the default one where it is NULL or unknown. Never NULL; valid as long as the styles. */
const OdfStyle *odf_styles_find(OdfStyles *styles, OdfFamily family, const char *name);
/* Sets in `props` what `over` says. */
void odf_run_overlay(RunProps *props, const RunProps *over);
RunLook odf_run_look(const RunProps *props);
