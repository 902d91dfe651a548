-- The municipality's own layouts of files.

-- A municipality's own definitions of files, in versions: TOML as crates/import reads it. An activated version is never
-- changed again, so that a run can be understood later. The sample is only there while the draft is made.
CREATE TABLE import_layouts (
    tenant_id uuid NOT NULL REFERENCES tenants,
    layout_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL, -- the id in the definition
    version int NOT NULL, -- of this name, from 1
    state text NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
    title text NOT NULL,
    target text COLLATE "C" NOT NULL,
    content text NOT NULL, -- the definition
    sample bytea, -- the first bytes of a file
    sample_at timestamptz,
    saves int NOT NULL DEFAULT 1, -- a save must name the number it read
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    activated_by uuid,
    activated_at timestamptz,
    PRIMARY KEY (tenant_id, layout_id),
    UNIQUE (tenant_id, name, version),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, activated_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((activated_by IS NULL) = (activated_at IS NULL)),
    CHECK (state <> 'active' OR activated_by IS NOT NULL),
    CHECK ((sample IS NULL) = (sample_at IS NULL))
);
CREATE UNIQUE INDEX import_layouts_active ON import_layouts (tenant_id, name) WHERE state = 'active';
CALL isolate('import_layouts', 'SELECT, INSERT, UPDATE (state, title, content, sample, sample_at, saves, changed_by, changed_at, activated_by, activated_at)');
