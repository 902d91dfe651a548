-- Tasks for robots (RPA) that type into core systems' screens.

-- What a municipality says of a definition; what a definition says is a text. The highest edition is in force.
CREATE TABLE robot_definitions (
    tenant_id uuid NOT NULL REFERENCES tenants,
    kind text COLLATE "C" NOT NULL,
    edition int NOT NULL,
    definition text, -- null: the one that is part of the program
    active boolean NOT NULL,
    attempts int CHECK (attempts BETWEEN 1 AND 20), -- null: as many as the definition says
    saved_by uuid, -- null: on the command line
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, edition),
    FOREIGN KEY (tenant_id, saved_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('robot_definitions', 'SELECT, INSERT');

CREATE TABLE robot_tasks (
    tenant_id uuid NOT NULL,
    task_id uuid NOT NULL, -- 引継ぎID
    kind text COLLATE "C" NOT NULL,
    title text NOT NULL,
    section text NOT NULL, -- its code
    case_id uuid NOT NULL,
    hand_off_id uuid NOT NULL,
    subject text COLLATE "C" NOT NULL,
    corrects uuid, -- the task of an earlier hand-off about the same that was typed
    state text NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'refused', 'held', 'by_hand', 'done_by_hand',
        'unchanged', 'dropped')),
    reason text NOT NULL, -- why it goes by hand, is held, was refused or failed last; empty otherwise
    attempts int NOT NULL DEFAULT 0, -- those that count
    attempts_allowed int NOT NULL DEFAULT 1, -- this and what follows: as the definition said when it was leased last
    lease_seconds int NOT NULL DEFAULT 60,
    back_off_seconds int NOT NULL DEFAULT 0,
    hold_when_lost boolean NOT NULL DEFAULT true,
    not_before timestamptz NOT NULL, -- a robot gets it from then on
    lease_id uuid,
    lease_until timestamptz,
    core_number text NOT NULL DEFAULT '', -- the core system's 受付番号
    content bytea CHECK (length(content) = 32), -- SHA-256 of what the present or last attempt types
    version int NOT NULL DEFAULT 1,
    changed_by uuid, -- null: a robot or the system
    planned_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, task_id),
    UNIQUE (tenant_id, hand_off_id, kind, subject),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, hand_off_id) REFERENCES hand_offs (tenant_id, hand_off_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((state = 'leased') = (lease_id IS NOT NULL) AND (lease_id IS NULL) = (lease_until IS NULL))
);
CREATE INDEX robot_tasks_by_case ON robot_tasks (tenant_id, case_id, kind, subject, planned_at);
CREATE INDEX robot_tasks_by_state ON robot_tasks (tenant_id, section, state, planned_at, task_id);
CREATE INDEX robot_tasks_by_lease ON robot_tasks (tenant_id, lease_until) WHERE lease_until IS NOT NULL;
CALL isolate('robot_tasks', 'SELECT, INSERT, UPDATE');

-- Lists for robots without HTTP. The bytes are kept until the last answer has come.
CREATE TABLE robot_lists (
    tenant_id uuid NOT NULL REFERENCES tenants,
    list_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    title text NOT NULL,
    section text NOT NULL,
    number bigint NOT NULL,
    form text NOT NULL CHECK (form IN ('xlsx', 'csv_utf8', 'csv_shift_jis')),
    name text NOT NULL,
    bytes bytea, -- null: closed
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    closed_at timestamptz,
    PRIMARY KEY (tenant_id, list_id),
    UNIQUE (tenant_id, kind, number),
    FOREIGN KEY (tenant_id, made_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((bytes IS NULL) = (closed_at IS NOT NULL))
);
CREATE INDEX robot_lists_by_section ON robot_lists (tenant_id, section, made_at);
CREATE INDEX robot_lists_open ON robot_lists (tenant_id, until) WHERE closed_at IS NULL;
CALL isolate('robot_lists', 'SELECT, INSERT, UPDATE (bytes, closed_at)');

-- Every attempt at a task, by a client of the API or by a list. Its id is the lease.
CREATE TABLE robot_attempts (
    tenant_id uuid NOT NULL,
    lease_id uuid NOT NULL,
    task_id uuid NOT NULL,
    client_id uuid,
    list_id uuid,
    leased_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('done', 'refused', 'failed', 'expired', 'released', 'taken_over')),
    reason text NOT NULL,
    core_number text NOT NULL,
    screenshot bytea,
    screenshot_type text CHECK (screenshot_type IN ('image/png', 'image/jpeg')),
    PRIMARY KEY (tenant_id, lease_id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES robot_tasks (tenant_id, task_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES api_clients (tenant_id, client_id),
    FOREIGN KEY (tenant_id, list_id) REFERENCES robot_lists (tenant_id, list_id),
    CHECK ((client_id IS NULL) <> (list_id IS NULL)),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK ((screenshot IS NULL) = (screenshot_type IS NULL))
);
CREATE INDEX robot_attempts_by_task ON robot_attempts (tenant_id, task_id, leased_at);
CREATE INDEX robot_attempts_by_list ON robot_attempts (tenant_id, list_id) WHERE list_id IS NOT NULL;
CALL isolate('robot_attempts',
    'SELECT, INSERT, UPDATE (heard_at, ended_at, outcome, reason, core_number, screenshot, screenshot_type)');
