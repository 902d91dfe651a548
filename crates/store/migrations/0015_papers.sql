-- The life of an application on paper: its versions, who withdrew it, every print, and prints of many at once.

-- Every version as it was printed; the newest is the one of `applications`. Nothing changes or removes one.
CREATE TABLE application_versions (
    tenant_id uuid NOT NULL,
    application_id uuid NOT NULL,
    version int NOT NULL,
    release_hash text NOT NULL,
    overlay_hash text COLLATE "C", -- the overlay the case was judged by
    form_edition text NOT NULL, -- edition of the layout; empty for versions older than this table
    field_values jsonb NOT NULL, -- what is printed
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, application_id, version),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, application_id),
    FOREIGN KEY (tenant_id, made_by) REFERENCES staff (tenant_id, staff_id)
);
-- Of applications that are there already only the newest version is known. Row security would hide them from the
-- migration, which has no tenant.
ALTER TABLE applications NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
INSERT INTO application_versions (tenant_id, application_id, version, release_hash, overlay_hash, form_edition,
    field_values, made_by, made_at)
SELECT a.tenant_id, a.application_id, a.version, a.release_hash, c.overlay_hash, '', a.field_values, a.changed_by,
    a.changed_at
FROM applications a JOIN cases c ON c.tenant_id = a.tenant_id AND c.case_id = a.case_id;
ALTER TABLE applications FORCE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CALL isolate('application_versions', 'SELECT, INSERT');

-- 取下げ by the resident, with a reason. An application that is only not needed any more has none.
ALTER TABLE applications
    ADD COLUMN withdrawn_reason text CHECK (withdrawn_reason <> ''),
    ADD COLUMN withdrawn_by uuid,
    ADD COLUMN withdrawn_at timestamptz,
    ADD FOREIGN KEY (tenant_id, withdrawn_by) REFERENCES staff (tenant_id, staff_id),
    ADD CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL)),
    ADD CHECK ((withdrawn_reason IS NULL) = (withdrawn_at IS NULL)),
    ADD CHECK (withdrawn_reason IS NULL OR state = 'withdrawn');

-- Every file that was opened for printing: a row for each paper in it.
CREATE TABLE print_releases (
    tenant_id uuid NOT NULL,
    print_id uuid NOT NULL, -- the file
    position int NOT NULL, -- the paper's place in the file, from 0
    case_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('application', 'all', 'bundle', 'guide_sheet', 'batch')),
    application_id uuid, -- null: 受付案内票 or 送付票
    application_version int,
    copy int NOT NULL CHECK (copy > 0), -- how many times this version was printed, this time included
    pages int NOT NULL CHECK (pages > 0),
    released_by uuid NOT NULL,
    released_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, print_id, position),
    UNIQUE (tenant_id, application_id, application_version, copy),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, application_id, application_version)
        REFERENCES application_versions (tenant_id, application_id, version),
    FOREIGN KEY (tenant_id, released_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((application_id IS NULL) = (application_version IS NULL))
);
CREATE INDEX print_releases_by_case ON print_releases (tenant_id, case_id, released_at);
CALL isolate('print_releases', 'SELECT, INSERT');

-- 一括印刷: the papers of many cases, made in the background in parts, kept for a day.
CREATE TABLE print_batches (
    tenant_id uuid NOT NULL REFERENCES tenants,
    batch_id uuid NOT NULL,
    section_id uuid, -- whose queue; null: the cases of a day
    state text NOT NULL CHECK (state IN ('running', 'ready', 'cancelled')),
    total int NOT NULL, -- papers, those that are left out included
    done int NOT NULL DEFAULT 0,
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, batch_id),
    FOREIGN KEY (tenant_id, section_id) REFERENCES sections (tenant_id, section_id),
    FOREIGN KEY (tenant_id, started_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE INDEX print_batches_by_staff ON print_batches (tenant_id, started_by, started_at);
CALL isolate('print_batches', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE print_batch_items (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    position int NOT NULL, -- from 0
    case_id uuid NOT NULL,
    application_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('waiting', 'printed', 'protected', 'gone')),
    PRIMARY KEY (tenant_id, batch_id, position),
    FOREIGN KEY (tenant_id, batch_id) REFERENCES print_batches (tenant_id, batch_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, application_id)
);
CALL isolate('print_batch_items', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE print_batch_parts (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    part int NOT NULL, -- from 1
    applications int NOT NULL,
    pages int NOT NULL,
    persons uuid[] NOT NULL, -- whom the papers are about, for the record of who opened them
    file bytea NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, batch_id, part),
    FOREIGN KEY (tenant_id, batch_id) REFERENCES print_batches (tenant_id, batch_id)
);
CALL isolate('print_batch_parts', 'SELECT, INSERT, DELETE');

-- Where an officer sends a form: words beside the button, nothing a printer is told.
CREATE TABLE printer_hints (
    tenant_id uuid NOT NULL REFERENCES tenants,
    form_id text COLLATE "C" NOT NULL, -- empty: every form without hints of its own
    printer text NOT NULL,
    tray text NOT NULL,
    copies int NOT NULL CHECK (copies BETWEEN 1 AND 99),
    paper text NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, form_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id)
);
CALL isolate('printer_hints', 'SELECT, INSERT, UPDATE, DELETE');
