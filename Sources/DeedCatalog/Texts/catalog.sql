-- The catalog of a Deedbox vault (catalog/catalog.sqlite), schema 7.
--
-- Everything here is computed from the journal and from nothing else: the same journal gives the same rows, so the file may be
-- lost (`deedbox rebuild` writes it anew). Open it read-only: sqlite3 -readonly catalog/catalog.sqlite
--
-- How to read it:
--   seq             the number of the journal line that made the row; the key of every table that a record kind fills
--   from_seq        the line from which a fact holds
--   to_seq          the line from which it no longer holds; NULL while it holds
--   as known at s   from_seq <= s AND (to_seq IS NULL OR to_seq > s)
--   id              a ULID, 26 lower-case characters: what people and programs use; seq never leaves the catalog as an identity
--   dates           civil dates, YYYY-MM-DD; instants are UTC, YYYY-MM-DDTHH:MM:SS.mmmZ
--   ..._key         folded text for look-ups (full-width = half-width, traditional = simplified, no spaces and punctuation)
-- Readable views: documents, document_term, document_deadline, machines, covers, customers.

PRAGMA application_id = 1147495780; -- 'Deed'
PRAGMA user_version = 8;

-- How far the journal is applied; at most one row.
CREATE TABLE position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    segment INTEGER NOT NULL CHECK (segment >= 1),
    "offset" INTEGER NOT NULL CHECK ("offset" >= 0), -- bytes of records/ up to and with the commit line
    body_offset INTEGER NOT NULL CHECK (body_offset >= 0), -- bytes of bodies/ that belong to the lines before
    seq INTEGER NOT NULL CHECK (seq >= 1), -- of the commit line
    head TEXT NOT NULL CHECK (length(head) = 64) -- SHA-256 of the commit line
) STRICT;

-- vault.created
CREATE TABLE vault (
    seq INTEGER PRIMARY KEY CHECK (seq = 1),
    uuid TEXT NOT NULL,
    time_zone TEXT NOT NULL, -- IANA name: whose days --as-known means
    version TEXT NOT NULL -- of the program that made it
) STRICT;

-- Who writes. A row appears with the first line an actor wrote; actor.added gives the name.
CREATE TABLE actor (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    user TEXT, -- user name of the operating system
    uid INTEGER
) STRICT;

-- import.started, import.finished, import.withdrawn
CREATE TABLE import_run (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    names TEXT, -- charset of names that the user chose
    ledger TEXT, -- path of the ledger
    finished_seq INTEGER, -- NULL: running or killed
    state TEXT,
    seen INTEGER,
    stored INTEGER,
    duplicate INTEGER, -- with reason same-content
    already_imported INTEGER,
    rejected INTEGER,
    bytes INTEGER,
    withdrawn_seq INTEGER,
    withdrawn_why TEXT,
    CHECK ((finished_seq IS NULL) = (state IS NULL))
) STRICT;

-- The paths that a run was given, in their order.
CREATE TABLE import_source (
    run INTEGER NOT NULL REFERENCES import_run (seq),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    path TEXT NOT NULL,
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;

-- import.archive
CREATE TABLE import_archive (
    seq INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES import_run (seq),
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT CHECK (length(sha256) = 64),
    size INTEGER CHECK (size >= 0),
    format TEXT NOT NULL,
    names TEXT, -- charset that names were decoded from
    entries INTEGER NOT NULL CHECK (entries >= 0),
    state TEXT NOT NULL CHECK (state IN ('read', 'locked', 'damaged', 'limit')),
    detail TEXT,
    kept INTEGER NOT NULL CHECK (kept IN (0, 1))
) STRICT;
CREATE INDEX import_archive_run ON import_archive (run);

-- import.rejected
CREATE TABLE import_rejected (
    seq INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES import_run (seq),
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    detail TEXT,
    size INTEGER CHECK (size >= 0),
    sha256 TEXT CHECK (length(sha256) = 64)
) STRICT;
CREATE INDEX import_rejected_run ON import_rejected (run);

-- ledger.imported
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    id TEXT UNIQUE CHECK (length(id) = 26), -- absent before version 0.2
    run INTEGER REFERENCES import_run (seq),
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    rows INTEGER NOT NULL CHECK (rows >= 0),
    matched INTEGER NOT NULL CHECK (matched >= 0),
    conflicts INTEGER NOT NULL CHECK (conflicts >= 0),
    mapping TEXT NOT NULL, -- JSON: column heading to field
    withdrawn_seq INTEGER, -- ledger.withdrawn
    withdrawn_why TEXT
) STRICT;
CREATE INDEX ledger_run ON ledger (run);

-- ledger.rows: a step of a ledger. The records that it made are the lines seq + 1 to seq + records
CREATE TABLE ledger_step (
    seq INTEGER PRIMARY KEY,
    ledger INTEGER NOT NULL REFERENCES ledger (seq),
    records INTEGER NOT NULL CHECK (records >= 0)
) STRICT;
CREATE INDEX ledger_step_ledger ON ledger_step (ledger);

-- ledger.rows: what came of each row
CREATE TABLE ledger_row (
    step INTEGER NOT NULL REFERENCES ledger_step (seq),
    place INTEGER NOT NULL, -- in the step, from 0
    sheet TEXT, -- NULL for CSV
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL, -- applied, unchanged, conflict, waiting, skipped
    subject TEXT,
    document INTEGER REFERENCES document (seq),
    findings TEXT, -- JSON: column, heading, value, known, reason, could
    PRIMARY KEY (step, place)
) STRICT, WITHOUT ROWID;

-- document.added: one distinct content; its bytes are objects/<first two of sha256>/<sha256>
CREATE TABLE document (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    run INTEGER REFERENCES import_run (seq), -- that brought it in first
    purged_seq INTEGER CHECK (purged_seq > seq) -- object.purged: the bytes are gone; the same bytes again are a new document
) STRICT;
CREATE UNIQUE INDEX document_content ON document (sha256) WHERE purged_seq IS NULL;
CREATE INDEX document_purged ON document (sha256) WHERE purged_seq IS NOT NULL;

-- document.added, document.named: every place the content was seen at. import.withdrawn ends the names that a run gave;
-- a document with no name that holds has left the lists.
CREATE TABLE document_name (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    document INTEGER NOT NULL REFERENCES document (seq),
    run INTEGER REFERENCES import_run (seq),
    source TEXT NOT NULL, -- absolute path of the file or of the outer archive
    path TEXT NOT NULL, -- as a person knows it: 合同.zip!/销售/2025.pdf
    name TEXT NOT NULL, -- last component of path
    stem_key TEXT NOT NULL, -- of the name without its extension
    modified TEXT
) STRICT;
CREATE INDEX document_name_document ON document_name (document);
CREATE INDEX document_name_run ON document_name (run) WHERE run IS NOT NULL;
CREATE INDEX document_name_stem ON document_name (stem_key);

-- document.set: title, kind, number, signed, effective, expires, termMonths, renewal, renewalMonths, noticeDays, noticeMonths,
-- amount, currency, owner, decision, perpetual, note, retention
CREATE TABLE document_fact (
    document INTEGER NOT NULL REFERENCES document (seq),
    field TEXT NOT NULL CHECK (field <> ''),
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    value TEXT NOT NULL CHECK (value <> ''),
    value_key TEXT, -- of number, owner and title
    source TEXT NOT NULL, -- manual, ledger, accepted
    evidence TEXT, -- JSON: where it was read
    term TEXT, -- of a decision: the last day of the term it was made for; NULL where none was known. Where a record of 0.1 names none: the current one then
    PRIMARY KEY (document, field, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX document_fact_one ON document_fact (document, field) WHERE to_seq IS NULL;
CREATE INDEX document_fact_key ON document_fact (field, value_key) WHERE value_key IS NOT NULL;
CREATE INDEX document_fact_kind ON document_fact (value, document) WHERE field = 'kind';
CREATE INDEX document_fact_expires ON document_fact (value, document) WHERE field = 'expires';

-- renewal.acknowledged: somebody has seen that a contract renewed by itself
CREATE TABLE renewal_acknowledgement (
    from_seq INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (seq),
    term TEXT NOT NULL CHECK (term GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]') -- last day of the term that was over then
) STRICT;
CREATE INDEX renewal_acknowledgement_document ON renewal_acknowledgement (document);

-- customer.added, customer.ended
CREATE TABLE customer (
    seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > seq), -- customer.ended: its facts and contacts end with it
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    source TEXT NOT NULL,
    ended_source TEXT -- who took it back: manual, ledger
) STRICT;

-- customer.added, customer.changed: name, creditCode, tier, note
CREATE TABLE customer_fact (
    customer INTEGER NOT NULL REFERENCES customer (seq),
    field TEXT NOT NULL CHECK (field <> ''),
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    value TEXT NOT NULL CHECK (value <> ''),
    value_key TEXT, -- of name and creditCode
    PRIMARY KEY (customer, field, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX customer_fact_one ON customer_fact (customer, field) WHERE to_seq IS NULL;
CREATE INDEX customer_fact_key ON customer_fact (field, value_key) WHERE value_key IS NOT NULL;

-- contact.added, contact.changed, contact.ended. A change ends the row and makes another one of the same id.
CREATE TABLE contact (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    id TEXT NOT NULL CHECK (length(id) = 26),
    added_seq INTEGER NOT NULL, -- contact.added
    customer INTEGER NOT NULL REFERENCES customer (seq),
    name TEXT,
    phone TEXT,
    phone_digits TEXT, -- the ASCII digits of the folded phone number
    email TEXT,
    address TEXT,
    source TEXT NOT NULL, -- of the row: who said it last
    ended_source TEXT -- where the contact was taken back: manual, ledger
) STRICT;
CREATE UNIQUE INDEX contact_one ON contact (id) WHERE to_seq IS NULL;
CREATE INDEX contact_customer ON contact (customer);

-- document.linked, document.unlinked
CREATE TABLE document_customer (
    document INTEGER NOT NULL REFERENCES document (seq),
    customer INTEGER NOT NULL REFERENCES customer (seq),
    role TEXT NOT NULL CHECK (role <> ''), -- party-a, party-b, customer
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    source TEXT NOT NULL,
    PRIMARY KEY (document, customer, role, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX document_customer_one ON document_customer (document, customer, role) WHERE to_seq IS NULL;
CREATE INDEX document_customer_customer ON document_customer (customer, document);

-- document.tagged, document.untagged
CREATE TABLE document_tag (
    document INTEGER NOT NULL REFERENCES document (seq),
    tag TEXT NOT NULL CHECK (tag <> ''),
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    PRIMARY KEY (document, tag, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX document_tag_one ON document_tag (document, tag) WHERE to_seq IS NULL;
CREATE INDEX document_tag_tag ON document_tag (tag, document);

-- serial.added, serial.ended: a machine
CREATE TABLE machine (
    seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > seq), -- serial.ended: its number, sales and covers end with it
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    ended_source TEXT -- who took it back: manual, ledger
) STRICT;

-- serial.added, serial.changed: the number of a machine, its model and who has it, as known from one line to another
CREATE TABLE serial (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    machine INTEGER NOT NULL REFERENCES machine (seq),
    number TEXT NOT NULL CHECK (number <> ''), -- as written
    number_key TEXT NOT NULL, -- O = 0, I = L = 1 as well: for the question, two machines may have the same
    model TEXT,
    customer INTEGER REFERENCES customer (seq),
    source TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX serial_one ON serial (machine) WHERE to_seq IS NULL;
CREATE INDEX serial_machine ON serial (machine);
CREATE INDEX serial_number ON serial (number_key);
CREATE INDEX serial_customer ON serial (customer) WHERE customer IS NOT NULL;

-- purchase.added, purchase.changed, purchase.ended
CREATE TABLE purchase (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    id TEXT NOT NULL CHECK (length(id) = 26),
    added_seq INTEGER NOT NULL, -- purchase.added
    machine INTEGER NOT NULL REFERENCES machine (seq),
    customer INTEGER REFERENCES customer (seq),
    date TEXT CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    invoice TEXT,
    invoice_key TEXT,
    source TEXT NOT NULL,
    ended_source TEXT
) STRICT;
CREATE UNIQUE INDEX purchase_one ON purchase (id) WHERE to_seq IS NULL;
CREATE INDEX purchase_machine ON purchase (machine);
CREATE INDEX purchase_customer ON purchase (customer) WHERE customer IS NOT NULL;
CREATE INDEX purchase_invoice ON purchase (invoice_key) WHERE invoice_key IS NOT NULL;

-- cover.added, cover.changed, cover.ended: what is promised on a machine, from when, until when
CREATE TABLE cover (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    id TEXT NOT NULL CHECK (length(id) = 26),
    added_seq INTEGER NOT NULL, -- cover.added
    machine INTEGER NOT NULL REFERENCES machine (seq),
    covers TEXT NOT NULL CHECK (covers <> ''), -- whole, parts, labour, travel, on-site
    starts TEXT CHECK (starts GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    months INTEGER CHECK (months BETWEEN 0 AND 9999),
    ends TEXT CHECK (ends GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    document INTEGER REFERENCES document (seq), -- the card or contract that says so
    page INTEGER CHECK (page >= 1),
    source TEXT NOT NULL,
    ended_source TEXT -- where the cover was taken back: manual, ledger
) STRICT;
CREATE UNIQUE INDEX cover_one ON cover (id) WHERE to_seq IS NULL;
CREATE INDEX cover_machine ON cover (machine);
CREATE INDEX cover_document ON cover (document) WHERE document IS NOT NULL;

-- vault.verified
CREATE TABLE verification (
    seq INTEGER PRIMARY KEY,
    objects INTEGER NOT NULL CHECK (objects >= 0),
    bytes INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT;

-- The objects that a verification found bad.
CREATE TABLE verification_problem (
    verification INTEGER NOT NULL REFERENCES verification (seq),
    problem TEXT NOT NULL CHECK (problem IN ('damaged', 'missing')),
    sha256 TEXT NOT NULL,
    PRIMARY KEY (verification, problem, sha256)
) STRICT, WITHOUT ROWID;

-- loss.accepted: lines journal_end + 1 to known were lost and given up; the numbers were given anew
CREATE TABLE loss (
    seq INTEGER PRIMARY KEY,
    journal_end INTEGER NOT NULL,
    known INTEGER NOT NULL
) STRICT;

-- Every record of the journal: who wrote what when, about which document.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    time TEXT NOT NULL CHECK (length(time) = 24),
    actor INTEGER NOT NULL REFERENCES actor (seq),
    kind TEXT NOT NULL CHECK (kind <> ''),
    document INTEGER REFERENCES document (seq),
    redacted INTEGER CHECK (redacted = 1) -- its body was taken out: the rows it made have lost their texts
) STRICT;
CREATE INDEX journal_redacted ON journal (seq) WHERE redacted IS NOT NULL;
CREATE INDEX journal_document ON journal (document) WHERE document IS NOT NULL;

-- Documents about which a line changes something that the index holds, besides the one that the journal names: of a customer, of a machine, of
-- a run that was withdrawn, of a line that was redacted.
CREATE TABLE touched (
    seq INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (seq),
    PRIMARY KEY (seq, document)
) STRICT, WITHOUT ROWID;

-- One line a listed document, as known now.
CREATE VIEW documents AS
SELECT d.seq, d.id, d.sha256, d.size,
    (SELECT n.name FROM document_name n WHERE n.document = d.seq AND n.to_seq IS NULL ORDER BY n.from_seq LIMIT 1) AS name,
    max(f.value) FILTER (WHERE f.field = 'title') AS title,
    max(f.value) FILTER (WHERE f.field = 'kind') AS kind,
    max(f.value) FILTER (WHERE f.field = 'number') AS number,
    max(f.value) FILTER (WHERE f.field = 'signed') AS signed,
    max(f.value) FILTER (WHERE f.field = 'effective') AS effective,
    max(f.value) FILTER (WHERE f.field = 'expires') AS expires,
    CAST(max(f.value) FILTER (WHERE f.field = 'termMonths') AS INTEGER) AS term_months,
    max(f.value) FILTER (WHERE f.field = 'renewal') AS renewal,
    CAST(max(f.value) FILTER (WHERE f.field = 'renewalMonths') AS INTEGER) AS renewal_months,
    CAST(max(f.value) FILTER (WHERE f.field = 'noticeDays') AS INTEGER) AS notice_days,
    CAST(max(f.value) FILTER (WHERE f.field = 'noticeMonths') AS INTEGER) AS notice_months,
    max(f.value) FILTER (WHERE f.field = 'amount') AS amount,
    max(f.value) FILTER (WHERE f.field = 'currency') AS currency,
    max(f.value) FILTER (WHERE f.field = 'owner') AS owner,
    max(f.value) FILTER (WHERE f.field = 'decision') AS decision,
    max(f.value) FILTER (WHERE f.field = 'perpetual') AS perpetual,
    max(f.value) FILTER (WHERE f.field = 'note') AS note
FROM document d LEFT JOIN document_fact f ON f.document = d.seq AND f.to_seq IS NULL
WHERE EXISTS (SELECT 1 FROM document_name n WHERE n.document = d.seq AND n.to_seq IS NULL)
    AND NOT EXISTS (SELECT 1 FROM disposal x WHERE x.document = d.seq AND x.to_seq IS NULL)
GROUP BY d.seq;

-- The first end of each listed document: expires, else start + term on the corresponding day or the month's last (Civil Code 202).
CREATE VIEW document_end AS
SELECT seq, id, notice_days, notice_months, renewal, renewal_months, effective,
    CASE WHEN expires IS NULL THEN coalesce(effective, signed) END AS counted_from, months AS counted_months,
    coalesce(expires,
        min(date(coalesce(effective, signed), 'start of month', '+' || term_months || ' months',
                '+' || (strftime('%d', coalesce(effective, signed)) - 1) || ' days'),
            date(coalesce(effective, signed), 'start of month', '+' || (term_months + 1) || ' months', '-1 days'))) AS ends
FROM (SELECT d.*, nullif(d.term_months, 0) AS months FROM documents d)
WHERE expires IS NOT NULL OR (months IS NOT NULL AND coalesce(perpetual, 'no') <> 'yes');

-- What a term is counted on from: start and months of the first one, and whether it ends on the day before the corresponding one
-- (2025-01-01 to 2025-12-31). A stated end that no whole number of months leads to is the start itself, with no months.
CREATE VIEW document_anchor AS
SELECT e.seq, e.id, e.ends, e.notice_days, e.notice_months, e.renewal_months,
    CASE WHEN e.counted_from IS NOT NULL THEN e.counted_from WHEN same OR before THEN e.effective ELSE e.ends END AS start,
    CASE WHEN e.counted_from IS NOT NULL THEN e.counted_months WHEN same THEN months WHEN before THEN next_months ELSE 0 END
        AS months,
    CASE WHEN e.counted_from IS NULL AND before AND NOT same THEN 1 ELSE 0 END AS day_less
FROM (
    SELECT x.*,
        coalesce(months > 0 AND ends = min(
            date(effective, 'start of month', '+' || months || ' months', '+' || (strftime('%d', effective) - 1) || ' days'),
            date(effective, 'start of month', '+' || (months + 1) || ' months', '-1 days')), 0) AS same,
        coalesce(next_months > 0 AND date(ends, '+1 days') = min(
            date(effective, 'start of month', '+' || next_months || ' months', '+' || (strftime('%d', effective) - 1) || ' days'),
            date(effective, 'start of month', '+' || (next_months + 1) || ' months', '-1 days')), 0) AS before
    FROM (
        SELECT document_end.*,
            (strftime('%Y', ends) - strftime('%Y', effective)) * 12 + strftime('%m', ends) - strftime('%m', effective) AS months,
            (strftime('%Y', ends, '+1 days') - strftime('%Y', effective)) * 12 + strftime('%m', ends, '+1 days')
                - strftime('%m', effective) AS next_months
        FROM document_end WHERE ends IS NOT NULL) x) e;

-- What was decided, and for which term; of two about one term the later one counts.
CREATE VIEW document_decision AS
SELECT f.document AS seq, f.from_seq, f.value AS decision, f.term FROM document_fact f
WHERE f.field = 'decision' AND f.term IS NOT NULL AND (f.to_seq IS NULL
    OR EXISTS (SELECT 1 FROM document_fact n WHERE n.document = f.document AND n.field = 'decision' AND n.from_seq = f.to_seq));

-- Every term of each listed document up to the year 2200: the first one, and those that follow where it renews by itself for known
-- months and nobody decided to end it. The current one on a day is the first that ends on it or later, else the last one.
CREATE VIEW document_term AS
WITH RECURSIVE term (seq, id, number, ends, start, months, day_less, renewal_months, notice_days, notice_months, rolls) AS (
    SELECT a.seq, a.id, 0, a.ends, a.start, a.months, a.day_less, a.renewal_months, a.notice_days, a.notice_months,
        coalesce(a.renewal_months > 0 AND d.renewal = 'auto', 0)
    FROM document_anchor a JOIN documents d USING (seq)
    UNION ALL
    SELECT seq, id, number + 1,
        date(min(date(start, 'start of month', '+' || (months + (number + 1) * renewal_months) || ' months',
                '+' || (strftime('%d', start) - 1) || ' days'),
            date(start, 'start of month', '+' || (months + (number + 1) * renewal_months + 1) || ' months', '-1 days')),
            '-' || day_less || ' days'),
        start, months, day_less, renewal_months, notice_days, notice_months, rolls
    FROM term WHERE rolls AND ends < '2200-01-01' AND coalesce((
        SELECT x.decision FROM document_decision x WHERE x.seq = term.seq AND x.term = term.ends
        ORDER BY x.from_seq DESC LIMIT 1), '') <> 'end'
)
SELECT seq, id, number, ends,
    CASE WHEN by_days IS NULL THEN by_months WHEN by_months IS NULL THEN by_days ELSE min(by_days, by_months) END AS act_by,
    (SELECT x.decision FROM document_decision x WHERE x.seq = dated.seq AND x.term = dated.ends ORDER BY x.from_seq DESC LIMIT 1)
        AS decision, rolls
FROM (SELECT *,
        date(ends, '-' || notice_days || ' days') AS by_days,
        min(date(ends, 'start of month', '-' || notice_months || ' months', '+' || (strftime('%d', ends) - 1) || ' days'),
            date(ends, 'start of month', '-' || notice_months || ' months', '+1 months', '-1 days')) AS by_months
    FROM term) dated;

-- The first term of each listed document with its last day to act: the end less the notice, the earlier one where both days and months
-- are given.
CREATE VIEW document_deadline AS
SELECT t.seq, t.id, t.ends, t.act_by, t.decision, e.renewal FROM document_term t JOIN document_end e USING (seq) WHERE t.number = 0;

-- One line a machine, as known now.
CREATE VIEW machines AS
SELECT m.seq, m.id, s.number, s.number_key, s.model, s.customer,
    (SELECT f.value FROM customer_fact f WHERE f.customer = s.customer AND f.field = 'name' AND f.to_seq IS NULL) AS customer_name
FROM machine m JOIN serial s ON s.machine = m.seq AND s.to_seq IS NULL WHERE m.to_seq IS NULL;

-- One line a cover of a machine, with its last day. What a paper promises stands while the paper, or another one with the same bytes,
-- is in the lists; a promise without a paper stands by itself.
CREATE VIEW covers AS
SELECT s.number AS serial, s.number_key, s.model, c.covers, c.starts,
    coalesce(c.ends,
        min(date(c.starts, 'start of month', '+' || nullif(c.months, 0) || ' months',
                '+' || (strftime('%d', c.starts) - 1) || ' days'),
            date(c.starts, 'start of month', '+' || (nullif(c.months, 0) + 1) || ' months', '-1 days'))) AS ends,
    d.id AS document, c.page, s.customer_name AS customer
FROM cover c JOIN machines s ON s.seq = c.machine LEFT JOIN documents d ON d.seq = coalesce(
    (SELECT x.seq FROM documents x WHERE x.seq = c.document),
    (SELECT x.seq FROM documents x JOIN document o ON o.sha256 = x.sha256 WHERE o.seq = c.document))
WHERE c.to_seq IS NULL AND (c.document IS NULL OR d.seq IS NOT NULL);

-- One line a customer, as known now.
CREATE VIEW customers AS
SELECT c.seq, c.id,
    max(f.value) FILTER (WHERE f.field = 'name') AS name,
    max(f.value) FILTER (WHERE f.field = 'creditCode') AS credit_code,
    max(f.value) FILTER (WHERE f.field = 'tier') AS tier,
    max(f.value) FILTER (WHERE f.field = 'note') AS note
FROM customer c LEFT JOIN customer_fact f ON f.customer = c.seq AND f.to_seq IS NULL
WHERE c.to_seq IS NULL GROUP BY c.seq;

-- Holds, retention, purges, redactions

-- hold.placed, hold.released: while a row holds, nothing that it covers is purged.
CREATE TABLE hold (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL,
    document INTEGER REFERENCES document (seq),
    customer INTEGER REFERENCES customer (seq),
    kind TEXT, -- covers documents without a kind too: nobody knows what they are
    why TEXT NOT NULL,
    note TEXT,
    released_why TEXT,
    CHECK ((document IS NOT NULL) + (customer IS NOT NULL) + (kind IS NOT NULL) = 1)
) STRICT;
CREATE INDEX hold_document ON hold (document) WHERE document IS NOT NULL;
CREATE INDEX hold_customer ON hold (customer) WHERE customer IS NOT NULL;

-- retention.set: documents of a kind are kept at least so many years.
CREATE TABLE retention (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    kind TEXT, -- NULL: of every kind
    years INTEGER NOT NULL CHECK (years >= 0),
    counted_from TEXT NOT NULL CHECK (counted_from IN ('end', 'import')),
    why TEXT
) STRICT;
CREATE UNIQUE INDEX retention_one ON retention (coalesce(kind, '')) WHERE to_seq IS NULL;

-- purge.requested, and how the request ended.
CREATE TABLE purge (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    document INTEGER NOT NULL REFERENCES document (seq),
    why TEXT NOT NULL,
    due TEXT NOT NULL CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), -- the first day on which it may begin
    ended_seq INTEGER CHECK (ended_seq > seq), -- NULL: waiting, due or in the trash
    ended TEXT CHECK (ended IN ('cancelled', 'renewed', 'restored', 'purged')),
    ended_why TEXT,
    CHECK ((ended_seq IS NULL) = (ended IS NULL))
) STRICT;
CREATE UNIQUE INDEX purge_one ON purge (document) WHERE ended_seq IS NULL;
CREATE INDEX purge_document ON purge (document);

-- purge.intended, object.restored: while a row holds, the document is in no list. Its object lies in trash/<trash>/ until object.purged.
CREATE TABLE disposal (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq), -- object.restored
    purge INTEGER NOT NULL REFERENCES purge (seq),
    document INTEGER NOT NULL REFERENCES document (seq),
    trash TEXT NOT NULL CHECK (trash GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until TEXT NOT NULL CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]') -- the first day on which it may be removed
) STRICT;
CREATE UNIQUE INDEX disposal_one ON disposal (document) WHERE to_seq IS NULL;
CREATE INDEX disposal_document ON disposal (document);

-- redaction.ordered, redaction.done
CREATE TABLE redaction (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    why TEXT NOT NULL,
    done_seq INTEGER CHECK (done_seq > seq) -- NULL: to be gone on with
) STRICT;

-- Which bodies a redaction takes out.
CREATE TABLE redaction_line (
    redaction INTEGER NOT NULL REFERENCES redaction (seq),
    line INTEGER NOT NULL, -- number of the record
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of what stands in bodies/ then
    PRIMARY KEY (redaction, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX redaction_line_line ON redaction_line (line);

-- Backup, scrub, repair.

-- backup.finished
CREATE TABLE backup (
    seq INTEGER PRIMARY KEY,
    target TEXT NOT NULL, -- absolute path of the copy
    copied_seq INTEGER NOT NULL CHECK (copied_seq >= 0), -- the last journal line that the copy holds
    head TEXT NOT NULL CHECK (length(head) = 64), -- SHA-256 of that line
    objects INTEGER NOT NULL CHECK (objects >= 0), -- in the copy
    copied INTEGER NOT NULL CHECK (copied >= 0), -- by this run
    bytes INTEGER NOT NULL CHECK (bytes >= 0), -- by this run
    bad INTEGER NOT NULL CHECK (bad >= 0) -- objects that could not be copied
) STRICT;

-- restore.drilled
CREATE TABLE drill (
    seq INTEGER PRIMARY KEY,
    source TEXT NOT NULL, -- absolute path of the copy that was restored
    restored_seq INTEGER NOT NULL CHECK (restored_seq >= 0), -- the last journal line that was restored
    head TEXT NOT NULL CHECK (length(head) = 64), -- SHA-256 of that line
    objects INTEGER NOT NULL CHECK (objects >= 0),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    documents INTEGER NOT NULL CHECK (documents >= 0),
    problems INTEGER NOT NULL CHECK (problems >= 0) -- 0: the drill succeeded
) STRICT;

-- vault.scrubbed
CREATE TABLE scrub (
    seq INTEGER PRIMARY KEY,
    objects INTEGER NOT NULL CHECK (objects >= 0),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    bad INTEGER NOT NULL CHECK (bad >= 0), -- damaged or missing
    read_since TEXT -- everything was read at least once since then
) STRICT;

-- Objects found bad by vault.verified, vault.scrubbed or backup.finished, until object.repaired or a vault.verified that found them well.
CREATE TABLE object_damage (
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    problem TEXT NOT NULL CHECK (problem IN ('damaged', 'missing')),
    PRIMARY KEY (sha256, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX object_damage_one ON object_damage (sha256) WHERE to_seq IS NULL;

-- Documents that are alike.

-- duplicate.decided
CREATE TABLE duplicate_decision (
    document INTEGER NOT NULL REFERENCES document (seq), -- the newer one where one is a new version
    other INTEGER NOT NULL REFERENCES document (seq),
    from_seq INTEGER NOT NULL,
    to_seq INTEGER CHECK (to_seq > from_seq),
    decision TEXT NOT NULL CHECK (decision IN ('same', 'version', 'different')),
    note TEXT,
    PRIMARY KEY (document, other, from_seq),
    CHECK (document <> other)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_decision_other ON duplicate_decision (other, document);

-- Archives.

-- document.added, document.named with a checksum: the entry of a zip that the name is, so that it is known again unread.
CREATE TABLE archive_entry (
    crc32 INTEGER NOT NULL CHECK (crc32 BETWEEN 0 AND 4294967295),
    name INTEGER NOT NULL REFERENCES document_name (from_seq),
    PRIMARY KEY (crc32, name)
) STRICT, WITHOUT ROWID;

-- Mails and what came attached to them.

-- document.added, document.named with attachedTo: the name is the one that a mail gave its attachment
CREATE TABLE document_attached (
    name_seq INTEGER PRIMARY KEY REFERENCES document_name (from_seq),
    mail INTEGER NOT NULL REFERENCES document (seq)
) STRICT;
CREATE INDEX document_attached_mail ON document_attached (mail);

-- Ledgers.

-- ledger.mapped, ledger.unmapped: what the columns of a ledger mean, remembered under a name for the same headings
CREATE TABLE ledger_mapping (
    from_seq INTEGER PRIMARY KEY,
    to_seq INTEGER CHECK (to_seq > from_seq),
    name TEXT NOT NULL CHECK (name <> ''),
    headings TEXT NOT NULL, -- JSON: all headings of the sheet
    headings_key TEXT NOT NULL, -- the folded headings in their order of bytes, a line each
    mapping TEXT NOT NULL -- JSON: column heading to field
) STRICT;
CREATE UNIQUE INDEX ledger_mapping_one ON ledger_mapping (name, headings_key) WHERE to_seq IS NULL;
