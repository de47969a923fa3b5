-- Conditions and the facts they read: the same as desktop/workflows/conditions.py and facts.py.

CREATE OR REPLACE FUNCTION app.fact_text(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof(value) WHEN 'boolean' THEN initcap(value::text) ELSE value #>> '{}' END
$$;

CREATE OR REPLACE FUNCTION app.holds(condition jsonb, facts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  value jsonb;
BEGIN
  CASE condition ->> 'op'
    WHEN 'always' THEN RETURN true;
    WHEN 'never' THEN RETURN false;
    WHEN 'is' THEN
      value := facts -> (condition ->> 'name');
      RETURN coalesce((condition -> 'values') ? app.fact_text(value), false);
    WHEN 'holds' THEN
      RETURN coalesce(facts -> (condition ->> 'name') = 'true'::jsonb, false);
    WHEN 'done' THEN
      value := coalesce(facts -> ('done:' || (condition ->> 'action')), '0'::jsonb);
      RETURN jsonb_typeof(value) = 'number' AND value::numeric >= (condition ->> 'times')::numeric;
    WHEN 'not_past' THEN
      value := facts -> (condition ->> 'name');
      RETURN coalesce(app.fact_text(value) COLLATE "C" >= facts ->> 'today', false);
    WHEN 'at_least' THEN
      RETURN coalesce(jsonb_typeof(facts -> (condition ->> 'name')) = 'number'
                      AND jsonb_typeof(facts -> (condition ->> 'than')) = 'number'
                      AND (facts ->> (condition ->> 'name'))::numeric >= (facts ->> (condition ->> 'than'))::numeric,
                      false);
    WHEN 'all' THEN
      RETURN NOT EXISTS (SELECT FROM jsonb_array_elements(condition -> 'parts') AS p (part)
                          WHERE NOT app.holds(p.part, facts));
    WHEN 'any' THEN
      RETURN EXISTS (SELECT FROM jsonb_array_elements(condition -> 'parts') AS p (part)
                      WHERE app.holds(p.part, facts));
    WHEN 'not' THEN
      RETURN NOT app.holds(condition -> 'part', facts);
  END CASE;
END $$;

-- Whether every condition of a list holds.
CREATE OR REPLACE FUNCTION app.all_hold(conditions jsonb, facts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  FOR i IN 0..jsonb_array_length(conditions) - 1 LOOP
    IF NOT app.holds(conditions -> i, facts) THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION app.definition_of(c app.cases) RETURNS app.service_definition
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found_definition app.service_definition;
BEGIN
  SELECT * INTO found_definition FROM app.service_definition d
   WHERE d.service = c.service AND d.version = c.definition_version;
  RETURN found_definition;
END $$;

-- The bodies that must approve a profession and are asked in a stage, in the profession's order.
CREATE OR REPLACE FUNCTION app.bodies_of(wanted text, in_stage integer) RETURNS SETOF app.outside_body
LANGUAGE sql STABLE AS $$
  SELECT b.* FROM app.profession p
   CROSS JOIN LATERAL jsonb_array_elements_text(p.bodies::jsonb) WITH ORDINALITY AS l (code, position)
    JOIN app.outside_body b ON b.code = l.code
   WHERE p.code = wanted AND b.active AND b.stage = in_stage
   ORDER BY l.position
$$;

-- How the approvals from outside stand.
CREATE OR REPLACE FUNCTION app.outside_facts(of_case bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT jsonb_build_object('outside_open', count(*) > 0, 'outside_last', count(*) = 1,
                              'outside_late', coalesce(bool_or(o.due_at <= app.now()), false))
      FROM app.outside_approval o WHERE o.case_id = of_case AND o.state = 'asked');
END $$;

-- Whether something was paid and nothing more is asked for.
CREATE OR REPLACE FUNCTION app.all_paid(of_case bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(bool_or(r.state = 'settled') AND NOT bool_or(r.state IN ('new', 'issued')), false)
      FROM app.payment_request r WHERE r.case_id = of_case);
END $$;

-- What the reference data say of the profession chosen in a field, as facts: the same as workflows/traits.py.
CREATE OR REPLACE FUNCTION app.traits(rules jsonb, given jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_object_agg(r.rule ->> 'key' || ':' || t.name, t.holds), '{}')
      FROM jsonb_array_elements(rules) AS r (rule)
      JOIN app.profession p ON p.code = given ->> (r.rule ->> 'key')
     CROSS JOIN LATERAL (VALUES
       ('permit', p.needs_permit),
       ('stage1', EXISTS (SELECT FROM app.bodies_of(p.code, 1))),
       ('stage2', EXISTS (SELECT FROM app.bodies_of(p.code, 2)))) AS t (name, holds)
     WHERE r.rule ->> 'source' = 'professions');
END $$;

CREATE OR REPLACE FUNCTION app.form_facts(c app.cases) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  payload jsonb := c.payload::jsonb;
BEGIN
  RETURN payload || jsonb_build_object('applicant_kind', c.applicant_kind, 'today', app.today())
         || app.traits((app.definition_of(c)).form::jsonb -> 'fields', payload);
END $$;

-- Slot by slot, the newest verdict on the newest version: what conditions read of the documents.
CREATE OR REPLACE FUNCTION app.attachment_facts(of_case bigint, slots jsonb, told jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  -- Null where it was not judged.
  verdicts jsonb := (
    SELECT coalesce(jsonb_object_agg(newest.slot, (
             SELECT nullif(v.verdict, 'withdrawn') FROM app.attachment_verdict v
              WHERE v.attachment_id = newest.id ORDER BY v.id DESC LIMIT 1)), '{}')
      FROM (SELECT DISTINCT ON (a.slot) a.slot, a.id FROM app.attachment a
             WHERE a.case_id = of_case ORDER BY a.slot, a.number DESC) AS newest);
  facts jsonb;
BEGIN
  SELECT jsonb_build_object(
           'attachments_judged', coalesce(bool_and(value <> 'null'), true),
           'attachments_rejected', coalesce(bool_or(value = '"rejected"'), false),
           'attachments_some_accepted', coalesce(bool_or(value = '"accepted"'), false),
           'attachments_replaced', NOT coalesce(bool_or(value = '"rejected"'), false),
           'attachments_accepted', coalesce(bool_and(value = '"accepted"'), true))
    INTO facts FROM jsonb_each(verdicts);
  IF (facts -> 'attachments_accepted')::boolean THEN
    facts := facts || jsonb_build_object('attachments_accepted', NOT EXISTS (
      SELECT FROM jsonb_array_elements(slots) AS s (slot)
       WHERE NOT verdicts ? (s.slot ->> 'key') AND app.holds(s.slot -> 'required', told || facts)));
  END IF;
  RETURN facts;
END $$;

-- What is true of a case. ``read_by`` is the text of the conditions that will read it: what they do not name is
-- left out. NULL: everything.
CREATE OR REPLACE FUNCTION app.facts_for(c app.cases, d app.service_definition, read_by text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  payload jsonb := c.payload::jsonb;
  facts jsonb := payload || jsonb_build_object('applicant_kind', c.applicant_kind, 'today', app.today());
BEGIN
  -- The conditions of documents and fees read facts themselves.
  IF read_by LIKE '%"attachments\_%' THEN
    read_by := read_by || d.slots;
  END IF;
  IF read_by LIKE '%"fee\_due"%' THEN
    read_by := read_by || d.fee;
  END IF;
  IF coalesce(read_by LIKE '%:permit"%' OR read_by LIKE '%:stage_"%', true) THEN
    facts := facts || app.traits(d.form::jsonb -> 'fields', payload);
  END IF;
  IF coalesce(read_by LIKE '%"attachments\_%', true) THEN
    facts := facts || app.attachment_facts(c.id, d.slots::jsonb, facts);
  END IF;
  IF coalesce(read_by LIKE '%"done\_before"%', true) THEN
    facts := facts || jsonb_build_object('done_before', c.subject <> '' AND EXISTS (
      SELECT FROM app.cases o WHERE o.service = c.service AND o.subject = c.subject
                                AND o.outcome = 'completed' AND o.id <> c.id));
  END IF;
  IF coalesce(read_by LIKE '%"paid"%' OR read_by LIKE '%"claims\_open"%' OR read_by LIKE '%"all\_paid"%', true) THEN
    facts := facts || jsonb_build_object(
      'paid', EXISTS (SELECT FROM app.payment_request r
                       WHERE r.case_id = c.id AND r.state = 'settled' AND r.claim = ''),
      'claims_open', EXISTS (SELECT FROM app.payment_request r
                              WHERE r.case_id = c.id AND r.claim <> '' AND r.state IN ('new', 'issued')),
      'all_paid', app.all_paid(c.id));
  END IF;
  IF coalesce(read_by LIKE '%"host\_decides"%', true) THEN
    facts := facts || jsonb_build_object('host_decides', coalesce((
      SELECT h.decides_hosting FROM app.department h WHERE h.code = payload ->> d.host_field), false));
  END IF;
  IF coalesce(read_by LIKE '%"outside\_%', true) THEN
    facts := facts || app.outside_facts(c.id);
  END IF;
  IF coalesce(read_by LIKE '%"fee\_due"%', true) THEN
    facts := facts || jsonb_build_object(
      'fee_due', d.fee <> 'null' AND app.holds(d.fee::jsonb -> 'when', facts)
                 -- A course without a fee is free.
                 AND NOT EXISTS (SELECT FROM app.course k WHERE k.code = facts ->> (d.fee::jsonb ->> 'course_field')
                                                            AND k.fee_code = ''));
  END IF;
  IF coalesce(read_by LIKE '%"has\_place"%' OR read_by LIKE '%"place\_%' OR read_by LIKE '%"minimum\_%'
              OR read_by LIKE '%"occasion\_%' OR read_by LIKE '%"level\_%', true) THEN
    facts := facts || app.occasion_facts(c, d);
  END IF;
  IF coalesce(read_by LIKE '%"done"%', true) THEN
    facts := facts || coalesce((
      SELECT jsonb_object_agg('done:' || e.action, e.times)
        FROM (SELECT action, count(*) AS times FROM app.case_event WHERE case_id = c.id GROUP BY action) AS e), '{}');
  END IF;
  RETURN facts;
END $$;

CREATE OR REPLACE FUNCTION app.case_facts(c app.cases) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN app.facts_for(c, app.definition_of(c), NULL);
END $$;

-- The facts with what was given to the action, which its outcomes may depend on.
CREATE OR REPLACE FUNCTION app.with_inputs(facts jsonb, inputs jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  key text;
BEGIN
  FOR key IN SELECT jsonb_object_keys(inputs) LOOP
    facts := facts || jsonb_build_object('input:' || key, inputs -> key);
  END LOOP;
  RETURN facts;
END $$;

-- Those of the definition's effects that apply.
CREATE OR REPLACE FUNCTION app.applicable(effects jsonb, facts jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  applied jsonb := '[]';
BEGIN
  FOR i IN 0..jsonb_array_length(effects) - 1 LOOP
    IF app.holds(effects -> i -> 'when', facts) THEN
      applied := applied || jsonb_build_array(effects -> i);
    END IF;
  END LOOP;
  RETURN applied;
END $$;

-- Refuses a plan whose effects are not exactly those of the definition, in its order.
CREATE OR REPLACE FUNCTION app.require_effects(due jsonb, planned jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF planned IS NULL OR jsonb_typeof(planned) <> 'array' OR jsonb_array_length(planned) <> jsonb_array_length(due) THEN
    PERFORM app.refuse('DWEFF');
  END IF;
  FOR i IN 0..jsonb_array_length(due) - 1 LOOP
    IF (due #> ARRAY[i::text, 'kind'], due #> ARRAY[i::text, 'key'])
       IS DISTINCT FROM (planned #> ARRAY[i::text, 'kind'], planned #> ARRAY[i::text, 'key']) THEN
      PERFORM app.refuse('DWEFF');
    END IF;
  END LOOP;
END $$;
