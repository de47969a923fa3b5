-- What nobody may do by mistake, the owner of the tables included. ENABLE ALWAYS holds also where
-- session_replication_role switches ordinary triggers off.

CREATE OR REPLACE FUNCTION app.append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% can only be added to', TG_TABLE_NAME USING ERRCODE = 'DW403';
END $$;

CREATE OR REPLACE FUNCTION app.kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is kept for ever', TG_TABLE_NAME USING ERRCODE = 'DW403';
END $$;

-- An issued letter's number and a sealed letter's text never change (COM-11).
CREATE OR REPLACE FUNCTION app.keep_letter() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.case_id, NEW.event_number, NEW.kind, NEW.department, NEW.year, NEW.number, NEW.serial, NEW.issued_on)
       IS DISTINCT FROM
     (OLD.case_id, OLD.event_number, OLD.kind, OLD.department, OLD.year, OLD.number, OLD.serial, OLD.issued_on)
     OR (OLD.sealed_at IS NOT NULL
         AND (NEW.template_version, NEW.content, NEW.payload, NEW.sealed_at)
              IS DISTINCT FROM (OLD.template_version, OLD.content, OLD.payload, OLD.sealed_at))
     OR (OLD.state <> 'issued' AND NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'an issued letter does not change' USING ERRCODE = 'DW403';
  END IF;
  RETURN NEW;
END $$;

-- A payment is recorded once and is not rewritten; what became of it is (COM-08).
CREATE OR REPLACE FUNCTION app.keep_notice() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.gateway_id, NEW.number, NEW.amount, NEW.paid_at, NEW.received_at)
       IS DISTINCT FROM (OLD.gateway_id, OLD.number, OLD.amount, OLD.paid_at, OLD.received_at)
     OR (OLD.state IN ('applied', 'returned') AND NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'a recorded payment does not change' USING ERRCODE = 'DW403';
  END IF;
  RETURN NEW;
END $$;

-- What an SMS said and to whom stays as it was sent (COM-03).
CREATE OR REPLACE FUNCTION app.keep_message() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.case_id, NEW.event_number, NEW.key, NEW.text, NEW.idempotency_key, NEW.queued_at)
       IS DISTINCT FROM (OLD.case_id, OLD.event_number, OLD.key, OLD.text, OLD.idempotency_key, OLD.queued_at)
     OR (OLD.state = 'sent' AND (NEW.recipient, NEW.state) IS DISTINCT FROM (OLD.recipient, OLD.state)) THEN
    RAISE EXCEPTION 'a message does not change' USING ERRCODE = 'DW403';
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_event', 'attachment', 'attachment_verdict', 'letter_print',
                              'letter_document', 'letter_template', 'office_event'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION app.append_only()', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER append_only', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['cases', 'message', 'deadline', 'letter', 'payment_request', 'payment_notice',
                              'occasion', 'place', 'level_result', 'refund', 'notice_reject', 'inbox', 'signing_key', 'staff', 'outside_approval'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER kept BEFORE DELETE OR TRUNCATE ON app.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION app.kept()', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER kept', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['letter', 'message'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE ON app.%I
                    FOR EACH ROW EXECUTE FUNCTION app.%I()', name, 'keep_' || name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER unchanged', name);
  END LOOP;
END $$;
CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE ON app.payment_notice
  FOR EACH ROW EXECUTE FUNCTION app.keep_notice();
ALTER TABLE app.payment_notice ENABLE ALWAYS TRIGGER unchanged;

-- A document is read whole, without unpacking; the queue's table is vacuumed before it slows down.
ALTER TABLE app.attachment ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE app.letter_document ALTER COLUMN pdf SET STORAGE EXTERNAL;
ALTER TABLE app.cases SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
