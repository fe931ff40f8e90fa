#include "CPdfium.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef deed_pdf_document Document;
typedef deed_pdf_page Page;
typedef deed_pdf_text Text;
typedef deed_pdf_object Object;
typedef deed_pdf_annotation Annotation;
typedef deed_pdf_form Form;
typedef deed_pdf_attachment Attachment;
/// FS_RECTF.
typedef struct { float left, top, right, bottom; } Rectangle;

static struct {
    void (*init)(void);
    Document *(*load)(const void *, size_t, const char *);
    unsigned long (*last_error)(void);
    void (*close)(Document *);
    int (*page_count)(Document *);
    int (*form_type)(Document *);
    int (*signature_count)(Document *);
    Page *(*page_load)(Document *, int);
    void (*page_close)(Page *);
    int (*page_box)(Page *, Rectangle *);
    int (*annotation_count)(Page *);
    Annotation *(*annotation_get)(Page *, int);
    int (*annotation_subtype)(Annotation *);
    void (*annotation_close)(Annotation *);
    int (*flatten)(Page *, int);
    Text *(*text_load)(Page *);
    void (*text_close)(Text *);
    int (*text_count)(Text *);
    int (*text_get)(Text *, int, int, unsigned short *);
    unsigned int (*character)(Text *, int);
    int (*bounded)(Text *, double, double, double, double, uint16_t *, int);
    int (*character_is_unmapped)(Text *, int);
    int (*character_box)(Text *, int, Rectangle *);
    float (*character_angle)(Text *, int);
    Object *(*character_object)(Text *, int);
    int (*render_mode)(Object *);
    int (*object_count)(Page *);
    Object *(*object_get)(Page *, int);
    int (*form_object_count)(Object *);
    Object *(*form_object_get)(Object *, unsigned long);
    int (*object_type)(Object *);
    int (*object_box)(Object *, float *, float *, float *, float *);
    int (*object_matrix)(Object *, deed_pdf_matrix *);
    int (*attachment_count)(Document *);
    Attachment *(*attachment_get)(Document *, int);
    unsigned long (*attachment_name)(Attachment *, uint16_t *, unsigned long);
    int (*attachment_file)(Attachment *, void *, unsigned long, unsigned long *);
    Attachment *(*annotation_file)(Annotation *);
    Form *(*form_open)(Document *, void *);
    void (*form_close)(Form *);
    int (*annotation_flags)(Annotation *);
    int (*annotation_box)(Annotation *, Rectangle *);
    unsigned long (*annotation_words)(Annotation *, const char *, uint16_t *, unsigned long);
    int (*field_kind)(Form *, Annotation *);
    int (*field_flags)(Form *, Annotation *);
    unsigned long (*field_value)(Form *, Annotation *, uint16_t *, unsigned long);
    int (*option_count)(Form *, Annotation *);
    int (*option_selected)(Form *, Annotation *, int);
    unsigned long (*option_label)(Form *, Annotation *, int, uint16_t *, unsigned long);
    int (*xfa_count)(Document *);
    unsigned long (*xfa_name)(Document *, int, void *, unsigned long);
    int (*xfa_content)(Document *, int, void *, unsigned long, unsigned long *);
} pdfium;

static bool ready = false;
static char message[512] = "not opened";

static const char *const names[] = {
    "FPDF_InitLibrary", "FPDF_LoadMemDocument64", "FPDF_GetLastError", "FPDF_CloseDocument", "FPDF_GetPageCount",
    "FPDF_GetFormType", "FPDF_GetSignatureCount", "FPDF_LoadPage", "FPDF_ClosePage", "FPDF_GetPageBoundingBox",
    "FPDFPage_GetAnnotCount", "FPDFPage_GetAnnot", "FPDFAnnot_GetSubtype", "FPDFPage_CloseAnnot",
    "FPDFPage_Flatten", "FPDFText_LoadPage", "FPDFText_ClosePage", "FPDFText_CountChars", "FPDFText_GetText",
    "FPDFText_GetUnicode", "FPDFText_GetBoundedText", "FPDFText_HasUnicodeMapError", "FPDFText_GetLooseCharBox", "FPDFText_GetCharAngle",
    "FPDFText_GetTextObject", "FPDFTextObj_GetTextRenderMode", "FPDFPage_CountObjects", "FPDFPage_GetObject", "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject",
    "FPDFPageObj_GetType", "FPDFPageObj_GetBounds", "FPDFPageObj_GetMatrix",
    "FPDFDoc_GetAttachmentCount", "FPDFDoc_GetAttachment", "FPDFAttachment_GetName", "FPDFAttachment_GetFile",
    "FPDFAnnot_GetFileAttachment", "FPDFDOC_InitFormFillEnvironment", "FPDFDOC_ExitFormFillEnvironment",
    "FPDFAnnot_GetFlags", "FPDFAnnot_GetRect", "FPDFAnnot_GetStringValue", "FPDFAnnot_GetFormFieldType",
    "FPDFAnnot_GetFormFieldFlags", "FPDFAnnot_GetFormFieldValue", "FPDFAnnot_GetOptionCount",
    "FPDFAnnot_IsOptionSelected", "FPDFAnnot_GetOptionLabel", "FPDF_GetXFAPacketCount", "FPDF_GetXFAPacketName",
    "FPDF_GetXFAPacketContent",
};

_Static_assert(sizeof pdfium == sizeof names, "one name for each function pointer, in the same order");

const char *deed_pdfium_error(void) { return message; }

bool deed_pdfium_open(const char *path) {
    if (ready) return true;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *why = dlerror();
        snprintf(message, sizeof message, "%s", why ? why : "dlopen");
        return false;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *symbol = dlsym(library, names[i]);
        if (!symbol) {
            snprintf(message, sizeof message, "%.300s: no %s", path, names[i]);
            memset(&pdfium, 0, sizeof pdfium);
            dlclose(library);
            return false;
        }
        // POSIX lets an object pointer from dlsym be used as a function pointer; ISO C has no cast for it.
        memcpy((char *)&pdfium + i * sizeof symbol, &symbol, sizeof symbol);
    }
    pdfium.init();
    ready = true;
    message[0] = 0;
    return true;
}

Document *deed_pdf_load(const void *bytes, size_t count) { return ready ? pdfium.load(bytes, count, NULL) : NULL; }
unsigned long deed_pdf_last_error(void) { return ready ? pdfium.last_error() : DEED_PDF_ERROR_FORMAT; }
void deed_pdf_close(Document *document) { pdfium.close(document); }
int deed_pdf_page_count(Document *document) { return pdfium.page_count(document); }
int deed_pdf_form_type(Document *document) { return pdfium.form_type(document); }
int deed_pdf_signature_count(Document *document) { return pdfium.signature_count(document); }

Page *deed_pdf_page_load(Document *document, int index) { return pdfium.page_load(document, index); }
void deed_pdf_page_close(Page *page) { pdfium.page_close(page); }

bool deed_pdf_page_box(Page *page, deed_pdf_box *box) {
    Rectangle found;
    if (!pdfium.page_box(page, &found)) return false;
    *box = (deed_pdf_box){found.left, found.bottom, found.right, found.top};
    return true;
}

bool deed_pdf_page_has_annotated_text(Page *page, bool fields) {
    int count = pdfium.annotation_count(page);
    for (int i = 0; i < count; i++) {
        Annotation *annotation = pdfium.annotation_get(page, i);
        if (!annotation) continue;
        int kind = pdfium.annotation_subtype(annotation);
        pdfium.annotation_close(annotation);
        if (kind == DEED_PDF_ANNOT_FREETEXT || kind == DEED_PDF_ANNOT_STAMP || kind == DEED_PDF_ANNOT_WATERMARK) return true;
        if (kind == DEED_PDF_ANNOT_WIDGET && fields) return true;
    }
    return false;
}

// FLATTEN_SUCCESS is 1; FLAT_NORMALDISPLAY is 0.
bool deed_pdf_page_flatten(Page *page) { return pdfium.flatten(page, 0) == 1; }

Text *deed_pdf_text_load(Page *page) { return pdfium.text_load(page); }
void deed_pdf_text_close(Text *text) { pdfium.text_close(text); }
int deed_pdf_text_count(Text *text) { return pdfium.text_count(text); }

int deed_pdf_text_get(Text *text, int count, uint16_t *into) {
    int written = pdfium.text_get(text, 0, count, into);
    return written > 0 ? written - 1 : 0;
}

uint32_t deed_pdf_text_unicode(Text *text, int index) { return pdfium.character(text, index); }

int deed_pdf_text_bounded(Text *text, deed_pdf_box box, uint16_t *into, int room) {
    return pdfium.bounded(text, box.left, box.top, box.right, box.bottom, into, room);
}

bool deed_pdf_text_is_unmapped(Text *text, int index) { return pdfium.character_is_unmapped(text, index) == 1; }

bool deed_pdf_text_character(Text *text, int index, deed_pdf_character *into) {
    Rectangle box;
    if (!pdfium.character_box(text, index, &box)) return false;
    into->box = (deed_pdf_box){box.left, box.bottom, box.right, box.top};
    into->unicode = pdfium.character(text, index);
    into->angle = pdfium.character_angle(text, index);
    Object *object = pdfium.character_object(text, index);
    into->is_hidden = object && pdfium.render_mode(object) == DEED_PDF_RENDER_INVISIBLE;
    return true;
}

int deed_pdf_object_count(Page *page) { return pdfium.object_count(page); }
Object *deed_pdf_object_get(Page *page, int index) { return pdfium.object_get(page, index); }
int deed_pdf_form_object_count(Object *form) { return pdfium.form_object_count(form); }
Object *deed_pdf_form_object_get(Object *form, unsigned long index) { return pdfium.form_object_get(form, index); }
int deed_pdf_object_type(Object *object) { return pdfium.object_type(object); }

bool deed_pdf_object_box(Object *object, deed_pdf_box *box) {
    return pdfium.object_box(object, &box->left, &box->bottom, &box->right, &box->top) != 0;
}

bool deed_pdf_object_matrix(Object *object, deed_pdf_matrix *matrix) { return pdfium.object_matrix(object, matrix) != 0; }

int deed_pdf_attachment_count(Document *document) { return pdfium.attachment_count(document); }
Attachment *deed_pdf_attachment_get(Document *document, int index) { return pdfium.attachment_get(document, index); }
Attachment *deed_pdf_annotation_file(Annotation *annotation) { return pdfium.annotation_file(annotation); }

// pdfium counts bytes and the final 0; callers here count units without it.
static size_t units(unsigned long bytes, size_t room) {
    size_t count = bytes / sizeof(uint16_t);
    return count == 0 || count > room ? 0 : count - 1;
}

size_t deed_pdf_attachment_name(Attachment *attachment, uint16_t *into, size_t room) {
    return units(pdfium.attachment_name(attachment, into, room * sizeof *into), room);
}

bool deed_pdf_attachment_size(Attachment *attachment, size_t *size) {
    unsigned long found = 0;
    if (!pdfium.attachment_file(attachment, NULL, 0, &found)) return false;
    *size = found;
    return true;
}

bool deed_pdf_attachment_bytes(Attachment *attachment, void *into, size_t size) {
    unsigned long found = 0;
    return pdfium.attachment_file(attachment, into, size, &found) && found == size;
}

int deed_pdf_annotation_count(Page *page) { return pdfium.annotation_count(page); }
Annotation *deed_pdf_annotation_get(Page *page, int index) { return pdfium.annotation_get(page, index); }
void deed_pdf_annotation_close(Annotation *annotation) { pdfium.annotation_close(annotation); }
int deed_pdf_annotation_subtype(Annotation *annotation) { return pdfium.annotation_subtype(annotation); }
int deed_pdf_annotation_flags(Annotation *annotation) { return pdfium.annotation_flags(annotation); }

bool deed_pdf_annotation_box(Annotation *annotation, deed_pdf_box *box) {
    Rectangle found;
    if (!pdfium.annotation_box(annotation, &found)) return false;
    *box = (deed_pdf_box){found.left, found.bottom, found.right, found.top};
    return true;
}

size_t deed_pdf_annotation_words(Annotation *annotation, const char *key, uint16_t *into, size_t room) {
    return units(pdfium.annotation_words(annotation, key, into, room * sizeof *into), room);
}

// FPDF_FORMFILLINFO: a version and callbacks, none of which is set. It is larger than any version of it, and outlives every form.
static union {
    int version;
    void *callbacks[128];
} nothing;

Form *deed_pdf_form_open(Document *document) {
    nothing.version = 1;
    Form *form = pdfium.form_open(document, &nothing);
    if (form) return form;
    nothing.version = 2;
    return pdfium.form_open(document, &nothing);
}

void deed_pdf_form_close(Form *form) { pdfium.form_close(form); }
int deed_pdf_field_kind(Form *form, Annotation *field) { return pdfium.field_kind(form, field); }
int deed_pdf_field_flags(Form *form, Annotation *field) { return pdfium.field_flags(form, field); }

size_t deed_pdf_field_value(Form *form, Annotation *field, uint16_t *into, size_t room) {
    return units(pdfium.field_value(form, field, into, room * sizeof *into), room);
}

int deed_pdf_option_count(Form *form, Annotation *field) { return pdfium.option_count(form, field); }
bool deed_pdf_option_is_selected(Form *form, Annotation *field, int index) { return pdfium.option_selected(form, field, index); }

size_t deed_pdf_option_label(Form *form, Annotation *field, int index, uint16_t *into, size_t room) {
    return units(pdfium.option_label(form, field, index, into, room * sizeof *into), room);
}

int deed_pdf_xfa_count(Document *document) { return pdfium.xfa_count(document); }

size_t deed_pdf_xfa_name(Document *document, int index, char *into, size_t room) {
    unsigned long count = pdfium.xfa_name(document, index, into, room);
    return count == 0 || count > room ? 0 : count - 1;
}

size_t deed_pdf_xfa_size(Document *document, int index) {
    unsigned long found = 0;
    return pdfium.xfa_content(document, index, NULL, 0, &found) ? found : 0;
}

bool deed_pdf_xfa_bytes(Document *document, int index, void *into, size_t size) {
    unsigned long found = 0;
    return pdfium.xfa_content(document, index, into, size, &found) && found == size;
}
