-- The subset that SQLite and PostgreSQL share: times are microseconds UTC in bigint (0 is none), ids and JSON are text.
-- A primary key in integer, not bigint, is where SQLite finds a row without an index.

-- +goose Up
CREATE TABLE meta (
    name  text PRIMARY KEY NOT NULL,
    value text NOT NULL
);

-- The log. feed is the order of the whole store, 1..n without gaps; seq is the order within one subject.
CREATE TABLE events (
    feed         integer PRIMARY KEY NOT NULL,
    id           text   NOT NULL UNIQUE,
    subject_kind text   NOT NULL,
    subject_id   text   NOT NULL,
    seq          bigint NOT NULL,
    actor        text   NOT NULL,
    action       text   NOT NULL,
    at           bigint NOT NULL,
    body         text   NOT NULL,
    UNIQUE (subject_kind, subject_id, seq)
);
CREATE INDEX events_actor ON events (actor, subject_kind, subject_id);

-- The last number given in each series, and in the feed.
CREATE TABLE counters (
    name text   PRIMARY KEY NOT NULL,
    last bigint NOT NULL
);

-- Requests in one row each, folded from the log. doc is the feed number of the request's first event: the row's
-- name in the search index.
CREATE TABLE summaries (
    doc         integer PRIMARY KEY NOT NULL,
    id          text   NOT NULL UNIQUE,
    number      text   NOT NULL,
    kind        text   NOT NULL,
    title       text   NOT NULL,
    unit        text   NOT NULL,
    unit_name   text   NOT NULL,
    status      text   NOT NULL,
    since       bigint NOT NULL,
    filed       bigint NOT NULL,
    updated     bigint NOT NULL,
    round       bigint NOT NULL,
    level       bigint NOT NULL,
    profile     text   NOT NULL,
    filed_by    text   NOT NULL,
    asks        text   NOT NULL,
    trial_began bigint NOT NULL,
    trial_days  bigint NOT NULL,
    read_only   bigint NOT NULL
);
CREATE UNIQUE INDEX summaries_number ON summaries (number) WHERE number <> '';
CREATE INDEX summaries_updated ON summaries (updated, id);
CREATE INDEX summaries_since ON summaries (since, id);
CREATE INDEX summaries_status ON summaries (status, since, id);
CREATE INDEX summaries_unit ON summaries (unit, updated, id);

-- People, units, the office: folded from the log.
CREATE TABLE records (
    subject_kind text   NOT NULL,
    subject_id   text   NOT NULL,
    seq          bigint NOT NULL,
    body         text   NOT NULL,
    PRIMARY KEY (subject_kind, subject_id)
);

-- What stays on this desk and is no part of the log.
CREATE TABLE drafts (
    id    text   PRIMARY KEY NOT NULL,
    owner text   NOT NULL,
    saved bigint NOT NULL,
    body  text   NOT NULL
);
CREATE INDEX drafts_owner ON drafts (owner, saved, id);

CREATE TABLE secrets (
    person   text PRIMARY KEY NOT NULL,
    password text NOT NULL
);

CREATE TABLE settings (
    name  text PRIMARY KEY NOT NULL,
    value text NOT NULL
);
