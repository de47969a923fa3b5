-- Functions of earlier versions whose parameters have changed since: an older form must not stay callable.
DROP FUNCTION IF EXISTS app.params_of(jsonb);
DROP FUNCTION IF EXISTS app.named(text, boolean);
DO $$
BEGIN
  -- Before the tables exist there is no type to name.
  IF to_regclass('app.cases') IS NOT NULL THEN
    DROP FUNCTION IF EXISTS app.require_inputs(app.cases, text, jsonb, jsonb);
    DROP FUNCTION IF EXISTS app.carry_out(app.cases, jsonb, jsonb, jsonb);
    DROP FUNCTION IF EXISTS app.moved_case(app.cases, app.workflow_state, jsonb, timestamptz);
    DROP FUNCTION IF EXISTS app.queue_message(app.cases, text, jsonb);
    DROP FUNCTION IF EXISTS app.request_payment(app.cases, text, jsonb);
    -- It returns less now.
    DROP FUNCTION IF EXISTS app.numbered(text, text[]);
    DROP FUNCTION IF EXISTS app.moved_case(app.cases, app.workflow_state, text, timestamptz);
    DROP FUNCTION IF EXISTS app.carry_step(
      app.cases, app.workflow_action, jsonb, jsonb, text, text, text, text, timestamptz);
    DROP FUNCTION IF EXISTS app.handling_department(app.cases, app.workflow_state);
    DROP FUNCTION IF EXISTS app.first_outcome(app.cases, text, jsonb);
    DROP FUNCTION IF EXISTS app.outcome_of(app.cases, text, jsonb);
    DROP FUNCTION IF EXISTS app.occasion_named(bigint, jsonb);
    DROP FUNCTION IF EXISTS app.message_value(app.cases, app.service_definition, text, text, jsonb);
    DROP FUNCTION IF EXISTS app.target_due_at(app.service_definition, bigint, text, timestamptz);
    DROP FUNCTION IF EXISTS app.staff_due_at(app.service_definition, bigint, text, timestamptz, timestamptz);
  END IF;
END $$;
