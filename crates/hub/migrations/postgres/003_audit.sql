-- The table of migrations/sqlite/005_audit.sql, with the same meaning.

CREATE TABLE audit (
    number  BIGINT PRIMARY KEY, -- one more than the last: in the order of commits, without gaps
    at      BIGINT NOT NULL,
    action  TEXT NOT NULL,
    actor   TEXT NOT NULL, -- user:<id>, token:<id>, office (a command) or hub (by itself)
    subject TEXT, -- user:<id>, token:<id> or notification:<id>
    address TEXT, -- from where
    detail  TEXT, -- a type, a role, scopes
    amount  BIGINT, -- of how many
    hash    BYTEA NOT NULL -- SHA-256 of this line and of the hash before it
);

CREATE INDEX audit_age ON audit (at);
