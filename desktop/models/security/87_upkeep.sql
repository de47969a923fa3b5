-- Watching the machinery, and who saw what. Counts only: an administrator learns nothing of an application.

CREATE OR REPLACE FUNCTION app.require_watcher(what text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT (app.is_admin() OR app.is_worker()) THEN
    PERFORM app.refuse('DW403', what);
  END IF;
END $$;

-- What waits and since when: the same rows as desktop/models/queries/health.py counts on SQLite.
CREATE OR REPLACE FUNCTION app.health() RETURNS TABLE (name text, number bigint, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at timestamptz := app.now();
BEGIN
  PERFORM app.require_watcher('health');
  RETURN QUERY
    SELECT 'messages_waiting', count(*), min(m.queued_at) FROM app.message m WHERE m.state = 'waiting'
    UNION ALL
    SELECT 'messages_failed', count(*), min(m.queued_at) FROM app.message m WHERE m.state = 'failed'
    UNION ALL
    SELECT 'inbox_waiting', count(*), min(i.received_at) FROM app.inbox i WHERE i.state = 'new'
    UNION ALL
    SELECT 'requests_waiting', count(*), min(r.requested_at) FROM app.payment_request r WHERE r.state = 'new'
    UNION ALL
    SELECT 'letters_unsealed', count(*), min(e.at) FROM app.letter l
      JOIN app.case_event e ON e.case_id = l.case_id AND e.number = l.event_number
     WHERE l.sealed_at IS NULL AND l.state = 'issued'
    UNION ALL
    SELECT 'payments_unsettled', count(*), min(n.received_at) FROM app.payment_notice n
     WHERE n.state IN ('short', 'over', 'late', 'unknown')
    UNION ALL
    SELECT 'deadlines_passed', count(*), min(d.due_at) FROM app.deadline d
     WHERE d.state = 'running' AND d.due_at <= at
    UNION ALL
    SELECT 'cases_late', count(*), min(c.due_at) FROM app.cases c
     WHERE c.closed_at IS NULL AND c.waits_on = 'staff' AND c.due_at <= at;
END $$;

-- What the events of an anonymised case still say, in one digest; see desktop/models/chain.py.
CREATE OR REPLACE FUNCTION app.residue(wanted bigint, before integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT app.chain_hash('', VARIADIC coalesce(array_agg(app.chain_hash(
           coalesce(e.previous, ''), e.case_id::text, e.number::text, app.microseconds(e.at), e.actor::text,
           e.on_behalf_of::text, e.workstation, e.action::text, e.from_state::text, e.to_state::text, '', '{}')
         ORDER BY e.number), '{}'))
    FROM (SELECT x.*, lag(x.hash) OVER (ORDER BY x.number)::text AS previous
            FROM app.case_event x WHERE x.case_id = wanted AND x.number < before) AS e
$$;

-- Whether the record of a case is whole (COM-07).
CREATE OR REPLACE FUNCTION app.chain_holds(c app.cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  blanked integer := coalesce((SELECT max(e.number) FROM app.case_event e
                                WHERE e.case_id = c.id AND e.action = 'anonymise'), 0);
BEGIN
  RETURN coalesce((
    SELECT count(*) = c.version AND max(e.number) = c.version
       AND bool_and(e.number < blanked OR e.hash = app.chain_hash(
             coalesce(e.previous, ''), e.case_id::text, e.number::text, app.microseconds(e.at), e.actor::text,
             e.on_behalf_of::text, e.workstation, e.action::text, e.from_state::text, e.to_state::text, e.note,
             e.data))
       AND bool_and(e.number >= blanked OR (e.note = '' AND e.data = '{}'))
       AND bool_and(e.number <> blanked OR e.data::jsonb ->> 'residue' = app.residue(c.id, blanked))
      FROM (SELECT x.*, lag(x.hash) OVER (ORDER BY x.number)::text AS previous
              FROM app.case_event x WHERE x.case_id = c.id) AS e), false);
END $$;

-- References among the ``newest`` applications whose record is not whole.
CREATE OR REPLACE FUNCTION app.chain_breaks(newest integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.require_watcher('health');
  RETURN QUERY SELECT c.reference::text FROM (SELECT * FROM app.cases x ORDER BY x.id DESC LIMIT newest) AS c
                -- The record of a year that was put away is in its file.
                WHERE NOT app.is_away(c) AND NOT app.chain_holds(c);
END $$;

-- Notes that the caller saw these applications; what they may not see is left out. ``entries``:
-- [{"case_id": 5, "what": "case" | "document" | "letter", "ago": seconds}]. Returns how many were noted.
CREATE OR REPLACE FUNCTION app.record_access(entries jsonb, workstation text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at timestamptz := app.now();
  noted integer;
BEGIN
  PERFORM app.bounded(workstation, 200, 'workstation');
  IF coalesce(jsonb_typeof(entries), '') <> 'array' OR jsonb_array_length(entries) > 500 THEN
    PERFORM app.refuse('DWINV', 'entries');
  END IF;
  INSERT INTO app.access_log (at, login, workstation, case_id, what)
  SELECT at - make_interval(secs => least(greatest(coalesce(e.ago, 0), 0), 86400)), session_user,
         record_access.workstation, c.id, e.what
    FROM jsonb_to_recordset(entries) AS e (case_id bigint, what text, ago integer)
    JOIN app.cases c ON c.id = e.case_id
   WHERE e.what IN ('case', 'document', 'letter') AND app.may_see(c);
  GET DIAGNOSTICS noted = ROW_COUNT;
  RETURN noted;
END $$;

-- Who looks after the looking: administrators, and whoever holds the authority for it.
CREATE OR REPLACE FUNCTION app.is_auditor() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN app.is_admin() OR (cardinality(app.my_departments()) > 0 AND app.has_authority('auditor'));
END $$;

-- The reference of an application that somebody saw: an auditor reads no more of it.
CREATE OR REPLACE FUNCTION app.accesses(wanted_reference text, wanted_login text, first_day date, last_day date, most integer)
RETURNS TABLE (at timestamptz, login text, workstation text, reference text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (app.is_auditor() OR app.is_worker()) THEN
    PERFORM app.refuse('DW403', 'accesses');
  END IF;
  RETURN QUERY
    SELECT a.at, a.login::text, a.workstation, c.reference::text, a.what::text
      FROM app.access_log a JOIN app.cases c ON c.id = a.case_id
     WHERE (wanted_reference = '' OR c.reference = wanted_reference)
       AND (wanted_login = '' OR a.login = wanted_login)
       AND a.at >= app.day_start(first_day) AND a.at < app.day_start(last_day + 1)
     ORDER BY a.at DESC, a.id DESC LIMIT most;
END $$;
