#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The calls of pdfium that Deedbox makes, found in a libpdfium.so that is opened at run time: Debian has no package of it,
/// and the program must run without it. Names, arguments and meaning follow pdfium's own headers (fpdfview.h, fpdf_text.h,
/// fpdf_annot.h, fpdf_edit.h, fpdf_flatten.h, fpdf_formfill.h, fpdf_signature.h).
///
/// pdfium is not thread-safe: one thread of a process calls these.

typedef struct deed_pdf_document deed_pdf_document;
typedef struct deed_pdf_page deed_pdf_page;
typedef struct deed_pdf_text deed_pdf_text;
typedef struct deed_pdf_object deed_pdf_object;

/// FPDF_GetLastError.
enum { DEED_PDF_ERROR_FORMAT = 3, DEED_PDF_ERROR_PASSWORD = 4 };
/// Kinds of page objects (FPDFPageObj_GetType).
enum { DEED_PDF_OBJECT_IMAGE = 3, DEED_PDF_OBJECT_FORM = 5 };
/// Kinds of annotations that show text of their own on the page (FPDFAnnot_GetSubtype).
enum { DEED_PDF_ANNOT_FREETEXT = 3, DEED_PDF_ANNOT_STAMP = 13, DEED_PDF_ANNOT_WIDGET = 20, DEED_PDF_ANNOT_WATERMARK = 24 };

/// A left, bottom, right and top in points.
typedef struct { float left, bottom, right, top; } deed_pdf_box;
/// x' = a x + c y + e, y' = b x + d y + f.
typedef struct { float a, b, c, d, e, f; } deed_pdf_matrix;

/// Opens the library and initialises it; true when every call was found. A second call does nothing.
bool deed_pdfium_open(const char *path);
/// Why `deed_pdfium_open` failed; never NULL.
const char *deed_pdfium_error(void);

/// FPDF_LoadMemDocument64: the bytes must stay readable and unchanged until the document is closed.
deed_pdf_document *deed_pdf_load(const void *bytes, size_t count);
unsigned long deed_pdf_last_error(void);
void deed_pdf_close(deed_pdf_document *document);
int deed_pdf_page_count(deed_pdf_document *document);
/// 0 when the document has no form.
int deed_pdf_form_type(deed_pdf_document *document);
int deed_pdf_signature_count(deed_pdf_document *document);

deed_pdf_page *deed_pdf_page_load(deed_pdf_document *document, int index);
void deed_pdf_page_close(deed_pdf_page *page);
float deed_pdf_page_width(deed_pdf_page *page);
float deed_pdf_page_height(deed_pdf_page *page);
/// Whether an annotation of the page shows text of its own: a field (only counted when `fields`), free text, a stamp, a watermark.
bool deed_pdf_page_has_annotated_text(deed_pdf_page *page, bool fields);
/// Draws fields and annotations into the page, so that its text has theirs; the page must be closed and loaded again.
bool deed_pdf_page_flatten(deed_pdf_page *page);

deed_pdf_text *deed_pdf_text_load(deed_pdf_page *page);
void deed_pdf_text_close(deed_pdf_text *text);
int deed_pdf_text_count(deed_pdf_text *text);
/// Writes UTF-16 and a final 0 to `into`, which must hold 2 * count + 2 units; returns the units without the 0.
int deed_pdf_text_get(deed_pdf_text *text, int count, uint16_t *into);

int deed_pdf_object_count(deed_pdf_page *page);
deed_pdf_object *deed_pdf_object_get(deed_pdf_page *page, int index);
int deed_pdf_form_object_count(deed_pdf_object *form);
deed_pdf_object *deed_pdf_form_object_get(deed_pdf_object *form, unsigned long index);
int deed_pdf_object_type(deed_pdf_object *object);
bool deed_pdf_object_box(deed_pdf_object *object, deed_pdf_box *box);
bool deed_pdf_object_matrix(deed_pdf_object *object, deed_pdf_matrix *matrix);
