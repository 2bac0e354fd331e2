-- What SQL needs stands in the clear; everything else is in `sealed`, which is bound to all clear columns of its row.
CREATE TABLE inbox (
    seq    INTEGER PRIMARY KEY,      -- order of arrival at this desktop
    tag    BLOB    NOT NULL UNIQUE,  -- keyed tag of the id: unique, and says nothing
    date   INTEGER NOT NULL,         -- when the server made it, microseconds since 1970 in UTC
    kind   TEXT    NOT NULL,         -- the type as the wire spells it
    status INTEGER NOT NULL,         -- what the user sees: 0 unread, 1 read, 2 deleted
    server INTEGER NOT NULL,         -- what the server last said, in the same numbers
    sealed BLOB    NOT NULL          -- id, message, related object
) STRICT;
CREATE INDEX inbox_by_date ON inbox (date, seq) WHERE status < 2;
CREATE INDEX inbox_unread ON inbox (kind, date, seq) WHERE status = 0;
CREATE INDEX inbox_unread_by_date ON inbox (date, seq) WHERE status = 0;
CREATE INDEX inbox_server ON inbox (server) WHERE server < 2;

-- Actions the server has not confirmed. What is wanted stands in the inbox: `status` where it differs from `server`.
CREATE TABLE outbox (
    seq     INTEGER PRIMARY KEY,     -- order of acting
    tag     BLOB    NOT NULL UNIQUE REFERENCES inbox (tag),
    sent    INTEGER NOT NULL DEFAULT 0,  -- whether it was on its way once: the server may have done it
    refused TEXT                     -- why the server will never take it; such a row waits for nothing any more
) STRICT;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,          -- 'check': a sealed constant that proves the key; 'announced': an inbox.seq
    value ANY  NOT NULL
) STRICT;
