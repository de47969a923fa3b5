-- Guesses at a register's entries, counted before they are made, so that many at once are not more than
-- one after the other (CTR-01).

-- Who works on cases may look things up; whom nobody lets do anything counts and forgets nothing.
CREATE OR REPLACE FUNCTION app.require_seeker() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(app.my_departments()) = 0 AND NOT app.is_worker() THEN
    PERFORM app.refuse('DW403', 'look_up');
  END IF;
END $$;

-- Counts one more try of ``who`` today; false where there were ``most`` already.
CREATE OR REPLACE FUNCTION app.count_lookup(register text, who text, most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  counted integer;
BEGIN
  PERFORM app.require_seeker();
  PERFORM app.bounded(count_lookup.register, 40, 'register');
  PERFORM app.bounded(count_lookup.who, 120, 'who');
  INSERT INTO app.lookup_count AS l (register, who, day, times)
  VALUES (count_lookup.register, count_lookup.who, app.today(), 1)
  ON CONFLICT (register, who, day) DO UPDATE SET times = l.times + 1 WHERE l.times < most
  RETURNING l.times INTO counted;
  RETURN counted IS NOT NULL;
END $$;

-- A try that found what it looked for was no guess.
CREATE OR REPLACE FUNCTION app.forget_lookup(register text, who text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.require_seeker();
  UPDATE app.lookup_count AS l SET times = l.times - 1
   WHERE l.register = $1 AND l.who = $2 AND l.day = app.today() AND l.times > 0;
END $$;
