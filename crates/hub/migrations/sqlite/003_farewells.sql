-- How many sessions were ended: another hub whose count it was not looks which of its sockets have lost theirs.
ALTER TABLE memory ADD COLUMN farewells INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER session_ended AFTER DELETE ON session BEGIN
    UPDATE memory SET farewells = farewells + 1;
END;
