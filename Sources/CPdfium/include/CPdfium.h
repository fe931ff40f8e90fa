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
typedef struct deed_pdf_annotation deed_pdf_annotation;
typedef struct deed_pdf_form deed_pdf_form;
typedef struct deed_pdf_attachment deed_pdf_attachment;

/// FPDF_GetLastError.
enum { DEED_PDF_ERROR_FORMAT = 3, DEED_PDF_ERROR_PASSWORD = 4, DEED_PDF_ERROR_SECURITY = 5 };
/// Kinds of page objects (FPDFPageObj_GetType).
enum { DEED_PDF_OBJECT_IMAGE = 3, DEED_PDF_OBJECT_FORM = 5 };
/// Kinds of annotations (FPDFAnnot_GetSubtype), and that one is hidden (FPDFAnnot_GetFlags).
enum { DEED_PDF_ANNOT_LINK = 2, DEED_PDF_ANNOT_POPUP = 16, DEED_PDF_ANNOT_FILE = 17, DEED_PDF_ANNOT_FLAG_HIDDEN = 2 };
/// Kinds of fields (FPDFAnnot_GetFormFieldType), and a field for a password (FPDFAnnot_GetFormFieldFlags).
enum { DEED_PDF_FIELD_COMBO = 4, DEED_PDF_FIELD_LIST = 5, DEED_PDF_FIELD_TEXT = 6, DEED_PDF_FIELD_FLAG_PASSWORD = 1 << 13 };
/// A form of XFA that nothing but its XML describes (FPDF_GetFormType).
enum { DEED_PDF_FORM_XFA_FULL = 2 };
/// Kinds of annotations that show text of their own on the page.
enum { DEED_PDF_ANNOT_FREETEXT = 3, DEED_PDF_ANNOT_STAMP = 13, DEED_PDF_ANNOT_WIDGET = 20, DEED_PDF_ANNOT_WATERMARK = 24 };

/// Text that is not painted (FPDFTextObj_GetTextRenderMode).
enum { DEED_PDF_RENDER_INVISIBLE = 3 };

/// A left, bottom, right and top in points.
typedef struct { float left, bottom, right, top; } deed_pdf_box;
/// x' = a x + c y + e, y' = b x + d y + f.
typedef struct { float a, b, c, d, e, f; } deed_pdf_matrix;
/// A character of a page and where it stands; the angle in radians.
typedef struct { uint32_t unicode; deed_pdf_box box; float angle; bool is_hidden; } deed_pdf_character;

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
/// What of the page's space is shown, before it is turned; false when it has none.
bool deed_pdf_page_box(deed_pdf_page *page, deed_pdf_box *box);
/// Whether an annotation of the page shows text of its own: a field (only counted when `fields`), free text, a stamp, a watermark.
bool deed_pdf_page_has_annotated_text(deed_pdf_page *page, bool fields);
/// Draws fields and annotations into the page, so that its text has theirs; the page must be closed and loaded again.
bool deed_pdf_page_flatten(deed_pdf_page *page);

deed_pdf_text *deed_pdf_text_load(deed_pdf_page *page);
void deed_pdf_text_close(deed_pdf_text *text);
int deed_pdf_text_count(deed_pdf_text *text);
/// Writes UTF-16 and a final 0 to `into`, which must hold 2 * count + 2 units; returns the units without the 0.
int deed_pdf_text_get(deed_pdf_text *text, int count, uint16_t *into);
uint32_t deed_pdf_text_unicode(deed_pdf_text *text, int index);
/// Writes the UTF-16 of what stands in a place of the page; the units, at most `room`.
int deed_pdf_text_bounded(deed_pdf_text *text, deed_pdf_box box, uint16_t *into, int room);
/// Whether the font does not say what the character means.
bool deed_pdf_text_is_unmapped(deed_pdf_text *text, int index);
/// False when there is no such character.
bool deed_pdf_text_character(deed_pdf_text *text, int index, deed_pdf_character *into);

int deed_pdf_object_count(deed_pdf_page *page);
deed_pdf_object *deed_pdf_object_get(deed_pdf_page *page, int index);
int deed_pdf_form_object_count(deed_pdf_object *form);
deed_pdf_object *deed_pdf_form_object_get(deed_pdf_object *form, unsigned long index);
int deed_pdf_object_type(deed_pdf_object *object);
bool deed_pdf_object_box(deed_pdf_object *object, deed_pdf_box *box);
bool deed_pdf_object_matrix(deed_pdf_object *object, deed_pdf_matrix *matrix);

int deed_pdf_attachment_count(deed_pdf_document *document);
deed_pdf_attachment *deed_pdf_attachment_get(deed_pdf_document *document, int index);
/// The file of an annotation that carries one, or NULL.
deed_pdf_attachment *deed_pdf_annotation_file(deed_pdf_annotation *annotation);
/// Here and below: writes UTF-16 and a final 0 to `into`; the units without the 0, or 0 when `room` is too small.
size_t deed_pdf_attachment_name(deed_pdf_attachment *attachment, uint16_t *into, size_t room);
/// Unpacks the file to learn its size; false when it has none.
bool deed_pdf_attachment_size(deed_pdf_attachment *attachment, size_t *size);
bool deed_pdf_attachment_bytes(deed_pdf_attachment *attachment, void *into, size_t size);

int deed_pdf_annotation_count(deed_pdf_page *page);
deed_pdf_annotation *deed_pdf_annotation_get(deed_pdf_page *page, int index);
void deed_pdf_annotation_close(deed_pdf_annotation *annotation);
int deed_pdf_annotation_subtype(deed_pdf_annotation *annotation);
int deed_pdf_annotation_flags(deed_pdf_annotation *annotation);
bool deed_pdf_annotation_box(deed_pdf_annotation *annotation, deed_pdf_box *box);
size_t deed_pdf_annotation_words(deed_pdf_annotation *annotation, const char *key, uint16_t *into, size_t room);

/// Opens the form of a document, without any script; close it before the document. NULL when pdfium has none.
deed_pdf_form *deed_pdf_form_open(deed_pdf_document *document);
void deed_pdf_form_close(deed_pdf_form *form);
int deed_pdf_field_kind(deed_pdf_form *form, deed_pdf_annotation *field);
int deed_pdf_field_flags(deed_pdf_form *form, deed_pdf_annotation *field);
size_t deed_pdf_field_value(deed_pdf_form *form, deed_pdf_annotation *field, uint16_t *into, size_t room);
int deed_pdf_option_count(deed_pdf_form *form, deed_pdf_annotation *field);
bool deed_pdf_option_is_selected(deed_pdf_form *form, deed_pdf_annotation *field, int index);
size_t deed_pdf_option_label(deed_pdf_form *form, deed_pdf_annotation *field, int index, uint16_t *into, size_t room);

/// The parts of an XFA form, which are XML.
int deed_pdf_xfa_count(deed_pdf_document *document);
size_t deed_pdf_xfa_name(deed_pdf_document *document, int index, char *into, size_t room);
size_t deed_pdf_xfa_size(deed_pdf_document *document, int index);
bool deed_pdf_xfa_bytes(deed_pdf_document *document, int index, void *into, size_t size);
