-- The database roles, for every database of one PostgreSQL server. Run once by an administrator (a superuser,
-- or on a managed service a role with CREATEROLE); running it again changes nothing.
--
--   madoguchi_owner     owns the databases and migrates them (--migrate-url)
--   madoguchi_app       serves (--database-url); owns nothing and cannot bypass row security
--   madoguchi_searcher  NOLOGIN; owns the function that finds residents by parts of a name
--   madoguchi_gate      NOLOGIN; owns the functions that find a tenant before one is known
--   madoguchi_auditor   NOLOGIN; owns the functions that read and seal the audit record
--
-- Passwords, where the server asks for them, are the administrator's to set.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('madoguchi_owner', 'LOGIN'),
            ('madoguchi_app', 'LOGIN'),
            ('madoguchi_searcher', 'NOLOGIN'),
            ('madoguchi_gate', 'NOLOGIN'),
            ('madoguchi_auditor', 'NOLOGIN')
        ) AS roles (name, login)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
                EXECUTE pg_catalog.format('CREATE ROLE %I %s', wanted.name, wanted.login);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- somebody else made it at the same moment
        END;
    END LOOP;
    -- The owner may hand the narrow functions over to the roles without a login.
    IF NOT pg_catalog.pg_has_role('madoguchi_owner', 'madoguchi_searcher', 'MEMBER')
        OR NOT pg_catalog.pg_has_role('madoguchi_owner', 'madoguchi_gate', 'MEMBER')
        OR NOT pg_catalog.pg_has_role('madoguchi_owner', 'madoguchi_auditor', 'MEMBER')
    THEN
        GRANT madoguchi_searcher, madoguchi_gate, madoguchi_auditor TO madoguchi_owner;
    END IF;
END
$$;
