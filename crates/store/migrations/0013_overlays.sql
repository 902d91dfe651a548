-- What a municipality adds to the catalogue and changes in it. An approved overlay is never changed again: cases are
-- judged by it, and may have to be judged again years later.
CREATE TABLE overlays (
    tenant_id uuid NOT NULL REFERENCES tenants,
    overlay_id uuid NOT NULL,
    number int NOT NULL, -- shown to people
    state text NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'withdrawn')),
    title text NOT NULL,
    content text NOT NULL, -- the overlay's file
    content_hash text COLLATE "C" NOT NULL,
    version int NOT NULL,
    changed_by uuid NOT NULL, -- who last changed the content
    changed_at timestamptz NOT NULL,
    submitted_by uuid,
    submitted_at timestamptz,
    approved_by uuid,
    approved_at timestamptz,
    in_force_from date,
    remark text NOT NULL DEFAULT '', -- why it was sent back or withdrawn
    PRIMARY KEY (tenant_id, overlay_id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, submitted_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, approved_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((approved_by IS NULL) = (in_force_from IS NULL)),
    CHECK (state <> 'approved' OR approved_by IS NOT NULL),
    -- Four eyes: neither who wrote it last nor who submitted it.
    CHECK (approved_by <> submitted_by AND approved_by <> changed_by)
);
CREATE INDEX overlays_in_force ON overlays (tenant_id, in_force_from DESC) WHERE state = 'approved';
CREATE INDEX overlays_by_hash ON overlays (tenant_id, content_hash);
CALL isolate('overlays', 'SELECT, INSERT, UPDATE');

ALTER TABLE cases ADD COLUMN overlay_hash text COLLATE "C"; -- the overlay it is judged by
