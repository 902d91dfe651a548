-- The core systems' files: runs, what waits in them, what was not taken, what changed; and what they fill.

-- One import of one file. Rows are staged in chunks, each committed with the position, so that a killed run goes on
-- where it was; the switch-over is one transaction.
CREATE TABLE import_runs (
    tenant_id uuid NOT NULL REFERENCES tenants,
    run_id uuid NOT NULL,
    target text COLLATE "C" NOT NULL,
    layout text NOT NULL,
    full_load boolean NOT NULL,
    dry_run boolean NOT NULL,
    file_digest text COLLATE "C" NOT NULL, -- SHA-256 of the file, in hexadecimal
    state text NOT NULL CHECK (state IN ('staging', 'applied', 'tried', 'refused', 'abandoned')),
    refusal text, -- why it had no effect
    started_by uuid, -- null for the command line
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    position bigint NOT NULL DEFAULT 0, -- the last row of the file that is staged or rejected
    staged bigint NOT NULL DEFAULT 0,
    rejected_rows bigint NOT NULL DEFAULT 0,
    added bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    unchanged bigint NOT NULL DEFAULT 0,
    historical bigint NOT NULL DEFAULT 0,
    removed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, run_id),
    FOREIGN KEY (tenant_id, started_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((state = 'staging') = (ended_at IS NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX import_runs_open ON import_runs (tenant_id, target) WHERE state = 'staging';
CREATE INDEX import_runs_by_start ON import_runs (tenant_id, started_at);
CALL isolate('import_runs', 'SELECT, INSERT, UPDATE');

-- Rows that were not taken. Never what stands in a cell.
CREATE TABLE import_rejects (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    file_row bigint NOT NULL,
    number int NOT NULL, -- of the reasons of one row
    item text NOT NULL,
    reason text COLLATE "C" NOT NULL,
    addressee_number text COLLATE "C", -- where it could be read
    PRIMARY KEY (tenant_id, run_id, file_row, number),
    FOREIGN KEY (tenant_id, run_id) REFERENCES import_runs (tenant_id, run_id)
);
CALL isolate('import_rejects', 'SELECT, INSERT, DELETE');

-- What a run changed. The first load of a register lists nobody: everybody is new.
CREATE TABLE import_changes (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    effect text NOT NULL CHECK (effect IN ('added', 'changed', 'removed')),
    PRIMARY KEY (tenant_id, run_id, resident_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES import_runs (tenant_id, run_id)
);
CALL isolate('import_changes', 'SELECT, INSERT');

-- The newest entry of a resident's history is the resident; the earlier ones are in resident_history.
ALTER TABLE residents
    ADD COLUMN history_number int NOT NULL DEFAULT 1, -- 履歴番号
    ADD COLUMN changed_on date, -- 異動年月日; null where nobody said
    ADD COLUMN change_reason text NOT NULL DEFAULT '', -- 異動事由
    ADD COLUMN record_digest bytea; -- of everything the file said; null where it was not a file

CREATE TABLE resident_history (
    tenant_id uuid NOT NULL,
    addressee_number text COLLATE "C" NOT NULL, -- 宛名番号
    history_number int NOT NULL, -- 履歴番号
    resident_id uuid NOT NULL,
    household_number text COLLATE "C" NOT NULL,
    changed_on date,
    change_reason text NOT NULL,
    record_digest bytea,
    position smallint NOT NULL,
    relationship text NOT NULL,
    name text NOT NULL,
    kana text NOT NULL,
    kana_confirmed boolean NOT NULL,
    alphabet text,
    former_family_name jsonb,
    alias jsonb,
    birth_earliest date NOT NULL,
    birth_latest date NOT NULL,
    birth_text text,
    sex text NOT NULL CHECK (sex IN ('male', 'female')),
    foreign_status jsonb,
    address jsonb NOT NULL,
    address_since jsonb NOT NULL,
    resident_since jsonb NOT NULL,
    registered_domicile text NOT NULL,
    family_register_head text NOT NULL,
    state text NOT NULL CHECK (state IN ('current', 'moved_out', 'dead', 'removed')),
    PRIMARY KEY (tenant_id, addressee_number, history_number),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CREATE INDEX resident_history_by_resident ON resident_history (tenant_id, resident_id);
CALL isolate('resident_history', 'SELECT, INSERT, UPDATE');

-- What the other core systems say of a 宛名番号, also of one that the register does not have (yet). The highest
-- history number of a part counts.
CREATE TABLE resident_facts (
    tenant_id uuid NOT NULL REFERENCES tenants,
    target text COLLATE "C" NOT NULL,
    addressee_number text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL, -- a certificate, a dog, a vehicle; empty where there is one
    history_number int NOT NULL,
    in_force boolean NOT NULL, -- on the day of the import
    says jsonb, -- the value of the circumstance that the target is about; null where it says none
    items jsonb NOT NULL, -- every filled item
    record_digest bytea NOT NULL,
    PRIMARY KEY (tenant_id, target, addressee_number, part, history_number)
);
CREATE INDEX resident_facts_by_person ON resident_facts (tenant_id, addressee_number);
CALL isolate('resident_facts', 'SELECT, INSERT, UPDATE, DELETE');

-- Rows that wait for the switch-over. Unlogged: after a crash of the server they are empty, and the run, which counts
-- them, begins again.
CREATE UNLOGGED TABLE import_staged_residents (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    addressee_number text COLLATE "C" NOT NULL,
    history_number int NOT NULL,
    file_row bigint NOT NULL,
    resident_id uuid NOT NULL, -- for a person who is not there yet
    household_id uuid NOT NULL, -- for a household that is not there yet
    household_number text COLLATE "C" NOT NULL,
    head_number text COLLATE "C",
    changed_on date NOT NULL,
    change_reason text NOT NULL,
    record_digest bytea NOT NULL,
    position smallint NOT NULL,
    relationship text NOT NULL,
    name text NOT NULL,
    kana text NOT NULL,
    kana_confirmed boolean NOT NULL,
    alphabet text,
    former_family_name jsonb,
    alias jsonb,
    birth_earliest date NOT NULL,
    birth_latest date NOT NULL,
    birth_text text,
    sex text NOT NULL,
    foreign_status jsonb,
    address jsonb NOT NULL,
    address_since jsonb NOT NULL,
    resident_since jsonb NOT NULL,
    registered_domicile text NOT NULL,
    family_register_head text NOT NULL,
    state text NOT NULL,
    kana_key text COLLATE "C" NOT NULL,
    former_kana_key text COLLATE "C",
    alias_kana_key text COLLATE "C",
    address_key text COLLATE "C" NOT NULL,
    tokens text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, run_id, addressee_number, history_number)
);
CALL isolate('import_staged_residents', 'SELECT, INSERT, DELETE');

CREATE UNLOGGED TABLE import_staged_facts (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    addressee_number text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL,
    history_number int NOT NULL,
    file_row bigint NOT NULL,
    in_force boolean NOT NULL,
    says jsonb,
    items jsonb NOT NULL,
    record_digest bytea NOT NULL,
    PRIMARY KEY (tenant_id, run_id, addressee_number, part, history_number)
);
CALL isolate('import_staged_facts', 'SELECT, INSERT, DELETE');

-- Tells the planner how many rows wait: without it, a million look like a handful, and plans are made for a handful. Only
-- the tables' owner may, hence this function; it reads no row and gives nothing back.
CREATE FUNCTION analyze_imports() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE public.import_staged_residents, public.import_staged_facts;
END
$$;
REVOKE ALL ON FUNCTION analyze_imports() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_imports() TO madoguchi_app;
