-- The register: households and residents as the core systems' data describe them, and what finds them.
CREATE TABLE households (
    tenant_id uuid NOT NULL REFERENCES tenants,
    household_id uuid NOT NULL,
    household_number text COLLATE "C" NOT NULL, -- 世帯番号
    PRIMARY KEY (tenant_id, household_id),
    UNIQUE (tenant_id, household_number)
);
CALL isolate('households', 'SELECT, INSERT, UPDATE');

-- Names are kept exactly as written; the *_key columns are made from them and are only for finding.
CREATE TABLE residents (
    tenant_id uuid NOT NULL REFERENCES tenants,
    resident_id uuid NOT NULL,
    household_id uuid NOT NULL,
    position smallint NOT NULL, -- 世帯員の並び順
    addressee_number text COLLATE "C" NOT NULL, -- 宛名番号
    relationship text NOT NULL,
    name text NOT NULL,
    kana text NOT NULL,
    kana_confirmed boolean NOT NULL,
    alphabet text,
    former_family_name jsonb,
    alias jsonb,
    kana_key text COLLATE "C" NOT NULL,
    former_kana_key text COLLATE "C",
    alias_kana_key text COLLATE "C",
    birth_earliest date NOT NULL, -- equal to birth_latest where the day is known
    birth_latest date NOT NULL,
    birth_text text, -- the register's words for an unknown date; null where it is known
    sex text NOT NULL CHECK (sex IN ('male', 'female')),
    foreign_status jsonb,
    address jsonb NOT NULL,
    address_since jsonb NOT NULL,
    resident_since jsonb NOT NULL,
    registered_domicile text NOT NULL,
    family_register_head text NOT NULL,
    state text NOT NULL CHECK (state IN ('current', 'moved_out', 'dead', 'removed')),
    protective_measure text NOT NULL CHECK (protective_measure IN ('none', 'provisional', 'in_force')),
    circumstances jsonb NOT NULL, -- insurance, pension, care and the other core systems' data
    PRIMARY KEY (tenant_id, resident_id),
    UNIQUE (tenant_id, addressee_number),
    FOREIGN KEY (tenant_id, household_id) REFERENCES households (tenant_id, household_id),
    CHECK (birth_earliest <= birth_latest),
    CHECK (birth_text IS NOT NULL OR birth_earliest = birth_latest)
);
CREATE INDEX residents_by_household ON residents (tenant_id, household_id, position);
CREATE INDEX residents_by_kana ON residents (tenant_id, kana_key);
CREATE INDEX residents_by_former_kana ON residents (tenant_id, former_kana_key) WHERE former_kana_key IS NOT NULL;
CREATE INDEX residents_by_alias_kana ON residents (tenant_id, alias_kana_key) WHERE alias_kana_key IS NOT NULL;
CREATE INDEX residents_by_birth ON residents (tenant_id, birth_earliest);
CREATE INDEX residents_by_unknown_birth ON residents (tenant_id, birth_earliest, birth_latest)
    WHERE birth_text IS NOT NULL;
CALL isolate('residents', 'SELECT, INSERT, UPDATE');

-- Pieces of all names of a resident. Array containment is not leakproof, so under row security it would not
-- use an index; the function below does, as a role that sees every row, and gives back ids of the set tenant.
CREATE TABLE resident_tokens (
    tenant_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    tokens text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, resident_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CREATE INDEX resident_tokens_by_token ON resident_tokens USING gin (tenant_id, tokens);
CALL isolate('resident_tokens', 'SELECT, INSERT, UPDATE');

GRANT SELECT ON resident_tokens TO madoguchi_searcher;
CREATE POLICY searcher ON resident_tokens FOR SELECT TO madoguchi_searcher USING (true);

-- Residents of the set tenant who may match a query: each of its groups, tokens parted by U+001F, must share a
-- token with the resident's. Nobody when no tenant is set or there is no group. The statement is made of
-- nothing but the groups' places in the array, so that each is a condition the index serves.
CREATE FUNCTION residents_with_tokens(token_groups text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    conditions text;
BEGIN
    SELECT string_agg(format('tokens && string_to_array($2[%s], chr(31))', place), ' AND ')
    INTO conditions FROM generate_subscripts(token_groups, 1) AS place;
    IF tenant IS NOT NULL AND conditions IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT resident_id FROM public.resident_tokens WHERE tenant_id = $1 AND ' || conditions
            USING tenant, token_groups;
    END IF;
END
$$;
CALL hand_over('residents_with_tokens(text[])', 'madoguchi_searcher');
