-- New applications and new documents.

-- The Luhn digit over ``digits``.
CREATE OR REPLACE FUNCTION app.check_digit(digits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT ((10 - sum(CASE WHEN d.position % 2 = 0 THEN d.digit * 2 - 9 * (d.digit / 5) ELSE d.digit END) % 10) % 10)::text
    FROM (SELECT position, substr(reverse(digits), position + 1, 1)::integer AS digit
            FROM generate_series(0, length(digits) - 1) AS position) AS d
$$;

-- TRN-2026-000123-C; C is the Luhn digit over the year and the number (COM-02).
CREATE OR REPLACE FUNCTION app.case_reference(service text, year integer, number integer) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT format('%s-%s-%s-%s', service, lpad(year::text, 4, '0'), lpad(number::text, 6, '0'),
                app.check_digit(lpad(year::text, 4, '0') || lpad(number::text, 6, '0')))
$$;

-- What a document is, by its first bytes and not by its name (COM-14).
CREATE OR REPLACE FUNCTION app.media_type_of(content bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN substr(content, 1, 4) = '\x25504446' OR substr(content, 1, 7) = '\xefbbbf25504446' THEN 'application/pdf'
    WHEN substr(content, 1, 3) = '\xffd8ff' THEN 'image/jpeg'
    WHEN substr(content, 1, 8) = '\x89504e470d0a1a0a' THEN 'image/png'
    ELSE ''
  END
$$;

-- Stores documents as the newest version in their slots; returns what the event says of them.
CREATE OR REPLACE FUNCTION app.store_attachments(c app.cases, contents bytea[], meta jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  d app.service_definition := app.definition_of(c);
  item jsonb;
  content bytea;
  digest text;
  version_number integer;
  stored jsonb := '[]';
BEGIN
  IF jsonb_typeof(meta) <> 'array' OR jsonb_array_length(meta) <> cardinality(contents)
     -- No form has so many.
     OR cardinality(contents) > 40 THEN
    PERFORM app.refuse('DWINV', 'attachments');
  END IF;
  FOR i IN 1..cardinality(contents) LOOP
    item := meta -> (i - 1);
    content := contents[i];
    digest := encode(sha256(content), 'hex');
    IF NOT EXISTS (SELECT FROM jsonb_array_elements(d.slots::jsonb) AS s (slot) WHERE s.slot -> 'key' = item -> 'slot') THEN
      PERFORM app.refuse('DWINV', 'attachments.slot');
    END IF;
    IF content IS NULL OR octet_length(content) NOT BETWEEN 1 AND 10485760 THEN
      PERFORM app.refuse('DWINV', 'attachments.content');
    END IF;
    IF item ->> 'sha256' IS DISTINCT FROM digest THEN
      PERFORM app.refuse('DWINV', 'attachments.sha256');
    END IF;
    IF item ->> 'media_type' IS DISTINCT FROM app.media_type_of(content) THEN
      PERFORM app.refuse('DWINV', 'attachments.media_type');
    END IF;
    PERFORM app.bounded(nullif(item ->> 'filename', ''), 255, 'attachments.filename');
    SELECT coalesce(max(a.number), 0) + 1 INTO version_number FROM app.attachment a
     WHERE a.case_id = c.id AND a.slot = item ->> 'slot';
    INSERT INTO app.attachment
      (case_id, slot, number, filename, media_type, size, sha256, added_at, added_by, content)
    VALUES (c.id, item ->> 'slot', version_number, item ->> 'filename', item ->> 'media_type',
            octet_length(content), digest, c.last_at, c.last_actor, content);
    stored := stored || jsonb_build_array(jsonb_build_object(
      'slot', item -> 'slot', 'number', version_number, 'filename', item -> 'filename', 'sha256', digest));
  END LOOP;
  RETURN stored;
END $$;

-- The application's fields: scalars under plain names, none of them the name of a fact.
CREATE OR REPLACE FUNCTION app.payload_of(plan jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  payload jsonb := app.object_of(app.bounded(plan ->> 'payload', 50000, 'payload'), 'payload');
BEGIN
  IF EXISTS (SELECT FROM jsonb_each(payload) AS p
              WHERE p.key !~ '^[a-z][a-z0-9_]{0,39}$' OR jsonb_typeof(p.value) IN ('object', 'array')) THEN
    PERFORM app.refuse('DWINV', 'payload');
  END IF;
  RETURN plan ->> 'payload';
END $$;

-- What only one case of the service may be completed for; empty where there is no such limit.
CREATE OR REPLACE FUNCTION app.subject_of(d app.service_definition, payload jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(coalesce(payload ->> f.field, ''), '/' ORDER BY f.position), '')
    FROM jsonb_array_elements_text(d.subject::jsonb) WITH ORDINALITY AS f (field, position)
$$;

-- An application's own words, checked before anything is written.
CREATE OR REPLACE FUNCTION app.require_applicant(plan jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(plan ->> 'applicant_kind', '') NOT IN ('citizen', 'resident', 'government', 'business') THEN
    PERFORM app.refuse('DWINV', 'applicant_kind');
  END IF;
  PERFORM app.bounded(nullif(btrim(plan ->> 'applicant_name'), ''), 300, 'applicant_name');
  PERFORM app.bounded(nullif(btrim(plan ->> 'identity'), ''), 40, 'identity');
  PERFORM app.bounded(plan ->> 'identity_paper', 40, 'identity_paper');
  IF NOT app.is_mobile(plan ->> 'mobile') THEN
    PERFORM app.refuse('DWINV', 'mobile');
  END IF;
END $$;

-- The caller's right to open cases of the service; on whose behalf (empty: their own).
CREATE OR REPLACE FUNCTION app.entitled_to_open(d app.service_definition, via text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  behalf text := app.acting_for(ARRAY[d.owner_department]::text[],
                                CASE WHEN via = 'counter' THEN ARRAY['clerk', 'worker'] ELSE ARRAY['worker'] END);
BEGIN
  IF coalesce(via, '') NOT IN ('counter', 'portal') THEN
    PERFORM app.refuse('DWINV', 'via');
  END IF;
  IF behalf IS NULL THEN
    PERFORM app.refuse('DW403', 'submit');
  END IF;
  RETURN behalf;
END $$;

-- Opens a case (COM-01, COM-02). The same submission key again is the same application: its result comes
-- back and nothing is written. ``meta`` tells slot, filename, media_type and sha256 of each content.
CREATE OR REPLACE FUNCTION app.open_case(plan jsonb, contents bytea[], meta jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d app.service_definition;
  s app.workflow_state;
  c app.cases;
  behalf text;
  via text := plan ->> 'via';
  key text := nullif(app.bounded(plan ->> 'submission_key', 80, 'submission_key'), '');
  workstation text := app.bounded(plan ->> 'workstation', 200, 'workstation');
  at timestamptz;
  reference_year integer;
  reference_number integer;
  effects jsonb;
  form jsonb;
  target timestamptz;
BEGIN
  PERFORM app.require_present();
  IF pg_column_size(plan) > 400000 OR jsonb_typeof(meta) IS DISTINCT FROM 'array' THEN
    PERFORM app.refuse('DWINV', 'plan');
  END IF;
  SELECT * INTO d FROM app.service_definition WHERE service = plan ->> 'service' ORDER BY version DESC LIMIT 1;
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'service');
  END IF;
  behalf := app.entitled_to_open(d, via);
  at := app.now();
  reference_year := extract(year FROM app.amman_day(at));
  PERFORM app.lock_named(d, app.payload_of(plan)::jsonb);
  -- From here on submissions of the service stand in line, so that a repeated key is seen.
  reference_number := app.next_number('case', d.service, reference_year);
  SELECT * INTO c FROM app.cases WHERE submission_key = key;
  IF FOUND THEN
    IF NOT app.may_see(c) OR c.service <> d.service THEN
      PERFORM app.refuse('DWINV', 'submission_key');
    END IF;
    UPDATE app.counter SET last = last - 1
     WHERE kind = 'case' AND scope = d.service AND year = reference_year;
    RETURN app.result_of(c);
  END IF;
  SELECT * INTO s FROM app.workflow_state w WHERE w.service = d.service AND w.version = d.version AND w.is_start;
  IF (plan ->> 'definition_version')::integer IS DISTINCT FROM d.version OR plan ->> 'state' IS DISTINCT FROM s.state THEN
    PERFORM app.refuse('DWOUT', 'submit');
  END IF;
  PERFORM app.require_applicant(plan);
  PERFORM app.payload_of(plan);
  PERFORM app.require_application(d, plan, meta);
  form := d.form::jsonb;
  target := app.target_due_at(form, NULL, s.state, at);
  INSERT INTO app.cases
    (service, definition_version, reference, department, owner_department, host_department, state, waits_on, version,
     applicant_kind, applicant_name, name_search, identity, identity_paper, mobile, payload, subject, submitted_at,
     submitted_via, submission_key, target_due_at, due_at, outcome, review_round, last_action, last_actor, last_at)
  VALUES (
    d.service, d.version, app.case_reference(d.service, reference_year, reference_number), d.owner_department,
    d.owner_department, coalesce(app.payload_of(plan)::jsonb ->> nullif(d.host_field, ''), ''), s.state, s.waits_on, 1,
    plan ->> 'applicant_kind', plan ->> 'applicant_name',
    app.search_form(plan ->> 'applicant_name'), plan ->> 'identity', plan ->> 'identity_paper', plan ->> 'mobile',
    app.payload_of(plan), app.bounded(app.subject_of(d, app.payload_of(plan)::jsonb), 200, 'payload'), at, via, key,
    target, app.staff_due_at(form, NULL, s.state, at, target),
    '', 1, 'submit', session_user, at)
  RETURNING * INTO c;
  effects := app.applicable(d.submission::jsonb, app.form_facts(c));
  PERFORM app.require_effects(effects, plan -> 'effects');
  PERFORM app.store_attachments(c, contents, meta);
  PERFORM app.record_event(c, behalf, workstation, '', '', app.canonical(jsonb_build_object('via', via)));
  FOR i IN 0..jsonb_array_length(effects) - 1 LOOP
    c := app.carry_out(c, effects -> i, jsonb_build_object(
      'inputs', '{}'::jsonb, 'on_behalf_of', behalf, 'workstation', workstation));
  END LOOP;
  PERFORM app.keep_case(c);
  PERFORM app.follow_place(c.id, NULL, workstation, at);
  SELECT * INTO c FROM app.cases WHERE id = c.id;
  RETURN app.result_of(c);
END $$;

-- Adds documents to a case whose state takes them; older versions are kept (COM-14).
CREATE OR REPLACE FUNCTION app.attach(
  case_id bigint, expected_version integer, workstation text, contents bytea[], meta jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases;
  a app.workflow_action;
  behalf text;
  stored jsonb;
BEGIN
  PERFORM app.require_present();
  PERFORM app.bounded(workstation, 200, 'workstation');
  -- A step in the same transaction may touch the case's occasion: always locked before the case.
  PERFORM app.lock_occasions(case_id);
  c := app.locked_case(case_id, expected_version);
  SELECT * INTO a FROM app.workflow_action w
   WHERE w.service = c.service AND w.version = c.definition_version AND w.action = 'attach'
     AND w.from_state = c.state;
  IF NOT FOUND THEN
    PERFORM app.refuse('DW403', 'attach');
  END IF;
  behalf := app.entitled(c, a);
  IF NOT EXISTS (SELECT FROM app.workflow_state w WHERE w.service = c.service
                    AND w.version = c.definition_version AND w.state = c.state AND w.uploads) THEN
    PERFORM app.refuse('DW403', 'attach');
  END IF;
  IF coalesce(cardinality(contents), 0) = 0 THEN
    PERFORM app.refuse('DWINV', 'attachments');
  END IF;
  UPDATE app.cases
     SET version = version + 1, last_action = 'attach', last_actor = session_user, last_at = app.now()
   WHERE id = c.id RETURNING * INTO c;
  stored := app.store_attachments(c, contents, meta);
  PERFORM app.record_event(c, behalf, workstation, c.state, '',
                           app.canonical(jsonb_build_object('attachments', stored)));
  RETURN app.result_of(c);
END $$;
