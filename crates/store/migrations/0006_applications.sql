-- Applications (filled forms) and the signatures on them.
CREATE TABLE applications (
    tenant_id uuid NOT NULL,
    application_id uuid NOT NULL,
    case_id uuid NOT NULL,
    form_id text NOT NULL,
    release_hash text NOT NULL,
    residents uuid[] NOT NULL, -- whom it is for, empty for the household as a whole
    field_values jsonb NOT NULL, -- what is printed
    state text NOT NULL CHECK (state IN ('prepared', 'signed', 'withdrawn')),
    version int NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, application_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX applications_by_case ON applications (tenant_id, case_id);
CALL isolate('applications', 'SELECT, INSERT, UPDATE');

CREATE TABLE signatures (
    tenant_id uuid NOT NULL,
    signature_id uuid NOT NULL,
    application_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('paper', 'touch')),
    strokes jsonb, -- of a touch signature
    signer text NOT NULL, -- the name as written
    application_version int NOT NULL, -- what was signed
    witnessed_by uuid NOT NULL, -- the officer at the counter
    signed_at timestamptz NOT NULL,
    void_reason text, -- null while it stands
    voided_by uuid,
    voided_at timestamptz,
    PRIMARY KEY (tenant_id, signature_id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, application_id),
    FOREIGN KEY (tenant_id, witnessed_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, voided_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((kind = 'touch') = (strokes IS NOT NULL)),
    CHECK ((void_reason IS NULL) = (voided_at IS NULL))
);
CREATE UNIQUE INDEX signatures_standing ON signatures (tenant_id, application_id) WHERE voided_at IS NULL;
CREATE INDEX signatures_by_application ON signatures (tenant_id, application_id, signed_at);
CALL isolate('signatures', 'SELECT, INSERT, UPDATE (void_reason, voided_by, voided_at)');
