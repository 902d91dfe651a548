-- Where files of the core systems come from by themselves, files that wait, and how far a run is.

-- A place that is looked into by a schedule. Where places are is the operator's configuration: here are only the name of
-- one and a folder in the municipality's own part of it, so that no municipality can reach another's files.
CREATE TABLE import_sources (
    tenant_id uuid NOT NULL REFERENCES tenants,
    source_id uuid NOT NULL,
    name text NOT NULL, -- shown to people
    target text COLLATE "C" NOT NULL,
    layout text NOT NULL,
    full_load boolean NOT NULL,
    place text COLLATE "C" NOT NULL, -- the operator's name for it
    folder text COLLATE "C" NOT NULL, -- in the municipality's part of the place; empty for all of it
    file_names text COLLATE "C" NOT NULL, -- which files: a pattern with *
    max_rejects bigint NOT NULL CHECK (max_rejects >= 0),
    every_minutes int CHECK (every_minutes BETWEEN 1 AND 1440),
    at_time time, -- in Japan
    active boolean NOT NULL,
    version int NOT NULL DEFAULT 1,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    removed_at timestamptz, -- runs keep naming it
    next_look_at timestamptz NOT NULL,
    leased_until timestamptz, -- somebody looks into it
    last_looked_at timestamptz,
    last_outcome text, -- in Japanese
    last_failed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, source_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((every_minutes IS NULL) <> (at_time IS NULL))
);
CREATE INDEX import_sources_due ON import_sources (tenant_id, next_look_at) WHERE active AND removed_at IS NULL;
CALL isolate('import_sources', 'SELECT, INSERT, UPDATE');

-- Files that were seen and may still be written to: one is complete when it is the same at two looks.
CREATE TABLE import_source_files (
    tenant_id uuid NOT NULL,
    source_id uuid NOT NULL,
    file_name text COLLATE "C" NOT NULL,
    bytes bigint NOT NULL,
    changed text COLLATE "C" NOT NULL, -- what the place says of its last change
    seen_at timestamptz NOT NULL, -- first, as it is
    PRIMARY KEY (tenant_id, source_id, file_name),
    FOREIGN KEY (tenant_id, source_id) REFERENCES import_sources (tenant_id, source_id)
);
CALL isolate('import_source_files', 'SELECT, INSERT, UPDATE, DELETE');

ALTER TABLE import_runs
    ADD COLUMN source_id uuid,
    ADD COLUMN file_name text NOT NULL DEFAULT '', -- as whoever gave it called it
    ADD COLUMN file_place text COLLATE "C", -- 'spool' or an operator's place; null where only whoever began it has it
    ADD COLUMN file_key text COLLATE "C", -- where in the place
    ADD COLUMN file_bytes bigint,
    ADD COLUMN queued_at timestamptz, -- null where it did not wait
    ADD COLUMN accept_removals boolean NOT NULL DEFAULT false,
    ADD COLUMN max_rejects bigint NOT NULL DEFAULT 10000,
    ADD COLUMN attempts int NOT NULL DEFAULT 0, -- how often the background took it up
    ADD COLUMN trouble text, -- why the last attempt ended early, in Japanese
    ADD FOREIGN KEY (tenant_id, source_id) REFERENCES import_sources (tenant_id, source_id),
    ADD CONSTRAINT import_runs_stored_check CHECK ((file_place IS NULL) = (file_key IS NULL)),
    DROP CONSTRAINT import_runs_state_check,
    ADD CONSTRAINT import_runs_state_check CHECK (state IN (
        'waiting', 'staging', 'applied', 'tried', 'refused', 'abandoned', 'repeated', 'failed')),
    DROP CONSTRAINT import_runs_check,
    ADD CONSTRAINT import_runs_check CHECK ((state IN ('waiting', 'staging')) = (ended_at IS NULL)),
    DROP CONSTRAINT import_runs_check1,
    ADD CONSTRAINT import_runs_check1 CHECK ((state IN ('refused', 'failed')) = (refusal IS NOT NULL));
CREATE INDEX import_runs_waiting ON import_runs (tenant_id, target, queued_at) WHERE state IN ('waiting', 'staging');
CREATE INDEX import_runs_by_source ON import_runs (tenant_id, source_id, started_at) WHERE source_id IS NOT NULL;

-- How far a run is, and who works on it. A row of its own: the switch-over holds the run's until its end.
CREATE TABLE import_progress (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    lease uuid NOT NULL,
    leased_until timestamptz NOT NULL,
    began_at timestamptz NOT NULL, -- this attempt
    began_bytes bigint NOT NULL, -- what was read before
    began_rows bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    bytes_done bigint NOT NULL,
    rows_done bigint NOT NULL,
    switched bigint, -- persons or entries; null while it reads
    switch_total bigint,
    PRIMARY KEY (tenant_id, run_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES import_runs (tenant_id, run_id)
);
CALL isolate('import_progress', 'SELECT, INSERT, UPDATE, DELETE');

-- Tenants with a source to look into or a run to work on at `moment`.
GRANT SELECT (tenant_id, next_look_at, active, removed_at, leased_until) ON import_sources TO madoguchi_gate;
GRANT SELECT (tenant_id, run_id, state, file_place) ON import_runs TO madoguchi_gate;
GRANT SELECT (tenant_id, run_id, leased_until) ON import_progress TO madoguchi_gate;
CREATE POLICY gate ON import_sources FOR SELECT TO madoguchi_gate USING (true);
CREATE POLICY gate ON import_runs FOR SELECT TO madoguchi_gate USING (true);
CREATE POLICY gate ON import_progress FOR SELECT TO madoguchi_gate USING (true);
CREATE FUNCTION tenants_with_due_imports(moment timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.tenant_id FROM public.import_sources s
    WHERE s.active AND s.removed_at IS NULL AND s.next_look_at <= moment
        AND (s.leased_until IS NULL OR s.leased_until <= moment)
    UNION
    SELECT r.tenant_id FROM public.import_runs r
    LEFT JOIN public.import_progress p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id
    WHERE r.state IN ('waiting', 'staging') AND r.file_place IS NOT NULL
        AND (p.leased_until IS NULL OR p.leased_until <= moment)
$$;
CALL hand_over('tenants_with_due_imports(timestamptz)', 'madoguchi_gate');

-- Only what rows are found by: statistics of names and addresses take longer than what they were made for.
CREATE OR REPLACE FUNCTION analyze_imports() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE public.import_staged_residents (tenant_id, run_id, addressee_number, history_number, household_number);
    ANALYZE public.import_staged_facts (tenant_id, run_id, addressee_number, part, history_number);
END
$$;
