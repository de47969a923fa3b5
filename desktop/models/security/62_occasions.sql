-- Planning, moving, cancelling and holding occasions, their results: the same as
-- desktop/models/embedded_occasions.py. What each action takes stands in docs/adr/0006.

-- Those columns that ``data`` changes, on top of ``o``, checked.
CREATE OR REPLACE FUNCTION app.changed_occasion(o app.occasion, data jsonb) RETURNS app.occasion
LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  IF data ? 'place' THEN
    o.place := app.given(data, 'place', 200, false);
  END IF;
  IF data ? 'person' THEN
    o.person := app.given(data, 'person', 200, false);
  END IF;
  IF data ? 'district' THEN
    o.district := app.given(data, 'district', 200, false);
  END IF;
  IF data ? 'minimum' THEN
    o.minimum := least(app.given_number(data, 'minimum', '^\d{1,6}$'), 5001);
  END IF;
  IF data ? 'maximum' THEN
    o.maximum := least(app.given_number(data, 'maximum', '^\d{1,6}$'), 5001);
  END IF;
  IF o.minimum > 5000 THEN
    PERFORM app.refuse('DWINV', 'minimum');
  ELSIF o.maximum > 5000 THEN
    PERFORM app.refuse('DWINV', 'maximum');
  END IF;
  IF data ? 'details' THEN
    IF jsonb_typeof(data -> 'details') <> 'object' THEN
      PERFORM app.refuse('DWINV', 'details');
    END IF;
    FOR one IN SELECT * FROM jsonb_each(data -> 'details') LOOP
      IF one.key !~ '^[a-z][a-z_]{0,39}$' OR jsonb_typeof(one.value) <> 'string'
         OR length(one.value #>> '{}') > 1000 THEN
        PERFORM app.refuse('DWINV', 'details');
      END IF;
    END LOOP;
    o.details := app.canonical(data -> 'details');
  END IF;
  RETURN o;
END $$;

-- When it starts and ends: ahead of now, the end after the start.
CREATE OR REPLACE FUNCTION app.dated_occasion(o app.occasion, data jsonb, at timestamptz) RETURNS app.occasion
LANGUAGE plpgsql AS $$
BEGIN
  o.starts_at := app.moment_in(jsonb_build_object('starts_at', nullif(data ->> 'starts_at', '')), 'starts_at');
  o.ends_at := app.moment_in(jsonb_build_object('ends_at', nullif(data ->> 'ends_at', '')), 'ends_at');
  IF o.starts_at IS NULL OR o.starts_at <= at THEN
    PERFORM app.refuse('DWINV', 'starts_at');
  END IF;
  IF o.ends_at <= o.starts_at THEN
    PERFORM app.refuse('DWINV', 'ends_at');
  END IF;
  RETURN o;
END $$;

CREATE OR REPLACE FUNCTION app.require_seats(o app.occasion) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF o.maximum < greatest(o.taken, 1) THEN
    PERFORM app.refuse('DWINV', 'maximum');
  END IF;
  IF o.minimum > o.maximum THEN
    PERFORM app.refuse('DWINV', 'minimum');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.plan_occasion(data jsonb, at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  o app.occasion;
  made bigint;
BEGIN
  o.kind := app.given(data, 'kind', 12);
  o.department := app.given(data, 'department', 20);
  o.subject := app.given(data, 'subject', 40, false);
  IF NOT EXISTS (SELECT FROM app.service_definition d WHERE app.occasion_rules(d) ->> 'kind' = o.kind) THEN
    PERFORM app.refuse('DWINV', 'kind');
  END IF;
  IF NOT EXISTS (SELECT FROM app.service_definition d
                  WHERE app.occasion_rules(d) ->> 'kind' = o.kind AND d.owner_department = o.department) THEN
    PERFORM app.refuse('DWINV', 'department');
  END IF;
  IF app.acting_for(ARRAY[o.department]::text[], ARRAY['clerk']) IS NULL THEN
    PERFORM app.refuse('DW403', 'plan');
  END IF;
  IF o.subject <> '' AND NOT EXISTS (SELECT FROM app.course k WHERE k.code = o.subject
                                        AND k.department = o.department AND k.active) THEN
    PERFORM app.refuse('DWINV', 'subject');
  END IF;
  o.place := '';
  o.person := '';
  o.district := '';
  o.details := '{}';
  o.minimum := 0;
  o.maximum := 0;
  o.taken := 0;
  o := app.changed_occasion(o, data);
  IF coalesce(data ->> 'starts_at', '') <> '' THEN
    o := app.dated_occasion(o, data, at);
  END IF;
  IF o.starts_at IS NULL AND NOT EXISTS (
       SELECT FROM app.service_definition d
        WHERE app.occasion_rules(d) ->> 'kind' = o.kind AND (app.occasion_rules(d) -> 'gathers')::boolean) THEN
    PERFORM app.refuse('DWINV', 'starts_at');
  END IF;
  PERFORM app.require_seats(o);
  INSERT INTO app.occasion (kind, department, subject, starts_at, ends_at, place, person, district, minimum, maximum,
                            state, details, version, last_action, last_actor, last_at)
  VALUES (o.kind, o.department, o.subject, o.starts_at, o.ends_at, o.place, o.person, o.district, o.minimum,
          o.maximum, 'open', o.details, 1, 'plan', session_user, at)
  RETURNING id INTO made;
  RETURN made;
END $$;

-- What a kind of occasion asks of its day and of its person (LIC-08). The office's chain is locked by now, so
-- that two who plan at once see each other.
CREATE OR REPLACE FUNCTION app.require_round(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  o app.occasion;
  rules jsonb;
BEGIN
  SELECT * INTO o FROM app.occasion x WHERE x.id = wanted;
  SELECT app.occasion_rules(d) INTO rules FROM app.service_definition d
   WHERE app.occasion_rules(d) ->> 'kind' = o.kind ORDER BY d.version DESC LIMIT 1;
  IF (rules -> 'working_days')::boolean AND NOT app.is_working_day(app.amman_day(o.starts_at)) THEN
    PERFORM app.refuse('DWINV', 'working_day');
  END IF;
  IF (rules -> 'one_each')::boolean AND o.person <> '' AND EXISTS (
       SELECT FROM app.occasion x
        WHERE x.kind = o.kind AND x.person = o.person AND x.state = 'open' AND x.id <> o.id
          AND x.starts_at < coalesce(o.ends_at, o.starts_at + interval '1 hour')
          AND coalesce(x.ends_at, x.starts_at + interval '1 hour') > o.starts_at) THEN
    PERFORM app.refuse('DWINV', 'person_busy');
  END IF;
END $$;

-- Sets another date: what ends with the occasion's day follows it, and everybody is told (CRS-02).
CREATE OR REPLACE FUNCTION app.move_occasion(o app.occasion, workstation text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.occasion
     SET starts_at = o.starts_at, ends_at = o.ends_at, place = o.place, person = o.person, district = o.district,
         details = o.details, came_at = NULL
   WHERE id = o.id;
  UPDATE app.deadline d
     SET rule = app.canonical(d.rule::jsonb || jsonb_build_object('day', app.amman_day(o.starts_at))),
         due_at = app.due_at(d.rule::jsonb ->> 'unit', 0, app.amman_day(o.starts_at), d.anchor_at)
   WHERE d.case_id = ANY (app.held_cases(o.id)) AND d.state = 'running' AND d.rule::jsonb ->> 'of' = 'occasion';
  PERFORM app.happen_to_all(o.id, 'dated', workstation, at);
END $$;

-- Records it as held: those named in ``absent`` were not there, the others were.
CREATE OR REPLACE FUNCTION app.hold_occasion(o app.occasion, data jsonb, workstation text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  missing jsonb := coalesce(data -> 'absent', '[]');
BEGIN
  IF o.starts_at IS NULL OR app.amman_day(o.starts_at) > app.amman_day(at) THEN
    PERFORM app.refuse('DWINV', 'starts_at');
  END IF;
  IF jsonb_typeof(missing) <> 'array'
     OR EXISTS (SELECT FROM jsonb_array_elements(missing) AS m (one)
                 WHERE NOT EXISTS (SELECT FROM app.place p WHERE p.occasion_id = o.id AND p.state = 'seated'
                                      AND to_jsonb(p.case_id) = m.one)) THEN
    PERFORM app.refuse('DWINV', 'absent');
  END IF;
  UPDATE app.place p SET attendance = 'absent'
   WHERE p.occasion_id = o.id AND p.state = 'seated' AND missing @> to_jsonb(p.case_id);
  UPDATE app.place p SET attendance = 'present'
   WHERE p.occasion_id = o.id AND p.state = 'seated' AND p.attendance = '';
  UPDATE app.occasion SET state = 'held' WHERE id = o.id;
  PERFORM app.happen_to_all(o.id, 'held', workstation, at);
END $$;

-- The number of a case that has a seat on the occasion.
CREATE OR REPLACE FUNCTION app.seated_case(o app.occasion, value jsonb, field text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  found_case bigint;
BEGIN
  SELECT p.case_id INTO found_case FROM app.place p
   WHERE p.occasion_id = o.id AND p.state = 'seated' AND to_jsonb(p.case_id) = value;
  IF found_case IS NULL THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN found_case;
END $$;

-- What the occasion, or else its subject, says under ``key``; empty where nothing does.
CREATE OR REPLACE FUNCTION app.exam_detail(o app.occasion, key text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(o.details::jsonb ->> key, ''),
                  (SELECT k.details::jsonb ->> key FROM app.course k WHERE k.code = o.subject), '')
$$;

-- Whether results follow, until which attendance can be corrected.
CREATE OR REPLACE FUNCTION app.is_marked(o app.occasion) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT (app.occasion_rules(d) ->> 'marked')::boolean FROM app.service_definition d
                    WHERE app.occasion_rules(d) ->> 'kind' = o.kind ORDER BY d.version DESC LIMIT 1), false)
$$;

CREATE OR REPLACE FUNCTION app.enter_results(o app.occasion, data jsonb, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  one jsonb;
  shape CONSTANT text := '^\d{1,6}(\.\d{1,2})?$';
  -- The greatest score and the pass mark, where the exam has them (EXM-10).
  most text := app.exam_detail(o, 'maximum_score');
  least text := app.exam_detail(o, 'pass_mark');
BEGIN
  IF coalesce(jsonb_typeof(data -> 'results'), '') <> 'array' OR jsonb_array_length(data -> 'results') = 0 THEN
    PERFORM app.refuse('DWINV', 'results');
  END IF;
  FOR one IN SELECT * FROM jsonb_array_elements(data -> 'results') LOOP
    IF coalesce(one ->> 'result', 'x') NOT IN ('', 'passed', 'failed') THEN
      PERFORM app.refuse('DWINV', 'results');
    END IF;
    IF most ~ shape AND least ~ shape AND one ->> 'result' <> '' THEN
      IF coalesce(one ->> 'score', '') !~ shape THEN
        PERFORM app.refuse('DWINV', 'results');
      END IF;
      IF (one ->> 'score')::numeric > most::numeric
         OR ((one ->> 'score')::numeric >= least::numeric) <> (one ->> 'result' = 'passed') THEN
        PERFORM app.refuse('DWINV', 'results');
      END IF;
    END IF;
    UPDATE app.place p
       SET score = app.given(one, 'score', 20, false), result = one ->> 'result', entered_by = session_user,
           entered_at = at
     WHERE p.occasion_id = o.id AND p.state = 'seated' AND p.attendance = 'present'
       AND p.case_id = app.seated_case(o, one -> 'case_id', 'results');
    IF NOT FOUND THEN
      PERFORM app.refuse('DWINV', 'results');
    END IF;
  END LOOP;
  UPDATE app.occasion x SET details = app.canonical(x.details::jsonb - 'returned') WHERE x.id = o.id;
END $$;

-- Passed on by somebody who entered none of them (COM-10).
CREATE OR REPLACE FUNCTION app.check_results(o app.occasion, behalf text, workstation text, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM app.place p WHERE p.occasion_id = o.id AND p.attendance = 'present' AND p.result = '') THEN
    PERFORM app.refuse('DWINV', 'results');
  END IF;
  IF EXISTS (SELECT FROM app.place p WHERE p.occasion_id = o.id AND p.attendance = 'present'
                AND p.entered_by IN (session_user::text, nullif(behalf, ''))) THEN
    PERFORM app.refuse('DW4EY', 'check');
  END IF;
  UPDATE app.place p SET checked_by = session_user, checked_at = at
   WHERE p.occasion_id = o.id AND p.attendance = 'present';
  UPDATE app.occasion SET state = 'closed' WHERE id = o.id;
  PERFORM app.happen_to_all(o.id, 'results', workstation, at);
END $$;

-- Its day has come: under its minimum, and it never had it, it is moved; else it stands (CRS-02, CRS-16).
CREATE OR REPLACE FUNCTION app.occasion_came(o app.occasion, workstation text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  day date := app.amman_day(o.starts_at);
  rules jsonb;
  days integer;
  moved interval;
BEGIN
  IF o.starts_at IS NULL OR o.came_at IS NOT NULL OR day > app.amman_day(at) THEN
    PERFORM app.refuse('DWINV', 'starts_at');
  END IF;
  SELECT app.occasion_rules(d) INTO rules FROM app.service_definition d
   WHERE app.occasion_rules(d) ->> 'kind' = o.kind ORDER BY d.version DESC LIMIT 1;
  days := coalesce(app.number_in_force(rules ->> 'setting', rules ->> 'postpone_days', app.amman_day(at)), 0);
  IF o.reached_at IS NOT NULL OR days = 0 OR o.taken >= o.minimum THEN
    UPDATE app.occasion SET came_at = at WHERE id = o.id;
    PERFORM app.happen_to_all(o.id, 'came', workstation, at);
    RETURN;
  END IF;
  -- The same hour of the wall's clock.
  moved := make_interval(days => app.working_day_from(app.amman_day(at) + days) - day);
  o.starts_at := ((o.starts_at AT TIME ZONE 'Asia/Amman') + moved) AT TIME ZONE 'Asia/Amman';
  o.ends_at := ((o.ends_at AT TIME ZONE 'Asia/Amman') + moved) AT TIME ZONE 'Asia/Amman';
  PERFORM app.move_occasion(o, workstation, at);
END $$;

-- Changes an occasion, with all that this does to its cases. One event in the office's chain (COM-07).
CREATE OR REPLACE FUNCTION app.occasion(action text, id bigint, version integer, data jsonb, workstation text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  o app.occasion;
  wanted bigint := occasion.id;
  at timestamptz;
  behalf text;
  cases bigint[];
BEGIN
  PERFORM app.require_present();
  PERFORM app.bounded(workstation, 200, 'workstation');
  IF coalesce(jsonb_typeof(data), '') <> 'object' OR pg_column_size(data) > 400000 THEN
    PERFORM app.refuse('DWINV', 'data');
  END IF;
  at := app.now();
  IF action = 'plan' THEN
    wanted := app.plan_occasion(data, at);
  END IF;
  SELECT * INTO o FROM app.occasion x WHERE x.id = wanted;
  IF NOT FOUND OR NOT (app.is_worker() OR o.department = ANY (app.my_departments())) THEN
    PERFORM app.refuse('DW404');
  END IF;
  -- Only now: a caller cannot hold up the work of a department that is not theirs. The subject's row first, as
  -- steps on cases of what gathers do.
  PERFORM 1 FROM app.course k
    WHERE k.code = o.subject
      AND EXISTS (SELECT FROM app.service_definition d
                   WHERE app.occasion_rules(d) ->> 'kind' = o.kind AND (app.occasion_rules(d) -> 'gathers')::boolean)
      FOR UPDATE;
  SELECT * INTO o FROM app.occasion x WHERE x.id = wanted FOR UPDATE;
  behalf := app.acting_for(ARRAY[o.department]::text[],
                           ARRAY[CASE action WHEN 'came' THEN 'worker' ELSE 'clerk' END]);
  IF behalf IS NULL THEN
    PERFORM app.refuse('DW403', action);
  END IF;
  IF o.version <> occasion.version THEN
    PERFORM app.refuse('DW409', jsonb_build_object(
      'actor', o.last_actor, 'action', o.last_action, 'state', o.state, 'version', o.version,
      'at', to_char(o.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))::text);
  END IF;
  IF action IN ('change', 'move', 'cancel', 'hold', 'came') AND o.state <> 'open'
     OR action = 'attend' AND o.state <> 'open' AND NOT (o.state = 'held' AND app.is_marked(o))
     OR action IN ('result', 'check', 'return') AND o.state <> 'held'
     OR action = 'check' AND coalesce(o.details::jsonb ->> 'returned', '') <> '' THEN
    PERFORM app.refuse('DW403', action);
  END IF;
  IF action <> 'plan' THEN
    UPDATE app.occasion x SET version = x.version + 1, last_action = action, last_actor = session_user, last_at = at
     WHERE x.id = wanted;
  END IF;
  PERFORM app.record_office('occasion', data || jsonb_build_object('action', action, 'occasion', wanted), workstation);
  cases := app.held_cases(wanted);
  CASE action
    WHEN 'plan' THEN NULL;
    WHEN 'change' THEN
      o := app.changed_occasion(o, data);
      PERFORM app.require_seats(o);
      UPDATE app.occasion x
         SET place = o.place, person = o.person, district = o.district, minimum = o.minimum, maximum = o.maximum,
             details = o.details
       WHERE x.id = wanted;
    WHEN 'move' THEN
      PERFORM app.move_occasion(app.dated_occasion(app.changed_occasion(o, data), data, at), workstation, at);
    WHEN 'cancel' THEN
      UPDATE app.occasion x
         SET state = 'cancelled',
             details = app.canonical(x.details::jsonb || jsonb_build_object('reason', app.given(data, 'reason', 300)))
       WHERE x.id = wanted;
      PERFORM app.happen_to_all(wanted, 'cancelled', workstation, at);
    WHEN 'hold' THEN PERFORM app.hold_occasion(o, data, workstation, at);
    WHEN 'attend' THEN
      IF coalesce(data ->> 'attendance', 'x') NOT IN ('', 'present', 'absent')
         OR o.state = 'held' AND data ->> 'attendance' = '' THEN
        PERFORM app.refuse('DWINV', 'attendance');
      END IF;
      UPDATE app.place p
         SET attendance = data ->> 'attendance',
             result = CASE data ->> 'attendance' WHEN 'absent' THEN '' ELSE p.result END,
             score = CASE data ->> 'attendance' WHEN 'absent' THEN '' ELSE p.score END
       WHERE p.occasion_id = wanted AND p.state = 'seated'
         AND p.case_id = app.seated_case(o, data -> 'case_id', 'case_id');
      IF NOT FOUND THEN
        PERFORM app.refuse('DWINV', 'case_id');
      END IF;
    WHEN 'result' THEN PERFORM app.enter_results(o, data, at);
    WHEN 'check' THEN PERFORM app.check_results(o, behalf, workstation, at);
    -- Given back to whoever entered them, with the reason (EXM-06).
    WHEN 'return' THEN
      UPDATE app.occasion x
         SET details = app.canonical(x.details::jsonb || jsonb_build_object('returned', app.given(data, 'reason', 300)))
       WHERE x.id = wanted;
    WHEN 'came' THEN PERFORM app.occasion_came(o, workstation, at);
    ELSE PERFORM app.refuse('DW403', action);
  END CASE;
  IF action IN ('plan', 'change', 'move') THEN
    PERFORM app.require_round(wanted);
  END IF;
  PERFORM app.settle_occasion(wanted, workstation, at);
  SELECT * INTO o FROM app.occasion x WHERE x.id = wanted;
  RETURN jsonb_build_object('id', o.id, 'version', o.version, 'state', o.state, 'cases', to_jsonb(cases));
END $$;
