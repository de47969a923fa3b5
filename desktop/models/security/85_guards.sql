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

-- Whether the personal data of a case is gone (with its letters': 88_retention.sql).
CREATE OR REPLACE FUNCTION app.is_anonymised(wanted bigint, letters boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.anonymisation a
                  WHERE a.case_id = wanted AND (NOT letters OR a.letters_at IS NOT NULL));
END $$;

-- What can only be added to loses its words when the case is anonymised, and nothing else.
CREATE OR REPLACE FUNCTION app.keep_record() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- The table's name as it was given: a partition has one of its own.
  kind text := TG_ARGV[0];
  was record;
  blank jsonb := CASE kind
    WHEN 'case_event' THEN '{"note": "", "data": "{}"}'
    WHEN 'attachment' THEN '{"filename": "", "content": "\\x"}'
    WHEN 'attachment_verdict' THEN '{"note": ""}'
    ELSE '{"pdf": "\\x"}'
  END;
  its_case bigint := CASE kind
    WHEN 'letter_document' THEN (SELECT l.case_id FROM app.letter l WHERE l.id = (to_jsonb(OLD) ->> 'letter_id')::bigint)
    ELSE (to_jsonb(OLD) ->> 'case_id')::bigint
  END;
BEGIN
  -- A document's bytes go once they are known to lie in the store, and come back as the very same.
  IF kind = 'attachment' THEN
    was := OLD;
    was.content := NEW.content;
    IF was *= NEW AND OLD.filename <> ''
       AND (NEW.content = '' AND EXISTS (SELECT FROM app.stored_document s
                                          WHERE s.attachment_id = OLD.id AND s.sha256 = OLD.sha256)
            OR OLD.content = '' AND encode(sha256(NEW.content), 'hex') = OLD.sha256) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF to_jsonb(NEW) = to_jsonb(OLD) || blank AND app.is_anonymised(its_case, kind = 'letter_document') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% can only be added to', kind USING ERRCODE = 'DW403';
END $$;

-- A note of who saw a case stays for a year at least, whatever the setting says.
CREATE OR REPLACE FUNCTION app.keep_access() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < app.now() - interval '1 year' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% can only be added to', TG_TABLE_NAME USING ERRCODE = 'DW403';
END $$;

-- An issued letter's number and a sealed letter's text never change (COM-11).
CREATE OR REPLACE FUNCTION app.keep_letter() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.case_id, NEW.event_number, NEW.kind, NEW.department, NEW.year, NEW.number, NEW.serial, NEW.issued_on)
       IS DISTINCT FROM
     (OLD.case_id, OLD.event_number, OLD.kind, OLD.department, OLD.year, OLD.number, OLD.serial, OLD.issued_on)
     OR (OLD.sealed_at IS NOT NULL
         AND NOT ((NEW.content, NEW.payload, NEW.template_version, NEW.sealed_at)
                    IS NOT DISTINCT FROM ('', '', OLD.template_version, OLD.sealed_at)
                  AND app.is_anonymised(OLD.case_id, true))
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
  IF (NEW.case_id, NEW.event_number, NEW.key, NEW.recipient, NEW.text, NEW.idempotency_key, NEW.state, NEW.queued_at)
       IS NOT DISTINCT FROM
     (OLD.case_id, OLD.event_number, OLD.key, '', '', OLD.idempotency_key, OLD.state, OLD.queued_at)
     AND app.is_anonymised(OLD.case_id) THEN
    RETURN NEW;
  END IF;
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
  FOREACH name IN ARRAY ARRAY['case_event', 'attachment', 'attachment_verdict', 'letter_document'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON app.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION app.append_only()', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER append_only', name);
  END LOOP;
  -- Those of the other three know of the years: 86_archive.sql.
  CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE ON app.attachment_verdict
    FOR EACH ROW EXECUTE FUNCTION app.keep_record('attachment_verdict');
  ALTER TABLE app.attachment_verdict ENABLE ALWAYS TRIGGER unchanged;
  FOREACH name IN ARRAY ARRAY['letter_print', 'letter_template', 'office_event', 'backup_record'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION app.append_only()', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER append_only', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['cases', 'message', 'deadline', 'letter', 'payment_request', 'payment_notice',
                              'refund', 'notice_reject', 'inbox', 'signing_key', 'staff', 'anonymisation',
                              'occasion', 'place', 'level_result', 'outside_approval'] LOOP
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
CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE OR DELETE ON app.access_log
  FOR EACH ROW EXECUTE FUNCTION app.keep_access();
ALTER TABLE app.access_log ENABLE ALWAYS TRIGGER unchanged;
CREATE OR REPLACE TRIGGER kept BEFORE TRUNCATE ON app.access_log
  FOR EACH STATEMENT EXECUTE FUNCTION app.kept();
ALTER TABLE app.access_log ENABLE ALWAYS TRIGGER kept;
CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE ON app.payment_notice
  FOR EACH ROW EXECUTE FUNCTION app.keep_notice();
ALTER TABLE app.payment_notice ENABLE ALWAYS TRIGGER unchanged;

-- A document is read whole, without unpacking; the queue's table is vacuumed before it slows down.
ALTER TABLE app.attachment ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE app.letter_document ALTER COLUMN pdf SET STORAGE EXTERNAL;
ALTER TABLE app.cases SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, fillfactor = 85);
