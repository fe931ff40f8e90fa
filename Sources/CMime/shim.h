// GMime's types are told apart by macros of GObject, which Swift does not see.
#include <gmime/gmime.h>

static inline GMimeMultipart *deed_multipart(GMimeObject *part) { return GMIME_IS_MULTIPART(part) ? GMIME_MULTIPART(part) : NULL; }
static inline GMimeMessagePart *deed_message_part(GMimeObject *part) { return GMIME_IS_MESSAGE_PART(part) ? GMIME_MESSAGE_PART(part) : NULL; }
static inline GMimePart *deed_part(GMimeObject *part) { return GMIME_IS_PART(part) ? GMIME_PART(part) : NULL; }
static inline GMimeObject *deed_object(GMimeMessage *message) { return GMIME_OBJECT(message); }
static inline void deed_mime_release(void *object) { g_object_unref(object); }

/// Parses a mail in memory that stays the caller's; NULL when it is none. The parts refer to places in it.
static inline GMimeMessage *deed_mime_parse(const void *bytes, size_t length) {
    GByteArray *whole = g_new(GByteArray, 1);
    *whole = (GByteArray){.data = (guint8 *)bytes, .len = (guint)length};
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(whole);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    // The parts hold streams over `whole`: it lives as long as the mail. It is freed alone; the bytes are not its own.
    g_object_unref(parser);
    g_object_unref(stream);
    if (message) g_object_set_data_full(G_OBJECT(message), "deedbox", whole, g_free);
    else g_free(whole);
    return message;
}
