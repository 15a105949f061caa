-- The program notes which event names which file: it knows the event, and the database would have to read its JSON.

-- +goose Up
DROP TRIGGER events_name_files;
