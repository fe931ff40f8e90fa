// The yardstick of text extraction: the pdfium calls that reading a PDF needs, in as many processes as there are cores, the text
// thrown away. Built by tools/bench.  bare_pdfium LIBPDFIUM PROCESSES FILE...
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void *Handle;
static void (*start)(void);
static Handle (*load)(const void *, int, const char *);
static int (*count_pages)(Handle);
static Handle (*load_page)(Handle, int);
static Handle (*load_text)(Handle);
static int (*count_chars)(Handle);
static int (*get_text)(Handle, int, int, unsigned short *);
static void (*close_text)(Handle), (*close_page)(Handle), (*close_document)(Handle);

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    return found;
}

static long read_text(const char *path) {
    static unsigned short buffer[4 << 20];
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) || status.st_size == 0) return 0;
    void *bytes = mmap(0, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    Handle document = load(bytes, (int)status.st_size, 0);
    long pages = 0;
    if (document) {
        pages = count_pages(document);
        for (int at = 0; at < pages; at++) {
            Handle page = load_page(document, at);
            if (!page) continue;
            Handle text = load_text(page);
            if (text) {
                int count = count_chars(text);
                if (count > (4 << 20) - 1) count = (4 << 20) - 1;
                if (count > 0) get_text(text, 0, count, buffer);
                close_text(text);
            }
            close_page(page);
        }
        close_document(document);
    }
    munmap(bytes, status.st_size);
    return pages;
}

int main(int count, char **arguments) {
    if (count < 4) return 64;
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    start = symbol(library, "FPDF_InitLibrary");
    load = symbol(library, "FPDF_LoadMemDocument");
    count_pages = symbol(library, "FPDF_GetPageCount");
    load_page = symbol(library, "FPDF_LoadPage");
    load_text = symbol(library, "FPDFText_LoadPage");
    count_chars = symbol(library, "FPDFText_CountChars");
    get_text = symbol(library, "FPDFText_GetText");
    close_text = symbol(library, "FPDFText_ClosePage");
    close_page = symbol(library, "FPDF_ClosePage");
    close_document = symbol(library, "FPDF_CloseDocument");
    atomic_long *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int processes = atoi(arguments[2]);
    for (int worker = 0; worker < processes; worker++) {
        if (fork() == 0) {
            start();
            for (long at; (at = atomic_fetch_add(&shared[0], 1)) + 3 < count;)
                atomic_fetch_add(&shared[1], read_text(arguments[at + 3]));
            _exit(0);
        }
    }
    while (wait(0) > 0) {}
    printf("%ld\n", (long)shared[1]);
    return 0;
}
