-- The tables of migrations/sqlite/006_imported.sql, with the same meaning.

CREATE TABLE imported_person (
    id        TEXT PRIMARY KEY,
    email     TEXT NOT NULL,
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    is_staff  BOOLEAN NOT NULL,
    is_active BOOLEAN NOT NULL,
    password  TEXT NOT NULL, -- SHA-256 of the hash: enough to see that it changed, and no password can be tried on it
    here      TEXT NOT NULL REFERENCES "user" (id) ON DELETE CASCADE -- another id than there for who had an account already
);

CREATE INDEX imported_person_here ON imported_person (here);

-- One that stands here, but not in notification, was removed at the hub, and stays so.
CREATE TABLE imported_notification (
    id     TEXT PRIMARY KEY,
    status TEXT NOT NULL
);
