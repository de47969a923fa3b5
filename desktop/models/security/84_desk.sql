-- What desks need of each other: counts of the queues, word of changes, preferences and saved filters.

-- Counts. Every move of an open case adds a row for where it was and one for where it is, so that no step
-- waits for another; now and then the rows are summed up. A reader sees all of it or nothing, so the sums
-- are exact at any moment.
CREATE OR REPLACE FUNCTION app.sum_tally() RETURNS void LANGUAGE sql AS $$
  WITH gone AS (
    DELETE FROM app.tally t
     WHERE t.id IN (SELECT s.id FROM app.tally s ORDER BY s.id LIMIT 5000 FOR UPDATE SKIP LOCKED)
    RETURNING *)
  INSERT INTO app.tally (department, owner_department, host_department, service, state, waits_on, cases)
  SELECT g.department, g.owner_department, g.host_department, g.service, g.state, g.waits_on, sum(g.cases)
    FROM gone g GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(g.cases) <> 0
$$;

CREATE OR REPLACE FUNCTION app.count_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  newest bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL THEN
    INSERT INTO app.tally (department, owner_department, host_department, service, state, waits_on, cases)
    VALUES (OLD.department, OLD.owner_department, OLD.host_department, OLD.service, OLD.state, OLD.waits_on, -1);
  END IF;
  IF NEW.closed_at IS NULL THEN
    INSERT INTO app.tally (department, owner_department, host_department, service, state, waits_on, cases)
    VALUES (NEW.department, NEW.owner_department, NEW.host_department, NEW.service, NEW.state, NEW.waits_on, 1)
    RETURNING id INTO newest;
    IF newest % 256 = 0 THEN
      PERFORM app.sum_tally();
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER counted_first AFTER INSERT ON app.cases
  FOR EACH ROW EXECUTE FUNCTION app.count_case();
CREATE OR REPLACE TRIGGER counted AFTER UPDATE ON app.cases FOR EACH ROW
  WHEN ((OLD.department, OLD.owner_department, OLD.host_department, OLD.service, OLD.state, OLD.waits_on,
         OLD.closed_at IS NULL) IS DISTINCT FROM
        (NEW.department, NEW.owner_department, NEW.host_department, NEW.service, NEW.state, NEW.waits_on,
         NEW.closed_at IS NULL))
  EXECUTE FUNCTION app.count_case();
ALTER TABLE app.cases ENABLE ALWAYS TRIGGER counted_first;
ALTER TABLE app.cases ENABLE ALWAYS TRIGGER counted;

-- Word of changes. Anybody who is logged in can listen to any channel, so the channels of a department have
-- names that only its people can ask for, new ones each day; the word itself is empty.
INSERT INTO app.channel_key (secret)
SELECT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
 WHERE NOT EXISTS (SELECT FROM app.channel_key);

CREATE OR REPLACE FUNCTION app.channel_of(code text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT 'diwan_' || left(encode(sha256(convert_to(k.secret || code || app.today()::text, 'UTF8')), 'hex'), 40)
            FROM app.channel_key k);
END $$;

-- The channels of the caller's departments, today's.
CREATE OR REPLACE FUNCTION app.my_channels() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(app.channel_of(d.code)), '{}') FROM unnest(app.my_departments()) AS d (code));
END $$;

-- Transactions that send a word are committed one after the other, so a department is told once in a second at
-- most, by whoever comes first; nobody waits for the one who is telling it. Whoever is told looks twice
-- (desktop/models/listening.py), and so sees what others changed within that second. Where somebody fills the
-- server's queue of notifications the word is left out: nothing waits for it, and the desks ask by themselves.
CREATE OR REPLACE FUNCTION app.tell_department(codes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- Seconds as they pass, whatever the office's clock says.
  moment timestamptz := clock_timestamp();
  known text[];
  quiet boolean;
  code text;
BEGIN
  codes := array_remove(array_remove(codes, ''), NULL);
  SELECT array_agg(w.department), bool_or(w.at NOT BETWEEN moment - interval '1 second' AND moment) INTO known, quiet
    FROM app.last_word w WHERE w.department = ANY (codes);
  IF NOT coalesce(known @> codes, false) THEN
    INSERT INTO app.last_word (department, at)
    SELECT d.code, moment - interval '1 day' FROM app.department d WHERE d.code = ANY (codes)
    ON CONFLICT (department) DO NOTHING;
  ELSIF NOT quiet THEN
    RETURN;
  END IF;
  FOR code IN SELECT w.department FROM app.last_word w
               WHERE w.department = ANY (codes) AND w.at NOT BETWEEN moment - interval '1 second' AND moment
                 FOR UPDATE SKIP LOCKED LOOP
    IF pg_notification_queue_usage() < 0.25 THEN
      UPDATE app.last_word w SET at = moment WHERE w.department = code;
      PERFORM pg_notify(app.channel_of(code), '');
    END IF;
  END LOOP;
END $$;

-- Told at the end of the transaction, when whoever hears it can see what was changed.
CREATE OR REPLACE FUNCTION app.tell_desks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.tell_department(ARRAY[NEW.department, NEW.owner_department, NEW.host_department]);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS told ON app.case_event;
DROP TRIGGER IF EXISTS told ON app.cases;
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OF version ON app.cases DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.tell_desks();

CREATE OR REPLACE FUNCTION app.tell_of_filter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.tell_department(ARRAY[
    CASE WHEN TG_OP <> 'INSERT' THEN OLD.department END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.department END]);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON app.saved_filter
  FOR EACH ROW EXECUTE FUNCTION app.tell_of_filter();

-- What one's own desk looks like, wherever one sits down.
CREATE OR REPLACE FUNCTION app.keep_preference(wanted text, given text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM app.staff s WHERE s.login = session_user AND s.active) THEN
    PERFORM app.refuse('DW403', 'keep_preference');
  END IF;
  IF coalesce(wanted, '') !~ '^[A-Za-z0-9_.-]{1,80}$' THEN
    PERFORM app.refuse('DWINV', 'name');
  END IF;
  PERFORM app.bounded(given, 8000, 'value');
  IF given = '' THEN
    DELETE FROM app.preference p WHERE p.login = session_user AND p.name = wanted;
    RETURN;
  END IF;
  -- Whoever fills it fills their own: two hundred of eight kilobytes.
  PERFORM 1 FROM app.staff s WHERE s.login = session_user FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM app.preference p WHERE p.login = session_user AND p.name <> wanted) >= 200 THEN
    PERFORM app.refuse('DWINV', 'name');
  END IF;
  INSERT INTO app.preference (login, name, value) VALUES (session_user, wanted, given)
  ON CONFLICT (login, name) DO UPDATE SET value = excluded.value;
END $$;

-- Keeps a filter under its owner's name for it; ``shared`` is one of the caller's departments, or ''.
CREATE OR REPLACE FUNCTION app.save_filter(called text, shared text, given text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found bigint;
BEGIN
  IF cardinality(app.my_departments()) = 0 THEN
    PERFORM app.refuse('DW403', 'save_filter');
  END IF;
  IF btrim(coalesce(called, '')) = '' OR called <> btrim(called) OR length(called) > 60
     OR called ~ '[[:cntrl:]]' THEN
    PERFORM app.refuse('DWINV', 'name');
  END IF;
  IF shared IS NULL OR (shared <> '' AND NOT shared = ANY (app.my_departments())) THEN
    PERFORM app.refuse('DWINV', 'department');
  END IF;
  PERFORM app.object_of(app.bounded(given, 4000, 'content'), 'content');
  PERFORM 1 FROM app.staff s WHERE s.login = session_user FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM app.saved_filter f WHERE f.owner = session_user AND f.name <> called) >= 40 THEN
    PERFORM app.refuse('DWINV', 'filters');
  END IF;
  INSERT INTO app.saved_filter (owner, name, department, content, saved_at)
  VALUES (session_user, called, nullif(shared, ''), given, app.now())
  ON CONFLICT (owner, name) DO UPDATE
    SET department = excluded.department, content = excluded.content, saved_at = excluded.saved_at
  RETURNING id INTO found;
  RETURN found;
END $$;

-- One's own, or as a supervisor one that is shared with the department.
CREATE OR REPLACE FUNCTION app.drop_filter(wanted bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM app.saved_filter f
   WHERE f.id = wanted
     AND ((f.owner = session_user
           AND EXISTS (SELECT FROM app.staff s WHERE s.login = session_user AND s.active))
          OR EXISTS (SELECT FROM app.grants_of(session_user::text) g
                      WHERE g.job = 'supervisor' AND g.department = f.department));
  IF NOT FOUND THEN
    PERFORM app.refuse('DW403', 'drop_filter');
  END IF;
END $$;

-- Takes the caller's own verdict on a document back, before anything was sent about it: the document is
-- without a verdict again, and the record says so.
CREATE OR REPLACE FUNCTION app.take_back(
  case_id bigint, expected_version integer, wanted bigint, workstation text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases;
  a app.workflow_action;
  behalf text;
  last app.attachment_verdict;
BEGIN
  PERFORM app.require_present();
  PERFORM app.bounded(workstation, 200, 'workstation');
  c := app.locked_case(case_id, expected_version);
  SELECT * INTO a FROM app.workflow_action w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.action = 'judge'
     AND w.from_state = c.state;
  IF NOT FOUND THEN
    PERFORM app.refuse('DW403', 'take_back');
  END IF;
  behalf := app.entitled(c, a);
  SELECT v.* INTO last FROM app.attachment_verdict v
   WHERE v.case_id = c.id AND v.attachment_id = wanted ORDER BY v.id DESC LIMIT 1;
  IF NOT FOUND OR last.verdict = 'withdrawn' OR last.judged_by <> session_user OR last.round <> c.review_round
     -- Whatever moved the case has told the applicant of it.
     OR EXISTS (SELECT FROM app.case_event e
                 WHERE e.case_id = c.id AND e.from_state <> e.to_state
                   AND e.number > (SELECT max(j.number) FROM app.case_event j
                                    WHERE j.case_id = c.id AND j.action = 'judge'
                                      AND j.data::jsonb ->> 'attachment_id' = wanted::text))
     OR EXISTS (SELECT FROM app.attachment x JOIN app.attachment y ON y.case_id = x.case_id AND y.slot = x.slot
                 WHERE x.id = wanted AND y.number > x.number) THEN
    PERFORM app.refuse('DW403', 'take_back');
  END IF;
  UPDATE app.cases
     SET version = version + 1, last_action = 'take_back', last_actor = session_user, last_at = app.now()
   WHERE id = c.id RETURNING * INTO c;
  INSERT INTO app.attachment_verdict
    (attachment_id, case_id, round, verdict, reason_code, note, judged_by, judged_at)
  VALUES (wanted, c.id, c.review_round, 'withdrawn', '', '', c.last_actor, c.last_at);
  PERFORM app.record_event(c, behalf, workstation, c.state, '',
                           app.canonical(jsonb_build_object('attachment_id', wanted)));
  RETURN app.result_of(c);
END $$;
