-- The record of who did what. The serving role may only add to it; reading and sealing go through the
-- functions below.
CREATE TABLE audit_entries (
    tenant_id uuid NOT NULL REFERENCES tenants,
    entry_id uuid NOT NULL,
    operation_id uuid NOT NULL, -- the same in the begun and in the ended entry
    phase text NOT NULL CHECK (phase IN ('begun', 'ended')),
    at timestamptz NOT NULL,
    category text NOT NULL
        CHECK (category IN ('operation', 'authentication', 'printing', 'settings', 'event', 'error')),
    staff_id uuid, -- null: nobody signed in, or the system
    session_id uuid,
    section_id uuid, -- where
    terminal text NOT NULL,
    action text NOT NULL,
    screen text NOT NULL,
    resource_kind text NOT NULL,
    resource_id text NOT NULL,
    individual_number_access boolean NOT NULL,
    persons uuid[] NOT NULL, -- 対象者: residents seen or changed, by id and never by name
    outcome text NOT NULL CHECK (outcome IN ('', 'done', 'refused', 'failed', 'unknown')),
    detail jsonb NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(), -- orders entries for sealing; not the writer's to choose
    PRIMARY KEY (tenant_id, entry_id),
    UNIQUE (tenant_id, operation_id, phase),
    CHECK ((phase = 'begun') = (outcome = ''))
);
CREATE INDEX audit_entries_by_xid ON audit_entries (tenant_id, xid, entry_id);
CREATE INDEX audit_entries_by_time ON audit_entries (tenant_id, at, entry_id);
CREATE INDEX audit_entries_by_staff ON audit_entries (tenant_id, staff_id, at);
CREATE INDEX audit_entries_by_person ON audit_entries USING gin (tenant_id, persons);
CALL isolate('audit_entries', '');
GRANT INSERT (
    tenant_id, entry_id, operation_id, phase, at, category, staff_id, session_id, section_id, terminal, action,
    screen, resource_kind, resource_id, individual_number_access, persons, outcome, detail
) ON audit_entries TO madoguchi_app;

-- The chain: each seal's hash is the SHA-256 of the previous hash and the entry's canonical bytes.
CREATE TABLE audit_seals (
    tenant_id uuid NOT NULL REFERENCES tenants,
    seq bigint NOT NULL, -- from 1, without gaps
    entry_id uuid NOT NULL,
    xid xid8 NOT NULL, -- the entry's
    hash bytea NOT NULL CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, seq),
    UNIQUE (tenant_id, entry_id)
);
CALL isolate('audit_seals', '');

GRANT SELECT ON audit_entries TO madoguchi_auditor;
GRANT SELECT, INSERT ON audit_seals TO madoguchi_auditor;
-- The predicate of each function keeps to the set tenant; with the table's policy alone the search by
-- person could not use its index (array containment is not leakproof).
CREATE POLICY auditor ON audit_entries FOR SELECT TO madoguchi_auditor USING (true);

-- One field of the canonical form: its length in bytes, a colon, its bytes, a comma; a hyphen for null.
CREATE FUNCTION audit_field(value text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(octet_length(value) || ':' || value || ',', '-')
$$;

-- The canonical bytes of an entry. `audit::canonical` makes the same in Rust; a test compares them.
CREATE FUNCTION audit_canonical(entry audit_entries) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT convert_to(
        public.audit_field(entry.tenant_id::text) || public.audit_field(entry.entry_id::text)
        || public.audit_field(entry.operation_id::text) || public.audit_field(entry.phase)
        || public.audit_field(((extract(epoch FROM entry.at) * 1000000)::bigint)::text)
        || public.audit_field(entry.category) || public.audit_field(entry.staff_id::text)
        || public.audit_field(entry.session_id::text) || public.audit_field(entry.section_id::text)
        || public.audit_field(entry.terminal) || public.audit_field(entry.action)
        || public.audit_field(entry.screen) || public.audit_field(entry.resource_kind)
        || public.audit_field(entry.resource_id) || public.audit_field(entry.individual_number_access::text)
        || public.audit_field(array_to_string(entry.persons, ' ')) || public.audit_field(entry.outcome)
        || public.audit_field(entry.detail::text) || public.audit_field(entry.xid::text),
        'UTF8')
$$;
GRANT EXECUTE ON FUNCTION audit_field(text), audit_canonical(audit_entries) TO madoguchi_auditor;

-- Chains the committed entries of the set tenant that no open transaction can still add to, oldest first.
-- Gives back how many it chained.
CREATE FUNCTION seal_audit(moment timestamptz, at_most int) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    last_seal public.audit_seals;
    entry public.audit_entries;
    chained bigint := 0;
BEGIN
    IF tenant IS NULL THEN
        RAISE EXCEPTION 'no tenant is set';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('seal_audit ' || tenant, 0));
    SELECT * INTO last_seal FROM public.audit_seals WHERE tenant_id = tenant ORDER BY seq DESC LIMIT 1;
    IF NOT FOUND THEN
        last_seal.seq := 0;
        last_seal.hash := decode(repeat('00', 32), 'hex');
        last_seal.xid := '0';
        last_seal.entry_id := '00000000-0000-0000-0000-000000000000';
    END IF;
    FOR entry IN
        SELECT * FROM public.audit_entries e
        WHERE e.tenant_id = tenant AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
            AND (e.xid, e.entry_id) > (last_seal.xid, last_seal.entry_id)
        ORDER BY e.xid, e.entry_id LIMIT at_most
    LOOP
        last_seal.seq := last_seal.seq + 1;
        last_seal.hash := sha256(last_seal.hash || public.audit_canonical(entry));
        INSERT INTO public.audit_seals (tenant_id, seq, entry_id, xid, hash, sealed_at)
        VALUES (tenant, last_seal.seq, entry.entry_id, entry.xid, last_seal.hash, moment);
        chained := chained + 1;
    END LOOP;
    RETURN chained;
END
$$;
CALL hand_over('seal_audit(timestamptz, int)', 'madoguchi_auditor');

-- The newest seal of the set tenant, to be anchored outside the database.
CREATE FUNCTION audit_head(OUT seq bigint, OUT entry_id uuid, OUT hash bytea) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.seq, s.entry_id, s.hash FROM public.audit_seals s
    WHERE s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    ORDER BY s.seq DESC LIMIT 1
$$;
CALL hand_over('audit_head()', 'madoguchi_auditor');

-- Operations of the set tenant that were begun in the span and have no end.
CREATE FUNCTION audit_orphans(begun_from timestamptz, begun_before timestamptz) RETURNS SETOF audit_entries
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.* FROM public.audit_entries b
    WHERE b.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND b.phase = 'begun' AND b.at >= begun_from AND b.at < begun_before
        AND NOT EXISTS (
            SELECT FROM public.audit_entries e
            WHERE e.tenant_id = b.tenant_id AND e.operation_id = b.operation_id AND e.phase = 'ended')
    ORDER BY b.at, b.entry_id
$$;
CALL hand_over('audit_orphans(timestamptz, timestamptz)', 'madoguchi_auditor');

-- Entries of the set tenant, newest first, for the administrator's screen. A null filter lets all through;
-- `older_than_*` continues after the last entry of the page before.
CREATE FUNCTION read_audit(
    from_at timestamptz, until_at timestamptz, by_staff uuid, about_person uuid, with_action text,
    older_than_at timestamptz, older_than_entry uuid, at_most int
) RETURNS SETOF audit_entries
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
    RETURN QUERY
    SELECT e.* FROM public.audit_entries e
    WHERE e.tenant_id = tenant
        AND (from_at IS NULL OR e.at >= from_at) AND (until_at IS NULL OR e.at < until_at)
        AND (by_staff IS NULL OR e.staff_id = by_staff)
        AND (about_person IS NULL OR e.persons @> ARRAY[about_person])
        AND (with_action IS NULL OR e.action = with_action)
        AND (older_than_at IS NULL OR (e.at, e.entry_id) < (older_than_at, older_than_entry))
    ORDER BY e.at DESC, e.entry_id DESC LIMIT at_most;
END
$$;
CALL hand_over(
    'read_audit(timestamptz, timestamptz, uuid, uuid, text, timestamptz, uuid, int)', 'madoguchi_auditor');
