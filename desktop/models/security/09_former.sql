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
  END IF;
END $$;
