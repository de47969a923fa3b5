-- What a step causes, derived from the definition and the reference data and not taken from the caller.
-- Each function gets the case as the step left it: c.version is the event's number, c.last_at its moment.

CREATE OR REPLACE FUNCTION app.setting_value(wanted text, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF wanted IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT s.value FROM app.setting s WHERE s.name = wanted AND s.valid_from <= day
           ORDER BY s.valid_from DESC LIMIT 1);
END $$;

-- A number of days or per cent: the setting in force, or the definition's own.
CREATE OR REPLACE FUNCTION app.number_in_force(setting_name text, own text, day date) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
DECLARE
  value text := coalesce(app.setting_value(nullif(setting_name, ''), day), own);
BEGIN
  IF value !~ '^\d{1,4}(\.\d{1,2})?$' THEN
    PERFORM app.refuse('DWINV', setting_name);
  END IF;
  RETURN value::numeric;
END $$;

CREATE OR REPLACE FUNCTION app.is_working_day(day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF extract(isodow FROM day) IN (5, 6) THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (SELECT FROM app.holiday h WHERE h.day = is_working_day.day);
END $$;

CREATE OR REPLACE FUNCTION app.working_day_from(day date) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  WHILE NOT app.is_working_day(day) LOOP
    day := day + 1;
  END LOOP;
  RETURN day;
END $$;

-- When a deadline passes: the same as desktop/workflows/calendar.py (COM-05).
CREATE OR REPLACE FUNCTION app.due_at(unit text, amount integer, day date, anchor timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
  last date := app.amman_day(anchor);
BEGIN
  CASE unit
    WHEN 'date_start' THEN RETURN app.day_start(day);
    WHEN 'date_end' THEN RETURN app.day_end(day);
    WHEN 'days' THEN RETURN app.day_end(app.working_day_from(last + amount));
    WHEN 'working_days' THEN
      FOR i IN 1..amount LOOP
        last := app.working_day_from(last + 1);
      END LOOP;
      RETURN app.day_end(app.working_day_from(last));
  END CASE;
END $$;

-- A day out of the case's fields.
CREATE OR REPLACE FUNCTION app.day_in(fields jsonb, field text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  day date := app.stored_day(fields ->> field);
BEGIN
  IF day IS NULL THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN day;
END $$;

-- The wording with its {placeholders} filled in one pass; one without a value is refused.
CREATE OR REPLACE FUNCTION app.rendered(wording text, params jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  token text[];
  result text := '';
BEGIN
  FOR token IN SELECT t FROM regexp_matches(wording, '([^{}]+)|(\{\{)|(\}\})|\{([^{}]*)\}', 'g') AS t LOOP
    IF token[4] IS NOT NULL AND params ->> token[4] IS NULL THEN
      PERFORM app.refuse('DWINV', 'params');
    END IF;
    result := result || coalesce(token[1], left(token[2], 1), left(token[3], 1), params ->> token[4]);
  END LOOP;
  RETURN result;
END $$;

CREATE OR REPLACE FUNCTION app.wording_at(for_service text, for_key text, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT w.text FROM app.wording w WHERE w.service = for_service AND w.key = for_key AND w.valid_from <= at
           ORDER BY w.valid_from DESC LIMIT 1);
END $$;

-- Puts an SMS into the outbox (COM-03).
CREATE OR REPLACE FUNCTION app.queue_message(c app.cases, message_key text, inputs jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  wording text := app.wording_at(c.service, message_key, c.last_at);
BEGIN
  IF wording IS NULL THEN
    PERFORM app.refuse('DWINV', 'wording');
  END IF;
  INSERT INTO app.message
    (case_id, event_number, key, recipient, text, idempotency_key, state, queued_at, next_at)
  VALUES (
    c.id, c.version, message_key, c.mobile,
    app.rendered(wording, app.message_values(c, message_key, wording, inputs)
                          || jsonb_build_object('reference', c.reference, 'applicant_name', c.applicant_name)),
    format('%s-%s-%s', c.id, c.version, message_key), 'waiting', c.last_at, c.last_at);
END $$;

-- Starts a window, or leaves it pending until the gateway has accepted its message (COM-04).
CREATE OR REPLACE FUNCTION app.start_deadline(c app.cases, deadline_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d jsonb := (app.definition_of(c)).deadlines::jsonb -> deadline_key;
  waits boolean := d ->> 'from_message' <> '';
  amount integer := app.number_in_force(d ->> 'setting', d ->> 'amount', app.amman_day(c.last_at));
  day date;
BEGIN
  IF d ->> 'unit' IN ('date_start', 'date_end') THEN
    IF d -> 'from_occasion' = 'true' THEN
      day := app.amman_day((app.spoken_of(c)).starts_at);
      IF day IS NULL THEN
        PERFORM app.refuse('DWINV', 'occasion');
      END IF;
    ELSE
      day := app.day_in(c.payload::jsonb, d ->> 'from_field');
    END IF;
  END IF;
  INSERT INTO app.deadline (case_id, event_number, key, action, state, rule, from_message, anchor_at, due_at)
  VALUES (
    c.id, c.version, deadline_key, d ->> 'action', CASE WHEN waits THEN 'pending' ELSE 'running' END,
    app.canonical(jsonb_build_object('unit', d ->> 'unit', 'amount', amount, 'day', day)
                  || CASE WHEN d -> 'from_occasion' = 'true' THEN '{"of": "occasion"}'::jsonb ELSE '{}' END),
    d ->> 'from_message',
    CASE WHEN NOT waits THEN c.last_at END,
    CASE WHEN NOT waits THEN app.due_at(d ->> 'unit', amount, day, c.last_at) END);
END $$;

-- Asks for the fee that was in force when the application was submitted (TRN-15, TRN-16).
CREATE OR REPLACE FUNCTION app.request_payment(c app.cases, message_key text, inputs jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  fee jsonb := (app.definition_of(c)).fee::jsonb;
  fee_code text := nullif(fee ->> 'code', '');
  owed numeric;
BEGIN
  IF fee_code IS NULL THEN
    SELECT k.fee_code INTO fee_code FROM app.course k
     WHERE k.code = c.payload::jsonb ->> (fee ->> 'course_field');
    IF NOT FOUND THEN
      SELECT p.fee_code INTO fee_code FROM app.profession p
       WHERE p.code = c.payload::jsonb ->> (fee ->> 'course_field');
    END IF;
  END IF;
  SELECT f.amount INTO owed FROM app.fee f
   WHERE f.code = fee_code AND f.valid_from <= app.amman_day(c.submitted_at)
   ORDER BY f.valid_from DESC LIMIT 1;
  IF owed IS NULL OR owed = 0 THEN
    PERFORM app.refuse('DWINV', 'fee');
  END IF;
  INSERT INTO app.payment_request
    (case_id, event_number, fee_code, amount, message_key, message_params, idempotency_key, state,
     requested_at, next_at)
  VALUES (
    c.id, c.version, fee_code, owed, message_key,
    app.canonical(app.message_values(c, message_key, app.wording_at(c.service, message_key, c.last_at), inputs)),
    format('pay-%s-%s', c.id, c.version), 'new', c.last_at, c.last_at);
END $$;

-- Issues a letter with the next serial of the owning department's year; the text follows (COM-11).
CREATE OR REPLACE FUNCTION app.issue_letter(c app.cases, letter_kind text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  day date := app.amman_day(c.last_at);
  letter_year integer := extract(year FROM day);
  letter_number integer := app.next_number('letter', c.owner_department, letter_year);
BEGIN
  UPDATE app.letter SET state = 'superseded'
   WHERE case_id = c.id AND kind = letter_kind AND state = 'issued';
  INSERT INTO app.letter (case_id, event_number, kind, department, year, number, serial, issued_on, state)
  SELECT c.id, c.version, letter_kind, d.code, letter_year, letter_number,
         format('%s-%s-%s', d.letter_prefix, letter_year, lpad(letter_number::text, 5, '0')), day, 'issued'
    FROM app.department d WHERE d.code = c.owner_department;
END $$;

-- Fields replaced by the action's inputs; the dates in "shift" move as far as the first field did.
CREATE OR REPLACE FUNCTION app.with_fields(fields jsonb, inputs jsonb, data jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  changed jsonb := fields;
  field text;
  first_field text := data #>> '{fields,0}';
  moved integer;
BEGIN
  FOR i IN 0..jsonb_array_length(data -> 'fields') - 1 LOOP
    field := data #>> ARRAY['fields', i::text];
    IF inputs ? field THEN
      changed := changed || jsonb_build_object(field, inputs -> field);
    END IF;
  END LOOP;
  IF jsonb_array_length(data -> 'shift') > 0 THEN
    moved := app.day_in(changed, first_field) - app.day_in(fields, first_field);
    FOR field IN SELECT jsonb_array_elements_text(data -> 'shift') LOOP
      changed := changed || jsonb_build_object(field, app.day_in(fields, field) + moved);
    END LOOP;
  END IF;
  RETURN changed;
END $$;

-- Carries out one effect. ``spec`` is the definition's; ``step`` has the action's inputs, on_behalf_of and workstation.
-- Returns the case as the effect leaves it: its own row is written once, by app.keep_case.
CREATE OR REPLACE FUNCTION app.carry_out(c app.cases, spec jsonb, step jsonb) RETURNS app.cases
LANGUAGE plpgsql AS $$
DECLARE
  kind text := spec ->> 'kind';
  key text := spec ->> 'key';
BEGIN
  CASE kind
    WHEN 'message' THEN PERFORM app.queue_message(c, key, step -> 'inputs');
    WHEN 'deadline' THEN PERFORM app.start_deadline(c, key);
    WHEN 'payment' THEN PERFORM app.request_payment(c, spec #>> '{data,message}', step -> 'inputs');
    WHEN 'close_payments' THEN
      UPDATE app.payment_request SET state = 'cancelled' WHERE case_id = c.id AND state IN ('new', 'issued');
    WHEN 'letter' THEN PERFORM app.issue_letter(c, key);
    WHEN 'close_letters' THEN
      UPDATE app.letter SET state = 'withdrawn', withdrawn_reason = 'أُغلق الطلب'
       WHERE case_id = c.id AND state = 'issued';
    WHEN 'refund' THEN PERFORM app.open_refund(c, key);
    WHEN 'set_fields' THEN
      c.payload := app.canonical(app.with_fields(c.payload::jsonb, step -> 'inputs', spec -> 'data'));
    WHEN 'new_round' THEN
      c.review_round := c.review_round + 1;
    WHEN 'assign' THEN
      IF key = 'actor' THEN
        -- Who asks for something gets the answer; a holder keeps the case.
        c.assignee := coalesce(c.assignee, c.last_actor);
      ELSE
        c := app.assign(c, step);
      END IF;
    WHEN 'amend_mobile' THEN c := app.amend_mobile(c, step);
    WHEN 'verdict' THEN PERFORM app.judge(c, step);
    WHEN 'resend' THEN PERFORM app.resend(c, step);
    WHEN 'print' THEN PERFORM app.print_letter(c, step);
    WHEN 'void_letter' THEN PERFORM app.void_letter(c, step);
    WHEN 'refund_propose', 'refund_approve', 'refund_decline', 'refund_pay' THEN
      PERFORM app.move_refund(c, kind, step);
    WHEN 'settle_notice' THEN PERFORM app.settle_notice(c, step);
    WHEN 'take_place' THEN PERFORM app.take_place(c);
    WHEN 'release_place' THEN PERFORM app.release_place(c.id, c.last_at);
    WHEN 'level_result' THEN PERFORM app.record_level(c, step);
    WHEN 'claim' THEN PERFORM app.request_claim(c, spec #>> '{data,message}', step -> 'inputs');
    WHEN 'close_claim' THEN PERFORM app.close_claim(c, step -> 'inputs');
    WHEN 'ask_outside' THEN PERFORM app.ask_outside(c, spec -> 'data');
    WHEN 'answer_outside' THEN PERFORM app.answer_outside(c, step -> 'inputs');
    WHEN 'chase_outside' THEN PERFORM app.chase_outside(c);
    WHEN 'close_outside' THEN PERFORM app.close_outside(c);
  END CASE;
  RETURN c;
END $$;

-- Writes what a step changed of the case itself, all at once: one version of the row, one entry in its indexes.
CREATE OR REPLACE FUNCTION app.keep_case(c app.cases) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.cases
     SET state = c.state, waits_on = c.waits_on, department = c.department, version = c.version,
         target_due_at = c.target_due_at, due_at = c.due_at, closed_at = c.closed_at, outcome = c.outcome,
         assignee = c.assignee, payload = c.payload, review_round = c.review_round, mobile = c.mobile,
         last_action = c.last_action, last_actor = c.last_actor, last_at = c.last_at
   WHERE id = c.id;
END $$;
