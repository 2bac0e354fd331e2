-- What SQL needs stands in the clear; everything else is in `sealed`, which is bound to all clear columns of its row.
CREATE TABLE inbox (
    seq    INTEGER PRIMARY KEY,      -- order of arrival at this desktop; a number is never given twice
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
CREATE INDEX inbox_pending ON inbox (seq) WHERE status <> server;

-- About actions that the server has not confirmed. That there is one, and what is wanted, stands in the inbox, sealed:
-- `status` where it differs from `server`. What is lost here costs order and certainty, and no action.
CREATE TABLE outbox (
    seq     INTEGER PRIMARY KEY,                         -- order of acting
    row     INTEGER NOT NULL UNIQUE REFERENCES inbox (seq),
    sent    INTEGER NOT NULL DEFAULT 0,                  -- whether it was on its way once: the server may have done it
    key     BLOB    NOT NULL,                            -- what makes it the same however often it is sent
    refused TEXT                                         -- why the server will never take it; then it waits no more
) STRICT;

-- The data key, wrapped by the account's key in the keyring.
CREATE TABLE data_key (
    epoch   INTEGER PRIMARY KEY,     -- grows with each new data key; there is one row
    wrapped BLOB    NOT NULL
) STRICT;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,          -- 'announced': an inbox.seq; 'cursor': the server's word for where to go on
    value ANY  NOT NULL
) STRICT;
