-- On whose behalf a request was acted on (代 X 办理), to be found by that person. The log knows; the store is folded
-- anew when it is opened (rebuild.go).

-- +goose Up
CREATE TABLE summary_principals (
    doc    integer NOT NULL,
    person text    NOT NULL,
    PRIMARY KEY (doc, person)
);
CREATE INDEX summary_principals_person ON summary_principals (person, doc);
