-- Which rows each account sees. The helper stands in a scalar subselect, so that it runs once a query.

DO $$
DECLARE
  name text;
  old record;
BEGIN
  FOR old IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'app' LOOP
    EXECUTE format('DROP POLICY %I ON app.%I', old.policyname, old.tablename);
  END LOOP;

  CREATE POLICY departments ON app.cases FOR SELECT TO diwan_staff
    USING (department = ANY ((SELECT app.my_departments())::text[])
           OR owner_department = ANY ((SELECT app.my_departments())::text[])
           OR host_department = ANY ((SELECT app.my_departments())::text[]));

  -- What hangs on a case is seen by whoever sees the case.
  FOREACH name IN ARRAY ARRAY['case_event', 'attachment', 'attachment_verdict', 'deadline', 'message', 'letter',
                              'payment_request', 'refund', 'outside_approval', 'place', 'level_result'] LOOP
    EXECUTE format('CREATE POLICY departments ON app.%1$I FOR SELECT TO diwan_staff
                    USING (EXISTS (SELECT FROM app.cases c WHERE c.id = %1$I.case_id))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['letter_document', 'letter_print'] LOOP
    EXECUTE format('CREATE POLICY departments ON app.%1$I FOR SELECT TO diwan_staff
                    USING (EXISTS (SELECT FROM app.letter l WHERE l.id = %1$I.letter_id))', name);
  END LOOP;

  -- A payment whose number nobody knows waits for whoever can place it (COM-08).
  CREATE POLICY departments ON app.payment_notice FOR SELECT TO diwan_staff
    USING (CASE WHEN case_id IS NULL THEN cardinality((SELECT app.my_departments())) > 0
                ELSE EXISTS (SELECT FROM app.cases c WHERE c.id = payment_notice.case_id) END);

  -- A badge counts what its reader could list; a filter is its owner's, or the department's it is shared with.
  CREATE POLICY departments ON app.tally FOR SELECT TO diwan_staff
    USING (department = ANY ((SELECT app.my_departments())::text[])
           OR owner_department = ANY ((SELECT app.my_departments())::text[])
           OR host_department = ANY ((SELECT app.my_departments())::text[]));
  CREATE POLICY own ON app.preference FOR SELECT TO diwan_staff USING (login = session_user);
  CREATE POLICY own ON app.saved_filter FOR SELECT TO diwan_staff
    USING (owner = session_user OR department = ANY ((SELECT app.my_departments())::text[]));
  CREATE POLICY departments ON app.occasion FOR SELECT TO diwan_staff
    USING (department = ANY ((SELECT app.my_departments())::text[]));

  CREATE POLICY administrators ON app.inbox FOR SELECT TO diwan_admin USING ((SELECT app.is_admin()));
  CREATE POLICY administrators ON app.notice_reject FOR SELECT TO diwan_admin USING ((SELECT app.is_admin()));
  CREATE POLICY administrators ON app.office_event FOR SELECT TO diwan_admin USING ((SELECT app.is_admin()));

  CREATE POLICY departments ON app.anonymisation FOR SELECT TO diwan_staff
    USING (EXISTS (SELECT FROM app.cases c WHERE c.id = anonymisation.case_id));
  CREATE POLICY auditors ON app.access_log FOR SELECT TO diwan_staff USING ((SELECT app.is_auditor()));
  CREATE POLICY administrators ON app.backup_record FOR SELECT TO diwan_admin USING ((SELECT app.is_admin()));

  FOREACH name IN ARRAY ARRAY['cases', 'case_event', 'attachment', 'attachment_verdict', 'deadline', 'message',
                              'letter', 'letter_document', 'letter_print', 'payment_request', 'payment_notice',
                              'refund', 'notice_reject', 'inbox', 'office_event', 'anonymisation', 'access_log',
                              'backup_record', 'tally', 'preference', 'saved_filter', 'channel_key', 'last_word',
                              'outside_approval', 'occasion', 'place', 'level_result'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY worker ON app.%I TO diwan_worker_role
                    USING ((SELECT app.is_worker())) WITH CHECK ((SELECT app.is_worker()))', name);
  END LOOP;
END $$;
