// Without ICU's headers: Foundation brings its own ICU, and one module cannot see both (`'UErrorCode' has different definitions`).
// They only add members at the end of a structure that libxml2 alone allocates.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/parserInternals.h>
