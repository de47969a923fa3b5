-- Places on occasions, what they tell, and what happens to them: the same as desktop/workflows/occasions.py and
-- desktop/models/embedded_seating.py (docs/adr/0006). Whoever takes or gives back a place has locked the occasion
-- before the case, so that two at once stand in line.

CREATE OR REPLACE FUNCTION app.held_place(of_case bigint) RETURNS app.place LANGUAGE plpgsql STABLE AS $$
DECLARE
  p app.place;
BEGIN
  SELECT * INTO p FROM app.place x WHERE x.case_id = of_case AND x.state <> 'released';
  RETURN p;
END $$;

-- The case's newest place, given back or not.
CREATE OR REPLACE FUNCTION app.newest_place(of_case bigint) RETURNS app.place LANGUAGE plpgsql STABLE AS $$
DECLARE
  p app.place;
BEGIN
  SELECT * INTO p FROM app.place x WHERE x.case_id = of_case ORDER BY x.id DESC LIMIT 1;
  RETURN p;
END $$;

-- What the service of the case schedules; SQL's NULL for nothing.
CREATE OR REPLACE FUNCTION app.occasion_rules(d app.service_definition) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT nullif(d.occasion::jsonb, 'null'::jsonb)
$$;

-- The occasion that messages and deadlines of a step speak of.
CREATE OR REPLACE FUNCTION app.spoken_of(c app.cases) RETURNS app.occasion LANGUAGE plpgsql STABLE AS $$
DECLARE
  p app.place := app.newest_place(c.id);
  o app.occasion;
BEGIN
  SELECT x.* INTO o FROM app.occasion x WHERE x.id = p.occasion_id;
  RETURN o;
END $$;

CREATE OR REPLACE FUNCTION app.subject_course(c app.cases, d app.service_definition) RETURNS app.course
LANGUAGE plpgsql STABLE AS $$
DECLARE
  k app.course;
BEGIN
  SELECT x.* INTO k FROM app.course x
   WHERE x.code = c.payload::jsonb ->> (app.occasion_rules(d) ->> 'subject_field');
  RETURN k;
END $$;

-- The level exam that the case's subject asks for.
CREATE OR REPLACE FUNCTION app.level_of(c app.cases, d app.service_definition) RETURNS app.course
LANGUAGE plpgsql STABLE AS $$
DECLARE
  k app.course := app.subject_course(c, d);
BEGIN
  SELECT x.* INTO k FROM app.course x WHERE x.code = nullif(k.prerequisite, '');
  RETURN k;
END $$;

CREATE OR REPLACE FUNCTION app.whole(details text, key text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN details::jsonb ->> key ~ '^[0-9]{1,6}$' THEN (details::jsonb ->> key)::integer ELSE 0 END
$$;

-- The first day on which the person may sit the level exam again; NULL where they never failed it.
CREATE OR REPLACE FUNCTION app.level_from(c app.cases, l app.course) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT max(r.taken_on + app.whole(l.details, 'resit_days')) FROM app.level_result r
   WHERE r.level = l.code AND r.identity = c.identity AND r.applicant_kind = c.applicant_kind AND NOT r.passed
$$;

CREATE OR REPLACE FUNCTION app.occasion_facts(c app.cases, d app.service_definition) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  p app.place := app.newest_place(c.id);
  o app.occasion;
  l app.course := app.level_of(c, d);
  day date := app.today();
BEGIN
  SELECT * INTO o FROM app.occasion x WHERE x.id = p.occasion_id;
  RETURN jsonb_build_object(
    'has_place', coalesce(p.state = 'seated', false),
    'place_waiting', coalesce(p.state = 'waiting', false),
    'minimum_reached', o.reached_at IS NOT NULL,
    'occasion_dated', o.starts_at IS NOT NULL,
    'occasion_ahead', o.id IS NOT NULL AND coalesce(app.amman_day(o.starts_at) > day, true),
    'place_attendance', coalesce(p.attendance, ''),
    'place_result', coalesce(p.result, ''),
    'level_needed', l.code IS NOT NULL,
    'level_passed', EXISTS (
      SELECT FROM app.level_result r
       WHERE r.level = l.code AND r.identity = c.identity AND r.applicant_kind = c.applicant_kind AND r.passed
         AND (r.valid_to IS NULL OR r.valid_to >= day)),
    'level_barred', coalesce(app.level_from(c, l) > day, false),
    'level_pass_mark', coalesce(app.whole(l.details, 'pass_mark'), 0));
END $$;

-- Whether a message's placeholder speaks of the case's occasion.
CREATE OR REPLACE FUNCTION app.is_occasion_text(d app.service_definition, name text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT app.occasion_rules(d) IS NOT NULL
     AND (name IN ('occasion_subject', 'occasion_date', 'occasion_time', 'occasion_place', 'occasion_person',
                   'occasion_hours', 'occasion_fee', 'level_name', 'level_link', 'level_pass_mark', 'level_from')
          OR (starts_with(name, 'occasion_') AND app.occasion_rules(d) -> 'details' ? substr(name, 10)))
$$;

CREATE OR REPLACE FUNCTION app.occasion_text(c app.cases, d app.service_definition, name text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  o app.occasion := app.spoken_of(c);
  k app.course := app.subject_course(c, d);
  l app.course;
BEGIN
  IF starts_with(name, 'level_') THEN
    l := app.level_of(c, d);
    RETURN coalesce(CASE name
      WHEN 'level_name' THEN l.name_ar
      WHEN 'level_from' THEN to_char(app.level_from(c, l), 'DD/MM/YYYY')
      ELSE l.details::jsonb ->> substr(name, 7)
    END, '');
  END IF;
  RETURN coalesce(CASE name
    WHEN 'occasion_subject' THEN coalesce(k.name_ar, o.district)
    WHEN 'occasion_hours' THEN k.hours::text
    WHEN 'occasion_fee' THEN coalesce(
      (SELECT to_char(f.amount, 'FM999,999,999,990.000') FROM app.fee f
        WHERE f.code = nullif(k.fee_code, '') AND f.valid_from <= app.amman_day(c.submitted_at)
        ORDER BY f.valid_from DESC LIMIT 1), 'مجانية')
    WHEN 'occasion_date' THEN to_char(o.starts_at AT TIME ZONE 'Asia/Amman', 'DD/MM/YYYY')
    WHEN 'occasion_time' THEN to_char(o.starts_at AT TIME ZONE 'Asia/Amman', 'HH24:MI')
    WHEN 'occasion_place' THEN o.place
    WHEN 'occasion_person' THEN o.person
    ELSE coalesce(nullif(o.details::jsonb ->> substr(name, 10), ''), k.details::jsonb ->> substr(name, 10))
  END, '');
END $$;

CREATE OR REPLACE FUNCTION app.free_seat(of_occasion bigint) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT min(n) FROM generate_series(1, (SELECT count(*)::integer + 1 FROM app.place p
                                          WHERE p.occasion_id = of_occasion AND p.state = 'seated')) AS n
   WHERE NOT EXISTS (SELECT FROM app.place p WHERE p.occasion_id = of_occasion AND p.state = 'seated' AND p.seat = n)
$$;

-- The undated occasion of the case's subject that gathers those who come; opened where there is none. The
-- subject's row is locked already.
CREATE OR REPLACE FUNCTION app.gathering(c app.cases, rules jsonb, k app.course) RETURNS app.occasion
LANGUAGE plpgsql AS $$
DECLARE
  o app.occasion;
BEGIN
  PERFORM 1 FROM app.course x WHERE x.code = k.code FOR UPDATE;
  SELECT * INTO o FROM app.occasion x
   WHERE x.kind = rules ->> 'kind' AND x.subject = k.code AND x.department = c.owner_department
     AND x.state = 'open' AND x.starts_at IS NULL AND x.taken < x.maximum
   ORDER BY x.id LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN
    IF k.code IS NULL OR k.department <> c.owner_department OR k.maximum < 1 THEN
      PERFORM app.refuse('DWINV', 'occasion');
    END IF;
    INSERT INTO app.occasion (kind, department, subject, place, person, district, minimum, maximum, state, details,
                              version, last_action, last_actor, last_at)
    VALUES (rules ->> 'kind', c.owner_department, k.code, '', '', '', k.minimum, k.maximum, 'open', '{}',
            1, 'gather', session_user, c.last_at)
    RETURNING * INTO o;
  END IF;
  RETURN o;
END $$;

-- A place in the order of arrival: with a seat as long as there is one, else waiting.
CREATE OR REPLACE FUNCTION app.take_place(c app.cases) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d app.service_definition := app.definition_of(c);
  rules jsonb := app.occasion_rules(d);
  named text := c.payload::jsonb ->> (rules ->> 'field');
  o app.occasion;
  held app.place := app.held_place(c.id);
  seated boolean;
BEGIN
  IF (rules -> 'gathers')::boolean THEN
    o := app.gathering(c, rules, app.subject_course(c, d));
  ELSIF named ~ '^[0-9]{1,18}$' THEN
    SELECT * INTO o FROM app.occasion x WHERE x.id = named::bigint FOR UPDATE;
  END IF;
  IF o.id IS NULL OR o.state <> 'open' OR o.kind <> rules ->> 'kind' OR o.department <> c.owner_department
     OR o.subject <> coalesce(c.payload::jsonb ->> (rules ->> 'subject_field'), '') THEN
    PERFORM app.refuse('DWINV', 'occasion');
  END IF;
  IF held.occasion_id = o.id THEN
    RETURN;
  END IF;
  IF o.taken >= o.maximum AND NOT (rules -> 'waits')::boolean THEN
    PERFORM app.refuse('DWFUL');
  END IF;
  PERFORM app.release_place(c.id, c.last_at);
  seated := o.taken < o.maximum;
  UPDATE app.occasion SET arrivals = arrivals + 1, taken = taken + seated::integer WHERE id = o.id;
  INSERT INTO app.place (occasion_id, case_id, number, state, seat, taken_at)
  VALUES (o.id, c.id, o.arrivals + 1, CASE WHEN seated THEN 'seated' ELSE 'waiting' END,
          CASE WHEN seated THEN app.free_seat(o.id) END, c.last_at);
END $$;

CREATE OR REPLACE FUNCTION app.release_place(of_case bigint, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  held app.place := app.held_place(of_case);
BEGIN
  UPDATE app.place SET state = 'released', seat = NULL, released_at = at WHERE id = held.id;
  UPDATE app.occasion SET taken = taken - 1 WHERE id = held.occasion_id AND held.state = 'seated';
END $$;

-- What a person achieved in the level exam of the case's subject (CRS-15, CRS-17).
CREATE OR REPLACE FUNCTION app.record_level(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  l app.course := app.level_of(c, app.definition_of(c));
  score bigint := app.number_input(step, 'score');
  valid_days integer := app.whole(l.details, 'valid_days');
  passed boolean := score >= app.whole(l.details, 'pass_mark');
  day date := app.amman_day(c.last_at);
BEGIN
  IF l.code IS NULL THEN
    PERFORM app.refuse('DWINV', 'level');
  END IF;
  INSERT INTO app.level_result
    (case_id, level, applicant_kind, identity, score, passed, taken_on, valid_to, entered_by, entered_at)
  VALUES (c.id, l.code, c.applicant_kind, c.identity, score, passed, day,
          CASE WHEN passed AND valid_days > 0 THEN day + valid_days END, c.last_actor, c.last_at);
END $$;

-- Locks, before any case, the occasions that a step on the case can touch; ``named`` is one it may go to.
CREATE OR REPLACE FUNCTION app.lock_occasions(of_case bigint, named text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  c app.cases;
  rules jsonb;
BEGIN
  SELECT * INTO c FROM app.cases WHERE id = of_case;
  -- A caller cannot hold up the work of a department that is not theirs.
  IF NOT FOUND OR NOT app.may_see(c) THEN
    RETURN;
  END IF;
  rules := app.occasion_rules(app.definition_of(c));
  IF rules IS NULL THEN
    RETURN;
  END IF;
  IF (rules -> 'gathers')::boolean THEN
    PERFORM 1 FROM app.course k WHERE k.code = c.payload::jsonb ->> (rules ->> 'subject_field') FOR UPDATE;
  END IF;
  PERFORM 1 FROM app.occasion o
    WHERE o.id IN (SELECT p.occasion_id FROM app.place p WHERE p.case_id = of_case AND p.state <> 'released')
       OR o.id = CASE WHEN named ~ '^[0-9]{1,18}$' THEN named::bigint END
    ORDER BY o.id FOR UPDATE;
END $$;

-- The same before a case is opened.
CREATE OR REPLACE FUNCTION app.lock_named(d app.service_definition, payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  rules jsonb := app.occasion_rules(d);
  named text := payload ->> (rules ->> 'field');
BEGIN
  IF (rules -> 'gathers')::boolean THEN
    PERFORM 1 FROM app.course k WHERE k.code = payload ->> (rules ->> 'subject_field') FOR UPDATE;
  ELSIF named ~ '^[0-9]{1,18}$' THEN
    PERFORM 1 FROM app.occasion o
      WHERE o.id = named::bigint AND o.department = d.owner_department FOR UPDATE;
  END IF;
END $$;

-- Does what an event of its occasion does to a case; nothing, where its state has nothing for it.
CREATE OR REPLACE FUNCTION app.happen(to_case bigint, happening text, workstation text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  c app.cases;
  d app.service_definition;
  a app.workflow_action;
  outcomes app.workflow_action[];
  facts jsonb;
BEGIN
  SELECT * INTO c FROM app.cases WHERE id = to_case FOR UPDATE;
  SELECT * INTO a FROM app.workflow_action w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.from_state = c.state
     AND w.trigger = 'occasion' AND w.event = happening
   ORDER BY w.action, w.position LIMIT 1;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  d := app.definition_of(c);
  outcomes := app.outcomes_of(c, a.action);
  facts := app.facts_for(c, d, app.conditions_of(outcomes));
  IF NOT app.all_hold(a.requires::jsonb, facts) THEN
    RETURN;
  END IF;
  a := app.first_outcome(outcomes, facts);
  IF a.action IS NOT NULL THEN
    a.effects := app.applicable(a.effects::jsonb, facts);
    PERFORM app.carry_step(c, d, a, '{}', '', workstation, '', '{}', at);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.happen_to_all(of_occasion bigint, happening text, workstation text, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one bigint;
BEGIN
  FOREACH one IN ARRAY app.held_cases(of_occasion) LOOP
    PERFORM app.happen(one, happening, workstation, at);
  END LOOP;
END $$;

-- The cases that have a place, in the order of arrival.
CREATE OR REPLACE FUNCTION app.held_cases(of_occasion bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(p.case_id ORDER BY p.number), '{}') FROM app.place p
   WHERE p.occasion_id = of_occasion AND p.state <> 'released'
$$;

-- Gives free seats to those who wait, first come first, and tells all once the minimum is reached (CRS-14).
CREATE OR REPLACE FUNCTION app.settle_occasion(of_occasion bigint, workstation text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  o app.occasion;
  p app.place;
BEGIN
  LOOP
    SELECT * INTO o FROM app.occasion x WHERE x.id = of_occasion FOR UPDATE;
    SELECT * INTO p FROM app.place x
     WHERE x.occasion_id = of_occasion AND x.state = 'waiting' ORDER BY x.number LIMIT 1;
    EXIT WHEN NOT FOUND OR o.state <> 'open' OR o.taken >= o.maximum;
    UPDATE app.place SET state = 'seated', seat = app.free_seat(of_occasion) WHERE id = p.id;
    UPDATE app.occasion SET taken = taken + 1 WHERE id = of_occasion;
    PERFORM app.happen(p.case_id, 'seated', workstation, at);
  END LOOP;
  SELECT * INTO o FROM app.occasion x WHERE x.id = of_occasion;
  IF o.state = 'open' AND o.reached_at IS NULL AND o.taken >= greatest(o.minimum, 1) THEN
    UPDATE app.occasion SET reached_at = at WHERE id = of_occasion;
    PERFORM app.happen_to_all(of_occasion, 'reached', workstation, at);
  END IF;
END $$;

-- What follows where the case's place is not the one it had ``before``.
CREATE OR REPLACE FUNCTION app.follow_place(of_case bigint, before app.place, workstation text, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  after app.place := app.held_place(of_case);
  one bigint;
BEGIN
  IF after.id IS NOT DISTINCT FROM before.id THEN
    RETURN;
  END IF;
  IF after.id IS NOT NULL THEN
    PERFORM app.happen(of_case, 'arrived', workstation, at);
  END IF;
  FOREACH one IN ARRAY ARRAY[before.occasion_id, after.occasion_id] LOOP
    IF one IS NOT NULL THEN
      PERFORM app.settle_occasion(one, workstation, at);
    END IF;
  END LOOP;
END $$;
