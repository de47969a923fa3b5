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
  IF a.not_by_actor_of <> '' AND EXISTS (
             SELECT FROM app.case_event e
              WHERE e.case_id = c.id AND e.action = ANY (string_to_array(a.not_by_actor_of, ','))
                AND app.same_person(e.actor, e.on_behalf_of, session_user::text, behalf)) THEN
    PERFORM app.refuse('DW4EY', a.action);
  END IF;
  RETURN behalf;
END $$;

-- The outcomes of an action from the case's state, in the order in which they are tried.
CREATE OR REPLACE FUNCTION app.outcomes_of(c app.cases, wanted text) RETURNS app.workflow_action[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT array_agg(w ORDER BY w.position) FROM app.workflow_action w
           WHERE w.service = c.service AND w.version = c.definition_version AND w.action = wanted
             AND w.from_state = c.state);
END $$;

-- All that the conditions of an action read.
CREATE OR REPLACE FUNCTION app.conditions_of(outcomes app.workflow_action[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  a app.workflow_action;
  said text := '';
BEGIN
  FOREACH a IN ARRAY outcomes LOOP
    said := said || a.requires || a.condition || a.effects || a.inputs
            || CASE WHEN a.trigger = 'payment' THEN '"all_paid"' ELSE '' END;
  END LOOP;
  RETURN said;
END $$;

-- The first whose condition holds, the only one allowed; NULL where the facts lead to none.
CREATE OR REPLACE FUNCTION app.first_outcome(outcomes app.workflow_action[], facts jsonb) RETURNS app.workflow_action
LANGUAGE plpgsql STABLE AS $$
DECLARE
  a app.workflow_action;
BEGIN
  FOREACH a IN ARRAY outcomes LOOP
    IF app.holds(a.condition::jsonb, facts) THEN
      RETURN a;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- What must hold before the action, whoever does it.
CREATE OR REPLACE FUNCTION app.require_conditions(c app.cases, a app.workflow_action, facts jsonb, at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT app.all_hold(a.requires::jsonb, facts) THEN
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
CREATE OR REPLACE FUNCTION app.handling_department(c app.cases, s app.workflow_state, d app.service_definition)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  host text;
BEGIN
  IF s.handler <> 'host' THEN
    RETURN c.owner_department;
  END IF;
  host := c.payload::jsonb ->> d.host_field;
  IF NOT EXISTS (SELECT FROM app.department o WHERE o.code = host) THEN
    PERFORM app.refuse('DWINV', d.host_field);
  END IF;
  RETURN host;
END $$;

-- Windows end with the state they belong to: the one that did this is done, the others are void.
CREATE OR REPLACE FUNCTION app.end_deadlines(c app.cases, a app.workflow_action) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.deadline d
     SET ended_at = c.last_at,
         state = CASE WHEN a.trigger = 'deadline' AND d.action = a.action AND d.due_at <= c.last_at
                      THEN 'done' ELSE 'void' END
   WHERE d.case_id = c.id AND d.state IN ('pending', 'running');
END $$;

-- A moment that every desk can read: one at infinity or in the year 99999 would break whoever lists it.
CREATE OR REPLACE FUNCTION app.moment_in(plan jsonb, field text) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
  IF plan ->> field !~ '^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+ ?(Z|[+-][0-9:]+)?$' THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN (plan ->> field)::timestamptz;
EXCEPTION WHEN data_exception THEN
  PERFORM app.refuse('DWINV', field);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION app.result_of(c app.cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('case_id', c.id, 'reference', c.reference, 'version', c.version, 'state', c.state)
$$;

CREATE OR REPLACE FUNCTION app.step(plan jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted text := plan ->> 'action';
  c app.cases;
  d app.service_definition;
  outcomes app.workflow_action[];
  a app.workflow_action;
  behalf text;
  workstation text := app.bounded(plan ->> 'workstation', 200, 'workstation');
  note text := app.bounded(plan ->> 'note', 4000, 'note');
  inputs jsonb := app.object_of(app.bounded(plan ->> 'data', 20000, 'data'), 'data');
  read_by text;
  facts jsonb;
  at timestamptz;
BEGIN
  PERFORM app.require_present();
  -- An honest plan has a few hundred characters.
  IF pg_column_size(plan) > 200000 THEN
    PERFORM app.refuse('DWINV', 'plan');
  END IF;
  SELECT * INTO c FROM app.cases WHERE id = (plan ->> 'case_id')::bigint;
  d := app.definition_of(c);
  IF d.occasion <> 'null' THEN
    PERFORM app.lock_occasions(c.id, inputs ->> (app.occasion_rules(d) ->> 'field'));
  END IF;
  c := app.locked_again(c, (plan ->> 'expected_version')::integer);
  at := app.now();
  outcomes := app.outcomes_of(c, wanted);
  -- Documents arrive by app.attach, with their contents.
  IF outcomes IS NULL OR wanted = 'attach' THEN
    PERFORM app.refuse('DW403', wanted);
  END IF;
  a := outcomes[1];
  behalf := app.entitled(c, a);
  read_by := app.conditions_of(outcomes);
  facts := app.facts_for(c, d, read_by);
  PERFORM app.require_conditions(c, a, facts, at);
  IF read_by LIKE '%"input:%' THEN
    facts := app.with_inputs(facts, inputs);
  END IF;
  a := app.first_outcome(outcomes, facts);
  IF a.action IS NULL OR plan ->> 'from_state' IS DISTINCT FROM c.state
     OR plan ->> 'to_state' IS DISTINCT FROM a.to_state THEN
    PERFORM app.refuse('DWOUT', wanted);
  END IF;
  a.effects := app.applicable(a.effects::jsonb, facts);
  PERFORM app.require_effects(a.effects::jsonb, plan -> 'effects');
  PERFORM app.require_fields(a.inputs::jsonb, inputs, facts, c.payload::jsonb, 'inputs.');
  c := app.carry_step(c, d, a, inputs, behalf, workstation, app.note_of(inputs), plan ->> 'data', at);
  RETURN app.result_of(c);
END $$;

-- For the worker: does the action of a deadline that has passed, judged and written like any step; false where
-- another worker or a desk is on the case, or was first.
CREATE OR REPLACE FUNCTION app.pass_deadline(wanted bigint, done text, workstation text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases;
  d app.service_definition;
  outcomes app.workflow_action[];
  a app.workflow_action;
  behalf text;
  facts jsonb;
  at timestamptz;
BEGIN
  PERFORM app.require_present();
  PERFORM app.bounded(workstation, 200, 'workstation');
  IF NOT app.try_case(wanted) THEN
    RETURN false;
  END IF;
  SELECT * INTO c FROM app.cases WHERE id = wanted;
  at := app.now();
  outcomes := app.outcomes_of(c, done);
  a := outcomes[1];
  IF a.trigger IS DISTINCT FROM 'deadline'
     OR NOT EXISTS (SELECT FROM app.deadline w WHERE w.case_id = c.id AND w.action = done
                       AND w.state = 'running' AND w.due_at <= at) THEN
    RETURN false;
  END IF;
  d := app.definition_of(c);
  behalf := app.entitled(c, a);
  facts := app.facts_for(c, d, app.conditions_of(outcomes));
  PERFORM app.require_conditions(c, a, facts, at);
  a := app.first_outcome(outcomes, facts);
  IF a.action IS NULL THEN
    PERFORM app.refuse('DWOUT', done);
  END IF;
  a.effects := app.applicable(a.effects::jsonb, facts);
  PERFORM app.carry_step(c, d, a, '{}', behalf, workstation, '', '{}', at);
  -- Nobody waits for it: where the server dies before it is on the disk, the deadline has still to pass, and
  -- its message is not sent, because whoever sends it commits after it.
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN true;
END $$;

-- Writes a step that was judged, with everything it causes, and what follows for its occasion's other cases.
-- ``a.effects`` are those that apply. Returns the case as all of it leaves it.
CREATE OR REPLACE FUNCTION app.carry_step(
  c app.cases, d app.service_definition, a app.workflow_action, inputs jsonb, behalf text, workstation text,
  note text, data text, at timestamptz) RETURNS app.cases LANGUAGE plpgsql AS $$
DECLARE
  s app.workflow_state;
  from_state text := c.state;
  effects jsonb := a.effects;
  step jsonb := jsonb_build_object('inputs', inputs, 'on_behalf_of', behalf, 'workstation', workstation);
  place_before app.place;
  place_now app.place;
BEGIN
  SELECT * INTO s FROM app.workflow_state w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.state = a.to_state;
  IF d.occasion <> 'null' THEN
    place_before := app.held_place(c.id);
  END IF;
  c := app.moved_case(c, d, s, a.action, at);
  IF from_state <> c.state OR s.closing <> '' THEN
    PERFORM app.end_deadlines(c, a);
  END IF;
  PERFORM app.record_event(c, behalf, workstation, from_state, note, data);
  FOR i IN 0..jsonb_array_length(effects) - 1 LOOP
    c := app.carry_out(c, effects -> i, step);
  END LOOP;
  PERFORM app.keep_case(c);
  IF d.occasion <> 'null' THEN
    -- A case that ends otherwise than completed gives its place back, unless the occasion was held.
    place_now := app.held_place(c.id);
    IF s.closing NOT IN ('', 'completed') AND EXISTS (
         SELECT FROM app.occasion o WHERE o.id = place_now.occasion_id AND o.state IN ('open', 'cancelled')) THEN
      PERFORM app.release_place(c.id, at);
    END IF;
    PERFORM app.follow_place(c.id, place_before, workstation, at);
    SELECT * INTO c FROM app.cases WHERE id = c.id;
  END IF;
  RETURN c;
END $$;

-- The case as the step leaves it: its state, who must act, and until when. It is not written yet.
CREATE OR REPLACE FUNCTION app.moved_case(
  c app.cases, d app.service_definition, s app.workflow_state, done text, at timestamptz) RETURNS app.cases
LANGUAGE plpgsql STABLE AS $$
DECLARE
  handling text := app.handling_department(c, s, d);
  form jsonb;
  target timestamptz;
BEGIN
  -- An assignee can act in the state they receive.
  IF s.closing <> '' OR (handling <> c.department AND NOT app.works_in(c.assignee, handling)) THEN
    c.assignee := NULL;
  END IF;
  -- Where the state stays, so does the day; new holidays move it (app.follow_holidays).
  IF s.state <> c.state THEN
    form := d.form::jsonb;
    target := app.target_due_at(form, c.id, s.state, at);
    c.target_due_at := coalesce(target, c.target_due_at);
    c.due_at := app.staff_due_at(form, c.id, s.state, at, target);
  END IF;
  c.closed_at := CASE WHEN s.closing <> '' THEN coalesce(c.closed_at, at) END;
  c.state := s.state;
  c.waits_on := s.waits_on;
  c.department := handling;
  c.version := c.version + 1;
  c.outcome := s.closing;
  c.last_action := done;
  c.last_actor := session_user;
  c.last_at := at;
  RETURN c;
END $$;
