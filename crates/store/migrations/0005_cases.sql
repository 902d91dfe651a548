-- Cases: one visit of one party, from reception to completion.
CREATE TABLE case_numbers (
    tenant_id uuid NOT NULL REFERENCES tenants,
    fiscal_year int NOT NULL,
    last_number int NOT NULL,
    PRIMARY KEY (tenant_id, fiscal_year)
);
CALL isolate('case_numbers', 'SELECT, INSERT, UPDATE');

CREATE TABLE cases (
    tenant_id uuid NOT NULL REFERENCES tenants,
    case_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL, -- 受付番号
    household_id uuid NOT NULL,
    events text[] NOT NULL CHECK (cardinality(events) > 0),
    visitor jsonb NOT NULL,
    moved_on date, -- 異動日
    filed_on date NOT NULL, -- 届出日
    new_address jsonb,
    state text NOT NULL CHECK (state IN ('open', 'handed_off', 'completed', 'withdrawn')),
    release_hash text NOT NULL,
    version int NOT NULL,
    opened_by uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL, -- a form sent twice opens one case
    PRIMARY KEY (tenant_id, case_id),
    UNIQUE (tenant_id, number),
    UNIQUE (tenant_id, idempotency_key),
    FOREIGN KEY (tenant_id, household_id) REFERENCES households (tenant_id, household_id),
    FOREIGN KEY (tenant_id, opened_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX cases_by_state ON cases (tenant_id, state, opened_at);
CREATE INDEX cases_by_opening ON cases (tenant_id, opened_at);
CREATE INDEX cases_by_household ON cases (tenant_id, household_id);
CALL isolate('cases', 'SELECT, INSERT, UPDATE');

CREATE TABLE case_members (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    position smallint NOT NULL,
    resident_id uuid NOT NULL,
    moves boolean NOT NULL,
    PRIMARY KEY (tenant_id, case_id, position),
    UNIQUE (tenant_id, case_id, resident_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CREATE INDEX case_members_by_resident ON case_members (tenant_id, resident_id);
CALL isolate('case_members', 'SELECT, INSERT, UPDATE, DELETE');

-- Answers of the interview. A changed answer is a new revision; a null answer is a withdrawn one.
CREATE TABLE case_answers (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    fact_key text COLLATE "C" NOT NULL,
    revision int NOT NULL,
    answer jsonb,
    answered_by uuid NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, case_id, fact_key, revision),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, answered_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('case_answers', 'SELECT, INSERT');

-- An officer's decision beside a judgement, which stays as it is.
CREATE TABLE overrules (
    tenant_id uuid NOT NULL,
    overrule_id uuid NOT NULL,
    case_id uuid NOT NULL,
    procedure_id text NOT NULL,
    subject text NOT NULL, -- the guidance's text form of whom the judgement is about
    result text NOT NULL CHECK (result IN ('required', 'not_required')),
    reason text NOT NULL CHECK (reason <> ''),
    overruled_by uuid NOT NULL,
    overruled_at timestamptz NOT NULL,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    PRIMARY KEY (tenant_id, overrule_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, overruled_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, withdrawn_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE UNIQUE INDEX overrules_in_force ON overrules (tenant_id, case_id, procedure_id, subject)
    WHERE withdrawn_at IS NULL;
CALL isolate('overrules', 'SELECT, INSERT, UPDATE (withdrawn_by, withdrawn_at)');

-- What happened to a case, for its page.
CREATE TABLE case_events (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    case_id uuid NOT NULL,
    at timestamptz NOT NULL,
    staff_id uuid, -- null: the system
    kind text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (tenant_id, event_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX case_events_by_case ON case_events (tenant_id, case_id, at, event_id);
CALL isolate('case_events', 'SELECT, INSERT');

-- One editor at a time.
CREATE TABLE edit_leases (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    holder uuid NOT NULL,
    taken_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, holder) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('edit_leases', 'SELECT, INSERT, UPDATE, DELETE');

-- A protective measure lifted for one case and for a time; it locks itself again.
CREATE TABLE protection_lifts (
    tenant_id uuid NOT NULL,
    lift_id uuid NOT NULL,
    case_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    lifted_by uuid NOT NULL,
    lifted_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    ended_by uuid,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, lift_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, lifted_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES staff (tenant_id, staff_id),
    CHECK (until > lifted_at)
);
CREATE INDEX protection_lifts_by_case ON protection_lifts (tenant_id, case_id, until);
CALL isolate('protection_lifts', 'SELECT, INSERT, UPDATE (ended_by, ended_at)');
