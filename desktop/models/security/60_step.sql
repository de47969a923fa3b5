-- One step of one case: judged by the synced definition for session_user, and written with everything it
-- causes. Whatever is refused leaves nothing behind.

CREATE OR REPLACE FUNCTION app.bounded(value text, longest integer, field text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF value IS NULL OR length(value) > longest THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN value;
END $$;

-- Writes the event of the case's present version and chains it to the one before (COM-07).
CREATE OR REPLACE FUNCTION app.record_event(
  c app.cases, on_behalf_of text, workstation text, from_state text, note text, data text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  previous text := (SELECT e.hash FROM app.case_event e WHERE e.case_id = c.id AND e.number = c.version - 1);
BEGIN
  INSERT INTO app.case_event
    (case_id, number, at, actor, on_behalf_of, workstation, action, from_state, to_state, note, data, hash)
  VALUES (
    c.id, c.version, c.last_at, c.last_actor, on_behalf_of, workstation, c.last_action, from_state, c.state,
    note, data,
    app.chain_hash(coalesce(previous, ''), c.id::text, c.version::text, app.microseconds(c.last_at),
                   c.last_actor, on_behalf_of, workstation, c.last_action, from_state, c.state, note, data));
END $$;

-- On whose behalf the caller may do the action (empty: their own); refuses where they may not.
CREATE OR REPLACE FUNCTION app.entitled(c app.cases, a app.workflow_action) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  behalf text;
  departments text[] := ARRAY[c.department];
BEGIN
  IF a.shared THEN
    departments := departments || c.owner_department::text || nullif(c.host_department, '')::text;
  END IF;
  behalf := app.acting_for(departments, string_to_array(a.jobs, ','));
  IF behalf IS NULL THEN
    PERFORM app.refuse('DW403', a.action);
  END IF;
  IF a.authority <> '' AND NOT app.has_authority(a.authority) THEN
    PERFORM app.refuse('DWAUT', a.action);
  END IF;
  IF EXISTS (SELECT FROM app.case_event e
              WHERE e.case_id = c.id AND e.action = ANY (string_to_array(a.not_by_actor_of, ','))
                AND app.same_person(e.actor, e.on_behalf_of, session_user::text, behalf)) THEN
    PERFORM app.refuse('DW4EY', a.action);
  END IF;
  RETURN behalf;
END $$;

-- The outcome that the facts lead to; NULL where they lead to none.
CREATE OR REPLACE FUNCTION app.first_outcome(c app.cases, wanted text, facts jsonb) RETURNS app.workflow_action
LANGUAGE plpgsql STABLE AS $$
DECLARE
  a app.workflow_action;
BEGIN
  FOR a IN SELECT * FROM app.workflow_action w
            WHERE w.service = c.service AND w.version = c.definition_version AND w.action = wanted
              AND w.from_state = c.state
            ORDER BY w.position
  LOOP
    IF app.holds(a.condition::jsonb, facts) THEN
      RETURN a;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- The same, the only one allowed.
CREATE OR REPLACE FUNCTION app.outcome_of(c app.cases, wanted text, facts jsonb) RETURNS app.workflow_action
LANGUAGE plpgsql AS $$
DECLARE
  a app.workflow_action := app.first_outcome(c, wanted, facts);
BEGIN
  IF a.action IS NULL THEN
    PERFORM app.refuse('DWOUT', wanted);
  END IF;
  RETURN a;
END $$;

-- What must hold before the action, whoever does it.
CREATE OR REPLACE FUNCTION app.require_conditions(c app.cases, a app.workflow_action, facts jsonb, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM jsonb_array_elements(a.requires::jsonb) AS r (condition)
              WHERE NOT app.holds(r.condition, facts)) THEN
    PERFORM app.refuse('DWREQ', a.action);
  END IF;
  IF a.trigger = 'deadline'
     AND NOT EXISTS (SELECT FROM app.deadline d WHERE d.case_id = c.id AND d.action = a.action
                        AND d.state = 'running' AND d.due_at <= at) THEN
    PERFORM app.refuse('DWREQ', a.action);
  END IF;
  -- What an occasion's event does, nobody does by hand.
  IF a.trigger = 'occasion' THEN
    PERFORM app.refuse('DWREQ', a.action);
  END IF;
  IF a.trigger = 'payment' AND NOT (facts -> 'all_paid')::boolean THEN
    PERFORM app.refuse('DWREQ', a.action);
  END IF;
END $$;

-- The department that must act in a state.
CREATE OR REPLACE FUNCTION app.handling_department(c app.cases, s app.workflow_state) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  host_field text := (app.definition_of(c)).host_field;
  host text := c.payload::jsonb ->> host_field;
BEGIN
  IF s.handler <> 'host' THEN
    RETURN c.owner_department;
  END IF;
  IF NOT EXISTS (SELECT FROM app.department d WHERE d.code = host) THEN
    PERFORM app.refuse('DWINV', host_field);
  END IF;
  RETURN host;
END $$;

-- Windows end with the state they belong to: the one that did this is done, the others are void.
CREATE OR REPLACE FUNCTION app.end_deadlines(c app.cases, a app.workflow_action) RETURNS void LANGUAGE sql AS $$
  UPDATE app.deadline d
     SET ended_at = c.last_at,
         state = CASE WHEN a.trigger = 'deadline' AND d.action = a.action AND d.due_at <= c.last_at
                      THEN 'done' ELSE 'void' END
   WHERE d.case_id = c.id AND d.state IN ('pending', 'running')
$$;

CREATE OR REPLACE FUNCTION app.moment_in(plan jsonb, field text) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
  RETURN (plan ->> field)::timestamptz;
EXCEPTION WHEN data_exception THEN
  PERFORM app.refuse('DWINV', field);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION app.result_of(c app.cases) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('case_id', c.id, 'reference', c.reference, 'version', c.version, 'state', c.state)
$$;

CREATE OR REPLACE FUNCTION app.step(plan jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted text := plan ->> 'action';
  c app.cases;
  a app.workflow_action;
  behalf text;
  workstation text := app.bounded(plan ->> 'workstation', 200, 'workstation');
  note text := app.bounded(plan ->> 'note', 4000, 'note');
  inputs jsonb := app.object_of(app.bounded(plan ->> 'data', 20000, 'data'), 'data');
  facts jsonb;
  effects jsonb;
  at timestamptz;
BEGIN
  PERFORM app.require_present();
  -- An honest plan has a few hundred characters.
  IF pg_column_size(plan) > 200000 THEN
    PERFORM app.refuse('DWINV', 'plan');
  END IF;
  PERFORM app.lock_occasions((plan ->> 'case_id')::bigint, app.occasion_named((plan ->> 'case_id')::bigint, inputs));
  c := app.locked_case((plan ->> 'case_id')::bigint, (plan ->> 'expected_version')::integer);
  at := app.now();
  SELECT * INTO a FROM app.workflow_action w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.action = wanted
     AND w.from_state = c.state
   ORDER BY w.position LIMIT 1;
  -- Documents arrive by app.attach, with their contents.
  IF NOT FOUND OR wanted = 'attach' THEN
    PERFORM app.refuse('DW403', wanted);
  END IF;
  behalf := app.entitled(c, a);
  facts := app.case_facts(c);
  PERFORM app.require_conditions(c, a, facts, at);
  facts := app.with_inputs(facts, inputs);
  a := app.outcome_of(c, wanted, facts);
  IF plan ->> 'from_state' IS DISTINCT FROM c.state OR plan ->> 'to_state' IS DISTINCT FROM a.to_state THEN
    PERFORM app.refuse('DWOUT', wanted);
  END IF;
  effects := app.applicable(a.effects::jsonb, facts);
  PERFORM app.require_effects(effects, plan -> 'effects');
  PERFORM app.require_fields(a.inputs::jsonb, inputs, facts, c.payload::jsonb, 'inputs.');
  PERFORM app.carry_step(c, a, facts, inputs, behalf, workstation, app.note_of(inputs), plan ->> 'data', at);
  SELECT * INTO c FROM app.cases WHERE id = c.id;
  RETURN app.result_of(c);
END $$;

-- The occasion that the inputs name, where the case's service lets one be named.
CREATE OR REPLACE FUNCTION app.occasion_named(of_case bigint, inputs jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  c app.cases;
BEGIN
  SELECT * INTO c FROM app.cases WHERE id = of_case;
  RETURN inputs ->> (app.occasion_rules(app.definition_of(c)) ->> 'field');
END $$;

-- Writes a step that was judged, with everything it causes, and what follows for its occasion's other cases.
CREATE OR REPLACE FUNCTION app.carry_step(
  c app.cases, a app.workflow_action, facts jsonb, inputs jsonb, behalf text, workstation text, note text, data text,
  at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  s app.workflow_state;
  from_state text := c.state;
  effects jsonb := app.applicable(a.effects::jsonb, facts);
  place_before app.place := app.held_place(c.id);
  place_now app.place;
BEGIN
  SELECT * INTO s FROM app.workflow_state w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.state = a.to_state;
  c := app.moved_case(c, s, a.action, at);
  IF from_state <> c.state OR s.closing <> '' THEN
    PERFORM app.end_deadlines(c, a);
  END IF;
  PERFORM app.record_event(c, behalf, workstation, from_state, note, data);
  FOR i IN 0..jsonb_array_length(effects) - 1 LOOP
    c := app.carry_out(c, effects -> i, jsonb_build_object(
      'inputs', inputs, 'on_behalf_of', behalf, 'workstation', workstation));
  END LOOP;
  -- A case that ends otherwise than completed gives its place back, unless the occasion was held.
  place_now := app.held_place(c.id);
  IF s.closing NOT IN ('', 'completed')
     AND EXISTS (SELECT FROM app.occasion o WHERE o.id = place_now.occasion_id AND o.state IN ('open', 'cancelled')) THEN
    PERFORM app.release_place(c.id, at);
  END IF;
  PERFORM app.follow_place(c.id, place_before, workstation, at);
END $$;

-- The case as the step leaves it: its state, who must act, and until when.
CREATE OR REPLACE FUNCTION app.moved_case(c app.cases, s app.workflow_state, done text, at timestamptz)
RETURNS app.cases LANGUAGE plpgsql AS $$
DECLARE
  handling text := app.handling_department(c, s);
  holder text := c.assignee;
  d app.service_definition := app.definition_of(c);
  target timestamptz := app.target_due_at(d, c.id, s.state, at);
BEGIN
  -- An assignee can act in the state they receive.
  IF s.closing <> '' OR (handling <> c.department AND NOT app.works_in(holder, handling)) THEN
    holder := NULL;
  END IF;
  UPDATE app.cases
     SET state = s.state,
         waits_on = s.waits_on,
         department = handling,
         version = version + 1,
         target_due_at = coalesce(target, target_due_at),
         due_at = app.staff_due_at(d, c.id, s.state, at, target),
         closed_at = CASE WHEN s.closing <> '' THEN coalesce(closed_at, at) END,
         outcome = s.closing,
         assignee = holder,
         last_action = done,
         last_actor = session_user,
         last_at = at
   WHERE id = c.id
  RETURNING * INTO c;
  RETURN c;
END $$;
