-- Each act moves its request in every index that knows its status or its time. These two need neither: a system has few
-- requests, and most have no assignee.

-- +goose Up
DROP INDEX summaries_system;
CREATE INDEX summaries_system ON summaries (system);
DROP INDEX summaries_assignee;
CREATE INDEX summaries_assignee ON summaries (assignee, since, id) WHERE assignee <> '';
