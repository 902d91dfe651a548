-- Files for core systems: what goes into them, what went, and what was answered.
CREATE TABLE core_definitions (
    tenant_id uuid NOT NULL REFERENCES tenants,
    kind text COLLATE "C" NOT NULL,
    edition int NOT NULL, -- the highest is in force
    definition text, -- null: the one that is part of the program
    saved_by uuid, -- null: on the command line
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, edition),
    FOREIGN KEY (tenant_id, saved_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('core_definitions', 'SELECT, INSERT');

CREATE TABLE core_schedules (
    tenant_id uuid NOT NULL REFERENCES tenants,
    kind text COLLATE "C" NOT NULL,
    every_minutes int NOT NULL CHECK (every_minutes BETWEEN 1 AND 1440),
    place text NOT NULL, -- a name in the operator's configuration
    next_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);
CALL isolate('core_schedules', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE core_file_numbers (
    tenant_id uuid NOT NULL REFERENCES tenants,
    kind text COLLATE "C" NOT NULL,
    last_number bigint NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);
CALL isolate('core_file_numbers', 'SELECT, INSERT, UPDATE');

-- A file as it was made, kept whole, so that sending it again sends the same bytes.
CREATE TABLE core_files (
    tenant_id uuid NOT NULL,
    file_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    definition_digest text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL, -- SHA-256 of the bytes
    bytes bytea NOT NULL,
    row_count int NOT NULL,
    made_by uuid, -- null: by the clock, or on the command line
    made_at timestamptz NOT NULL,
    place text, -- where it was put last
    placed_at timestamptz,
    PRIMARY KEY (tenant_id, file_id),
    UNIQUE (tenant_id, kind, number),
    FOREIGN KEY (tenant_id, made_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((place IS NULL) = (placed_at IS NULL))
);
CALL isolate('core_files', 'SELECT, INSERT, UPDATE (place, placed_at)');

CREATE TABLE core_rows (
    tenant_id uuid NOT NULL,
    row_id uuid NOT NULL, -- 引継ぎID
    kind text COLLATE "C" NOT NULL,
    section text NOT NULL, -- its code
    case_id uuid NOT NULL,
    hand_off_id uuid NOT NULL,
    subject text COLLATE "C" NOT NULL, -- person:…, application:… or card:…
    corrects uuid, -- the row of an earlier hand-off about the same
    state text NOT NULL CHECK (state IN ('waiting', 'by_hand', 'done_by_hand', 'written', 'provisional', 'accepted',
        'refused', 'unchanged', 'dropped')),
    reason text NOT NULL, -- why by hand, or why refused
    file_id uuid,
    line int,
    content bytea, -- SHA-256 of what the row says, to tell whether a later one says the same
    answered_at timestamptz, -- by the core system's clock
    planned_at timestamptz NOT NULL,
    changed_by uuid, -- null: the system
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, row_id),
    UNIQUE (tenant_id, hand_off_id, kind, subject), -- planned twice, there once
    UNIQUE (tenant_id, file_id, line),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, hand_off_id) REFERENCES hand_offs (tenant_id, hand_off_id),
    FOREIGN KEY (tenant_id, corrects) REFERENCES core_rows (tenant_id, row_id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES core_files (tenant_id, file_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((file_id IS NULL) = (line IS NULL) AND (file_id IS NULL) = (content IS NULL)),
    CHECK ((file_id IS NOT NULL) = (state IN ('written', 'provisional', 'accepted', 'refused')))
);
CREATE INDEX core_rows_by_case ON core_rows (tenant_id, case_id, kind, subject, planned_at);
CREATE INDEX core_rows_by_state ON core_rows (tenant_id, kind, state, planned_at);
CALL isolate('core_rows', 'SELECT, INSERT, UPDATE');

-- Files that core systems answered with. The same file again is the same row.
CREATE TABLE core_answer_files (
    tenant_id uuid NOT NULL REFERENCES tenants,
    answer_file_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    received_by uuid,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, answer_file_id),
    UNIQUE (tenant_id, kind, digest),
    FOREIGN KEY (tenant_id, received_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX core_answer_files_by_time ON core_answer_files (tenant_id, received_at);
CALL isolate('core_answer_files', 'SELECT, INSERT');

CREATE TABLE core_answers (
    tenant_id uuid NOT NULL,
    answer_file_id uuid NOT NULL,
    line bigint NOT NULL,
    row_id uuid, -- as it was answered; there need not be such a row
    answered text CHECK (answered IN ('provisional', 'accepted', 'refused')),
    reason text NOT NULL, -- the core system's, or why the line cannot be read
    at timestamptz,
    outcome text NOT NULL CHECK (outcome IN ('applied', 'reversed', 'repeated', 'late', 'not_sent', 'unknown',
        'unreadable')),
    PRIMARY KEY (tenant_id, answer_file_id, line),
    FOREIGN KEY (tenant_id, answer_file_id) REFERENCES core_answer_files (tenant_id, answer_file_id)
);
CREATE INDEX core_answers_by_row ON core_answers (tenant_id, row_id) WHERE row_id IS NOT NULL;
CALL isolate('core_answers', 'SELECT, INSERT');
