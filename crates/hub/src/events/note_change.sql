-- Notes what happens in a module's table, in the transaction in which it happens. A fault in here never fails the module:
-- it is a warning in the log of PostgreSQL.
CREATE OR REPLACE FUNCTION takecare_hub.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = takecare_hub, pg_temp AS $$
DECLARE
    fields JSONB;
    before JSONB;
    link   RECORD;
    linked JSONB;
    look   TEXT;
    now_us BIGINT := extract(epoch FROM clock_timestamp()) * 1000000;
BEGIN
    IF TG_OP = 'DELETE' THEN fields := to_jsonb(OLD); ELSE fields := to_jsonb(NEW); END IF;
    IF TG_OP = 'UPDATE' THEN before := to_jsonb(OLD); END IF;
    -- What a column named in the trigger points to, as a nested field of its name without `_id`.
    FOR link IN
        SELECT own.attname AS name, con.confrelid::regclass AS target, theirs.attname AS key
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_attribute own ON own.attrelid = con.conrelid AND own.attnum = con.conkey[1]
        JOIN pg_catalog.pg_attribute theirs ON theirs.attrelid = con.confrelid AND theirs.attnum = con.confkey[1]
        WHERE con.conrelid = TG_RELID AND con.contype = 'f' AND own.attname = ANY (TG_ARGV)
    LOOP
        look := format('SELECT to_jsonb(t) FROM %s t WHERE t.%I = ($1).%I', link.target, link.key, link.name);
        IF TG_OP = 'DELETE' THEN EXECUTE look INTO linked USING OLD; ELSE EXECUTE look INTO linked USING NEW; END IF;
        linked := jsonb_build_object(regexp_replace(link.name, '_id$', ''), linked);
        -- A row that points where it did before has not changed in this.
        IF before -> link.name = fields -> link.name THEN before := before || linked; END IF;
        fields := fields || linked;
    END LOOP;
    INSERT INTO event (poster, id, model, object, action, fields, previous, accepted_at, due_at)
    VALUES ('table', gen_random_uuid()::text, TG_TABLE_NAME, coalesce(fields ->> 'id', ''),
            CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' ELSE 'deleted' END,
            fields::text, before::text, now_us, now_us);
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'the hub was not told of a change in %: SQLSTATE %', TG_TABLE_NAME, SQLSTATE;
    RETURN NULL;
END $$
