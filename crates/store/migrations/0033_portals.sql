-- Portals' own APIs: connections, what is to be fetched, and what the portal is told.
CREATE TABLE portal_connections (
    tenant_id uuid NOT NULL REFERENCES tenants,
    connection_id uuid NOT NULL,
    name text NOT NULL,
    definition text COLLATE "C" NOT NULL, -- how the portal's API is spoken to
    mapping text COLLATE "C" NOT NULL, -- which kind of file it gives out
    base_url text NOT NULL,
    client_id text NOT NULL,
    secret bytea NOT NULL, -- sealed with a key that is not in the database
    active boolean NOT NULL,
    every_minutes int NOT NULL CHECK (every_minutes BETWEEN 1 AND 1440),
    reports boolean NOT NULL, -- the portal is told how far applications are
    next_at timestamptz NOT NULL,
    seen timestamptz, -- by the portal's clock: everything that changed until then has been noted
    looked_at timestamptz,
    outcome text, -- counts and reasons; nothing about a person
    failed boolean NOT NULL DEFAULT false,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((looked_at IS NULL) = (outcome IS NULL))
);
CALL isolate('portal_connections', 'SELECT, INSERT, UPDATE');

-- Applications that a portal has listed. One waits until its file has been taken in, in the same transaction.
CREATE TABLE portal_fetches (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    receipt_number text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL, -- by the portal's clock
    state text NOT NULL CHECK (state IN ('waiting', 'taken', 'failed')),
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL,
    problem text, -- why it was not taken; never what stood there
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, receipt_number),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES portal_connections (tenant_id, connection_id)
);
CREATE INDEX portal_fetches_due ON portal_fetches (tenant_id, connection_id, next_at) WHERE state = 'waiting';
CALL isolate('portal_fetches', 'SELECT, INSERT, UPDATE, DELETE');

-- Through which connection a notice came, and what the portal was told of it.
ALTER TABLE portal_notices
    ADD COLUMN connection_id uuid,
    ADD COLUMN told text, -- how far it was when the portal was told last
    ADD COLUMN tell_attempts int NOT NULL DEFAULT 0,
    ADD COLUMN tell_at timestamptz, -- null: as soon as there is something to tell
    ADD COLUMN tell_problem text,
    ADD FOREIGN KEY (tenant_id, connection_id) REFERENCES portal_connections (tenant_id, connection_id);
CREATE INDEX portal_notices_by_connection ON portal_notices (tenant_id, connection_id) WHERE connection_id IS NOT NULL;

-- The notice that a case came from.
CREATE INDEX portal_notices_by_case ON portal_notices (tenant_id, case_id) WHERE case_id IS NOT NULL;
