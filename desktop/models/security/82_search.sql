-- Search. Under row policies PostgreSQL uses no text index, because text operators are not leakproof; so the
-- search runs here, as the owner, and adds the caller's departments itself. The rows that it names are read
-- through the policies again.

CREATE INDEX IF NOT EXISTS ix_cases_words_open ON app.cases USING gin (to_tsvector('simple', name_search))
  WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS ix_cases_words_closed ON app.cases USING gin (to_tsvector('simple', name_search))
  WHERE closed_at IS NOT NULL;

-- Cases of the departments ``mine`` that have every word of ``words`` at the beginning of a word of the name;
-- NULL finds none.
CREATE OR REPLACE FUNCTION app.named(words text, mine text[], open_only boolean)
RETURNS TABLE (id bigint, closed_at timestamptz, due_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- Letters and digits only, so that nothing in it is an operator.
  bare text := btrim(regexp_replace(app.search_form(words), '[^0-9a-zء-ي]+' COLLATE "C", ' ', 'g'));
  -- With the article or without it.
  wanted tsquery := to_tsquery('simple', (
    SELECT string_agg(
             '(' || w || ':* | ' || CASE WHEN w LIKE 'ال__%' THEN substr(w, 3) ELSE 'ال' || w END || ':*)', ' & ')
      FROM regexp_split_to_table(nullif(bare, ''), ' +') AS u (w)));
BEGIN
  RETURN QUERY SELECT c.id, c.closed_at, c.due_at FROM app.cases c
    WHERE c.closed_at IS NULL AND to_tsvector('simple', c.name_search) @@ wanted
      AND (c.department = ANY (mine) OR c.owner_department = ANY (mine) OR c.host_department = ANY (mine));
  IF NOT open_only THEN
    RETURN QUERY SELECT c.id, c.closed_at, c.due_at FROM app.cases c
      WHERE c.closed_at IS NOT NULL AND to_tsvector('simple', c.name_search) @@ wanted
        AND (c.department = ANY (mine) OR c.owner_department = ANY (mine) OR c.host_department = ANY (mine));
  END IF;
END $$;

-- Cases of the departments ``mine`` with a number that begins with ``digits``: identity, mobile, or the number in
-- the reference.
CREATE OR REPLACE FUNCTION app.numbered(digits text, mine text[])
RETURNS TABLE (id bigint, closed_at timestamptz, due_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  beyond text := chr(1114109);
  mobile_start text := '+962' || regexp_replace(digits, '^(00962|962)?0?', '');
BEGIN
  RETURN QUERY
    SELECT c.id, c.closed_at, c.due_at FROM app.cases c
     WHERE c.department = ANY (mine) AND c.identity >= digits AND c.identity < digits || beyond
    UNION ALL
    SELECT c.id, c.closed_at, c.due_at FROM app.cases c
     WHERE c.owner_department = ANY (mine) AND c.identity >= digits AND c.identity < digits || beyond
    UNION ALL
    SELECT c.id, c.closed_at, c.due_at FROM app.cases c
     WHERE c.host_department = ANY (mine) AND c.identity >= digits AND c.identity < digits || beyond;
  -- Every mobile number begins so: app.is_mobile.
  IF mobile_start LIKE '+9627%' THEN
    RETURN QUERY
      SELECT c.id, c.closed_at, c.due_at FROM app.cases c
       WHERE c.department = ANY (mine) AND c.mobile >= mobile_start AND c.mobile < mobile_start || beyond
      UNION ALL
      SELECT c.id, c.closed_at, c.due_at FROM app.cases c
       WHERE c.owner_department = ANY (mine) AND c.mobile >= mobile_start AND c.mobile < mobile_start || beyond
      UNION ALL
      SELECT c.id, c.closed_at, c.due_at FROM app.cases c
       WHERE c.host_department = ANY (mine) AND c.mobile >= mobile_start AND c.mobile < mobile_start || beyond;
  END IF;
  IF length(digits) <= 6 THEN
    RETURN QUERY SELECT c.id, c.closed_at, c.due_at FROM app.cases c
      WHERE c.reference = ANY (ARRAY(
        SELECT app.case_reference(n.scope, n.year, digits::integer) FROM app.counter n WHERE n.kind = 'case'))
        AND (c.department = ANY (mine) OR c.owner_department = ANY (mine) OR c.host_department = ANY (mine));
  END IF;
END $$;

-- The numbers of the caller's cases that what was typed fits, at most ``most`` of them (NULL: all), open ones
-- first and soonest due first. ``words`` is a name in any spelling, ``digits`` four digits or more,
-- ``exact`` a whole reference, payment number or letter serial; an empty one looks for nothing.
CREATE OR REPLACE FUNCTION app.search_cases(
  words text, digits text, exact text[], open_only boolean, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine text[] := CASE WHEN app.is_worker() THEN ARRAY(SELECT d.code FROM app.department d) ELSE app.my_departments() END;
BEGIN
  IF length(words) > 200 OR digits !~ '^(\d{4,20})?$' OR cardinality(exact) > 60 THEN
    PERFORM app.refuse('DWINV', 'text');
  END IF;
  RETURN QUERY
    SELECT found.id FROM (
      SELECT n.id, n.closed_at, n.due_at FROM app.named(words, mine, open_only) AS n
       WHERE app.search_form(words) <> ''
      UNION
      SELECT n.id, n.closed_at, n.due_at FROM app.numbered(digits, mine) AS n
       WHERE digits <> '' AND (n.closed_at IS NULL OR NOT open_only)
      UNION
      SELECT c.id, c.closed_at, c.due_at FROM (
        SELECT r.* FROM app.cases r WHERE r.reference = ANY (exact)
        UNION ALL
        SELECT r.* FROM app.payment_request p JOIN app.cases r ON r.id = p.case_id WHERE p.number = ANY (exact)
        UNION ALL
        SELECT r.* FROM app.letter l JOIN app.cases r ON r.id = l.case_id WHERE l.serial = ANY (exact)) AS c
       WHERE (c.department = ANY (mine) OR c.owner_department = ANY (mine) OR c.host_department = ANY (mine))
         AND (c.closed_at IS NULL OR NOT open_only)) AS found
     ORDER BY found.closed_at IS NOT NULL, found.due_at, found.id
     LIMIT most;
END $$;
