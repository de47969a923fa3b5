-- The definitions' rows, against which every step is checked.

-- Whether the caller is the one who upgrades the database.
CREATE OR REPLACE FUNCTION app.is_migrator() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(session_user, 'diwan_migrator', 'MEMBER')
$$;

-- What a definition says, whichever release wrote it down: JSON inside texts is read, and what is empty or
-- off is left out, as an earlier release left it out that did not know it yet.
CREATE OR REPLACE FUNCTION app.essence(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  plain text := value #>> '{}';
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(e.key, e.said), '{}')
                FROM (SELECT k.key, app.essence(k.value) AS said FROM jsonb_each(value) AS k) AS e
               WHERE e.said NOT IN ('null', '""', '[]', '{}', 'false', '0'));
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(app.essence(v.one) ORDER BY v.number), '[]')
                FROM jsonb_array_elements(value) WITH ORDINALITY AS v (one, number));
    WHEN 'string' THEN
      IF plain ~ '^([\[{]|null$)' THEN
        RETURN app.essence(plain::jsonb);
      END IF;
      RETURN value;
    ELSE
      RETURN value;
  END CASE;
END $$;

-- Whether ``later`` says all that ``earlier`` says, and beyond it only what nobody has to answer: then cases
-- that live by it, and desks of the release before, go on as they were.
CREATE OR REPLACE FUNCTION app.includes(later jsonb, earlier jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  one jsonb;
  place integer := 0;
BEGIN
  IF jsonb_typeof(later) IS DISTINCT FROM jsonb_typeof(earlier) THEN
    RETURN false;
  ELSIF jsonb_typeof(earlier) = 'object' THEN
    RETURN NOT EXISTS (SELECT FROM jsonb_each(earlier) AS e
                        WHERE NOT coalesce(app.includes(later -> e.key, e.value), false));
  ELSIF jsonb_typeof(earlier) = 'array' THEN
    FOR one IN SELECT * FROM jsonb_array_elements(later) LOOP
      IF place < jsonb_array_length(earlier) AND app.includes(one, earlier -> place) THEN
        place := place + 1;
      ELSIF jsonb_typeof(one) <> 'object' OR one -> 'required' IS DISTINCT FROM '{"op": "never"}' THEN
        RETURN false;
      END IF;
    END LOOP;
    RETURN place = jsonb_array_length(earlier);
  END IF;
  RETURN later = earlier;
END $$;

-- Whether what is given says of a service all that the rows that are there say.
CREATE OR REPLACE FUNCTION app.says_the_same(given jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT app.includes(app.essence((given - 'digest' - 'wordings') || jsonb_build_object(
           'states', (SELECT jsonb_agg(s.x ORDER BY s.x ->> 'state') FROM jsonb_array_elements(given -> 'states') AS s (x)),
           'actions', (SELECT jsonb_agg(a.x ORDER BY a.x ->> 'action', a.x ->> 'from_state', (a.x ->> 'position')::integer)
                         FROM jsonb_array_elements(given -> 'actions') AS a (x)))),
         app.essence((to_jsonb(d) - 'digest' - 'synced_at') || jsonb_build_object(
           'states', (SELECT jsonb_agg(to_jsonb(s) - 'service' - 'version' ORDER BY s.state)
                        FROM app.workflow_state s WHERE s.service = d.service AND s.version = d.version),
           'actions', (SELECT jsonb_agg(to_jsonb(a) - 'service' - 'version' ORDER BY a.action, a.from_state, a.position)
                         FROM app.workflow_action a WHERE a.service = d.service AND a.version = d.version))))
    FROM app.service_definition d
   WHERE d.service = given ->> 'service' AND d.version = (given ->> 'version')::integer
$$;

-- Writes one version of one service. A version that cases live by does not change; wordings that the
-- municipality already has are left as they are.
CREATE OR REPLACE FUNCTION app.sync_service(service_rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  code text := service_rows ->> 'service';
  number integer := (service_rows ->> 'version')::integer;
  new_digest text := service_rows ->> 'digest';
  old_digest text;
BEGIN
  IF NOT (app.is_migrator() OR app.is_admin()) THEN
    PERFORM app.refuse('DW403', 'sync');
  END IF;
  IF new_digest IS DISTINCT FROM encode(sha256(convert_to(
       app.canonical(service_rows - 'digest' - 'wordings'), 'UTF8')), 'hex') THEN
    PERFORM app.refuse('DWINV', 'digest');
  END IF;
  -- A digest that is still the same costs nothing; one sync at a time.
  LOCK TABLE app.service_definition IN SHARE ROW EXCLUSIVE MODE;
  SELECT d.digest INTO old_digest FROM app.service_definition d WHERE d.service = code AND d.version = number;
  IF old_digest IS DISTINCT FROM new_digest THEN
    IF (EXISTS (SELECT FROM app.cases c WHERE c.service = code AND c.definition_version = number)
        AND NOT coalesce(app.says_the_same(service_rows), false))
       OR EXISTS (SELECT FROM app.service_definition d WHERE d.service = code AND d.version > number) THEN
      PERFORM app.refuse('DWINV', 'version');
    END IF;
    DELETE FROM app.workflow_action a WHERE a.service = code AND a.version = number;
    DELETE FROM app.workflow_state s WHERE s.service = code AND s.version = number;
    DELETE FROM app.service_definition d WHERE d.service = code AND d.version = number;
    INSERT INTO app.service_definition
      (service, version, digest, synced_at, owner_department, host_field, fee, slots, refunds, deadlines, subject,
       submission, form, occasion)
    SELECT code, number, new_digest, app.now(), r.owner_department, r.host_field, r.fee, r.slots, r.refunds,
           r.deadlines, coalesce(r.subject, '[]'), r.submission, r.form, coalesce(r.occasion, 'null')
      FROM jsonb_populate_record(NULL::app.service_definition, service_rows) AS r;
    INSERT INTO app.workflow_state (service, version, state, is_start, waits_on, handler, closing, uploads)
    SELECT code, number, r.state, r.is_start, r.waits_on, r.handler, r.closing, r.uploads
      FROM jsonb_populate_recordset(NULL::app.workflow_state, service_rows -> 'states') AS r;
    INSERT INTO app.workflow_action
      (service, version, action, from_state, position, to_state, condition, requires, jobs, authority,
       not_by_actor_of, trigger, event, portal, shared, inputs, effects)
    SELECT code, number, r.action, r.from_state, r.position, r.to_state, r.condition, r.requires, r.jobs,
           r.authority, r.not_by_actor_of, r.trigger, coalesce(r.event, ''), r.portal, r.shared, r.inputs, r.effects
      FROM jsonb_populate_recordset(NULL::app.workflow_action, service_rows -> 'actions') AS r;
  END IF;
  -- The first wording holds from the beginning, whatever the clock said when it was synced.
  INSERT INTO app.wording (service, key, text, valid_from)
  SELECT code, w.pair ->> 0, w.pair ->> 1, timestamptz '2000-01-01 00:00:00+00'
    FROM jsonb_array_elements(service_rows -> 'wordings') AS w (pair)
   WHERE NOT EXISTS (SELECT FROM app.wording o WHERE o.service = code AND o.key = w.pair ->> 0);
END $$;
