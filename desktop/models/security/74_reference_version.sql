-- The version of the reference data: programs keep what they read of it until another is drawn; the tables
-- are those of desktop/models/remembered.py. Drawn at random: what is rolled back never comes again.

CREATE OR REPLACE FUNCTION app.draw_reference_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE app.reference_version v SET drawn = gen_random_uuid()::text WHERE v.id = 1;
  RETURN NULL;
END $$;

INSERT INTO app.reference_version (id, drawn) VALUES (1, gen_random_uuid()::text)
ON CONFLICT (id) DO UPDATE SET drawn = excluded.drawn;

DO $$
DECLARE
  watched text;
BEGIN
  FOREACH watched IN ARRAY ARRAY[
    'course', 'delegation', 'department', 'fee', 'holiday', 'outside_body', 'profession', 'reason', 'setting',
    'staff', 'staff_authority', 'staff_grant', 'wording'
  ] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER drawn AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON app.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION app.draw_reference_version()', watched);
  END LOOP;
END $$;
