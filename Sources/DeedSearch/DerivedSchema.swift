/// The tables of `derived.sqlite`: page text and the full-text index. Everything in it can be made again from the vault's objects and
/// the catalog, so it is never backed up and may be deleted; the comments stay in the file and can be read with the `sqlite3` shell.
///
/// The two full-text tables are contentless: they keep postings, not texts. Postings are taken out by handing FTS5 exactly what was
/// put in, which is why `doc` keeps the indexed strings and `page` the indexed text, both changed in the transaction of the postings.
enum DerivedSchema {
    /// Of the tables; a file with a higher one was written by a later program.
    static let version = 3

    static let sql = """
        -- What came of reading one object.
        CREATE TABLE text (
            id         INTEGER PRIMARY KEY,
            object     BLOB NOT NULL UNIQUE,   -- SHA-256, 32 bytes
            state      TEXT NOT NULL CHECK (state IN ('text', 'none', 'failed')),
            reason     TEXT,                   -- why there is no text, or not all of it
            media      TEXT NOT NULL,          -- media type found by content
            engine     TEXT NOT NULL,          -- who read it, with version
            unit       TEXT NOT NULL CHECK (unit IN ('page', 'sheet', 'slide', 'section', 'whole')),
            pages      INTEGER NOT NULL,
            ocr_pages  INTEGER NOT NULL,       -- pages that are pictures without text
            signatures INTEGER,                -- electronic signatures, NULL where the reader cannot tell
            warnings   TEXT NOT NULL           -- one a line
        ) STRICT;

        -- The text of one page, sheet, slide or section.
        CREATE TABLE page (
            text        INTEGER NOT NULL REFERENCES text (id),
            ordinal     INTEGER NOT NULL,      -- from 0, in reading order
            number      INTEGER NOT NULL,      -- what people call it, from 1
            label       TEXT,                  -- the sheet's or the section's name
            token_start INTEGER NOT NULL,      -- position of its first token in fts_doc.body
            needs_ocr   INTEGER NOT NULL,
            size        INTEGER NOT NULL,      -- bytes of the text
            ztext       BLOB NOT NULL          -- UTF-8 in a zlib stream; empty for an empty page
        ) STRICT;
        CREATE UNIQUE INDEX page_place ON page (text, ordinal, number, token_start);
        CREATE INDEX page_ocr ON page (text, number) WHERE needs_ocr;

        -- One document with the very strings that were indexed.
        CREATE TABLE doc (
            doc_key  INTEGER PRIMARY KEY,      -- days since 1900-01-01 of its date << 24 | a number within the day; rowid of fts_doc and fts_meta
            document TEXT NOT NULL UNIQUE,     -- ULID
            object   BLOB NOT NULL,
            title    TEXT NOT NULL,
            names    TEXT NOT NULL,            -- other file names
            number   TEXT NOT NULL,
            party    TEXT NOT NULL,
            people   TEXT NOT NULL,
            facet    TEXT NOT NULL,            -- zc<customer> and zt<kind>
            folders  TEXT NOT NULL DEFAULT ''  -- names of the folders, archives and mails that it lay in
        ) STRICT;
        CREATE INDEX doc_object ON doc (object);

        -- Tags change often, so they are no facets.
        CREATE TABLE doc_tag (
            tag     TEXT NOT NULL,             -- folded
            doc_key INTEGER NOT NULL REFERENCES doc (doc_key),
            PRIMARY KEY (tag, doc_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX doc_tag_doc ON doc_tag (doc_key);

        -- Which rules the index was made by. When they are not the program's, it is made again from page and doc.
        CREATE TABLE fts_version (
            id          INTEGER PRIMARY KEY CHECK (id = 1),
            tokenizer   INTEGER NOT NULL,
            applied_seq INTEGER NOT NULL       -- last record of the journal that doc and doc_tag know
        ) STRICT;

        """ + fullText + alike

    /// The full-text tables. Version 3 added the column `folder`.
    static let fullText = """
        -- All words of all documents: pairs of Han, folded Latin words, joined codes.
        CREATE VIRTUAL TABLE fts_doc USING fts5(
            title, number, party, body, facet, folder, content='', tokenize='deedbox');
        -- The few words by which a document is called; small, and every Han character stands by itself.
        CREATE VIRTUAL TABLE fts_meta USING fts5(
            title, number, party, people, facet, folder, content='', tokenize='deedbox names');
        INSERT INTO fts_doc (fts_doc, rank) VALUES ('usermerge', 2);
        INSERT INTO fts_meta (fts_meta, rank) VALUES ('usermerge', 2);

        """

    /// From version 2: the words are put in anew by who opens the index to write, the folders when the documents are looked at again.
    static let folders = """
        ALTER TABLE doc ADD COLUMN folders TEXT NOT NULL DEFAULT '';
        DROP TABLE fts_doc;
        DROP TABLE fts_meta;
        UPDATE fts_version SET tokenizer = 0, applied_seq = 0;

        """ + fullText

    /// What version 2 added: which texts are alike.
    static let alike = """
        -- What is left of a text when only its likeness to others matters; none for a text that is too short.
        CREATE TABLE sketch (
            text INTEGER PRIMARY KEY REFERENCES text (id) ON DELETE CASCADE,
            bins BLOB NOT NULL                 -- 128 numbers of two bytes
        ) STRICT;

        -- Keys under which texts that are alike meet.
        CREATE TABLE sketch_band (
            band INTEGER NOT NULL,
            text INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
            PRIMARY KEY (band, text)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sketch_band_text ON sketch_band (text);

        -- Two texts that are alike.
        CREATE TABLE alike (
            one   INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
            other INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
            share INTEGER NOT NULL,            -- percent of their runs of three words that are the same
            PRIMARY KEY (one, other),
            CHECK (one < other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX alike_other ON alike (other);
        CREATE INDEX alike_share ON alike (share);
        """
}
