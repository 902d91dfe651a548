-- Programs of other services that use the API.

-- A client acts as an account of the staff that nobody can sign in with: whatever it does carries that account's name,
-- role and section, like everybody else's deeds.
CREATE TABLE api_clients (
    tenant_id uuid NOT NULL REFERENCES tenants,
    client_id uuid NOT NULL, -- OAuth 2 client_id
    staff_id uuid NOT NULL,
    purpose text NOT NULL,
    scopes text[] COLLATE "C" NOT NULL,
    requests_per_minute int NOT NULL CHECK (requests_per_minute BETWEEN 1 AND 100000),
    active boolean NOT NULL,
    version int NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, client_id),
    UNIQUE (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('api_clients', 'SELECT, INSERT, UPDATE (purpose, scopes, requests_per_minute, active, version)');

-- A client has several keys at once while one is being replaced by the next.
CREATE TABLE api_client_keys (
    tenant_id uuid NOT NULL,
    key_id uuid NOT NULL,
    client_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('secret', 'public_key')),
    secret_sha256 bytea CHECK (length(secret_sha256) = 32), -- of 256 random bits; never the secret
    public_key jsonb, -- a JWK (RFC 7517), or {"pem": SubjectPublicKeyInfo}
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (tenant_id, key_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES api_clients (tenant_id, client_id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((kind = 'secret') = (secret_sha256 IS NOT NULL)),
    CHECK ((kind = 'public_key') = (public_key IS NOT NULL))
);
CREATE INDEX api_client_keys_by_client ON api_client_keys (tenant_id, client_id, created_at);
CALL isolate('api_client_keys', 'SELECT, INSERT, UPDATE (revoked_at, last_used_at)');

-- Access tokens, by their SHA-256. The tenant is known by the host name before a token is looked up.
CREATE TABLE api_tokens (
    tenant_id uuid NOT NULL,
    token_sha256 bytea NOT NULL CHECK (length(token_sha256) = 32),
    token_id uuid NOT NULL, -- what the record of operations names instead of a session
    key_id uuid NOT NULL, -- a token dies with the key it was got with
    scopes text[] COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, token_sha256),
    FOREIGN KEY (tenant_id, key_id) REFERENCES api_client_keys (tenant_id, key_id)
);
CREATE INDEX api_tokens_by_expiry ON api_tokens (tenant_id, expires_at);
CREATE INDEX api_tokens_by_key ON api_tokens (tenant_id, key_id);
CALL isolate('api_tokens', 'SELECT, INSERT, DELETE');

-- Assertions that were used, so that none is used twice (RFC 7523 section 3, jti).
CREATE TABLE api_assertions (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    jti_sha256 bytea NOT NULL CHECK (length(jti_sha256) = 32),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, client_id, jti_sha256),
    FOREIGN KEY (tenant_id, client_id) REFERENCES api_clients (tenant_id, client_id)
);
CREATE INDEX api_assertions_by_expiry ON api_assertions (tenant_id, expires_at);
CALL isolate('api_assertions', 'SELECT, INSERT, DELETE');

-- What was answered to a change with an idempotency key, so that the same change sent again is answered the same and
-- not done again. Kept for a day.
CREATE TABLE api_replies (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    key_sha256 bytea NOT NULL CHECK (length(key_sha256) = 32),
    request_sha256 bytea NOT NULL CHECK (length(request_sha256) = 32),
    status smallint,
    etag text,
    location text,
    body bytea, -- JSON
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, client_id, key_sha256),
    FOREIGN KEY (tenant_id, client_id) REFERENCES api_clients (tenant_id, client_id),
    CHECK ((status IS NULL) = (body IS NULL))
);
CREATE INDEX api_replies_by_time ON api_replies (tenant_id, at);
CALL isolate('api_replies', 'SELECT, INSERT, UPDATE (status, etag, location, body), DELETE');

-- Counts by day.
CREATE INDEX hand_offs_by_time ON hand_offs (tenant_id, handed_at);
CREATE INDEX applications_by_time ON applications (tenant_id, created_at);
