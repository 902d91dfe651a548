-- A municipality's own mappings of portals' files, in versions, as its own layouts of core systems' files are kept.
CREATE TABLE portal_mappings (
    tenant_id uuid NOT NULL REFERENCES tenants,
    mapping_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL, -- the id in the definition
    version int NOT NULL, -- of this name, from 1
    state text NOT NULL CHECK (state IN ('draft', 'active', 'retired')),
    title text NOT NULL,
    content text NOT NULL, -- the definition (TOML) as crates/link reads it
    sample bytea, -- the first bytes of a file: people's data, there only while the draft is made
    sample_at timestamptz,
    saves int NOT NULL DEFAULT 1, -- a save must name the number it read
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    activated_by uuid,
    activated_at timestamptz,
    PRIMARY KEY (tenant_id, mapping_id),
    UNIQUE (tenant_id, name, version),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, activated_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((activated_by IS NULL) = (activated_at IS NULL)),
    CHECK (state <> 'active' OR activated_by IS NOT NULL),
    CHECK ((sample IS NULL) = (sample_at IS NULL))
);
CREATE UNIQUE INDEX portal_mappings_active ON portal_mappings (tenant_id, name) WHERE state = 'active';
CREATE UNIQUE INDEX portal_mappings_draft ON portal_mappings (tenant_id, name) WHERE state = 'draft';
CALL isolate('portal_mappings', 'SELECT, INSERT, UPDATE (state, title, content, sample, sample_at, saves, changed_by, changed_at, activated_by, activated_at)');
