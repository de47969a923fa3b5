-- Who is asking: session_user and nothing else, judged by grants of today (Asia/Amman).

-- Every grant of ``who`` today, own ones and those delegated by somebody who holds them (COM-15).
CREATE OR REPLACE FUNCTION app.grants_of(who text)
RETURNS TABLE (department text, job text, on_behalf_of text, delegation_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  today date := app.today();
BEGIN
  RETURN QUERY
    SELECT g.department::text, g.job::text, NULL::text, 0::bigint
      FROM app.staff s JOIN app.staff_grant g ON g.login = s.login
     WHERE s.login = who AND s.active AND g.valid_from <= today AND (g.valid_to IS NULL OR g.valid_to >= today)
    UNION ALL
    SELECT d.department::text, d.job::text, d.from_login::text, d.id
      FROM app.staff me
      JOIN app.delegation d ON d.to_login = me.login
      JOIN app.staff s ON s.login = d.from_login AND s.active
     WHERE me.login = who AND me.active AND NOT d.revoked AND d.first_day <= today AND d.last_day >= today
       AND EXISTS (SELECT FROM app.staff_grant g
                    WHERE g.login = d.from_login AND g.department = d.department AND g.valid_from <= today
                      AND (g.valid_to IS NULL OR g.valid_to >= today)
                      AND g.job = d.job);
END $$;

-- The departments whose cases the caller sees (COM-10).
CREATE OR REPLACE FUNCTION app.my_departments() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT g.department), '{}') FROM app.grants_of(session_user::text) g
           WHERE g.job IN ('clerk', 'supervisor'));
END $$;

CREATE OR REPLACE FUNCTION app.i_have(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.grants_of(session_user::text) g WHERE g.job = wanted AND g.on_behalf_of IS NULL);
END $$;

CREATE OR REPLACE FUNCTION app.is_worker() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN app.i_have('worker');
END $$;

CREATE OR REPLACE FUNCTION app.is_admin() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN app.i_have('admin');
END $$;

-- Whether ``who`` may be given work in the department.
CREATE OR REPLACE FUNCTION app.works_in(who text, wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.grants_of(who) g
                  WHERE g.department = wanted AND g.job IN ('clerk', 'supervisor'));
END $$;

-- Whether the caller may do what ``jobs`` do in one of ``departments``, and whose absence that covers:
-- '' where the caller's own grant suffices, NULL where nothing allows it.
CREATE OR REPLACE FUNCTION app.acting_for(departments text[], jobs text[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  wanted text[] := CASE WHEN 'clerk' = ANY (jobs) THEN jobs || 'supervisor'::text ELSE jobs END;
BEGIN
  RETURN (SELECT coalesce(g.on_behalf_of, '')
            FROM app.grants_of(session_user::text) g
           WHERE g.job = ANY (wanted) AND (g.job = 'worker' OR g.department = ANY (departments))
           ORDER BY g.job <> 'worker', array_position(departments, g.department),
                    g.on_behalf_of IS NOT NULL, g.delegation_id
           LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION app.has_authority(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  today date := app.today();
BEGIN
  RETURN EXISTS (SELECT FROM app.staff_authority a
                  WHERE a.login = session_user::text AND a.authority = wanted AND a.valid_from <= today
                    AND (a.valid_to IS NULL OR a.valid_to >= today));
END $$;

-- Whether the case is of one of the departments.
CREATE OR REPLACE FUNCTION app.is_of(c app.cases, departments text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT c.department = ANY (departments) OR c.owner_department = ANY (departments)
      OR c.host_department = ANY (departments)
$$;

CREATE OR REPLACE FUNCTION app.may_see(c app.cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  mine text[] := app.my_departments();
BEGIN
  RETURN app.is_of(c, mine) OR app.is_worker();
END $$;

-- The case, locked; an absent one and one that the caller may not see are refused alike (COM-10), one
-- that has moved on is refused with who moved it (COM-09).
CREATE OR REPLACE FUNCTION app.locked_case(wanted bigint, expected_version integer) RETURNS app.cases
LANGUAGE plpgsql AS $$
DECLARE
  c app.cases;
BEGIN
  SELECT * INTO c FROM app.cases WHERE id = wanted;
  RETURN app.locked_again(c, expected_version);
END $$;

-- The same for a case as it was just read.
CREATE OR REPLACE FUNCTION app.locked_again(c app.cases, expected_version integer) RETURNS app.cases
LANGUAGE plpgsql AS $$
DECLARE
  last app.case_event;
  mine text[] := app.my_departments();
  sees_all boolean;
BEGIN
  sees_all := NOT app.is_of(c, mine) AND app.is_worker();
  IF c.id IS NULL OR NOT (app.is_of(c, mine) OR sees_all) THEN
    PERFORM app.refuse('DW404');
  END IF;
  -- Only now: a caller cannot hold up the work of a department that is not theirs. What they may do is judged
  -- after this, by the grants of that moment.
  SELECT * INTO c FROM app.cases WHERE id = c.id FOR UPDATE;
  IF NOT (app.is_of(c, mine) OR sees_all) THEN
    PERFORM app.refuse('DW404');
  END IF;
  -- Nothing is done any more with a case whose personal data is gone.
  IF c.last_action = 'anonymise' THEN
    PERFORM app.refuse('DW403', 'anonymise');
  END IF;
  -- Nor with one whose record is not here to go on from: 86_archive.sql.
  IF c.closed_at IS NOT NULL AND app.is_away(c) THEN
    PERFORM app.refuse('DWAWY', extract(year FROM app.amman_day(c.closed_at))::text);
  END IF;
  IF c.version IS DISTINCT FROM expected_version THEN
    SELECT * INTO last FROM app.case_event WHERE case_id = c.id ORDER BY number DESC LIMIT 1;
    PERFORM app.refuse('DW409', jsonb_build_object(
      'actor', last.actor, 'action', last.action, 'state', c.state, 'version', c.version,
      'at', to_char(last.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))::text);
  END IF;
  RETURN c;
END $$;

-- Whether two people on each side are the same: nobody approves what they proposed, for themselves or
-- for somebody else (COM-10, COM-15).
CREATE OR REPLACE FUNCTION app.same_person(first_actor text, first_for text, second_actor text, second_for text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT first_actor IN (second_actor, second_for)
      OR (first_for <> '' AND first_for IN (second_actor, second_for))
$$;

-- For the worker: keeps other workers and desks off the case until the transaction ends; false where one
-- is on it already. (Anybody could take an advisory lock and so hold up a deadline.)
CREATE OR REPLACE FUNCTION app.try_case(wanted bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.is_worker() THEN
    PERFORM app.refuse('DW403', 'try_case');
  END IF;
  PERFORM app.lock_occasions(wanted);
  PERFORM 1 FROM app.cases WHERE id = wanted FOR UPDATE SKIP LOCKED;
  RETURN FOUND;
END $$;
