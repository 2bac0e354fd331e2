-- What modules tell the hub, the tokens they show, and what only a receiver may read.

CREATE TABLE service_token (
    id          TEXT PRIMARY KEY NOT NULL, -- no secret
    name        TEXT NOT NULL,
    scopes      TEXT NOT NULL, -- with spaces between them
    secret_hash BLOB NOT NULL, -- SHA-256: a stolen database opens nothing
    added_at    INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    poster      TEXT NOT NULL, -- the token it was posted with
    id          TEXT NOT NULL, -- the poster's own
    model       TEXT NOT NULL,
    object      TEXT NOT NULL,
    action      TEXT NOT NULL CHECK (action IN ('created', 'updated', 'deleted')),
    fields      TEXT NOT NULL, -- JSON; emptied an hour after it was worked off
    previous    TEXT, -- JSON
    accepted_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL, -- it waits until then for what belongs to it
    done_at     INTEGER,
    failures    INTEGER NOT NULL DEFAULT 0, -- how many rules failed
    UNIQUE (poster, id)
) STRICT;

CREATE INDEX event_due ON event (due_at) WHERE done_at IS NULL;
CREATE INDEX event_model ON event (model, accepted_at);
CREATE INDEX event_done ON event (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE sensitive (
    notification_id TEXT PRIMARY KEY NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
    key_id          TEXT NOT NULL, -- by which key it opens
    sealed          BLOB NOT NULL -- AES-256-GCM: nonce, text and tag, bound to notification, receiver and key
) STRICT, WITHOUT ROWID;

CREATE INDEX sensitive_key ON sensitive (key_id);
