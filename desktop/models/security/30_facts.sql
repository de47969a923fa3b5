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
CREATE OR REPLACE FUNCTION app.outside_facts(of_case bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('outside_open', count(*) > 0, 'outside_last', count(*) = 1,
                            'outside_late', coalesce(bool_or(o.due_at <= app.now()), false))
    FROM app.outside_approval o WHERE o.case_id = of_case AND o.state = 'asked'
$$;

-- Whether something was paid and nothing more is asked for.
CREATE OR REPLACE FUNCTION app.all_paid(of_case bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_or(r.state = 'settled') AND NOT bool_or(r.state IN ('new', 'issued')), false)
    FROM app.payment_request r WHERE r.case_id = of_case
$$;

-- What the reference data say of the profession chosen in a field, as facts: the same as workflows/traits.py.
CREATE OR REPLACE FUNCTION app.traits(rules jsonb, given jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(r.rule ->> 'key' || ':' || t.name, t.holds), '{}')
    FROM jsonb_array_elements(rules) AS r (rule)
    JOIN app.profession p ON p.code = given ->> (r.rule ->> 'key')
   CROSS JOIN LATERAL (VALUES
     ('permit', p.needs_permit),
     ('stage1', EXISTS (SELECT FROM app.bodies_of(p.code, 1))),
     ('stage2', EXISTS (SELECT FROM app.bodies_of(p.code, 2)))) AS t (name, holds)
   WHERE r.rule ->> 'source' = 'professions'
$$;

CREATE OR REPLACE FUNCTION app.form_facts(c app.cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT c.payload::jsonb || jsonb_build_object('applicant_kind', c.applicant_kind, 'today', app.today())
         || app.traits((app.definition_of(c)).form::jsonb -> 'fields', c.payload::jsonb)
$$;

CREATE OR REPLACE FUNCTION app.case_facts(c app.cases) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  d app.service_definition := app.definition_of(c);
  facts jsonb := app.form_facts(c);
  verdicts jsonb;
  accepted boolean;
BEGIN
  -- Slot by slot, the newest verdict on the newest version; null where it was not judged.
  SELECT coalesce(jsonb_object_agg(newest.slot, (
           SELECT nullif(v.verdict, 'withdrawn') FROM app.attachment_verdict v
            WHERE v.attachment_id = newest.id ORDER BY v.id DESC LIMIT 1)), '{}')
    INTO verdicts
    FROM (SELECT DISTINCT ON (a.slot) a.slot, a.id FROM app.attachment a
           WHERE a.case_id = c.id ORDER BY a.slot, a.number DESC) AS newest;
  SELECT coalesce(bool_and(value = '"accepted"'), true) INTO accepted FROM jsonb_each(verdicts);
  facts := facts || jsonb_build_object(
    'attachments_judged', NOT EXISTS (SELECT FROM jsonb_each(verdicts) WHERE value = 'null'),
    'attachments_rejected', EXISTS (SELECT FROM jsonb_each(verdicts) WHERE value = '"rejected"'));
  facts := facts || jsonb_build_object(
    'attachments_some_accepted', EXISTS (SELECT FROM jsonb_each(verdicts) WHERE value = '"accepted"'),
    'attachments_replaced', NOT (facts -> 'attachments_rejected')::boolean,
    'attachments_accepted', accepted AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(d.slots::jsonb) AS s (slot)
       WHERE app.holds(s.slot -> 'required', facts) AND NOT verdicts ? (s.slot ->> 'key')),
    'done_before', c.subject <> '' AND EXISTS (
      SELECT FROM app.cases o WHERE o.service = c.service AND o.subject = c.subject
                                AND o.outcome = 'completed' AND o.id <> c.id),
    'paid', EXISTS (SELECT FROM app.payment_request r WHERE r.case_id = c.id AND r.state = 'settled' AND r.claim = ''),
    'claims_open', EXISTS (SELECT FROM app.payment_request r
                            WHERE r.case_id = c.id AND r.claim <> '' AND r.state IN ('new', 'issued')),
    'all_paid', app.all_paid(c.id),
    'host_decides', coalesce((SELECT h.decides_hosting FROM app.department h
                               WHERE h.code = facts ->> d.host_field), false));
  facts := facts || app.outside_facts(c.id) || jsonb_build_object(
    'fee_due', d.fee <> 'null' AND app.holds(d.fee::jsonb -> 'when', facts)
               -- A course without a fee is free.
               AND NOT EXISTS (SELECT FROM app.course k WHERE k.code = facts ->> (d.fee::jsonb ->> 'course_field')
                                                          AND k.fee_code = ''));
  facts := facts || app.occasion_facts(c, d);
  RETURN facts || coalesce((
    SELECT jsonb_object_agg('done:' || e.action, e.times)
      FROM (SELECT action, count(*) AS times FROM app.case_event WHERE case_id = c.id GROUP BY action) AS e), '{}');
END $$;

-- The facts with what was given to the action, which its outcomes may depend on.
CREATE OR REPLACE FUNCTION app.with_inputs(facts jsonb, inputs jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT facts || coalesce((SELECT jsonb_object_agg('input:' || i.key, i.value) FROM jsonb_each(inputs) AS i), '{}')
$$;

-- Those of the definition's effects that apply.
CREATE OR REPLACE FUNCTION app.applicable(effects jsonb, facts jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(e.effect ORDER BY e.position), '[]')
    FROM jsonb_array_elements(effects) WITH ORDINALITY AS e (effect, position)
   WHERE app.holds(e.effect -> 'when', facts)
$$;

-- Refuses a plan whose effects are not exactly those of the definition, in its order.
CREATE OR REPLACE FUNCTION app.require_effects(due jsonb, planned jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wanted jsonb;
  given jsonb;
BEGIN
  IF planned IS NULL OR jsonb_typeof(planned) <> 'array' THEN
    PERFORM app.refuse('DWEFF');
  END IF;
  SELECT jsonb_agg(jsonb_build_array(e -> 'kind', e -> 'key') ORDER BY n) INTO wanted
    FROM jsonb_array_elements(due) WITH ORDINALITY AS t (e, n);
  SELECT jsonb_agg(jsonb_build_array(e -> 'kind', e -> 'key') ORDER BY n) INTO given
    FROM jsonb_array_elements(planned) WITH ORDINALITY AS t (e, n);
  IF wanted IS DISTINCT FROM given THEN
    PERFORM app.refuse('DWEFF');
  END IF;
END $$;
