-- Reference data and staff: changed by those who may, each change in one chain of its own (COM-07).

CREATE OR REPLACE FUNCTION app.record_office(subject text, data jsonb, workstation text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last app.office_event;
  at timestamptz;
  next_number integer;
  text_of_data text := app.canonical(data);
BEGIN
  -- One chain for all: its entries stand in line.
  LOCK TABLE app.office_event IN SHARE ROW EXCLUSIVE MODE;
  at := app.now();
  SELECT * INTO last FROM app.office_event e ORDER BY e.number DESC LIMIT 1;
  next_number := coalesce(last.number, 0) + 1;
  INSERT INTO app.office_event (number, at, actor, workstation, subject, data, hash)
  VALUES (next_number, at, session_user, workstation, subject, text_of_data,
          app.chain_hash(coalesce(last.hash, ''), next_number::text, app.microseconds(at), session_user::text,
                         workstation, subject, text_of_data));
  RETURN next_number;
END $$;

-- One value out of the caller's document; '' only where ``required`` is false.
CREATE OR REPLACE FUNCTION app.given(data jsonb, field text, longest integer DEFAULT 400, required boolean DEFAULT true)
RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  value text := coalesce(data ->> field, '');
BEGIN
  IF length(value) > longest OR (required AND btrim(value) = '') THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN value;
END $$;

CREATE OR REPLACE FUNCTION app.given_day(data jsonb, field text, required boolean DEFAULT true) RETURNS date
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF NOT required AND coalesce(data ->> field, '') = '' THEN
    RETURN NULL;
  END IF;
  RETURN app.day_in(data, field);
END $$;

-- A first day: what was in force until now is not rewritten.
CREATE OR REPLACE FUNCTION app.day_from_today(data jsonb, field text) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
  day date := app.given_day(data, field);
BEGIN
  IF day < app.today() THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN day;
END $$;

CREATE OR REPLACE FUNCTION app.given_flag(data jsonb, field text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF coalesce(jsonb_typeof(data -> field), '') <> 'boolean' THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN (data -> field)::boolean;
END $$;

CREATE OR REPLACE FUNCTION app.given_number(data jsonb, field text, pattern text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF coalesce(data ->> field, '') !~ pattern THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN (data ->> field)::numeric;
END $$;

CREATE OR REPLACE FUNCTION app.require_department(code text, field text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM app.department d WHERE d.code = require_department.code) THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.require_staff(wanted text, field text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM app.staff s WHERE s.login = wanted) THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.placeholders(wording text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT t[1]), '{}')
            FROM regexp_matches(replace(replace(wording, '{{', ''), '}}', ''), '\{([^{}]*)\}', 'g') AS t);
END $$;

-- A new wording may leave placeholders out; it may not ask for values that the step does not have.
CREATE OR REPLACE FUNCTION app.change_wording(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_text text := (SELECT w.text FROM app.wording w
                       WHERE w.service = data ->> 'service' AND w.key = data ->> 'key' ORDER BY w.id LIMIT 1);
  new_text text := app.given(data, 'text', 1000);
  moment timestamptz := coalesce(app.moment_in(data, 'valid_from'), app.now());
BEGIN
  IF first_text IS NULL THEN
    PERFORM app.refuse('DWINV', 'key');
  END IF;
  IF regexp_replace(new_text, '\{\{|\}\}|\{[a-z_]+\}', '', 'g') ~ '[{}]'
     OR NOT app.placeholders(new_text)
            <@ (app.placeholders(first_text) || ARRAY['reference', 'applicant_name', 'service', 'contact']) THEN
    PERFORM app.refuse('DWINV', 'text');
  END IF;
  IF moment < app.day_start(app.today())
     OR EXISTS (SELECT FROM app.wording w WHERE w.service = data ->> 'service' AND w.key = data ->> 'key'
                   AND w.valid_from = moment) THEN
    PERFORM app.refuse('DWINV', 'valid_from');
  END IF;
  INSERT INTO app.wording (service, key, text, valid_from)
  VALUES (data ->> 'service', data ->> 'key', new_text, moment);
END $$;

-- The next version of a letter's wording; letters that are sealed from now on are worded so.
CREATE OR REPLACE FUNCTION app.change_letter_template(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  template_kind text := app.given(data, 'kind', 60);
  next_version integer := app.given_number(data, 'version', '^\d{1,6}$');
  content jsonb := data -> 'content';
  field text;
BEGIN
  -- One wording after the other: two editors of one version do not both win.
  LOCK TABLE app.letter_template IN SHARE ROW EXCLUSIVE MODE;
  IF next_version < 2 OR EXISTS (SELECT FROM app.letter_template t
                                  WHERE t.kind = template_kind AND t.version >= next_version) THEN
    PERFORM app.refuse('DWINV', 'version');
  END IF;
  IF coalesce(jsonb_typeof(content), '') <> 'object' THEN
    PERFORM app.refuse('DWINV', 'content');
  END IF;
  FOREACH field IN ARRAY ARRAY['title', 'subject', 'addressee'] LOOP
    IF coalesce(jsonb_typeof(content -> field), '') <> 'string' THEN
      PERFORM app.refuse('DWINV', field);
    END IF;
  END LOOP;
  IF coalesce(jsonb_typeof(content -> 'paragraphs'), '') <> 'array'
     OR (jsonb_array_length(content -> 'paragraphs') = 0 AND content -> 'listed' IS DISTINCT FROM 'true') THEN
    PERFORM app.refuse('DWINV', 'paragraphs');
  END IF;
  INSERT INTO app.letter_template (kind, version, content, valid_from, author)
  VALUES (template_kind, next_version, app.canonical(content), app.now(), session_user::text);
END $$;

-- What the head of a department's paper has besides its name; a logo that is not given stays.
CREATE OR REPLACE FUNCTION app.change_letterhead(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  encoded text := data ->> 'logo';
  picture bytea;
BEGIN
  PERFORM app.require_department(data ->> 'department', 'department');
  IF encoded <> '' THEN
    IF encoded !~ '^[A-Za-z0-9+/]+={0,2}$' OR length(encoded) % 4 <> 0 THEN
      PERFORM app.refuse('DWINV', 'logo');
    END IF;
    picture := decode(encoded, 'base64');
    IF length(picture) > 300000 OR NOT (substr(picture, 1, 8) = '\x89504e470d0a1a0a'::bytea
                                        OR substr(picture, 1, 3) = '\xffd8ff'::bytea) THEN
      PERFORM app.refuse('DWINV', 'logo');
    END IF;
  END IF;
  INSERT INTO app.letterhead (department, address_line, logo)
  VALUES (data ->> 'department', app.given(data, 'address_line', 400, false), picture)
  ON CONFLICT (department) DO UPDATE SET address_line = excluded.address_line,
    logo = CASE WHEN encoded IS NULL THEN app.letterhead.logo ELSE excluded.logo END;
END $$;

-- A fee from a day on; applications of that day that owe the fee keep the one they were promised (TRN-15).
CREATE OR REPLACE FUNCTION app.change_fee(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  changed_code text := app.given(data, 'code', 40);
  new_amount numeric := app.given_number(data, 'amount', '^\d{1,9}(\.\d{1,3})?$');
  day date := app.day_from_today(data, 'valid_from');
BEGIN
  IF new_amount = 0 THEN
    PERFORM app.refuse('DWINV', 'amount');
  END IF;
  IF day = app.today() AND EXISTS (
       SELECT FROM app.cases c
         JOIN app.service_definition d ON d.service = c.service AND d.version = c.definition_version
         LEFT JOIN app.course k ON k.code = c.payload::jsonb ->> (d.fee::jsonb ->> 'course_field')
         LEFT JOIN app.profession p ON p.code = c.payload::jsonb ->> (d.fee::jsonb ->> 'course_field')
        WHERE c.submitted_at >= app.day_start(day)
          AND changed_code IN (d.fee::jsonb ->> 'code', k.fee_code, p.fee_code)) THEN
    PERFORM app.refuse('DWINV', 'valid_from');
  END IF;
  INSERT INTO app.fee (code, amount, valid_from) VALUES (changed_code, new_amount, day)
  ON CONFLICT (code, valid_from) DO UPDATE SET amount = excluded.amount;
END $$;

-- A course, an exam or a level exam; free where it has no fee. What is not given stays as it is.
CREATE OR REPLACE FUNCTION app.change_course(data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  whole jsonb := jsonb_build_object('kind', 'training', 'prerequisite', '', 'minimum', 0, 'maximum', 0,
                                    'details', '{}'::jsonb);
  k app.course;
BEGIN
  SELECT * INTO k FROM app.course x WHERE x.code = data ->> 'code';
  IF FOUND THEN
    whole := jsonb_build_object('kind', k.kind, 'prerequisite', k.prerequisite, 'minimum', k.minimum,
                                'maximum', k.maximum, 'details', k.details::jsonb);
  END IF;
  whole := whole || data;
  IF whole ->> 'fee_code' <> '' AND NOT EXISTS (SELECT FROM app.fee f WHERE f.code = whole ->> 'fee_code') THEN
    PERFORM app.refuse('DWINV', 'fee_code');
  END IF;
  IF whole ->> 'prerequisite' <> '' AND NOT EXISTS (
       SELECT FROM app.course x WHERE x.code = whole ->> 'prerequisite' AND x.kind = 'level'
                                  AND x.code <> whole ->> 'code') THEN
    PERFORM app.refuse('DWINV', 'prerequisite');
  END IF;
  IF app.given_number(whole, 'minimum', '^\d{1,4}$') > app.given_number(whole, 'maximum', '^\d{1,4}$') THEN
    PERFORM app.refuse('DWINV', 'minimum');
  END IF;
  IF jsonb_typeof(whole -> 'details') <> 'object'
     OR EXISTS (SELECT FROM jsonb_each(whole -> 'details') AS d
                 WHERE d.key !~ '^[a-z][a-z_]{0,39}$' OR jsonb_typeof(d.value) <> 'string'
                    OR length(d.value #>> '{}') > 1000) THEN
    PERFORM app.refuse('DWINV', 'details');
  END IF;
  INSERT INTO app.course (code, department, name_ar, name_en, hours, fee_code, active, kind, prerequisite, minimum,
                          maximum, details)
  VALUES (app.given(whole, 'code', 40), whole ->> 'department', app.given(whole, 'name_ar'),
          app.given(whole, 'name_en'), app.given_number(whole, 'hours', '^\d{1,4}$'),
          app.given(whole, 'fee_code', 40, false), app.given_flag(whole, 'active'), app.given(whole, 'kind', 12),
          app.given(whole, 'prerequisite', 40, false), (whole ->> 'minimum')::integer, (whole ->> 'maximum')::integer,
          app.canonical(whole -> 'details'))
  ON CONFLICT (code) DO UPDATE SET department = excluded.department, name_ar = excluded.name_ar,
    name_en = excluded.name_en, hours = excluded.hours, fee_code = excluded.fee_code, active = excluded.active,
    kind = excluded.kind, prerequisite = excluded.prerequisite, minimum = excluded.minimum,
    maximum = excluded.maximum, details = excluded.details;
END $$;

CREATE OR REPLACE FUNCTION app.change_reference(subject text, data jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CASE subject
    WHEN 'fee' THEN PERFORM app.change_fee(data);
    WHEN 'course' THEN
      PERFORM app.require_department(data ->> 'department', 'department');
      PERFORM app.change_course(data);
    WHEN 'holiday' THEN
      IF data -> 'removed' = 'true' THEN
        DELETE FROM app.holiday h WHERE h.day = app.given_day(data, 'day');
        IF NOT FOUND THEN
          PERFORM app.refuse('DWINV', 'day');
        END IF;
      ELSE
        INSERT INTO app.holiday (day, name_ar, name_en, circular)
        VALUES (app.given_day(data, 'day'), app.given(data, 'name_ar'), app.given(data, 'name_en'),
                app.given(data, 'circular'))
        ON CONFLICT (day) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en,
          circular = excluded.circular;
      END IF;
    WHEN 'reason' THEN
      IF coalesce(data ->> 'scope', '') NOT IN ('attachment', 'refusal') THEN
        PERFORM app.refuse('DWINV', 'scope');
      END IF;
      INSERT INTO app.reason (code, scope, text_ar, text_en, active, service)
      VALUES (app.given(data, 'code', 40), data ->> 'scope', app.given(data, 'text_ar'),
              app.given(data, 'text_en'), app.given_flag(data, 'active'), app.given(data, 'service', 8, false))
      ON CONFLICT (code) DO UPDATE SET scope = excluded.scope, text_ar = excluded.text_ar,
        text_en = excluded.text_en, active = excluded.active, service = excluded.service;
    WHEN 'outside_body' THEN PERFORM app.change_outside_body(data);
    WHEN 'profession' THEN PERFORM app.change_profession(data);
    WHEN 'wording' THEN PERFORM app.change_wording(data);
    WHEN 'gateway' THEN PERFORM app.change_gateway(data);
    WHEN 'letterhead' THEN PERFORM app.change_letterhead(data);
    WHEN 'letter_template' THEN PERFORM app.change_letter_template(data);
    WHEN 'setting' THEN
      INSERT INTO app.setting (name, value, valid_from)
      VALUES (app.given(data, 'name', 60), app.given(data, 'value', 1000), app.day_from_today(data, 'valid_from'))
      ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value;
    WHEN 'department' THEN
      IF EXISTS (SELECT FROM app.department d WHERE d.letter_prefix = data ->> 'letter_prefix'
                    AND d.code <> data ->> 'code') THEN
        PERFORM app.refuse('DWINV', 'letter_prefix');
      END IF;
      INSERT INTO app.department (code, name_ar, name_en, letter_prefix, hosts_training, decides_hosting,
        contact_name, contact_phone, contact_hours, signatory_name, signatory_title)
      VALUES (app.given(data, 'code', 20), app.given(data, 'name_ar'), app.given(data, 'name_en'),
        app.given(data, 'letter_prefix', 10), app.given_flag(data, 'hosts_training'),
        app.given_flag(data, 'decides_hosting'), app.given(data, 'contact_name', 400, false),
        app.given(data, 'contact_phone', 20, false), app.given(data, 'contact_hours', 400, false),
        app.given(data, 'signatory_name', 400, false), app.given(data, 'signatory_title', 400, false))
      ON CONFLICT (code) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en,
        letter_prefix = excluded.letter_prefix, hosts_training = excluded.hosts_training,
        decides_hosting = excluded.decides_hosting, contact_name = excluded.contact_name,
        contact_phone = excluded.contact_phone, contact_hours = excluded.contact_hours,
        signatory_name = excluded.signatory_name, signatory_title = excluded.signatory_title;
    ELSE
      PERFORM app.refuse('DWINV', 'subject');
  END CASE;
END $$;

-- A supervisor arranges the absences of their own department; an administrator everybody's (COM-15).
CREATE OR REPLACE FUNCTION app.require_arranger(department text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT app.is_admin()
     AND NOT EXISTS (SELECT FROM app.grants_of(session_user::text) g
                      WHERE g.department = require_arranger.department AND g.job = 'supervisor'
                        AND g.on_behalf_of IS NULL) THEN
    PERFORM app.refuse('DW403', 'delegation');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.change_delegation(subject text, data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d app.delegation;
BEGIN
  IF subject = 'delegation_revoke' THEN
    SELECT * INTO d FROM app.delegation x
     WHERE x.id = app.given_number(data, 'delegation_id', '^\d{1,18}$') AND NOT x.revoked;
    IF NOT FOUND THEN
      PERFORM app.refuse('DWINV', 'delegation_id');
    END IF;
    PERFORM app.require_arranger(d.department);
    UPDATE app.delegation x SET revoked = true WHERE x.id = d.id;
    RETURN;
  END IF;
  PERFORM app.require_arranger(data ->> 'department');
  PERFORM app.require_department(data ->> 'department', 'department');
  IF data ->> 'to_login' = data ->> 'from_login'
     OR NOT EXISTS (SELECT FROM app.staff s WHERE s.login = data ->> 'to_login' AND s.active) THEN
    PERFORM app.refuse('DWINV', 'to_login');
  END IF;
  IF coalesce(data ->> 'job', '') NOT IN ('clerk', 'supervisor') THEN
    PERFORM app.refuse('DWINV', 'job');
  END IF;
  IF app.day_from_today(data, 'last_day') < app.given_day(data, 'first_day') THEN
    PERFORM app.refuse('DWINV', 'last_day');
  END IF;
  IF NOT EXISTS (SELECT FROM app.staff_grant g WHERE g.login = data ->> 'from_login'
                    AND g.department = data ->> 'department' AND g.job = data ->> 'job'
                    AND g.valid_from <= app.given_day(data, 'last_day')
                    AND (g.valid_to IS NULL OR g.valid_to >= app.given_day(data, 'first_day'))) THEN
    PERFORM app.refuse('DWINV', 'from_login');
  END IF;
  INSERT INTO app.delegation (from_login, to_login, department, job, first_day, last_day, reason)
  VALUES (data ->> 'from_login', data ->> 'to_login', data ->> 'department', data ->> 'job',
          app.given_day(data, 'first_day'), app.given_day(data, 'last_day'), app.given(data, 'reason'));
END $$;

-- Jobs and authorities: given from a day on, ended by a last day, never removed. The worker's account is
-- made when the database is, not from a desk.
CREATE OR REPLACE FUNCTION app.change_grant(subject text, data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  who text := data ->> 'login';
  last_day date := app.given_day(data, 'valid_to', false);
  changed bigint;
BEGIN
  PERFORM app.require_staff(who, 'login');
  IF NOT data ? 'grant_id' AND last_day < app.given_day(data, 'valid_from') THEN
    PERFORM app.refuse('DWINV', 'valid_to');
  END IF;
  IF data ? 'grant_id' THEN
    changed := app.given_number(data, 'grant_id', '^\d{1,18}$');
    -- Yesterday ends it at once; an earlier end would rewrite what was allowed until now.
    IF last_day < app.today() - 1 THEN
      PERFORM app.refuse('DWINV', 'valid_to');
    END IF;
    IF subject = 'staff_grant' THEN
      -- Not the program's own job, nor the right that the caller uses at this moment.
      UPDATE app.staff_grant g SET valid_to = last_day
       WHERE g.id = changed AND g.login = who AND g.job <> 'worker'
         AND NOT (g.job = 'admin' AND who = session_user::text);
    ELSE
      UPDATE app.staff_authority a SET valid_to = last_day WHERE a.id = changed AND a.login = who;
    END IF;
    IF NOT FOUND THEN
      PERFORM app.refuse('DWINV', 'grant_id');
    END IF;
  ELSIF subject = 'staff_grant' THEN
    IF coalesce(data ->> 'job', '') NOT IN ('clerk', 'supervisor', 'admin') THEN
      PERFORM app.refuse('DWINV', 'job');
    END IF;
    IF data ->> 'job' <> 'admin' THEN
      PERFORM app.require_department(data ->> 'department', 'department');
    ELSIF data ->> 'department' IS NOT NULL THEN
      PERFORM app.refuse('DWINV', 'department');
    END IF;
    INSERT INTO app.staff_grant (login, department, job, valid_from, valid_to)
    VALUES (who, data ->> 'department', data ->> 'job', app.day_from_today(data, 'valid_from'), last_day);
    PERFORM app.give_job_role(who, data ->> 'job');
  ELSE
    INSERT INTO app.staff_authority (login, authority, valid_from, valid_to)
    VALUES (who, app.given(data, 'authority', 40), app.day_from_today(data, 'valid_from'), last_day);
  END IF;
END $$;

-- One change, and its entry in the office's chain; returns the entry's number.
CREATE OR REPLACE FUNCTION app.office(subject text, data jsonb, workstation text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.require_present();
  PERFORM app.bounded(workstation, 200, 'workstation');
  IF data IS NULL OR jsonb_typeof(data) <> 'object' OR length(data::text) > (CASE subject WHEN 'letterhead' THEN 410000 ELSE 10000 END) THEN
    PERFORM app.refuse('DWINV', 'data');
  END IF;
  IF subject IN ('delegation', 'delegation_revoke') THEN
    PERFORM app.change_delegation(subject, data);
  ELSIF NOT app.is_admin() THEN
    PERFORM app.refuse('DW403', subject);
  ELSIF subject IN ('staff_grant', 'staff_authority') THEN
    PERFORM app.change_grant(subject, data);
  ELSIF subject = 'staff_active' THEN
    PERFORM app.require_staff(data ->> 'login', 'login');
    IF data ->> 'login' = session_user::text AND NOT app.given_flag(data, 'active') THEN
      -- Nobody locks the last door behind themselves.
      PERFORM app.refuse('DWINV', 'login');
    END IF;
    UPDATE app.staff s SET active = app.given_flag(data, 'active') WHERE s.login = data ->> 'login';
    PERFORM app.allow_login(data ->> 'login', app.given_flag(data, 'active'));
  ELSE
    PERFORM app.change_reference(subject, data);
  END IF;
  RETURN app.record_office(subject, data, workstation);
END $$;
