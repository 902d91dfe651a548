-- Staff, their sessions, and what guards the sign-in.
CREATE TABLE staff (
    tenant_id uuid NOT NULL REFERENCES tenants,
    staff_id uuid NOT NULL,
    sign_in_name text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL CHECK (role IN ('front_desk', 'back_office', 'section_chief', 'administrator')),
    section_id uuid NOT NULL,
    active boolean NOT NULL,
    password_hash text NOT NULL, -- PHC string
    must_change_password boolean NOT NULL,
    locked_until timestamptz,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, staff_id),
    UNIQUE (tenant_id, sign_in_name),
    FOREIGN KEY (tenant_id, section_id) REFERENCES sections (tenant_id, section_id)
);
CREATE INDEX staff_by_section ON staff (tenant_id, section_id);
CALL isolate('staff', 'SELECT, INSERT, UPDATE');

CREATE TABLE sessions (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    token_sha256 bytea NOT NULL CHECK (length(token_sha256) = 32), -- never the token
    staff_id uuid NOT NULL,
    csrf_secret bytea NOT NULL CHECK (length(csrf_secret) = 32),
    host text NOT NULL,
    address text NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX sessions_by_staff ON sessions (tenant_id, staff_id);
-- The one index that does not begin with the tenant: a session is what tells the tenant.
CREATE INDEX sessions_by_token ON sessions USING hash (token_sha256);
CALL isolate('sessions', 'SELECT, INSERT, UPDATE, DELETE');

GRANT SELECT (tenant_id, session_id, token_sha256) ON sessions TO madoguchi_gate;
CREATE POLICY gate ON sessions FOR SELECT TO madoguchi_gate USING (true);

-- The session whose token has this hash: ids only, and no judgement of whether it is still good.
CREATE FUNCTION session_by_token(token_hash bytea, OUT tenant_id uuid, OUT session_id uuid) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.tenant_id, s.session_id FROM public.sessions s WHERE s.token_sha256 = token_hash
$$;
CALL hand_over('session_by_token(bytea)', 'madoguchi_gate');

CREATE TABLE sign_in_attempts (
    tenant_id uuid NOT NULL REFERENCES tenants,
    attempt_id uuid NOT NULL,
    name_key text COLLATE "C" NOT NULL, -- the name as typed, or what the caller made of it
    address text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    succeeded boolean NOT NULL,
    PRIMARY KEY (tenant_id, attempt_id)
);
CREATE INDEX sign_in_attempts_by_name ON sign_in_attempts (tenant_id, name_key, at);
CREATE INDEX sign_in_attempts_by_address ON sign_in_attempts (tenant_id, address, at);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (tenant_id, at);
CALL isolate('sign_in_attempts', 'SELECT, INSERT, DELETE');

-- A form that was sent after its session had ended, kept for the next sign-in of the same person.
CREATE TABLE parked_forms (
    tenant_id uuid NOT NULL,
    key_sha256 bytea NOT NULL CHECK (length(key_sha256) = 32),
    staff_id uuid NOT NULL,
    path text NOT NULL,
    body bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key_sha256),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX parked_forms_by_staff ON parked_forms (tenant_id, staff_id);
CREATE INDEX parked_forms_by_expiry ON parked_forms (tenant_id, expires_at);
CALL isolate('parked_forms', 'SELECT, INSERT, DELETE');
