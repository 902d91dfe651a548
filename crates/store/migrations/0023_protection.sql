-- 支援措置, 抑止, 緊急閲覧. residents.protective_measure stays the flag that every path reads; it is derived from the
-- measures by one function of the store, in the transaction that changes them.
CREATE TABLE protective_measures (
    tenant_id uuid NOT NULL REFERENCES tenants,
    measure_id uuid NOT NULL,
    resident_id uuid NOT NULL, -- 申出者
    state text NOT NULL CHECK (state IN ('provisional', 'in_force', 'ended')),
    source text NOT NULL CHECK (source IN ('import', 'entered')),
    from_day date, -- 開始年月日; null where the core system's data does not say
    until_day date, -- 終了年月日 of the term; the protection goes on until somebody ends it
    consulted text NOT NULL, -- 相談機関: police, support centre …
    remark text NOT NULL, -- how to reach the section, what to look out for; never an address
    question text NOT NULL CHECK (question IN ('', 'not_in_file')), -- what an officer has to decide
    version int NOT NULL DEFAULT 1,
    ended_on date,
    PRIMARY KEY (tenant_id, measure_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id),
    CHECK ((from_day IS NULL) = (until_day IS NULL)),
    CHECK (from_day <= until_day),
    CHECK (source = 'import' OR from_day IS NOT NULL),
    CHECK ((state = 'ended') = (ended_on IS NOT NULL))
);
CREATE INDEX protective_measures_by_resident ON protective_measures (tenant_id, resident_id);
CREATE INDEX protective_measures_open ON protective_measures (tenant_id, until_day) WHERE state <> 'ended';
-- One measure of the core system's data for a person at a time.
CREATE UNIQUE INDEX protective_measures_imported ON protective_measures (tenant_id, resident_id)
    WHERE source = 'import' AND state <> 'ended';
CALL isolate('protective_measures',
    'SELECT, INSERT, UPDATE (state, from_day, until_day, consulted, remark, question, version, ended_on)');

-- 併せて支援を求める者.
CREATE TABLE protective_measure_members (
    tenant_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, measure_id, resident_id),
    FOREIGN KEY (tenant_id, measure_id) REFERENCES protective_measures (tenant_id, measure_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CREATE INDEX protective_measure_members_by_resident ON protective_measure_members (tenant_id, resident_id);
CALL isolate('protective_measure_members', 'SELECT, INSERT, DELETE');

-- What was decided, by whom and why. Only added to.
CREATE TABLE protective_measure_events (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    at timestamptz NOT NULL,
    staff_id uuid, -- null for an import
    kind text NOT NULL CHECK (kind IN
        ('register', 'confirm', 'extend', 'end', 'include', 'change', 'keep', 'ended_by_import')),
    reason text NOT NULL,
    until_day date, -- the term's last day after it
    PRIMARY KEY (tenant_id, event_id),
    FOREIGN KEY (tenant_id, measure_id) REFERENCES protective_measures (tenant_id, measure_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX protective_measure_events_by_measure ON protective_measure_events (tenant_id, measure_id, at);
CALL isolate('protective_measure_events', 'SELECT, INSERT');

-- 相手方（加害者）, as the application names them. A table of its own: only the section in charge reads it; the counter
-- only ever asks whether somebody is in it.
CREATE TABLE protective_perpetrators (
    tenant_id uuid NOT NULL,
    perpetrator_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    kana text NOT NULL,
    birth_date date,
    address text NOT NULL,
    relation text NOT NULL, -- 申出者との関係
    resident_id uuid, -- where the register knows them
    name_key text COLLATE "C" NOT NULL, -- the name without blanks, variants as one
    kana_key text COLLATE "C" NOT NULL,
    entered_by uuid NOT NULL,
    entered_at timestamptz NOT NULL,
    removed_by uuid,
    removed_at timestamptz,
    PRIMARY KEY (tenant_id, perpetrator_id),
    FOREIGN KEY (tenant_id, measure_id) REFERENCES protective_measures (tenant_id, measure_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id),
    FOREIGN KEY (tenant_id, entered_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, removed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);
CREATE INDEX protective_perpetrators_by_measure ON protective_perpetrators (tenant_id, measure_id);
CREATE INDEX protective_perpetrators_by_name ON protective_perpetrators (tenant_id, name_key);
CALL isolate('protective_perpetrators', 'SELECT, INSERT, UPDATE (removed_by, removed_at)');

-- 抑止.
CREATE TABLE suppressions (
    tenant_id uuid NOT NULL REFERENCES tenants,
    suppression_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('certificates', 'changes', 'inquiries')),
    reason text NOT NULL CHECK (reason <> ''),
    from_day date NOT NULL,
    until_day date, -- null: until it is ended
    decided_by uuid NOT NULL,
    decided_at timestamptz NOT NULL,
    ended_by uuid,
    ended_at timestamptz,
    end_reason text,
    PRIMARY KEY (tenant_id, suppression_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id),
    FOREIGN KEY (tenant_id, decided_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES staff (tenant_id, staff_id),
    CHECK (from_day <= until_day),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CHECK ((ended_by IS NULL) = (end_reason IS NULL))
);
CREATE INDEX suppressions_by_resident ON suppressions (tenant_id, resident_id);
CALL isolate('suppressions', 'SELECT, INSERT, UPDATE (ended_by, ended_at, end_reason)');

-- 緊急閲覧: one officer, one person, a few minutes, with a reason; kept, and told to the chiefs at once.
CREATE TABLE emergency_accesses (
    tenant_id uuid NOT NULL REFERENCES tenants,
    access_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    acknowledged_by uuid,
    acknowledged_at timestamptz,
    remark text, -- what the chief found
    PRIMARY KEY (tenant_id, access_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, acknowledged_by) REFERENCES staff (tenant_id, staff_id),
    CHECK (until > at),
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL)),
    CHECK ((acknowledged_by IS NULL) = (remark IS NULL)),
    CHECK (acknowledged_by <> staff_id) -- four eyes
);
CREATE INDEX emergency_accesses_by_person ON emergency_accesses (tenant_id, resident_id, staff_id, until);
CREATE INDEX emergency_accesses_by_time ON emergency_accesses (tenant_id, at);
CALL isolate('emergency_accesses', 'SELECT, INSERT, UPDATE (acknowledged_by, acknowledged_at, remark)');

-- Whoever is protected already has a measure from now on. Under forced row security, tenant by tenant.
DO $$
DECLARE
    tenant uuid;
BEGIN
    FOR tenant IN SELECT tenant_id FROM tenants LOOP
        PERFORM set_config('app.tenant', tenant::text, true);
        INSERT INTO protective_measures (tenant_id, measure_id, resident_id, state, source, consulted, remark, question)
        SELECT tenant_id, gen_random_uuid(), resident_id, protective_measure, 'import', '', '', ''
        FROM residents WHERE tenant_id = tenant AND protective_measure <> 'none';
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END
$$;
