-- Every privilege, in one place: all are taken away first, then those listed are given.

DO $$
DECLARE
  everybody text := 'PUBLIC, diwan_staff, diwan_clerk, diwan_supervisor, diwan_admin, diwan_worker_role, '
                    'diwan_portal_role, diwan_migrator';
  ours regprocedure;
BEGIN
  EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA app FROM ' || everybody;
  EXECUTE 'REVOKE ALL ON ALL SEQUENCES IN SCHEMA app FROM ' || everybody;
  FOR ours IN SELECT p.oid::regprocedure FROM pg_proc p
               WHERE p.pronamespace IN ('app'::regnamespace, 'portal'::regnamespace)
                 AND p.proowner = 'diwan_owner'::regrole LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', ours, everybody);
  END LOOP;
END $$;

-- Reference data and the definitions: everybody who works here.
GRANT SELECT ON
  app.alembic_version, app.department, app.staff, app.staff_grant, app.staff_authority, app.delegation,
  app.course, app.fee, app.holiday, app.reason, app.wording, app.setting, app.gateway_setting, app.signing_key, app.letter_template, app.letterhead,
  app.outside_body, app.profession,
  app.service_definition, app.workflow_state, app.workflow_action
TO diwan_staff, diwan_worker_role;

-- Cases and what hangs on them: row policies say which. Staff write nothing except through functions.
GRANT SELECT ON
  app.cases, app.case_event, app.attachment, app.attachment_verdict, app.deadline, app.message, app.letter,
  app.letter_document, app.letter_print, app.payment_request, app.payment_notice, app.refund,
  app.outside_approval, app.occasion, app.place, app.level_result
TO diwan_staff, diwan_worker_role;

-- The desk's own: row policies say which.
GRANT SELECT ON app.preference, app.saved_filter TO diwan_staff;
GRANT SELECT ON app.tally TO diwan_staff, diwan_worker_role;

-- Which release the tables are of, backups and workers; who saw what and what is anonymised, by row policies.
GRANT SELECT ON app.compatibility, app.reference_version, app.worker_beat, app.chore, app.anonymisation, app.access_log
TO diwan_staff, diwan_worker_role;
GRANT SELECT ON app.backup_record TO diwan_admin, diwan_worker_role;
GRANT INSERT, UPDATE, DELETE ON app.worker_beat, app.chore TO diwan_worker_role;
GRANT SELECT (day) ON app.lookup_count TO diwan_worker_role;
GRANT SELECT ON app.compatibility TO diwan_migrator;

GRANT SELECT ON app.inbox, app.notice_reject, app.office_event TO diwan_admin, diwan_worker_role;
GRANT SELECT ON app.gateway_cursor TO diwan_worker_role;

-- The worker: exactly what it must write.
GRANT INSERT, UPDATE (state, attempts, next_at, claimed_by, sent_at, gateway_id, error) ON app.message
  TO diwan_worker_role;
GRANT UPDATE (state, anchor_at, due_at, ended_at) ON app.deadline TO diwan_worker_role;
GRANT UPDATE (number, state, issued_at, settled_at, closed_at_gateway, next_at, attempts, error)
  ON app.payment_request TO diwan_worker_role;
GRANT INSERT, UPDATE (state, request_id, case_id, resolved_by, resolved_at, resolution) ON app.payment_notice
  TO diwan_worker_role;
GRANT UPDATE (template_version, content, payload, sealed_at) ON app.letter TO diwan_worker_role;
GRANT INSERT ON app.letter_document, app.notice_reject TO diwan_worker_role;
GRANT INSERT, UPDATE (state, case_id, answer, attempts, handled_at, answered) ON app.inbox TO diwan_worker_role;
GRANT INSERT, UPDATE ON app.gateway_cursor TO diwan_worker_role;
GRANT INSERT ON app.signing_key TO diwan_admin, diwan_worker_role;

-- Functions.
GRANT EXECUTE ON FUNCTION
  app.now(), app.amman_day(timestamptz), app.today(), app.search_form(text),
  app.my_departments(), app.i_have(text), app.is_worker(), app.is_admin(),
  app.count_lookup(text, text, integer), app.forget_lookup(text, text),
  app.search_cases(text, text, text[], boolean, integer), app.step(jsonb),
  app.occasion(text, bigint, integer, jsonb, text), app.open_case(jsonb, bytea[], jsonb), app.attach(bigint, integer, text, bytea[], jsonb)
TO diwan_staff, diwan_worker_role;
GRANT EXECUTE ON FUNCTION
  app.month_flow(timestamptz, timestamptz), app.month_handled(timestamptz, timestamptz),
  app.month_money(timestamptz, timestamptz)
TO diwan_staff;
GRANT EXECUTE ON FUNCTION
  app.my_channels(), app.keep_preference(text, text), app.save_filter(text, text, text), app.drop_filter(bigint),
  app.take_back(bigint, integer, bigint, text)
TO diwan_staff;
GRANT EXECUTE ON FUNCTION app.record_access(jsonb, text), app.is_auditor() TO diwan_staff;
GRANT EXECUTE ON FUNCTION app.health(), app.chain_breaks(integer) TO diwan_admin, diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.accesses(text, text, date, date, integer) TO diwan_staff, diwan_worker_role;
GRANT EXECUTE ON FUNCTION
  app.anonymise(bigint), app.empty_letters(bigint), app.purge(integer), app.months_kept(text), app.kept_since(text),
  app.is_settled(bigint), app.is_auditor(), app.is_anonymised(bigint, boolean)
TO diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.follow_holidays() TO diwan_admin, diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.try_case(bigint), app.pass_deadline(bigint, text, text) TO diwan_worker_role;
GRANT EXECUTE ON FUNCTION app.sync_service(jsonb) TO diwan_admin, diwan_migrator;
GRANT EXECUTE ON FUNCTION app.office(text, jsonb, text) TO diwan_supervisor, diwan_admin;
GRANT EXECUTE ON FUNCTION
  portal.submit(text, text), portal.correct(text, text), portal.postpone(text, text), portal.withdraw(text, text),
  portal.receipt(text), portal.status(text, text), portal.letter(text, text, text)
TO diwan_portal_role;

-- What the functions that make logins call.
GRANT EXECUTE ON FUNCTION
  app.is_admin(), app.is_worker(), app.is_made_here(text), app.password_until(), app.record_office(text, jsonb, text), app.enter_staff(text, text, text, text)
TO diwan_accounts;
