-- Events to other systems, and how each came to its receivers.
CREATE TABLE webhook_endpoints (
    tenant_id uuid NOT NULL REFERENCES tenants,
    endpoint_id uuid NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
    secret bytea NOT NULL, -- sealed with a key that is not in the database
    former_secret bytea, -- signs too, while the receiver changes over
    former_until timestamptz,
    state text NOT NULL CHECK (state IN ('active', 'paused', 'stopped')),
    paused_until timestamptz, -- it did not answer: it is left alone for a while
    changed_by uuid, -- null: on the command line, or the system
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((former_secret IS NULL) = (former_until IS NULL))
);
CALL isolate('webhook_endpoints', 'SELECT, INSERT, UPDATE');

-- What happened. `position` is in the order of writing, which is the order of happening within a case, because changes
-- of one case wait for each other. Read by pages in the order of (`written_in`, `position`) below the oldest open
-- transaction, so that no page leaves out an event that commits later.
CREATE TABLE webhook_events (
    tenant_id uuid NOT NULL REFERENCES tenants,
    event_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    written_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind text NOT NULL,
    subject text NOT NULL,
    case_id uuid, -- the case whose events are told in order; null: of no case
    data jsonb NOT NULL, -- ids and codes, nothing about a person
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX webhook_events_in_order ON webhook_events (tenant_id, written_in, position);
CREATE INDEX webhook_events_by_time ON webhook_events (tenant_id, at);
CALL isolate('webhook_events', 'SELECT, INSERT, DELETE');

CREATE TABLE webhook_deliveries (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    position bigint NOT NULL, -- the event's
    case_id uuid, -- the event's
    state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL,
    leased_until timestamptz,
    last_status int, -- of HTTP, where there was an answer
    last_error text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id, endpoint_id),
    FOREIGN KEY (tenant_id, event_id) REFERENCES webhook_events (tenant_id, event_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, endpoint_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, endpoint_id, next_at, position)
    WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_of_case ON webhook_deliveries (tenant_id, endpoint_id, case_id, position)
    WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (tenant_id, state, position);
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (tenant_id, position);
CALL isolate('webhook_deliveries', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE webhook_attempts (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    attempt int NOT NULL,
    at timestamptz NOT NULL,
    status int, -- of HTTP, where there was an answer
    error text, -- null: taken
    PRIMARY KEY (tenant_id, event_id, endpoint_id, attempt),
    FOREIGN KEY (tenant_id, event_id, endpoint_id)
        REFERENCES webhook_deliveries (tenant_id, event_id, endpoint_id) ON DELETE CASCADE
);
CALL isolate('webhook_attempts', 'SELECT, INSERT, DELETE');

-- Tenants that have work of these kinds to do at `moment`; or, with `all_but`, of all other kinds. So that work that
-- waits for others' machines has workers of its own, and holds nothing else up. What lies farther ahead than anything is
-- ever put there was put by a clock that has been set back since, and is due.
GRANT SELECT (kind) ON jobs TO madoguchi_gate;
DROP FUNCTION tenants_with_due_jobs(timestamptz);
CREATE FUNCTION tenants_with_due_jobs_of(moment timestamptz, kinds text[], all_but boolean) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT tenant_id FROM public.jobs
    WHERE (run_at <= moment OR run_at > moment + interval '2 hours')
        AND (leased_until IS NULL OR leased_until <= moment OR leased_until > moment + interval '2 days')
        AND (kind = ANY (kinds)) <> all_but
$$;
CALL hand_over('tenants_with_due_jobs_of(timestamptz, text[], boolean)', 'madoguchi_gate');

-- What residents have told beforehand through portals.
CREATE TABLE portal_documents (
    tenant_id uuid NOT NULL REFERENCES tenants,
    document_id uuid NOT NULL,
    name text NOT NULL,
    digest text NOT NULL, -- SHA-256 of the bytes
    bytes bytea NOT NULL, -- as it was received
    received_by uuid,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, document_id),
    UNIQUE (tenant_id, digest),
    FOREIGN KEY (tenant_id, received_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('portal_documents', 'SELECT, INSERT, DELETE');

CREATE TABLE portal_notices (
    tenant_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    source text NOT NULL,
    receipt_number text COLLATE "C" NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'prepared', 'visited', 'withdrawn')),
    prepared jsonb NOT NULL, -- the prepared case
    document_id uuid NOT NULL, -- the newest that it stands in
    visit_on date,
    version int NOT NULL, -- counts what was told
    case_id uuid, -- what it has become
    reported text, -- the state that the portal was told last
    received_at timestamptz NOT NULL,
    changed_by uuid, -- null: the system
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, notice_id),
    UNIQUE (tenant_id, source, receipt_number),
    FOREIGN KEY (tenant_id, document_id) REFERENCES portal_documents (tenant_id, document_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((state = 'visited') = (case_id IS NOT NULL))
);
CREATE INDEX portal_notices_by_visit ON portal_notices (tenant_id, state, visit_on);
CREATE INDEX portal_notices_by_document ON portal_notices (tenant_id, document_id);
CALL isolate('portal_notices', 'SELECT, INSERT, UPDATE, DELETE');
