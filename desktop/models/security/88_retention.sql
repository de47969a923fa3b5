-- How long personal data is kept, and what is left of an application afterwards; the counterpart of
-- desktop.models.work.retention. Periods are settings, in whole months; 0 keeps for ever.

CREATE OR REPLACE FUNCTION app.months_kept(wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  value text := app.setting_value(wanted, app.today());
BEGIN
  IF value ~ '^\d{1,4}$' THEN
    RETURN value::integer;
  END IF;
  RETURN CASE wanted
    WHEN 'retention.letters' THEN 120
    WHEN 'retention.payments' THEN 120
    WHEN 'retention.inbox' THEN 6
    WHEN 'retention.access' THEN 36
    ELSE 60
  END;
END $$;

-- What ended before this moment is older than the period; NULL where it is kept for ever.
CREATE OR REPLACE FUNCTION app.kept_since(wanted text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  months integer := app.months_kept(wanted);
BEGIN
  RETURN CASE WHEN months > 0 THEN app.day_start(app.months_after(app.today(), -months)) END;
END $$;

-- Whether nothing of a closed application is unfinished any more.
CREATE OR REPLACE FUNCTION app.is_settled(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM app.refund r WHERE r.case_id = wanted AND r.state IN ('due', 'proposed', 'approved'))
     AND NOT EXISTS (SELECT FROM app.payment_notice n WHERE n.case_id = wanted
                        AND n.state IN ('short', 'over', 'late', 'unknown'))
     AND NOT EXISTS (SELECT FROM app.payment_request p WHERE p.case_id = wanted AND p.state IN ('new', 'issued'))
     AND NOT EXISTS (SELECT FROM app.message m WHERE m.case_id = wanted AND m.state = 'waiting')
     AND NOT EXISTS (SELECT FROM app.letter l WHERE l.case_id = wanted AND l.state = 'issued' AND l.sealed_at IS NULL)
$$;

-- The answers that tell nothing of a person: choices, days, numbers, amounts, yes and no.
CREATE OR REPLACE FUNCTION app.impersonal(c app.cases) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT app.canonical(coalesce(jsonb_object_agg(p.key, p.value), '{}'))
    FROM jsonb_each(c.payload::jsonb) AS p
   WHERE EXISTS (
     SELECT FROM jsonb_array_elements((app.definition_of(c)).form::jsonb -> 'fields') AS f (rule)
      WHERE f.rule ->> 'key' = p.key AND f.rule ->> 'source' <> 'staff'
        AND f.rule ->> 'kind' IN ('choice', 'date', 'number', 'money', 'yes_no'))
$$;

-- Takes the personal data out of one closed application whose period is over; false where it is not.
-- The events keep who did what and when: their words go, and a last event vouches for what is left.
CREATE OR REPLACE FUNCTION app.anonymise(wanted bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases;
  period text;
  at timestamptz := app.now();
BEGIN
  PERFORM app.require_present();
  IF NOT app.is_worker() THEN
    PERFORM app.refuse('DW403', 'anonymise');
  END IF;
  SELECT * INTO c FROM app.cases WHERE id = wanted FOR UPDATE;
  period := 'retention.' || c.service;
  IF c.id IS NULL OR c.closed_at IS NULL OR c.last_action = 'anonymise'
     OR NOT coalesce(c.closed_at < app.kept_since(period), false)
     OR NOT app.is_settled(c.id) OR NOT app.chain_holds(c) THEN
    RETURN false;
  END IF;
  INSERT INTO app.anonymisation (case_id, at, setting, months) VALUES (c.id, at, period, app.months_kept(period));
  UPDATE app.case_event SET note = '', data = '{}' WHERE case_id = c.id;
  UPDATE app.attachment SET filename = '', content = '' WHERE case_id = c.id;
  UPDATE app.attachment_verdict SET note = '' WHERE case_id = c.id AND note <> '';
  UPDATE app.outside_approval SET grounds = '', answer_reference = '' WHERE case_id = c.id;
  UPDATE app.message SET recipient = '', text = '', error = '' WHERE case_id = c.id;
  UPDATE app.inbox SET body = '', answer = 'null' WHERE case_id = c.id AND state <> 'new';
  UPDATE app.cases
     SET applicant_name = 'بيانات محذوفة', name_search = '', identity = '', identity_paper = '', mobile = '',
         payload = app.impersonal(c), submission_key = NULL, assignee = NULL,
         version = version + 1, last_action = 'anonymise', last_actor = session_user, last_at = at
   WHERE id = c.id RETURNING * INTO c;
  PERFORM app.record_event(c, '', '', c.state, '', app.canonical(jsonb_build_object(
    'residue', app.residue(c.id, c.version), 'setting', period)));
  RETURN true;
END $$;

-- Takes the text out of the letters of an anonymised application, once their own period is over.
CREATE OR REPLACE FUNCTION app.empty_letters(wanted bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.is_worker() THEN
    PERFORM app.refuse('DW403', 'anonymise');
  END IF;
  UPDATE app.anonymisation a SET letters_at = app.now()
    FROM app.cases c
   WHERE a.case_id = wanted AND a.letters_at IS NULL AND c.id = a.case_id
     AND c.closed_at < app.kept_since('retention.letters');
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE app.letter SET content = '', payload = '' WHERE case_id = wanted AND sealed_at IS NOT NULL;
  UPDATE app.letter_document d SET pdf = '' FROM app.letter l WHERE l.id = d.letter_id AND l.case_id = wanted;
  RETURN true;
END $$;

-- Empties what arrived and was dealt with, and removes what the log of accesses need not know any more:
-- at most ``most`` rows of each kind. Returns how many rows of each.
CREATE OR REPLACE FUNCTION app.purge(most integer) RETURNS TABLE (name text, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  done bigint;
BEGIN
  IF NOT app.is_worker() THEN
    PERFORM app.refuse('DW403', 'purge');
  END IF;
  UPDATE app.inbox SET body = '', answer = 'null' WHERE id IN (
    SELECT i.id FROM app.inbox i WHERE i.handled_at < app.kept_since('retention.inbox') AND i.state <> 'new'
       AND i.body <> '' ORDER BY i.id LIMIT most);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'inbox', done;
  UPDATE app.notice_reject SET raw = '' WHERE id IN (
    SELECT r.id FROM app.notice_reject r WHERE r.received_at < app.kept_since('retention.payments') AND r.raw <> ''
     ORDER BY r.id LIMIT most);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'rejects', done;
  -- Whose level it is stays known as long as it counts for something.
  UPDATE app.level_result SET identity = '' WHERE id IN (
    SELECT r.id FROM app.level_result r JOIN app.anonymisation a ON a.case_id = r.case_id
     WHERE r.identity <> '' AND (NOT r.passed OR r.valid_to < app.today()) ORDER BY r.id LIMIT most);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'levels', done;
  -- A round without a subject goes to people's own premises: its place is theirs while one of them is known.
  UPDATE app.occasion SET place = '', details = '{}' WHERE id IN (
    SELECT o.id FROM app.occasion o
     WHERE o.subject = '' AND (o.place <> '' OR o.details <> '{}')
       AND EXISTS (SELECT FROM app.place p WHERE p.occasion_id = o.id)
       AND NOT EXISTS (SELECT FROM app.place p WHERE p.occasion_id = o.id
                          AND NOT EXISTS (SELECT FROM app.anonymisation a WHERE a.case_id = p.case_id))
     ORDER BY o.id LIMIT most);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'rounds', done;
  DELETE FROM app.lookup_count WHERE day < app.today() - 31;
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'lookups', done;
  DELETE FROM app.access_log WHERE id IN (
    SELECT a.id FROM app.access_log a
     WHERE app.months_kept('retention.access') > 0
       AND a.at < least(app.kept_since('retention.access'), app.day_start(app.months_after(app.today(), -12)))
     ORDER BY a.id LIMIT most);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN QUERY SELECT 'accesses', done;
END $$;
