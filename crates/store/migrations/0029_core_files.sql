-- Files for core systems: where they go and when, where answers come from, and what restricted fields are in them.

-- A kind of file that has a row here has a destination. With neither interval nor time it is made on demand only.
ALTER TABLE core_schedules
    ALTER COLUMN every_minutes DROP NOT NULL,
    ALTER COLUMN next_at DROP NOT NULL,
    ADD COLUMN at_time time, -- in Japan
    ADD COLUMN folder text NOT NULL DEFAULT '', -- in the municipality's part of the place
    ADD COLUMN answers_folder text, -- null: answers are not fetched
    ADD COLUMN looked_at timestamptz,
    ADD COLUMN look_outcome text, -- what was found; names of files, never what stands in them
    ADD COLUMN look_failed boolean NOT NULL DEFAULT false,
    ADD CHECK (every_minutes IS NULL OR at_time IS NULL),
    ADD CHECK ((next_at IS NULL) = (every_minutes IS NULL AND at_time IS NULL)),
    ADD CHECK ((looked_at IS NULL) = (look_outcome IS NULL));

-- Whoever does not see one of these groups does not get the file.
ALTER TABLE core_files ADD COLUMN field_groups text[] COLLATE "C" NOT NULL DEFAULT '{}';

-- The section whose answers they are; null: received before this was noted, seen by administrators only.
ALTER TABLE core_answer_files ADD COLUMN section text COLLATE "C";

-- Files of answers that somebody may still write to: when each was last seen to change.
CREATE TABLE core_answers_seen (
    tenant_id uuid NOT NULL REFERENCES tenants,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    bytes bigint NOT NULL,
    changed text NOT NULL, -- what the place says of its last change; only to be compared
    since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, name)
);
CALL isolate('core_answers_seen', 'SELECT, INSERT, UPDATE, DELETE');
