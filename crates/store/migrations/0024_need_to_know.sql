-- Who sees which fields, what a case was made with, and who looked up whom.

-- 必要な人だけが見る: how far a section's officers see a group of fields. Append-only: the newest row of a section and
-- group is in force; without one the default of the program is.
CREATE TABLE field_permissions (
    tenant_id uuid NOT NULL,
    change_id uuid NOT NULL,
    section_id uuid NOT NULL,
    field_group text COLLATE "C" NOT NULL CHECK (
        field_group IN ('domicile', 'individual_number', 'resident_code', 'residence_status', 'tax')),
    reach text NOT NULL CHECK (reach IN ('nowhere', 'handed_cases', 'everywhere')),
    reason text NOT NULL CHECK (reason <> ''),
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, change_id),
    FOREIGN KEY (tenant_id, section_id) REFERENCES sections (tenant_id, section_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX field_permissions_by_section
    ON field_permissions (tenant_id, section_id, field_group, changed_at, change_id);
CALL isolate('field_permissions', 'SELECT, INSERT');

-- The records of the register that a case goes on with, whatever an import says meanwhile.
CREATE TABLE case_records (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    record jsonb NOT NULL, -- the resident; with another household than the case's for someone who is not part of it
    declined text[] NOT NULL DEFAULT '{}', -- fields of which an officer decided to keep what the case has
    declined_from jsonb, -- the register's record at that decision: another change is told again
    seen_mark text COLLATE "C" NOT NULL, -- resident_mark when nothing was left to decide
    PRIMARY KEY (tenant_id, case_id, resident_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, resident_id) REFERENCES residents (tenant_id, resident_id)
);
CALL isolate('case_records', 'SELECT, INSERT, UPDATE');

-- A digest of what a case can differ by from the register. Protective measures are left out: they are never kept back.
CREATE FUNCTION resident_mark(r residents) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.md5(ROW(r.household_id, r.relationship, r.name, r.kana, r.kana_confirmed, r.alphabet,
        r.former_family_name, r.alias, r.birth_earliest, r.birth_latest, r.birth_text, r.sex, r.foreign_status,
        r.address, r.address_since, r.resident_since, r.registered_domicile, r.family_register_head, r.state,
        r.circumstances)::pg_catalog.text)
$$;
REVOKE ALL ON FUNCTION resident_mark(residents) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resident_mark(residents) TO madoguchi_app;

-- The household of a day is found by its number then.
CREATE INDEX resident_history_by_household ON resident_history (tenant_id, household_number);

-- What the analyses of the record are measured against.
CREATE TABLE analysis_settings (
    tenant_id uuid NOT NULL REFERENCES tenants,
    opens time NOT NULL,
    closes time NOT NULL,
    searches_a_day int NOT NULL CHECK (searches_a_day > 0),
    times_average int NOT NULL CHECK (times_average > 1),
    papers_a_day int NOT NULL CHECK (papers_a_day > 0),
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id),
    CHECK (opens < closes)
);
CALL isolate('analysis_settings', 'SELECT, INSERT, UPDATE');

-- How many persons an entry is about, so that counting need not read the list.
ALTER TABLE audit_entries ADD COLUMN persons_seen int GENERATED ALWAYS AS (cardinality(persons)) STORED;

-- The analyses go through a period; the index holds all they count by.
CREATE INDEX audit_entries_done ON audit_entries (tenant_id, at) INCLUDE (staff_id, action, persons_seen)
    WHERE phase = 'ended' AND staff_id IS NOT NULL;
CREATE INDEX audit_entries_printed ON audit_entries (tenant_id, at) INCLUDE (staff_id)
    WHERE phase = 'ended' AND category = 'printing' AND staff_id IS NOT NULL;
CREATE INDEX audit_entries_of_cases ON audit_entries (tenant_id, at)
    WHERE phase = 'begun' AND staff_id IS NOT NULL AND screen LIKE '% /cases/{case_id}%';

-- Days and times of day are Japan's.
CREATE FUNCTION audit_day(at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (at AT TIME ZONE 'Asia/Tokyo')::date $$;
CREATE FUNCTION audit_time(at timestamptz) RETURNS time
LANGUAGE sql IMMUTABLE AS $$ SELECT (at AT TIME ZONE 'Asia/Tokyo')::time $$;
GRANT EXECUTE ON FUNCTION audit_day(timestamptz), audit_time(timestamptz) TO madoguchi_auditor;

-- What officers did outside the hours, by officer, day and kind: closed days first, then the hours of open ones.
CREATE FUNCTION audit_off_hours(
    from_at timestamptz, until_at timestamptz, by_staff uuid, closed date[], opens time, closes time, at_most int,
    OUT staff_id uuid, OUT on_day date, OUT on_closed_day boolean, OUT operations bigint, OUT persons bigint,
    OUT first_at timestamptz, OUT last_at timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.staff_id, public.audit_day(e.at), public.audit_day(e.at) = ANY (closed), count(*),
        sum(e.persons_seen)::bigint, min(e.at), max(e.at)
    FROM public.audit_entries e
    WHERE e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND e.phase = 'ended' AND e.staff_id IS NOT NULL AND e.at >= from_at AND e.at < until_at
        AND (by_staff IS NULL OR e.staff_id = by_staff)
        AND (public.audit_day(e.at) = ANY (closed) OR public.audit_time(e.at) < opens
            OR public.audit_time(e.at) >= closes)
    GROUP BY 1, 2, 3 ORDER BY 2 DESC, 4 DESC, 1 LIMIT at_most
$$;
CALL hand_over(
    'audit_off_hours(timestamptz, timestamptz, uuid, date[], time, time, int)', 'madoguchi_auditor');

-- Officers' days with many look-ups (searches and persons' pages): at least the threshold, or so many times the
-- officer's own average of the days of the period on which they looked anybody up, and more than a handful.
CREATE FUNCTION audit_searches(
    from_at timestamptz, until_at timestamptz, by_staff uuid, threshold int, times int, at_most int,
    OUT staff_id uuid, OUT on_day date, OUT searches bigint, OUT pages bigint, OUT persons bigint,
    OUT average double precision
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH daily AS (
        SELECT e.staff_id AS who, public.audit_day(e.at) AS day,
            count(*) FILTER (WHERE e.action = 'resident.list') AS searched,
            count(*) FILTER (WHERE e.action = 'resident.view') AS opened,
            sum(e.persons_seen)::bigint AS seen
        FROM public.audit_entries e
        WHERE e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
            AND e.phase = 'ended' AND e.staff_id IS NOT NULL AND e.at >= from_at AND e.at < until_at
            AND e.action IN ('resident.list', 'resident.view')
            AND (by_staff IS NULL OR e.staff_id = by_staff)
        GROUP BY 1, 2),
    measured AS (
        SELECT d.*, avg(d.searched + d.opened) OVER (PARTITION BY d.who)::double precision AS usual FROM daily d)
    SELECT m.who, m.day, m.searched, m.opened, m.seen, m.usual FROM measured m
    WHERE m.searched + m.opened >= threshold
        OR (m.searched + m.opened >= times * m.usual AND m.searched + m.opened >= 10)
    ORDER BY m.searched + m.opened DESC, m.day DESC, m.who LIMIT at_most
$$;
CALL hand_over('audit_searches(timestamptz, timestamptz, uuid, int, int, int)', 'madoguchi_auditor');

-- Who saw any of these persons: by officer, person and action. Served by the index over persons.
CREATE FUNCTION audit_viewers(
    of_persons uuid[], from_at timestamptz, until_at timestamptz, by_staff uuid, at_most int,
    OUT staff_id uuid, OUT person uuid, OUT action text, OUT operations bigint, OUT first_at timestamptz,
    OUT last_at timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.staff_id, p.person, e.action, count(*), min(e.at), max(e.at)
    FROM public.audit_entries e CROSS JOIN LATERAL unnest(e.persons) AS p (person)
    WHERE e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND e.persons && of_persons AND p.person = ANY (of_persons)
        AND e.phase = 'ended' AND e.staff_id IS NOT NULL AND e.at >= from_at AND e.at < until_at
        AND (by_staff IS NULL OR e.staff_id = by_staff)
    GROUP BY 1, 2, 3 ORDER BY 6 DESC, 1, 2, 3 LIMIT at_most
$$;
CALL hand_over('audit_viewers(uuid[], timestamptz, timestamptz, uuid, int)', 'madoguchi_auditor');

-- What officers did with persons they stand near to: pairs of an officer and a person, at the same place of the arrays.
CREATE FUNCTION audit_pairs(
    staffs uuid[], near_persons uuid[], from_at timestamptz, until_at timestamptz, at_most int,
    OUT staff_id uuid, OUT person uuid, OUT operations bigint, OUT first_at timestamptz, OUT last_at timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pair.staff, pair.person, count(*), min(e.at), max(e.at)
    FROM unnest(staffs, near_persons) AS pair (staff, person)
    JOIN public.audit_entries e ON e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND e.persons @> ARRAY[pair.person] AND e.staff_id = pair.staff
    WHERE e.phase = 'ended' AND e.at >= from_at AND e.at < until_at
    GROUP BY 1, 2 ORDER BY 5 DESC, 1, 2 LIMIT at_most
$$;
CALL hand_over('audit_pairs(uuid[], uuid[], timestamptz, timestamptz, int)', 'madoguchi_auditor');

-- The cases that officers opened, by officer, case and day. Which of them had ended, the case's own record tells.
CREATE FUNCTION audit_case_days(
    from_at timestamptz, until_at timestamptz, by_staff uuid,
    OUT staff_id uuid, OUT case_id uuid, OUT on_day date, OUT operations bigint, OUT last_at timestamptz
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10000 SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.staff_id, c.id::uuid, public.audit_day(e.at), count(*), max(e.at)
    FROM public.audit_entries e
    CROSS JOIN LATERAL (SELECT substring(e.detail ->> 'path' FROM '^/cases/([0-9a-f-]{36})') AS id) c
    WHERE e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND e.phase = 'begun' AND e.staff_id IS NOT NULL AND e.screen LIKE '% /cases/{case_id}%'
        AND e.at >= from_at AND e.at < until_at AND (by_staff IS NULL OR e.staff_id = by_staff)
        AND c.id IS NOT NULL
    GROUP BY 1, 2, 3
$$;
CALL hand_over('audit_case_days(timestamptz, timestamptz, uuid)', 'madoguchi_auditor');

-- Officers' days with many papers printed or files taken out.
CREATE FUNCTION audit_prints(
    from_at timestamptz, until_at timestamptz, by_staff uuid, threshold int, at_most int,
    OUT staff_id uuid, OUT on_day date, OUT operations bigint, OUT papers bigint, OUT persons bigint
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.staff_id, public.audit_day(e.at), count(*),
        sum(CASE jsonb_typeof(e.detail #> '{printed,papers}')
            WHEN 'array' THEN jsonb_array_length(e.detail #> '{printed,papers}') ELSE 1 END)::bigint,
        sum(e.persons_seen)::bigint
    FROM public.audit_entries e
    WHERE e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
        AND e.phase = 'ended' AND e.category = 'printing' AND e.staff_id IS NOT NULL AND e.outcome = 'done'
        AND e.at >= from_at AND e.at < until_at AND (by_staff IS NULL OR e.staff_id = by_staff)
    GROUP BY 1, 2
    HAVING sum(CASE jsonb_typeof(e.detail #> '{printed,papers}')
            WHEN 'array' THEN jsonb_array_length(e.detail #> '{printed,papers}') ELSE 1 END) >= threshold
    ORDER BY 4 DESC, 2 DESC, 1 LIMIT at_most
$$;
CALL hand_over('audit_prints(timestamptz, timestamptz, uuid, int, int)', 'madoguchi_auditor');

-- A batch leaves out what whoever started it may not see.
ALTER TABLE print_batch_items DROP CONSTRAINT print_batch_items_outcome_check;
ALTER TABLE print_batch_items ADD CONSTRAINT print_batch_items_outcome_check
    CHECK (outcome IN ('waiting', 'printed', 'protected', 'restricted', 'gone'));
