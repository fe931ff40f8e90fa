#include "CFullText.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

// The FTS5 extension interface, version 1 (sqlite.org/fts5.html, section 7): the one that SQLite 3.40 has.

// --- the tokenizer: FTS5 knows a struct, the splitting itself is Swift -----------------------------------------------------

struct deed_tokenizer {
    deed_tokenize tokenize;
    int document_mode;
};

static int tokenizer_create(void *context, const char **arguments, int count, Fts5Tokenizer **result) {
    struct deed_tokenizer *tokenizer = sqlite3_malloc(sizeof *tokenizer);
    if (tokenizer == NULL) return SQLITE_NOMEM;
    // A function pointer travels behind a pointer to it: ISO C has no cast between the two kinds.
    tokenizer->tokenize = *(deed_tokenize *)context;
    tokenizer->document_mode = count > 0 && strcmp(arguments[0], "names") == 0 ? DEED_TOKENIZE_NAMES : DEED_TOKENIZE_DOCUMENT;
    *result = (Fts5Tokenizer *)tokenizer;
    return SQLITE_OK;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer) { sqlite3_free(tokenizer); }

static int tokenizer_run(Fts5Tokenizer *opaque, void *context, int flags, const char *text, int length, deed_token_sink sink) {
    struct deed_tokenizer *tokenizer = (struct deed_tokenizer *)opaque;
    int mode = (flags & FTS5_TOKENIZE_QUERY) != 0 ? DEED_TOKENIZE_QUERY : tokenizer->document_mode;
    return tokenizer->tokenize(mode, text, length, context, sink);
}

// --- deed_score ------------------------------------------------------------------------------------------------------------

/// The term a phrase stands for, or -1 when it is not scored.
static int term_of(sqlite3_value *terms, int phrase) {
    const unsigned char *bytes = sqlite3_value_blob(terms);
    if (bytes == NULL || phrase >= sqlite3_value_bytes(terms) || bytes[phrase] >= DEED_TERMS) return -1;
    return bytes[phrase];
}

static void score(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *result, int count, sqlite3_value **arguments) {
    double column_weights[DEED_COLUMNS] = {0};
    for (int at = 1; at < count && at <= DEED_COLUMNS; at++) column_weights[at - 1] = sqlite3_value_double(arguments[at]);
    double weights[DEED_TERMS] = {0};
    unsigned columns[DEED_TERMS] = {0};
    int terms = 0;
    int phrases = count > 0 ? api->xPhraseCount(fts) : 0;
    for (int phrase = 0; phrase < phrases; phrase++) {
        int term = term_of(arguments[0], phrase);
        if (term < 0) continue;
        if (term >= terms) terms = term + 1;
        Fts5PhraseIter place;
        int column = -1, offset = 0;
        int code = api->xPhraseFirst(fts, phrase, &place, &column, &offset);
        if (code != SQLITE_OK) {
            sqlite3_result_error_code(result, code);
            return;
        }
        for (; column >= 0; api->xPhraseNext(fts, &place, &column, &offset)) {
            if (column >= DEED_COLUMNS) continue;
            weights[term] += column_weights[column];
            columns[term] |= 1u << column;
        }
    }
    double sum = 0;
    unsigned common = 7;
    for (int term = 0; term < terms; term++) {
        sum += weights[term] / (weights[term] + 4.0);
        common &= columns[term];
    }
    if (terms > 0) sum /= terms;
    sqlite3_result_double(result, terms > 0 && common != 0 ? sum * 1.25 : sum);
}

// --- deed_pos --------------------------------------------------------------------------------------------------------------

struct places {
    uint32_t *words;
    int used;
    int room;
};

static int add_place(struct places *places, int phrase, int offset, int tokens) {
    if (places->used + 3 > places->room) {
        int room = places->room == 0 ? 96 : places->room * 2;
        uint32_t *words = sqlite3_realloc64(places->words, (sqlite3_uint64)room * sizeof *words);
        if (words == NULL) return SQLITE_NOMEM;
        places->words = words;
        places->room = room;
    }
    places->words[places->used++] = (uint32_t)phrase;
    places->words[places->used++] = (uint32_t)offset;
    places->words[places->used++] = (uint32_t)tokens;
    return SQLITE_OK;
}

static int add_phrase(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, int wanted, int limit, struct places *places) {
    Fts5PhraseIter place;
    int column = -1, offset = 0;
    int code = api->xPhraseFirst(fts, phrase, &place, &column, &offset);
    int tokens = api->xPhraseSize(fts, phrase);
    while (code == SQLITE_OK && column >= 0 && limit > 0) {
        if (column == wanted) {
            code = add_place(places, phrase, offset, tokens);
            limit--;
        }
        api->xPhraseNext(fts, &place, &column, &offset);
    }
    return code;
}

static void pos(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *result, int count, sqlite3_value **arguments) {
    if (count < 3) {
        sqlite3_result_error(result, "deed_pos(fts, terms, column, limit)", -1);
        return;
    }
    int wanted = sqlite3_value_int(arguments[1]), limit = sqlite3_value_int(arguments[2]);
    struct places places = {NULL, 0, 0};
    int code = SQLITE_OK;
    int phrases = api->xPhraseCount(fts);
    for (int phrase = 0; phrase < phrases && code == SQLITE_OK; phrase++) {
        if (term_of(arguments[0], phrase) >= 0) code = add_phrase(api, fts, phrase, wanted, limit, &places);
    }
    if (code != SQLITE_OK) {
        sqlite3_free(places.words);
        sqlite3_result_error_code(result, code);
    } else {
        sqlite3_result_blob(result, places.words, places.used * (int)sizeof(uint32_t), sqlite3_free);
    }
}

// --- registration ----------------------------------------------------------------------------------------------------------

/// The connection's FTS5 interface, or NULL when its SQLite has none.
static fts5_api *fts5_of(sqlite3 *database) {
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK) return NULL;
    sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    return api;
}

int deed_fulltext_register(sqlite3 *database, deed_tokenize tokenize) {
    fts5_api *api = fts5_of(database);
    if (api == NULL) return SQLITE_ERROR;
    deed_tokenize *context = sqlite3_malloc(sizeof *context);
    if (context == NULL) return SQLITE_NOMEM;
    *context = tokenize;
    fts5_tokenizer tokenizer = {tokenizer_create, tokenizer_delete, tokenizer_run};
    int code = api->xCreateTokenizer(api, "deedbox", context, &tokenizer, sqlite3_free);
    if (code != SQLITE_OK) {
        sqlite3_free(context);
        return code;
    }
    code = api->xCreateFunction(api, "deed_score", NULL, score, NULL);
    if (code == SQLITE_OK) code = api->xCreateFunction(api, "deed_pos", NULL, pos, NULL);
    return code;
}
