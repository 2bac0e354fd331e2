-- Ids are UUIDs as text; times are microseconds since 1970, UTC.

CREATE TABLE user (
    id        TEXT PRIMARY KEY NOT NULL,
    email     TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    role      TEXT NOT NULL CHECK (role IN ('PATIENT', 'DOCTOR', 'NURSE', 'RECEPTION', 'ADMIN')),
    is_staff  INTEGER NOT NULL CHECK (is_staff IN (0, 1)),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    password  TEXT NOT NULL -- Argon2id, as a PHC string
) STRICT;

CREATE TABLE session (
    key_hash BLOB PRIMARY KEY NOT NULL, -- SHA-256 of the cookie: a stolen database opens no session
    user     TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    expires  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_user ON session (user);

CREATE TABLE notification (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of commits, in which sockets read
    id           TEXT NOT NULL UNIQUE,
    receiver     TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    message      TEXT NOT NULL,
    folded       TEXT NOT NULL, -- the message in lower case: LIKE folds ASCII only
    related_kind TEXT,
    related_id   TEXT,
    date         INTEGER NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('UNREAD', 'READ', 'DELETED')),
    delivered_at INTEGER
) STRICT;

CREATE INDEX notification_list ON notification (receiver, date, seq);
CREATE INDEX notification_stream ON notification (receiver, seq);
CREATE INDEX notification_unread ON notification (receiver) WHERE status = 'UNREAD';
CREATE INDEX notification_undelivered ON notification (receiver, seq)
    WHERE delivered_at IS NULL AND status <> 'DELETED';
