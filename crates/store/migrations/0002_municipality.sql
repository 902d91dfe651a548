-- Municipalities and what each is made of, apart from people.
CREATE TABLE tenants (
    tenant_id uuid PRIMARY KEY,
    code text NOT NULL CHECK (code ~ '^[0-9]{6}$'), -- 全国地方公共団体コード
    prefecture text NOT NULL,
    name text NOT NULL,
    kana text NOT NULL,
    hosts text[] NOT NULL, -- host names, lower case, without a port
    settings jsonb NOT NULL DEFAULT '{}'
);
CALL isolate('tenants', 'SELECT, UPDATE (settings)');

CREATE TABLE sections (
    tenant_id uuid NOT NULL REFERENCES tenants,
    section_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    place text NOT NULL,
    phone text NOT NULL,
    position int NOT NULL, -- order on screens
    PRIMARY KEY (tenant_id, section_id),
    UNIQUE (tenant_id, code)
);
CALL isolate('sections', 'SELECT, INSERT, UPDATE');

CREATE TABLE towns (
    tenant_id uuid NOT NULL REFERENCES tenants,
    code text NOT NULL CHECK (code ~ '^[0-9]{7}$'), -- 町字ID
    name text NOT NULL,
    kana text COLLATE "C" NOT NULL,
    postcode text NOT NULL,
    PRIMARY KEY (tenant_id, code)
);
CALL isolate('towns', 'SELECT, INSERT, UPDATE');

CREATE TABLE schools (
    tenant_id uuid NOT NULL REFERENCES tenants,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('elementary', 'junior_high')),
    towns text[] NOT NULL, -- 通学区域
    PRIMARY KEY (tenant_id, code)
);
CALL isolate('schools', 'SELECT, INSERT, UPDATE');

CREATE TABLE closed_days (
    tenant_id uuid NOT NULL REFERENCES tenants,
    day date NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
CALL isolate('closed_days', 'SELECT, INSERT, UPDATE, DELETE');

-- Before a tenant is known: the narrow way in. These return ids only.
GRANT SELECT (tenant_id, hosts) ON tenants TO madoguchi_gate;
CREATE POLICY gate ON tenants FOR SELECT TO madoguchi_gate USING (true);

-- The tenant that answers to a host name; none when two claim it.
CREATE FUNCTION tenant_by_host(host text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (array_agg(tenant_id))[1] FROM public.tenants WHERE host = ANY (hosts) HAVING count(*) = 1
$$;
CALL hand_over('tenant_by_host(text)', 'madoguchi_gate');

-- Every tenant, for the tenant loop of background work.
CREATE FUNCTION tenant_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT tenant_id FROM public.tenants ORDER BY tenant_id
$$;
CALL hand_over('tenant_ids()', 'madoguchi_gate');
