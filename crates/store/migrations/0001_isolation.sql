-- How every tenant table is closed off. One procedure holds the policy, so that it is the same everywhere.
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO madoguchi_app, madoguchi_searcher, madoguchi_gate, madoguchi_auditor;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC;

-- Forces row security on a table for everyone, its owner included, and gives the serving role the named
-- privileges. Without a tenant set the policy is null, which lets nothing through.
CREATE PROCEDURE isolate(tenant_table regclass, serving_privileges text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
        'CREATE POLICY tenant ON %s USING (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)'
        ' WITH CHECK (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)',
        tenant_table);
    IF serving_privileges <> '' THEN
        EXECUTE format('GRANT %s ON %s TO madoguchi_app', serving_privileges, tenant_table);
    END IF;
END
$$;

-- Hands a function over to a role without a login, which then decides what the function can reach.
CREATE PROCEDURE hand_over(narrow_function regprocedure, to_role regrole)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', narrow_function);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO madoguchi_app', narrow_function);
    -- Owning an object in a schema needs CREATE there, at the moment of the change only.
    EXECUTE format('GRANT CREATE ON SCHEMA public TO %s', to_role);
    EXECUTE format('ALTER FUNCTION %s OWNER TO %s', narrow_function, to_role);
    EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %s', to_role);
END
$$;
