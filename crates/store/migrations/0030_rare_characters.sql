-- Characters in use that a font may lack, counted in the background: the register is not read through for a page.
CREATE TABLE character_counts (
    tenant_id uuid NOT NULL REFERENCES tenants,
    counted_at timestamptz, -- null before the first time
    stale boolean NOT NULL DEFAULT true, -- the register has changed since, or somebody asked
    PRIMARY KEY (tenant_id)
);
CALL isolate('character_counts', 'SELECT, INSERT, UPDATE');

CREATE TABLE character_uses (
    tenant_id uuid NOT NULL REFERENCES tenants,
    written text COLLATE "C" NOT NULL, -- exactly as written, its selector included
    residents int NOT NULL, -- whose names or addresses have it
    history int NOT NULL, -- earlier entries of the register
    cases int NOT NULL, -- people and addresses that were entered with cases
    PRIMARY KEY (tenant_id, written)
);
CALL isolate('character_uses', 'SELECT, INSERT, DELETE');

-- Some of those whose names have it. Not whose addresses or 本籍 do: that would tell a part of what may be withheld.
CREATE TABLE character_holders (
    tenant_id uuid NOT NULL,
    written text COLLATE "C" NOT NULL,
    resident_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, written, resident_id),
    FOREIGN KEY (tenant_id, written) REFERENCES character_uses (tenant_id, written) ON DELETE CASCADE
);
CALL isolate('character_holders', 'SELECT, INSERT, DELETE');
