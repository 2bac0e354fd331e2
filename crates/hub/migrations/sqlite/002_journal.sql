-- What docs/capabilities.md promises: changes in order, removals that are remembered, actions that are done once.

CREATE TABLE journal (
    revision        INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of changes, in which clients and sockets read
    receiver        TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    notification_id TEXT NOT NULL UNIQUE, -- only its last change counts
    removed_at      INTEGER -- when the row was removed for good
) STRICT;

CREATE INDEX journal_stream ON journal (receiver, revision);
CREATE INDEX journal_removed ON journal (removed_at) WHERE removed_at IS NOT NULL;

INSERT INTO journal (receiver, notification_id) SELECT receiver, id FROM notification ORDER BY seq;

-- Whoever changes a notification, in whatever process: no change goes past the journal.
CREATE TRIGGER notification_written AFTER INSERT ON notification BEGIN
    INSERT OR REPLACE INTO journal (receiver, notification_id) VALUES (new.receiver, new.id);
END;

CREATE TRIGGER notification_marked AFTER UPDATE OF status ON notification WHEN new.status <> old.status BEGIN
    INSERT OR REPLACE INTO journal (receiver, notification_id) VALUES (new.receiver, new.id);
END;

CREATE TABLE memory (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    identity  TEXT NOT NULL, -- of this database: a cursor of another one means nothing here
    forgotten INTEGER NOT NULL -- removals up to this revision are not remembered
) STRICT;

INSERT INTO memory VALUES (1, lower(hex(randomblob(8))), 0);

-- The keys of actions that were done.
CREATE TABLE action_key (
    user    TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    key     TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    PRIMARY KEY (user, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX action_key_age ON action_key (done_at);

-- The totals that every answer about changes carries.
CREATE INDEX notification_kept ON notification (receiver, status) WHERE status <> 'DELETED';
