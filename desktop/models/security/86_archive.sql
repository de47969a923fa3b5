-- Closed years: what only grows is cut by the year in which its case was closed (desktop/models/partitions.py).
-- Nobody reads or writes a partition but through its table, whose policies and privileges hold for all of them.

-- The year (Asia/Amman) in which the case was closed; 0 while it is open.
CREATE OR REPLACE FUNCTION app.year_closed(wanted bigint) RETURNS integer LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT extract(year FROM app.amman_day(c.closed_at))::integer FROM app.cases c WHERE c.id = wanted), 0)
$$;

-- Whether the year in which the case was closed is in a file and not in the database.
CREATE OR REPLACE FUNCTION app.is_away(c app.cases) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT c.closed_at IS NOT NULL AND EXISTS (
    SELECT FROM app.archived_year y
     WHERE y.away_at IS NOT NULL AND y.year = extract(year FROM app.amman_day(c.closed_at))::integer)
$$;

-- A row moves from the work to the year in which its case was closed, whole, and nowhere else.
CREATE OR REPLACE FUNCTION app.keep_moved() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  was record := OLD;
  its_case bigint;
BEGIN
  IF TG_ARGV[0] = 'letter_document' THEN
    its_case := (SELECT l.case_id FROM app.letter l WHERE l.id = OLD.letter_id);
  ELSE
    its_case := OLD.case_id;
  END IF;
  was.closed_year := NEW.closed_year;
  IF was *= NEW AND OLD.closed_year = 0 AND NEW.closed_year = app.year_closed(its_case) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% can only be added to', TG_ARGV[0] USING ERRCODE = 'DW403';
END $$;

-- A verdict is on a document of its case. Documents are never deleted, so that judging it once is enough; a
-- foreign key would keep a year from being put away.
CREATE OR REPLACE FUNCTION app.known_document() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM app.attachment a WHERE a.id = NEW.attachment_id AND a.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'there is no such document of the case' USING ERRCODE = '23503';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER known BEFORE INSERT ON app.attachment_verdict
  FOR EACH ROW EXECUTE FUNCTION app.known_document();

-- What holds for a table holds for each of its partitions: nothing is deleted from one, and nobody reads one.
CREATE OR REPLACE FUNCTION app.guard_partitions() RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part regclass;
  ours record;
BEGIN
  FOR part IN SELECT i.inhrelid::regclass FROM pg_inherits i
                JOIN pg_class t ON t.oid = i.inhparent AND t.relkind = 'p' AND t.relnamespace = 'app'::regnamespace LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION app.append_only()', part);
    FOR ours IN SELECT t.tgname FROM pg_trigger t WHERE t.tgrelid = part AND NOT t.tgisinternal LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', part, ours.tgname);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
  END LOOP;
END $$;

-- The partitions of a year, where they are not there yet.
CREATE OR REPLACE FUNCTION app.make_year(wanted integer) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_event', 'attachment', 'letter_document'] LOOP
    IF to_regclass(format('app.%s_y%s', name, wanted)) IS NULL THEN
      EXECUTE format('CREATE TABLE app.%I PARTITION OF app.%I FOR VALUES IN (%s)',
                     format('%s_y%s', name, wanted), name, wanted);
    END IF;
  END LOOP;
  ALTER TABLE app.attachment ALTER COLUMN content SET STORAGE EXTERNAL;
  ALTER TABLE app.letter_document ALTER COLUMN pdf SET STORAGE EXTERNAL;
  PERFORM app.guard_partitions();
END $$;

-- Moves what hangs on these closed cases to their year; how many events, documents and letters it was.
CREATE OR REPLACE FUNCTION app.move_to_year(wanted integer, moved bigint[])
RETURNS TABLE (events bigint, documents bigint, letters bigint) LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE app.case_event SET closed_year = wanted WHERE closed_year = 0 AND case_id = ANY (moved);
  GET DIAGNOSTICS events = ROW_COUNT;
  UPDATE app.attachment SET closed_year = wanted WHERE closed_year = 0 AND case_id = ANY (moved);
  GET DIAGNOSTICS documents = ROW_COUNT;
  UPDATE app.letter_document SET closed_year = wanted
   WHERE closed_year = 0 AND letter_id IN (SELECT l.id FROM app.letter l WHERE l.case_id = ANY (moved));
  GET DIAGNOSTICS letters = ROW_COUNT;
  RETURN NEXT;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_event', 'attachment', 'letter_document'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE ON app.%1$I
                    FOR EACH ROW WHEN (OLD.closed_year = NEW.closed_year)
                    EXECUTE FUNCTION app.keep_record(%1$L)', name);
    EXECUTE format('CREATE OR REPLACE TRIGGER moved BEFORE UPDATE ON app.%1$I
                    FOR EACH ROW WHEN (OLD.closed_year <> NEW.closed_year)
                    EXECUTE FUNCTION app.keep_moved(%1$L)', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER unchanged', name);
    EXECUTE format('ALTER TABLE app.%I ENABLE ALWAYS TRIGGER moved', name);
  END LOOP;
  ALTER TABLE app.attachment_verdict ENABLE ALWAYS TRIGGER known;
  PERFORM app.guard_partitions();
END $$;
