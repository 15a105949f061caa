-- Desks and hub. A store is its own hub, or a replica: then meta says role = replica, events are the hub's, and what the
-- desk's people did meanwhile waits in the outbox.

-- +goose Up
-- Acts on their way to the hub. seq is the desk's own count. feed is not 0 once the hub has numbered the act and only
-- what lies before it in its subject is still missing here.
CREATE TABLE outbox (
    seq          integer PRIMARY KEY NOT NULL,
    id           text   NOT NULL UNIQUE,
    subject_kind text   NOT NULL,
    subject_id   text   NOT NULL,
    after        text   NOT NULL,
    actor        text   NOT NULL,
    feed         bigint NOT NULL,
    body         text   NOT NULL
);
CREATE INDEX outbox_subject ON outbox (subject_kind, subject_id, seq);

-- Acts that the hub numbered, as they were sent: a hub that was restored from a copy may not know them any more.
CREATE TABLE sent (
    id    text   PRIMARY KEY NOT NULL,
    seq   bigint NOT NULL,
    at    bigint NOT NULL,
    after text   NOT NULL,
    body  text   NOT NULL
);
CREATE INDEX sent_at ON sent (at);

-- Acts that the hub did not take, with its answer, for their author to settle.
CREATE TABLE refused (
    id      text   PRIMARY KEY NOT NULL,
    seq     bigint NOT NULL,
    after   text   NOT NULL,
    at      bigint NOT NULL,
    settled bigint NOT NULL,
    body    text   NOT NULL,
    answer  text   NOT NULL
);
CREATE INDEX refused_settled ON refused (settled, seq, id);

-- The desks that a hub knows. seq is the last act that was answered.
CREATE TABLE devices (
    id          text   PRIMARY KEY NOT NULL,
    seq         bigint NOT NULL,
    scope_epoch bigint NOT NULL,
    seen        bigint NOT NULL,
    body        text   NOT NULL
);

-- What a hub answered to each act, for ever. digest is of the act's content.
CREATE TABLE answers (
    id      text   PRIMARY KEY NOT NULL,
    device  text   NOT NULL,
    seq     bigint NOT NULL,
    digest  text   NOT NULL,
    verdict text   NOT NULL,
    body    text   NOT NULL
);

-- Which unit's desks hold what, and since which event (held = 1), or held it until then (held = 0). late is 1 when the
-- subject had a past before it came to the unit: it is then sent whole.
CREATE TABLE scopes (
    unit         text   NOT NULL,
    subject_kind text   NOT NULL,
    subject_id   text   NOT NULL,
    since        bigint NOT NULL,
    held         bigint NOT NULL,
    late         bigint NOT NULL,
    PRIMARY KEY (unit, subject_kind, subject_id)
);
CREATE INDEX scopes_subject ON scopes (subject_kind, subject_id);
CREATE INDEX scopes_moved ON scopes (unit, since) WHERE held = 0 OR late = 1;
