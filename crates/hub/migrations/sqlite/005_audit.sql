-- Who did what, when: never a text, an e-mail address or a secret.

CREATE TABLE audit (
    number  INTEGER PRIMARY KEY NOT NULL, -- one more than the last: in the order of commits, without gaps
    at      INTEGER NOT NULL,
    action  TEXT NOT NULL,
    actor   TEXT NOT NULL, -- user:<id>, token:<id>, office (a command) or hub (by itself)
    subject TEXT, -- user:<id>, token:<id> or notification:<id>
    address TEXT, -- from where
    detail  TEXT, -- a type, a role, scopes
    amount  INTEGER, -- of how many
    hash    BLOB NOT NULL -- SHA-256 of this line and of the hash before it
) STRICT;

CREATE INDEX audit_age ON audit (at);
