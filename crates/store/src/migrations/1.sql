-- What SQL needs stands in the clear; everything else is in `sealed`, which is bound to all clear columns of its row.
CREATE TABLE inbox (
    seq       INTEGER PRIMARY KEY,         -- order of arrival at this desktop; a number is never given twice
    tag       BLOB    NOT NULL UNIQUE,     -- keyed tag of the id: unique, and says nothing
    date      INTEGER NOT NULL,            -- when the server made it, microseconds since 1970 in UTC
    kind      TEXT    NOT NULL,            -- the type as the wire spells it
    status    INTEGER NOT NULL,            -- what the user sees: 0 unread, 1 read, 2 deleted; 3 let go (see retention.rs)
    server    INTEGER NOT NULL,            -- what the server last said: 0 unread, 1 read, 2 deleted
    follow_up INTEGER NOT NULL DEFAULT 0,  -- 1 while the user wants to come back to it; when is sealed
    snoozed   INTEGER NOT NULL DEFAULT 0,  -- 1 while it is snoozed, as long as it is unread; until when is sealed
    sealed    BLOB    NOT NULL             -- id, message, related object, both times; of rows not shown the bare id
) STRICT;
-- Lists are read newest first by (date, seq): an index ends with seq by itself. Each row that is shown stands in two
-- indexes, or in that of the snoozed ones; the list of all rows is those of the unread, the snoozed and the read, merged.
CREATE INDEX inbox_unread ON inbox (date) WHERE status = 0 AND snoozed = 0;
CREATE INDEX inbox_read ON inbox (date) WHERE status = 1;
CREATE INDEX inbox_unread_by_kind ON inbox (kind, date) WHERE status = 0 AND snoozed = 0;
CREATE INDEX inbox_read_by_kind ON inbox (kind, date) WHERE status = 1;
CREATE INDEX inbox_snoozed ON inbox (date) WHERE status = 0 AND snoozed = 1;
CREATE INDEX inbox_follow_up ON inbox (date) WHERE follow_up = 1 AND status < 2;
-- What the server should have, and what it has no longer.
CREATE INDEX inbox_server ON inbox (server, date) WHERE server < 2;
CREATE INDEX inbox_gone ON inbox (date) WHERE server = 2;
CREATE INDEX inbox_pending ON inbox (seq) WHERE status <> server AND status < 3;

-- About actions that the server has not confirmed. That there is one, and what is wanted, stands in the inbox, sealed:
-- `status` where it differs from `server`, unless the row is let go. What is lost here costs order and certainty, and no
-- action.
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
