-- Characters that the system's fonts do not hold: the municipality's own font for its private-use characters (外字),
-- and what an officer lets be printed instead on one paper. A font that papers were drawn with is never changed.
CREATE TABLE supplied_fonts (
    tenant_id uuid NOT NULL REFERENCES tenants,
    font_id uuid NOT NULL,
    number int NOT NULL, -- shown to people
    state text NOT NULL CHECK (state IN ('uploaded', 'published', 'replaced', 'withdrawn')),
    family text NOT NULL, -- the name the font gives itself
    characters int NOT NULL, -- how many private-use characters it holds
    content bytea NOT NULL CHECK (octet_length(content) <= 10485760),
    content_hash text COLLATE "C" NOT NULL,
    remark text NOT NULL, -- what it is for
    uploaded_by uuid NOT NULL,
    uploaded_at timestamptz NOT NULL,
    published_by uuid,
    published_at timestamptz,
    ended_by uuid, -- who published the next, or withdrew it
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, font_id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, uploaded_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, published_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((published_by IS NULL) = (published_at IS NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CHECK (state NOT IN ('published', 'replaced') OR published_by IS NOT NULL),
    CHECK ((state IN ('replaced', 'withdrawn')) = (ended_by IS NOT NULL)),
    CHECK (published_by <> uploaded_by) -- four eyes
);
CREATE UNIQUE INDEX supplied_fonts_published ON supplied_fonts (tenant_id) WHERE state = 'published';
CALL isolate('supplied_fonts', 'SELECT, INSERT, UPDATE (state, published_by, published_at, ended_by, ended_at)');

ALTER TABLE applications
    ADD COLUMN supplied_font uuid, -- what its private-use characters are drawn from; null where it has none
    ADD COLUMN substitutes jsonb NOT NULL DEFAULT '{}', -- characters as written, each with what is printed instead
    ADD FOREIGN KEY (tenant_id, supplied_font) REFERENCES supplied_fonts (tenant_id, font_id);
ALTER TABLE application_versions
    ADD COLUMN supplied_font uuid,
    ADD COLUMN substitutes jsonb NOT NULL DEFAULT '{}',
    ADD FOREIGN KEY (tenant_id, supplied_font) REFERENCES supplied_fonts (tenant_id, font_id);
