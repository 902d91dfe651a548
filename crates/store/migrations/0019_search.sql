-- Finding residents by any part of what is known of them. What is typed first is the beginning of a name, a reading or
-- an address: those are ordered indexes, which give the first fifty without reading the other fifteen thousand. Everything
-- else, and every combination, goes by tokens.
DROP INDEX residents_by_kana, residents_by_former_kana, residents_by_alias_kana, residents_by_birth, residents_by_address;
ALTER TABLE residents
    ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '', -- the written name, folded
    ADD COLUMN gone boolean NOT NULL GENERATED ALWAYS AS (state <> 'current') STORED,
    ADD COLUMN number_end text COLLATE "C" NOT NULL GENERATED ALWAYS AS (reverse(addressee_number)) STORED;
CREATE INDEX residents_by_kana ON residents (tenant_id, gone, kana_key, birth_earliest, resident_id);
CREATE INDEX residents_by_name ON residents (tenant_id, gone, name_key, birth_earliest, resident_id);
CREATE INDEX residents_by_address ON residents (tenant_id, gone, address_key, birth_earliest, resident_id);
CREATE INDEX residents_by_birth ON residents (tenant_id, gone, birth_earliest, kana_key, resident_id);
CREATE INDEX residents_by_number_end ON residents (tenant_id, number_end);
CREATE INDEX residents_protected ON residents (tenant_id, household_id) WHERE protective_measure <> 'none';
ALTER TABLE import_staged_residents ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '';

-- New tokens wait in a list that every search reads: a short one.
ALTER INDEX resident_tokens_by_token SET (gin_pending_list_limit = 256);

-- What earlier entries of the register were found by, and with it what the newest is found by: whoever looks for a former
-- name with today's address finds the person. Only residents with earlier entries have a row.
ALTER TABLE resident_history ADD COLUMN tokens text[] COLLATE "C" NOT NULL DEFAULT '{}';
CREATE TABLE resident_past_tokens (
    tenant_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    tokens text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, resident_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CREATE INDEX resident_past_tokens_by_token ON resident_past_tokens USING gin (tenant_id, tokens)
    WITH (gin_pending_list_limit = 256);
CALL isolate('resident_past_tokens', 'SELECT, INSERT, UPDATE');
GRANT SELECT ON resident_past_tokens TO madoguchi_searcher;
CREATE POLICY searcher ON resident_past_tokens FOR SELECT TO madoguchi_searcher USING (true);

-- The statement by which residents with tokens are found; $1 tenant, $2 groups of tokens, each parted by U+001F, $3 how
-- many. It is made of nothing but the groups' places, so that each is a condition the index serves. The inner part is
-- planned for all of its rows and read only as far as needed: planned for the first few, it would go through the table.
CREATE FUNCTION tokens_statement(groups int, past boolean) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format(
        'WITH found AS MATERIALIZED (SELECT resident_id FROM public.%I WHERE tenant_id = $1 AND %s)'
        ' SELECT resident_id FROM found LIMIT $3',
        CASE WHEN past THEN 'resident_past_tokens' ELSE 'resident_tokens' END,
        string_agg(format('tokens && string_to_array($2[%s], chr(31))', place), ' AND '))
    FROM generate_series(1, groups) AS place
$$;
GRANT EXECUTE ON FUNCTION tokens_statement(int, boolean) TO madoguchi_app, madoguchi_searcher;

-- Residents of the set tenant who may match a query, at most so many: each of its groups must share a token with the
-- resident's. Nobody when no tenant is set or there is no group.
DROP FUNCTION residents_with_tokens(text[]);
CREATE FUNCTION residents_with_tokens(token_groups text[], past boolean, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
    IF tenant IS NOT NULL AND cardinality(token_groups) > 0 THEN
        RETURN QUERY EXECUTE public.tokens_statement(cardinality(token_groups), past)
            USING tenant, token_groups, at_most;
    END IF;
END
$$;
CALL hand_over('residents_with_tokens(text[], boolean, int)', 'madoguchi_searcher');

-- Telephone numbers are what visitors leave with their cases.
ALTER TABLE cases ADD COLUMN phone_key text COLLATE "C"; -- the visitor's, folded; null where it is no whole number
CREATE INDEX cases_by_phone ON cases (tenant_id, phone_key) WHERE phone_key IS NOT NULL;
