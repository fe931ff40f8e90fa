#pragma once

/// What an FTS5 tokenizer of this project calls for every token: FTS5's own `xToken`.
///
/// `flags` is `DEED_TOKEN_COLOCATED` when the token stands at the position of the one before. A result other than 0 ends the scan.
typedef int (*deed_token_sink)(void *context, int flags, const char *token, int length, int start, int end);

/// Splits `length` bytes of UTF-8 into tokens and hands them to `sink`; returns 0 or what `sink` returned.
///
/// `mode` is one of the `DEED_TOKENIZE_*` values.
typedef int (*deed_tokenize)(int mode, const char *text, int length, void *context, deed_token_sink sink);

/// The token stands at the position of the token before (FTS5_TOKEN_COLOCATED).
#define DEED_TOKEN_COLOCATED 1

/// The text of a document is indexed in a table declared with `tokenize='deedbox'`.
#define DEED_TOKENIZE_DOCUMENT 0
/// A phrase of a query is split.
#define DEED_TOKENIZE_QUERY 1
/// A document is indexed in a table declared with `tokenize='deedbox names'`.
#define DEED_TOKENIZE_NAMES 2

/// The terms of a query that `deed_score` tells apart; a phrase of a higher term is not scored.
#define DEED_TERMS 64
/// The columns that have a weight; hits in later ones count nothing.
#define DEED_COLUMNS 8

struct sqlite3;

/// Teaches one connection the tokenizer `deedbox` and the auxiliary functions `deed_score` and `deed_pos`.
///
/// - `deed_score(fts, terms, weight0, weight1 …)`: how well the current row fits. `terms` is a blob, one byte a phrase of the MATCH
///   expression in its order: the number of the query's term it stands for, or 255 for one that is not scored. The score is the
///   mean over the terms of W / (W + 4), where W adds up the weights of the columns in which the term occurs, once an occurrence;
///   a quarter more when one of the first three columns has every term. Unlike bm25 it needs nothing but the row's own positions,
///   so it costs the same in an archive of any size.
/// - `deed_pos(fts, terms, column, limit)`: where the scored phrases stand in `column`, as a blob of records of three native 32-bit numbers:
///   phrase, first token, tokens; at most `limit` a phrase.
///
/// Returns an SQLite result code.
int deed_fulltext_register(struct sqlite3 *database, deed_tokenize tokenize);
