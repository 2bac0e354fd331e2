-- What `hub import` has taken over from TakeCare's database, as it was there the last time: what changes there is carried over
-- by the next one, and what was done here meanwhile stays.

CREATE TABLE imported_person (
    id        TEXT PRIMARY KEY NOT NULL,
    email     TEXT NOT NULL,
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    is_staff  INTEGER NOT NULL CHECK (is_staff IN (0, 1)),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    password  TEXT NOT NULL, -- SHA-256 of the hash: enough to see that it changed, and no password can be tried on it
    here      TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE -- another id than there for who had an account already
) STRICT, WITHOUT ROWID;

CREATE INDEX imported_person_here ON imported_person (here);

-- One that stands here, but not in notification, was removed at the hub, and stays so.
CREATE TABLE imported_notification (
    id     TEXT PRIMARY KEY NOT NULL,
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
