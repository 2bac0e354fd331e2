-- What makes an action the same however often it is sent.
ALTER TABLE outbox ADD COLUMN key BLOB;
UPDATE outbox SET key = randomblob(16);
