-- Which events name which file, so that a hub can tell what a desk may fetch. It follows the log by itself.

-- +goose Up
CREATE TABLE named_files (
    hash text   NOT NULL,
    feed bigint NOT NULL,
    PRIMARY KEY (hash, feed)
) WITHOUT ROWID;
CREATE INDEX named_files_feed ON named_files (feed);
INSERT OR IGNORE INTO named_files
    SELECT json_extract(f.value, '$.hash'), e.feed FROM events AS e, json_each(e.body, '$.files') AS f
    WHERE json_extract(f.value, '$.hash') IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER events_name_files AFTER INSERT ON events WHEN instr(NEW.body, '"files":[') > 0 BEGIN
    INSERT OR IGNORE INTO named_files
        SELECT json_extract(f.value, '$.hash'), NEW.feed FROM json_each(NEW.body, '$.files') AS f
        WHERE json_extract(f.value, '$.hash') IS NOT NULL;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_forget_files AFTER DELETE ON events BEGIN
    DELETE FROM named_files WHERE feed = OLD.feed;
END;
-- +goose StatementEnd
