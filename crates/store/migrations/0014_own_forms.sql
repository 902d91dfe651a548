-- A municipality's own paper: the PDF it uploaded, what was found on it, and what is written where. A published edition
-- is never changed again: applications were printed on it.
CREATE TABLE own_forms (
    tenant_id uuid NOT NULL REFERENCES tenants,
    own_form_id uuid NOT NULL,
    number int NOT NULL, -- of the paper, shown to people
    edition int NOT NULL, -- of this paper, from 1
    state text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    title text NOT NULL,
    content text NOT NULL, -- the definition: what is written where
    pdf bytea NOT NULL,
    reading jsonb NOT NULL, -- pages and places that were found on the PDF
    version int NOT NULL,
    changed_by uuid NOT NULL, -- who last changed the definition
    changed_at timestamptz NOT NULL,
    published_by uuid,
    published_at timestamptz,
    in_force_from date,
    PRIMARY KEY (tenant_id, own_form_id),
    UNIQUE (tenant_id, number, edition),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, published_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((published_by IS NULL) = (published_at IS NULL)),
    CHECK ((published_by IS NULL) = (in_force_from IS NULL)),
    CHECK (state <> 'published' OR published_by IS NOT NULL),
    CHECK (published_by <> changed_by) -- four eyes
);
CREATE INDEX own_forms_in_force ON own_forms (tenant_id, number, in_force_from DESC) WHERE state = 'published';
CALL isolate('own_forms', 'SELECT, INSERT, UPDATE (state, title, content, version, changed_by, changed_at, published_by, published_at, in_force_from)');

-- Its pages as pictures, for the screen.
CREATE TABLE own_form_pages (
    tenant_id uuid NOT NULL,
    own_form_id uuid NOT NULL,
    page int NOT NULL, -- from 1
    picture bytea NOT NULL, -- PNG
    PRIMARY KEY (tenant_id, own_form_id, page),
    FOREIGN KEY (tenant_id, own_form_id) REFERENCES own_forms (tenant_id, own_form_id)
);
CALL isolate('own_form_pages', 'SELECT, INSERT');
