// libgsf's types are told apart by macros of GObject, which Swift does not see. Its own umbrella header would bring libxml2 along.
#include <gsf/gsf-utils.h>
#include <gsf/gsf-input.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-output.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-outfile-msole.h>

/// The compound file in memory that stays the caller's; NULL when it is none.
static inline GsfInfile *deed_compound_open(const void *bytes, size_t length) {
    GsfInput *input = gsf_input_memory_new(bytes, (gsf_off_t)length, FALSE);
    if (!input) return NULL;
    GsfInfile *file = gsf_infile_msole_new(input, NULL);
    g_object_unref(input);
    return file;
}

static inline GsfInfile *deed_storage(GsfInput *child) {
    return GSF_IS_INFILE(child) && gsf_infile_num_children(GSF_INFILE(child)) >= 0 ? GSF_INFILE(child) : NULL;
}
static inline GsfOutput *deed_memory_output(void) { return gsf_output_memory_new(); }
static inline GsfOutfile *deed_compound_write(GsfOutput *sink) { return gsf_outfile_msole_new(sink); }
static inline void deed_compound_class(GsfOutfile *file, const guint8 *identifier) {
    gsf_outfile_msole_set_class_id(GSF_OUTFILE_MSOLE(file), identifier);
}
static inline GsfOutput *deed_output(GsfOutfile *file) { return GSF_OUTPUT(file); }
static inline GsfOutfile *deed_outfile(GsfOutput *output) { return GSF_OUTFILE(output); }
static inline const guint8 *deed_memory_bytes(GsfOutput *output) { return gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(output)); }
static inline void deed_gsf_release(void *object) { g_object_unref(object); }
