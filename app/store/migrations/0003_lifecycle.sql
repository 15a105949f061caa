-- What change and termination add to a request's row. Only the log knows what belongs here: the store is folded anew
-- when it is opened (rebuild.go).

-- +goose Up
ALTER TABLE summaries ADD COLUMN system text NOT NULL DEFAULT '';
ALTER TABLE summaries ADD COLUMN major bigint NOT NULL DEFAULT 0;
ALTER TABLE summaries ADD COLUMN assignee text NOT NULL DEFAULT '';
ALTER TABLE summaries ADD COLUMN copied text NOT NULL DEFAULT '[]';

-- Who got a copy of which request. The row has them too, in their order, to be read with it; here they are found.
CREATE TABLE summary_copies (
    doc    integer NOT NULL,
    person text    NOT NULL,
    PRIMARY KEY (doc, person)
);
CREATE INDEX summary_copies_person ON summary_copies (person, doc);

CREATE INDEX summaries_system ON summaries (system, updated, id);
CREATE INDEX summaries_assignee ON summaries (assignee, since, id);

-- Kinds of request share statuses; the kind at the end tells them apart without a look at the row.
DROP INDEX summaries_status;
CREATE INDEX summaries_status ON summaries (status, since, id, kind);
