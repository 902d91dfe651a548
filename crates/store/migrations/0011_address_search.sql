-- Residents are found by address too. The key is made by the program when the register is loaded.
ALTER TABLE residents ADD COLUMN address_key text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX residents_by_address ON residents (tenant_id, address_key);
