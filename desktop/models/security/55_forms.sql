-- What the forms ask for, judged as desktop/workflows/form_rules.py does; what messages say of a case; when
-- the municipality must have answered. All of it from the synced definition, nothing from the caller.

-- A line as people meant it, as desktop.base.text.cleaned leaves it: composed, no control, direction or
-- private characters, single spaces, none at the ends.
CREATE OR REPLACE FUNCTION app.is_clean(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT value IS NFC NORMALIZED
     AND value !~ ('[' || U&'\0001-\001F\007F-\00A0\061C\1680\2000-\200A\200E\200F\2028-\202F\205F\2066-\2069\3000\E000-\F8FF'
                       || U&'\+0F0000-\+0FFFFD\+100000-\+10FFFD' || ']' COLLATE "C")
     AND value !~ '(^ | $|  )' AND value <> ''
$$;

-- ``day`` moved by whole months, or that month's last day: the same as calendar.add_months.
CREATE OR REPLACE FUNCTION app.months_after(day date, amount integer) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT (day + make_interval(months => amount))::date
$$;

-- A day as it is stored, NULL where the text is none.
CREATE OR REPLACE FUNCTION app.stored_day(value text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF value ~ '^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' THEN
    -- Not every month has thirty-one.
    IF substr(value, 9)::integer <= extract(day FROM app.months_after((substr(value, 1, 8) || '01')::date, 1) - 1) THEN
      RETURN value::date;
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- Whether ``value`` may be chosen in a field, from its own list or from the reference data.
CREATE OR REPLACE FUNCTION app.is_choice(rule jsonb, value text, known jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE rule ->> 'source'
    WHEN 'staff' THEN RETURN true;
    WHEN 'professions' THEN RETURN EXISTS (SELECT FROM app.profession p WHERE p.code = value AND p.active);
    WHEN 'outside_bodies' THEN RETURN EXISTS (SELECT FROM app.outside_body b WHERE b.code = value AND b.active);
    WHEN 'checklist' THEN
      RETURN EXISTS (SELECT FROM app.profession p CROSS JOIN LATERAL jsonb_array_elements(p.checklist::jsonb) AS l (item)
                      WHERE p.code = known ->> (rule ->> 'source_of') AND l.item ->> 'code' = value);
    WHEN 'hosting_departments' THEN
      RETURN EXISTS (SELECT FROM app.department d WHERE d.code = value AND d.hosts_training);
    WHEN 'courses' THEN
      RETURN EXISTS (SELECT FROM app.course k WHERE k.code = value AND k.active
                        AND k.kind = coalesce(rule ->> 'of_kind', k.kind)
                        AND coalesce(known ->> (rule ->> 'source_of'), k.department) IN (k.department, k.kind));
    WHEN 'occasions' THEN
      RETURN value ~ '^[1-9]\d{0,17}$' AND EXISTS (
        SELECT FROM app.occasion o
         WHERE o.id = value::bigint AND o.kind = rule ->> 'of_kind' AND o.state = 'open'
           AND (o.starts_at IS NULL OR o.starts_at > app.now())
           AND o.subject = coalesce(known ->> nullif(rule ->> 'source_of', ''), o.subject));
    WHEN 'reject_reasons' THEN
      RETURN EXISTS (SELECT FROM app.reason r WHERE r.code = value AND r.active AND r.scope = 'attachment'
                        AND r.service IN ('', rule ->> 'of_service'));
    WHEN 'refuse_reasons' THEN
      RETURN EXISTS (SELECT FROM app.reason r WHERE r.code = value AND r.active AND r.scope = 'refusal'
                        AND r.service IN ('', rule ->> 'of_service'));
    ELSE
      RETURN EXISTS (SELECT FROM jsonb_array_elements(rule -> 'choices') AS c (pair) WHERE c.pair ->> 0 = value);
  END CASE;
END $$;

-- The greatest score of the exam that a result in the field is of (EXM-10); 100 where the exam names no scale.
CREATE OR REPLACE FUNCTION app.highest_score(rule jsonb, known jsonb) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
DECLARE
  shape CONSTANT text := '^\d{1,6}(\.\d{1,2})?$';
  subject text := known ->> (rule ->> 'source_of');
  details jsonb;
BEGIN
  IF rule ->> 'source' = 'levels' THEN
    SELECT k.prerequisite INTO subject FROM app.course k WHERE k.code = subject;
  END IF;
  SELECT k.details::jsonb INTO details FROM app.course k WHERE k.code = subject;
  IF details ->> 'maximum_score' ~ shape AND details ->> 'pass_mark' ~ shape THEN
    RETURN (details ->> 'maximum_score')::numeric;
  END IF;
  RETURN 100;
END $$;

-- Whether ``value`` is of the field's kind and in the form in which it is stored.
CREATE OR REPLACE FUNCTION app.is_of_kind(rule jsonb, value jsonb, known jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  plain text := value #>> '{}';
BEGIN
  CASE rule ->> 'kind'
    WHEN 'yes_no' THEN RETURN jsonb_typeof(value) = 'boolean';
    WHEN 'number' THEN RETURN jsonb_typeof(value) = 'number' AND plain ~ '^\d{1,12}$';
    WHEN 'score' THEN
      -- A level's is a whole number, any other as people write it: no zeros at the end.
      IF rule ->> 'source' = 'levels' THEN
        RETURN jsonb_typeof(value) = 'number' AND plain ~ '^\d{1,6}$'
           AND plain::numeric <= app.highest_score(rule, known);
      END IF;
      RETURN jsonb_typeof(value) = 'string' AND plain ~ '^(0|[1-9]\d{0,5})(\.\d?[1-9])?$'
         AND plain::numeric <= app.highest_score(rule, known);
    ELSE NULL;
  END CASE;
  IF jsonb_typeof(value) <> 'string' OR length(plain) > (rule ->> 'max_length')::integer THEN
    RETURN false;
  END IF;
  CASE rule ->> 'kind'
    WHEN 'long_text' THEN
      RETURN app.is_clean(replace(regexp_replace(plain, '\n+', E'\n', 'g'), E'\n', 'x'))
         AND plain !~ '(^\n|\n$| \n|\n )';
    WHEN 'date' THEN RETURN app.stored_day(plain) IS NOT NULL;
    WHEN 'mobile' THEN RETURN app.is_mobile(plain);
    WHEN 'code' THEN RETURN plain ~ '^[0-9A-Z/._-]+$';
    WHEN 'money' THEN RETURN plain ~ '^(0|[1-9]\d{0,8})\.\d{3}$';
    WHEN 'choice' THEN RETURN app.is_clean(plain) AND app.is_choice(rule, plain, known);
    WHEN 'choices' THEN
      RETURN NOT EXISTS (SELECT FROM unnest(string_to_array(plain, ',')) AS c (one)
                          WHERE NOT app.is_choice(rule, c.one, known))
         AND (SELECT count(*) = count(DISTINCT c.one) FROM unnest(string_to_array(plain, ',')) AS c (one));
    ELSE RETURN app.is_clean(plain);
  END CASE;
END $$;

-- Whether a day lies where the field's rules want it, given the values before it and those stored.
CREATE OR REPLACE FUNCTION app.is_day_in_range(rule jsonb, day date, clean jsonb, stored jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  anchor date := app.stored_day(stored ->> (rule ->> 'within_of'));
BEGIN
  RETURN NOT ((rule -> 'from_today')::boolean AND day < app.today())
     AND NOT coalesce(day < app.stored_day(clean ->> (rule ->> 'after')), false)
     AND (anchor IS NULL
          OR (day > anchor AND day <= app.months_after(anchor, (rule ->> 'within_months')::integer)));
END $$;

-- Refuses values that the fields of ``rules`` would not leave as they are. ``facts`` are what conditions read
-- beside the values themselves, ``stored`` the case's present values.
CREATE OR REPLACE FUNCTION app.require_fields(
  rules jsonb, given jsonb, facts jsonb, stored jsonb, prefix text) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  rule jsonb;
  key text;
  clean jsonb := '{}';
  told jsonb := facts;
BEGIN
  rules := coalesce(rules, '[]');
  FOR i IN 0..jsonb_array_length(rules) - 1 LOOP
    rule := rules -> i;
    key := rule ->> 'key';
    IF NOT app.holds(rule -> 'shown', told || clean) THEN
      IF given ? key THEN
        PERFORM app.refuse('DWINV', prefix || key);
      END IF;
      CONTINUE;
    END IF;
    IF NOT given ? key THEN
      IF app.holds(rule -> 'required', told || clean) THEN
        PERFORM app.refuse('DWINV', prefix || key);
      END IF;
      CONTINUE;
    END IF;
    IF NOT app.is_of_kind(rule, given -> key, facts || clean)
       OR (rule ->> 'kind' = 'date'
           AND NOT app.is_day_in_range(rule, app.stored_day(given ->> key), clean, stored)) THEN
      PERFORM app.refuse('DWINV', prefix || key);
    END IF;
    clean := clean || jsonb_build_object(key, given -> key);
    IF rule ->> 'source' = 'professions' THEN
      told := told || app.traits(jsonb_build_array(rule), clean);
    END IF;
  END LOOP;
  -- What is left no field asked for.
  IF clean <> given THEN
    PERFORM app.refuse('DWINV', prefix || left((
      SELECT min(k) FROM jsonb_object_keys(given) AS k WHERE NOT clean ? k), 80));
  END IF;
END $$;

-- What the timeline quotes of an action's inputs; the caller's own words for it are not read.
CREATE OR REPLACE FUNCTION app.note_of(inputs jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nullif(inputs ->> 'reason', ''), nullif(inputs ->> 'remark', ''), nullif(inputs ->> 'text', ''),
                  inputs ->> 'grounds', '')
$$;

-- An application as the service's own validation would let it through (COM-01, COM-12, COM-14).
CREATE OR REPLACE FUNCTION app.require_application(d app.service_definition, plan jsonb, meta jsonb) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE
  form jsonb := d.form::jsonb;
  kind text := plan ->> 'applicant_kind';
  name text := plan ->> 'applicant_name';
  payload jsonb := (plan ->> 'payload')::jsonb;
  facts jsonb := payload || jsonb_build_object('applicant_kind', kind, 'today', app.today())
                 || app.traits(form -> 'fields', payload);
  slots text[] := (SELECT coalesce(array_agg(m.item ->> 'slot'), '{}') FROM jsonb_array_elements(meta) AS m (item));
  part jsonb;
BEGIN
  IF NOT coalesce(form -> 'applicants' ? kind, false) THEN
    PERFORM app.refuse('DWINV', 'applicant_kind');
  END IF;
  IF NOT app.is_clean(name) OR length(name) > 120 OR upper(name) = lower(name) AND name !~ '[[:alpha:]]' THEN
    PERFORM app.refuse('DWINV', 'applicant_name');
  END IF;
  IF plan ->> 'identity' !~ (CASE kind WHEN 'citizen' THEN '^[0-9]{10}$' ELSE '^[0-9A-Za-z/.-]{3,40}$' END) THEN
    PERFORM app.refuse('DWINV', 'identity');
  END IF;
  IF (CASE kind WHEN 'resident' THEN NOT app.is_clean(plan ->> 'identity_paper')
                ELSE plan ->> 'identity_paper' <> '' END) THEN
    PERFORM app.refuse('DWINV', 'identity_paper');
  END IF;
  PERFORM app.require_fields(form -> 'fields', payload, jsonb_build_object('applicant_kind', kind), '{}', 'fields.');
  FOR part IN SELECT * FROM jsonb_array_elements(form -> 'checks') LOOP
    IF NOT app.holds(part -> 'condition', facts) THEN
      PERFORM app.refuse('DWINV', 'fields.' || (part ->> 'field'));
    END IF;
  END LOOP;
  FOR part IN SELECT * FROM jsonb_array_elements(form -> 'slots') LOOP
    IF app.holds(part -> 'shown', facts) THEN
      IF NOT part ->> 'key' = ANY (slots) AND app.holds(part -> 'required', facts) THEN
        PERFORM app.refuse('DWINV', 'attachments.' || (part ->> 'key'));
      END IF;
      slots := (SELECT coalesce(array_agg(s.slot), '{}')
                  FROM unnest(slots) WITH ORDINALITY AS s (slot, n)
                 WHERE s.n IS DISTINCT FROM array_position(slots, part ->> 'key'));
    END IF;
  END LOOP;
  -- What is left stands in no slot that the form offers, or twice in one.
  IF cardinality(slots) > 0 THEN
    PERFORM app.refuse('DWINV', 'attachments.slot');
  END IF;
END $$;

-- A field's value as people read it, in Arabic: the same as values.shown_value.
CREATE OR REPLACE FUNCTION app.shown_value(rule jsonb, value jsonb, payload jsonb) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  plain text := coalesce(nullif(value #>> '{}', ''), '—');
BEGIN
  IF coalesce(value, 'null') = 'null' THEN
    RETURN '—';
  END IF;
  CASE rule ->> 'kind'
    WHEN 'date' THEN RETURN to_char(app.stored_day(plain), 'DD/MM/YYYY');
    WHEN 'money' THEN RETURN to_char(plain::numeric, 'FM999,999,999,990.000');
    WHEN 'yes_no' THEN RETURN CASE WHEN value = 'true' THEN 'نعم' ELSE 'لا' END;
    WHEN 'choice' THEN
      RETURN coalesce(
        CASE rule ->> 'source'
          WHEN 'courses' THEN (SELECT k.name_ar FROM app.course k WHERE k.code = plain)
          WHEN 'professions' THEN (SELECT p.name_ar FROM app.profession p WHERE p.code = plain)
          WHEN 'outside_bodies' THEN (SELECT b.name_ar FROM app.outside_body b WHERE b.code = plain)
          WHEN 'hosting_departments' THEN (SELECT d.name_ar FROM app.department d WHERE d.code = plain)
        END,
        (SELECT c.pair ->> 1 FROM jsonb_array_elements(rule -> 'choices') AS c (pair) WHERE c.pair ->> 0 = plain),
        (SELECT r.text_ar FROM app.reason r WHERE r.code = plain),
        plain);
    WHEN 'choices' THEN
      RETURN (SELECT string_agg(coalesce(
                       (SELECT l.item ->> 'ar' FROM app.profession p
                         CROSS JOIN LATERAL jsonb_array_elements(p.checklist::jsonb) AS l (item)
                         WHERE rule ->> 'source' = 'checklist' AND p.code = payload ->> (rule ->> 'source_of')
                           AND l.item ->> 'code' = c.one),
                       (SELECT k.pair ->> 1 FROM jsonb_array_elements(rule -> 'choices') AS k (pair)
                         WHERE k.pair ->> 0 = c.one), c.one), '؛ ' ORDER BY c.position)
                FROM unnest(string_to_array(plain, ',')) WITH ORDINALITY AS c (one, position));
    ELSE RETURN plain;
  END CASE;
END $$;

-- Each rejected document of the case and why (TRN-05).
CREATE OR REPLACE FUNCTION app.rejected_text(c app.cases, form jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(
           coalesce((SELECT s.slot ->> 'label' FROM jsonb_array_elements(form -> 'slots') AS s (slot)
                      WHERE s.slot ->> 'key' = newest.slot), newest.slot)
           || ' (' || concat_ws('، ',
                CASE WHEN v.reason_code <> 'other' THEN (SELECT nullif(r.text_ar, '') FROM app.reason r
                                                          WHERE r.code = v.reason_code) END,
                nullif(v.note, '')) || ')',
           '؛ ' ORDER BY newest.slot, newest.number), '')
    FROM (SELECT DISTINCT ON (a.slot) a.slot, a.number, a.id FROM app.attachment a
           WHERE a.case_id = c.id ORDER BY a.slot, a.number DESC) AS newest
    JOIN LATERAL (SELECT * FROM app.attachment_verdict w WHERE w.attachment_id = newest.id
                   ORDER BY w.id DESC LIMIT 1) AS v ON v.verdict = 'rejected'
$$;

-- Why an application is refused: the ready reason and the grounds that the clerk wrote (TRN-09).
CREATE OR REPLACE FUNCTION app.reasons_text(inputs jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws('، ',
    CASE WHEN inputs ->> 'reason_code' <> 'other_refusal' THEN
      (SELECT nullif(r.text_ar, '') FROM app.reason r WHERE r.code = inputs ->> 'reason_code') END,
    nullif(inputs ->> 'grounds', ''))
$$;

-- One value that a message shows: the same as desktop/workflows/wording.py.
CREATE OR REPLACE FUNCTION app.message_value(
  c app.cases, d app.service_definition, form jsonb, message_key text, name text, inputs jsonb) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  day date := app.amman_day(c.last_at);
  spec jsonb;
BEGIN
  CASE name
    WHEN 'days' THEN
      SELECT w.value INTO spec FROM jsonb_each(d.deadlines::jsonb) AS w (key, value)
       WHERE w.value ->> 'from_message' = message_key LIMIT 1;
      RETURN coalesce(app.setting_value(nullif(spec ->> 'setting', ''), day), spec ->> 'amount');
    WHEN 'percent_kept' THEN
      SELECT r.value INTO spec FROM jsonb_each(d.refunds::jsonb) AS r (key, value)
       ORDER BY (r.value ->> 'percent_kept')::numeric DESC LIMIT 1;
      RETURN coalesce(app.setting_value(nullif(spec ->> 'setting', ''), day), spec ->> 'percent_kept');
    WHEN 'rejected' THEN RETURN app.rejected_text(c, form);
    WHEN 'asked_bodies' THEN RETURN app.asked_bodies(c.id);
    WHEN 'late_bodies' THEN RETURN app.late_bodies(c.id);
    WHEN 'claims' THEN RETURN app.claims_text(c.id);
    WHEN 'reasons' THEN RETURN app.reasons_text(inputs);
    WHEN 'service' THEN RETURN form ->> 'label';
    WHEN 'contact' THEN
      RETURN (SELECT btrim(o.contact_name || ' ' || o.contact_phone) FROM app.department o
               WHERE o.code = d.owner_department);
    ELSE
      IF app.is_occasion_text(d, name) THEN
        RETURN app.occasion_text(c, d, name);
      END IF;
      spec := jsonb_path_query_first(form, '$.fields[*] ? (@.key == $name)', jsonb_build_object('name', name));
      IF spec IS NOT NULL THEN
        RETURN app.shown_value(spec, c.payload::jsonb -> name, c.payload::jsonb);
      END IF;
      -- What was given to the action, as people read it.
      SELECT r.rule INTO spec
        FROM app.workflow_action a CROSS JOIN LATERAL jsonb_array_elements(a.inputs::jsonb) AS r (rule)
       WHERE a.service = c.service AND a.version = c.definition_version AND a.action = c.last_action
         AND r.rule ->> 'key' = name
       LIMIT 1;
      IF FOUND AND inputs ? name THEN
        RETURN app.shown_value(spec, inputs -> name, c.payload::jsonb);
      END IF;
      RETURN coalesce(inputs ->> name, '');
  END CASE;
END $$;

-- Every value that the wording of a message asks for beside those of its own row and of its payment.
CREATE OR REPLACE FUNCTION app.message_values(c app.cases, message_key text, wording text, inputs jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  name text;
  given jsonb := '{}';
  d app.service_definition;
  form jsonb;
BEGIN
  FOREACH name IN ARRAY app.placeholders(wording) LOOP
    CONTINUE WHEN name IN ('reference', 'applicant_name', 'amount', 'payment_number');
    IF form IS NULL THEN
      d := app.definition_of(c);
      form := d.form::jsonb;
    END IF;
    given := given || jsonb_build_object(name, app.message_value(c, d, form, message_key, name, inputs));
  END LOOP;
  RETURN given;
END $$;

-- The last moment of the ``amount``-th working day after ``day``: the same as calendar.add_working_days.
CREATE OR REPLACE FUNCTION app.end_of_working_day(day date, amount integer) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
  last date := day;
BEGIN
  FOR i IN 1..amount LOOP
    last := app.working_day_from(last + 1);
  END LOOP;
  RETURN app.day_end(app.working_day_from(last));
END $$;

CREATE OR REPLACE FUNCTION app.working_days_between(first date, last date) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT count(*) FROM generate_series(first + 1, last, interval '1 day') AS s (d)
           WHERE app.is_working_day(s.d::date));
END $$;

-- When the service's target ends if the case enters ``to_state`` at ``at``; NULL where it stands still
-- (TRN-17): the same as desktop/workflows/service_clock.py.
CREATE OR REPLACE FUNCTION app.target_due_at(form jsonb, of_case bigint, to_state text, at timestamptz)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  days_left integer := form ->> 'target_days';
  since date;
  e record;
BEGIN
  IF NOT coalesce((form #> ARRAY['states', to_state, 'target'])::boolean, false) THEN
    RETURN NULL;
  END IF;
  FOR e IN SELECT app.amman_day(v.at) AS day, (form #> ARRAY['states', v.to_state::text, 'target'])::boolean AS runs
             FROM app.case_event v WHERE v.case_id = of_case ORDER BY v.number LOOP
    IF since IS NULL AND e.runs THEN
      since := e.day;
    ELSIF since IS NOT NULL AND NOT e.runs THEN
      days_left := days_left - app.working_days_between(since, e.day);
      since := NULL;
    END IF;
  END LOOP;
  RETURN app.end_of_working_day(coalesce(since, app.amman_day(at)), greatest(days_left, 0));
END $$;

-- When staff must have acted in ``to_state``: the target, the state's own working days, or never.
CREATE OR REPLACE FUNCTION app.staff_due_at(
  form jsonb, of_case bigint, to_state text, at timestamptz, target timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
  state jsonb := form #> ARRAY['states', to_state];
  entered timestamptz;
BEGIN
  IF (state -> 'target')::boolean THEN
    RETURN target;
  END IF;
  IF state ->> 'due_in' IS NULL THEN
    RETURN timestamptz '9999-12-31 00:00:00+00';
  END IF;
  SELECT min(v.at) INTO entered FROM app.case_event v
   WHERE v.case_id = of_case
     AND v.number > coalesce((SELECT max(o.number) FROM app.case_event o
                               WHERE o.case_id = of_case AND o.to_state <> staff_due_at.to_state), 0);
  RETURN app.end_of_working_day(app.amman_day(coalesce(entered, at)), (state ->> 'due_in')::integer);
END $$;
