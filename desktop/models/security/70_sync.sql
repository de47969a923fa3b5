-- The definitions' rows, against which every step is checked.

-- Whether the caller is the one who upgrades the database.
CREATE OR REPLACE FUNCTION app.is_migrator() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(session_user, 'diwan_migrator', 'MEMBER')
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
    IF EXISTS (SELECT FROM app.cases c WHERE c.service = code AND c.definition_version = number)
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
           r.deadlines, r.subject, r.submission, r.form, coalesce(r.occasion, 'null')
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
