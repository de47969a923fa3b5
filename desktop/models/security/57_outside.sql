-- Approvals from bodies outside, and older claims that a case must pay: what their effects write.

-- Asks the bodies that the profession in the field ``data.field`` needs in the stage ``data.stage``.
CREATE OR REPLACE FUNCTION app.ask_outside(c app.cases, data jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO app.outside_approval (case_id, event_number, body, state, asked_at, due_at)
  SELECT c.id, c.version, b.code, 'asked', c.last_at, app.end_of_working_day(app.amman_day(c.last_at), b.answer_days)
    FROM app.bodies_of(c.payload::jsonb ->> (data ->> 'field'), (data ->> 'stage')::integer) AS b
   WHERE NOT EXISTS (SELECT FROM app.outside_approval o WHERE o.case_id = c.id AND o.body = b.code)
$$;

-- The answer of one body that was asked and has not answered yet.
CREATE OR REPLACE FUNCTION app.answer_outside(c app.cases, inputs jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(inputs ->> 'answer', '') NOT IN ('granted', 'refused') THEN
    PERFORM app.refuse('DWINV', 'inputs.answer');
  END IF;
  UPDATE app.outside_approval
     SET state = inputs ->> 'answer', answered_at = c.last_at, answered_by = c.last_actor,
         answer_reference = coalesce(inputs ->> 'answer_reference', ''), grounds = coalesce(inputs ->> 'grounds', '')
   WHERE case_id = c.id AND body = inputs ->> 'body' AND state = 'asked';
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.body');
  END IF;
END $$;

-- Those that are late are reminded, and have their days again.
CREATE OR REPLACE FUNCTION app.chase_outside(c app.cases) RETURNS void LANGUAGE sql AS $$
  UPDATE app.outside_approval o
     SET chases = o.chases + 1, chased_at = c.last_at,
         due_at = app.end_of_working_day(app.amman_day(c.last_at), b.answer_days)
    FROM app.outside_body b
   WHERE o.case_id = c.id AND o.state = 'asked' AND o.due_at <= c.last_at AND b.code = o.body
$$;

CREATE OR REPLACE FUNCTION app.close_outside(c app.cases) RETURNS void LANGUAGE sql AS $$
  UPDATE app.outside_approval SET state = 'closed' WHERE case_id = c.id AND state = 'asked'
$$;

-- An older claim of the municipality, asked for by itself; one that the case has already is not asked twice.
CREATE OR REPLACE FUNCTION app.request_claim(c app.cases, message_key text, inputs jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  d app.service_definition := app.definition_of(c);
  about text := app.message_value(c, d, d.form::jsonb, message_key, 'claim_kind', inputs);
BEGIN
  IF coalesce(inputs ->> 'claim_number', '') = '' OR coalesce(inputs ->> 'claim_amount', '') !~ '^\d{1,9}\.\d{3}$'
     OR (inputs ->> 'claim_amount')::numeric = 0
     OR EXISTS (SELECT FROM app.payment_request r
                 WHERE r.case_id = c.id AND r.claim = inputs ->> 'claim_number' AND r.state <> 'cancelled') THEN
    PERFORM app.refuse('DWINV', 'inputs.claim_number');
  END IF;
  INSERT INTO app.payment_request
    (case_id, event_number, fee_code, amount, claim, claim_about, message_key, message_params, idempotency_key, state,
     requested_at, next_at)
  VALUES (
    c.id, c.version, 'claim', (inputs ->> 'claim_amount')::numeric, inputs ->> 'claim_number',
    btrim(about || ' ' || coalesce(inputs ->> 'claim_year', '')), message_key,
    app.canonical(app.message_values(c, message_key, app.wording_at(c.service, message_key, c.last_at), inputs)),
    format('pay-%s-%s', c.id, c.version), 'new', c.last_at, c.last_at);
END $$;

-- A claim that its register no longer lists: paid elsewhere, or taken back.
CREATE OR REPLACE FUNCTION app.close_claim(c app.cases, inputs jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.payment_request SET state = 'cancelled'
   WHERE case_id = c.id AND claim <> '' AND claim = inputs ->> 'claim_number' AND state IN ('new', 'issued');
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.claim_number');
  END IF;
END $$;

-- What messages say: the bodies that are asked now, those that are late, the claims that are open.
CREATE OR REPLACE FUNCTION app.asked_bodies(of_case bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(b.name_ar, '، ' ORDER BY o.id), '')
    FROM app.outside_approval o JOIN app.outside_body b ON b.code = o.body
   WHERE o.case_id = of_case AND o.state = 'asked'
$$;

CREATE OR REPLACE FUNCTION app.late_bodies(of_case bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(b.name_ar, '، ' ORDER BY o.id), '')
    FROM app.outside_approval o JOIN app.outside_body b ON b.code = o.body
   WHERE o.case_id = of_case AND o.state = 'asked'
     AND o.chased_at = (SELECT max(l.chased_at) FROM app.outside_approval l WHERE l.case_id = of_case AND l.state = 'asked')
$$;

CREATE OR REPLACE FUNCTION app.claims_text(of_case bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(r.claim_about || ' ' || to_char(r.amount, 'FM999,999,999,990.000'), '؛ ' ORDER BY r.id), '')
    FROM app.payment_request r WHERE r.case_id = of_case AND r.claim <> '' AND r.state IN ('new', 'issued')
$$;

-- Reference data: a body outside, and a profession with what it needs.
CREATE OR REPLACE FUNCTION app.change_outside_body(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO app.outside_body (code, name_ar, name_en, stage, answer_days, active)
  VALUES (app.given(data, 'code', 40), app.given(data, 'name_ar'), app.given(data, 'name_en'),
          app.given_number(data, 'stage', '^[12]$'), app.given_number(data, 'answer_days', '^[1-9]\d{0,2}$'),
          app.given_flag(data, 'active'))
  ON CONFLICT (code) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en, stage = excluded.stage,
    answer_days = excluded.answer_days, active = excluded.active;
END $$;

CREATE OR REPLACE FUNCTION app.change_profession(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM app.fee f WHERE f.code = data ->> 'fee_code') THEN
    PERFORM app.refuse('DWINV', 'fee_code');
  END IF;
  IF coalesce(jsonb_typeof(data -> 'bodies'), '') <> 'array'
     OR EXISTS (SELECT FROM jsonb_array_elements(data -> 'bodies') AS l (code)
                 WHERE NOT EXISTS (SELECT FROM app.outside_body b WHERE b.code = l.code #>> '{}')) THEN
    PERFORM app.refuse('DWINV', 'bodies');
  END IF;
  IF coalesce(jsonb_typeof(data -> 'checklist'), '') <> 'array'
     OR EXISTS (SELECT FROM jsonb_array_elements(data -> 'checklist') AS l (item)
                 WHERE coalesce(l.item ->> 'code', '') !~ '^[a-z][a-z0-9_]{0,39}$'
                    OR btrim(coalesce(l.item ->> 'ar', '')) = '' OR btrim(coalesce(l.item ->> 'en', '')) = '') THEN
    PERFORM app.refuse('DWINV', 'checklist');
  END IF;
  INSERT INTO app.profession (code, name_ar, name_en, needs_permit, bodies, checklist, fee_code, active)
  VALUES (app.given(data, 'code', 40), app.given(data, 'name_ar'), app.given(data, 'name_en'),
          app.given_flag(data, 'needs_permit'), app.canonical(data -> 'bodies'), app.canonical(data -> 'checklist'),
          app.given(data, 'fee_code', 40), app.given_flag(data, 'active'))
  ON CONFLICT (code) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en,
    needs_permit = excluded.needs_permit, bodies = excluded.bodies, checklist = excluded.checklist,
    fee_code = excluded.fee_code, active = excluded.active;
END $$;
