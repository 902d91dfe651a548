-- The one durable queue of background work. A finished job is deleted; one that cannot succeed is moved to
-- the dead letters.
CREATE TABLE jobs (
    tenant_id uuid NOT NULL REFERENCES tenants,
    job_id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL, -- not before
    lease uuid, -- the lease under which it runs
    leased_until timestamptz,
    last_error text,
    enqueued_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, job_id),
    CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX jobs_due ON jobs (tenant_id, run_at);
CALL isolate('jobs', 'SELECT, INSERT, UPDATE, DELETE');

GRANT SELECT (tenant_id, run_at, leased_until) ON jobs TO madoguchi_gate;
CREATE POLICY gate ON jobs FOR SELECT TO madoguchi_gate USING (true);

-- Tenants that have work to do at `moment`.
CREATE FUNCTION tenants_with_due_jobs(moment timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT tenant_id FROM public.jobs
    WHERE run_at <= moment AND (leased_until IS NULL OR leased_until <= moment)
$$;
CALL hand_over('tenants_with_due_jobs(timestamptz)', 'madoguchi_gate');

CREATE TABLE dead_letters (
    tenant_id uuid NOT NULL REFERENCES tenants,
    job_id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    attempts int NOT NULL,
    last_error text NOT NULL,
    enqueued_at timestamptz NOT NULL,
    died_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, job_id)
);
CREATE INDEX dead_letters_by_time ON dead_letters (tenant_id, died_at);
CALL isolate('dead_letters', 'SELECT, INSERT, DELETE');
