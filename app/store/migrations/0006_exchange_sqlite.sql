-- What only SQLite understands: a replica may give back what is no longer its own to hold; nobody else deletes events.

-- +goose Up
DROP TRIGGER events_last;
-- +goose StatementBegin
CREATE TRIGGER events_last BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM meta WHERE name = 'role' AND value = 'replica') BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;
-- +goose StatementEnd
