-- What only SQLite understands.

-- +goose Up
-- The words of each request, without the text itself. They are cut by this program (bigram.go): the ascii tokenizer
-- splits at the spaces between them and leaves every Chinese character alone, also those newer than SQLite's tables.
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, tokenize='ascii');

-- The log is written once. Whoever edits it all the same has to take the locks off first, and Verify finds it.
-- +goose StatementBegin
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never edited');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;
-- +goose StatementEnd
