-- The open windows and the due dates of open cases follow the holidays at once (COM-05, COM-06); what moved is told.
-- For administrators, who change the holidays, and for the worker. Closed cases and passed windows stay as they were.

CREATE OR REPLACE FUNCTION app.follow_holidays()
RETURNS TABLE (deadline_id bigint, case_id bigint, reference text, was timestamptz, due_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  never CONSTANT timestamptz := timestamptz '9999-12-31 00:00:00+00';
  d record;
  c app.cases;
  definition app.service_definition;
  form jsonb;
  target timestamptz;
  due timestamptz;
BEGIN
  IF NOT (app.is_admin() OR app.is_worker()) THEN
    PERFORM app.refuse('DW403', 'follow_holidays');
  END IF;
  FOR d IN SELECT w.id, w.case_id, w.due_at, w.rule::jsonb AS rule, w.anchor_at, o.reference
             FROM app.deadline w JOIN app.cases o ON o.id = w.case_id
            WHERE w.state = 'running' ORDER BY w.due_at, w.id FOR UPDATE OF w LOOP
    due := app.due_at(d.rule ->> 'unit', (d.rule ->> 'amount')::integer, (d.rule ->> 'day')::date, d.anchor_at);
    IF due IS DISTINCT FROM d.due_at THEN
      UPDATE app.deadline w SET due_at = due WHERE w.id = d.id;
      RETURN QUERY SELECT d.id, d.case_id, d.reference::text, d.due_at, due;
    END IF;
  END LOOP;
  -- By when a body outside is expected to answer; what is late already stays so.
  FOR d IN SELECT p.id, p.case_id, p.due_at, o.reference,
                  app.end_of_working_day(app.amman_day(coalesce(p.chased_at, p.asked_at)), b.answer_days) AS due
             FROM app.outside_approval p JOIN app.cases o ON o.id = p.case_id JOIN app.outside_body b ON b.code = p.body
            WHERE p.state = 'asked' AND p.due_at > app.now() ORDER BY p.due_at, p.id FOR UPDATE OF p LOOP
    IF d.due <> d.due_at THEN
      UPDATE app.outside_approval p SET due_at = d.due WHERE p.id = d.id;
      RETURN QUERY SELECT 0::bigint, d.case_id, d.reference::text, d.due_at, d.due;
    END IF;
  END LOOP;
  FOR c IN SELECT o.* FROM app.cases o
            WHERE o.closed_at IS NULL AND o.due_at <> never ORDER BY o.due_at, o.id FOR UPDATE LOOP
    IF definition IS NULL OR (definition.service, definition.version) IS DISTINCT FROM (c.service, c.definition_version) THEN
      SELECT s.* INTO definition FROM app.service_definition s
       WHERE s.service = c.service AND s.version = c.definition_version;
      form := definition.form::jsonb;
    END IF;
    target := app.target_due_at(form, c.id, c.state, c.last_at);
    due := app.staff_due_at(form, c.id, c.state, c.last_at, target);
    IF due IS DISTINCT FROM c.due_at THEN
      UPDATE app.cases o SET due_at = due, target_due_at = coalesce(target, o.target_due_at) WHERE o.id = c.id;
      RETURN QUERY SELECT 0::bigint, c.id, c.reference::text, c.due_at, due;
    END IF;
  END LOOP;
END $$;
