#include "CPdfium.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef deed_pdf_document Document;
typedef deed_pdf_page Page;
typedef deed_pdf_text Text;
typedef deed_pdf_object Object;
typedef struct deed_pdf_annotation Annotation;

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
    float (*page_width)(Page *);
    float (*page_height)(Page *);
    int (*annotation_count)(Page *);
    Annotation *(*annotation_get)(Page *, int);
    int (*annotation_subtype)(Annotation *);
    void (*annotation_close)(Annotation *);
    int (*flatten)(Page *, int);
    Text *(*text_load)(Page *);
    void (*text_close)(Text *);
    int (*text_count)(Text *);
    int (*text_get)(Text *, int, int, unsigned short *);
    int (*object_count)(Page *);
    Object *(*object_get)(Page *, int);
    int (*form_object_count)(Object *);
    Object *(*form_object_get)(Object *, unsigned long);
    int (*object_type)(Object *);
    int (*object_box)(Object *, float *, float *, float *, float *);
    int (*object_matrix)(Object *, deed_pdf_matrix *);
} pdfium;

static bool ready = false;
static char message[512] = "not opened";

static const char *const names[] = {
    "FPDF_InitLibrary", "FPDF_LoadMemDocument64", "FPDF_GetLastError", "FPDF_CloseDocument", "FPDF_GetPageCount",
    "FPDF_GetFormType", "FPDF_GetSignatureCount", "FPDF_LoadPage", "FPDF_ClosePage", "FPDF_GetPageWidthF",
    "FPDF_GetPageHeightF", "FPDFPage_GetAnnotCount", "FPDFPage_GetAnnot", "FPDFAnnot_GetSubtype", "FPDFPage_CloseAnnot",
    "FPDFPage_Flatten", "FPDFText_LoadPage", "FPDFText_ClosePage", "FPDFText_CountChars", "FPDFText_GetText",
    "FPDFPage_CountObjects", "FPDFPage_GetObject", "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject",
    "FPDFPageObj_GetType", "FPDFPageObj_GetBounds", "FPDFPageObj_GetMatrix",
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
float deed_pdf_page_width(Page *page) { return pdfium.page_width(page); }
float deed_pdf_page_height(Page *page) { return pdfium.page_height(page); }

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

int deed_pdf_object_count(Page *page) { return pdfium.object_count(page); }
Object *deed_pdf_object_get(Page *page, int index) { return pdfium.object_get(page, index); }
int deed_pdf_form_object_count(Object *form) { return pdfium.form_object_count(form); }
Object *deed_pdf_form_object_get(Object *form, unsigned long index) { return pdfium.form_object_get(form, index); }
int deed_pdf_object_type(Object *object) { return pdfium.object_type(object); }

bool deed_pdf_object_box(Object *object, deed_pdf_box *box) {
    return pdfium.object_box(object, &box->left, &box->bottom, &box->right, &box->top) != 0;
}

bool deed_pdf_object_matrix(Object *object, deed_pdf_matrix *matrix) { return pdfium.object_matrix(object, matrix) != 0; }
