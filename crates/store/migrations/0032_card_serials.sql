-- The number of a resident's certificate, as the core system supplies it, without leading zeros: whose card this is.
-- Generated, so that it is a condition that row security leaves to the index.
ALTER TABLE residents ADD COLUMN card_serial text COLLATE "C"
    GENERATED ALWAYS AS (ltrim(lower(circumstances #>> '{card,certificate_serial}' COLLATE "C"), '0')) STORED;
CREATE INDEX residents_by_card_serial ON residents (tenant_id, card_serial) WHERE card_serial IS NOT NULL;
