-- People who move in are not in the register yet: they are entered with their case, and belong to it.
ALTER TABLE case_members
    ADD COLUMN entered jsonb, -- what was entered of someone who is not in the register
    ADD COLUMN registered_id uuid GENERATED ALWAYS AS (CASE WHEN entered IS NULL THEN resident_id END) STORED;
ALTER TABLE case_members DROP CONSTRAINT case_members_tenant_id_resident_id_fkey;
ALTER TABLE case_members
    ADD FOREIGN KEY (tenant_id, registered_id) REFERENCES residents (tenant_id, resident_id);

-- A household of their own has no entry in the register either.
ALTER TABLE cases ALTER COLUMN household_id DROP NOT NULL;
ALTER TABLE cases ADD COLUMN former_address jsonb; -- where those who move in come from
