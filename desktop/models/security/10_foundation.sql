-- Time, canonical text, hashes, the search form: what every other function stands on.
-- Functions without SECURITY DEFINER here are called from definer functions, whose search_path is fixed.
-- What a step calls is plpgsql, which keeps its plans for the session, or one expression of SQL that goes into its
-- caller's plan: any other function in SQL is planned anew in every transaction.

CREATE OR REPLACE FUNCTION app.now() RETURNS timestamptz LANGUAGE sql VOLATILE
AS $$ SELECT pg_catalog.clock_timestamp() $$;
COMMENT ON FUNCTION app.now() IS 'The only source of time.';

CREATE OR REPLACE FUNCTION app.amman_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT (at AT TIME ZONE 'Asia/Amman')::date $$;

CREATE OR REPLACE FUNCTION app.today() RETURNS date LANGUAGE sql VOLATILE
AS $$ SELECT app.amman_day(app.now()) $$;

CREATE OR REPLACE FUNCTION app.day_start(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT day::timestamp AT TIME ZONE 'Asia/Amman' $$;

CREATE OR REPLACE FUNCTION app.day_end(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT (day + time '23:59:59') AT TIME ZONE 'Asia/Amman' $$;

-- Refuses with one of Diwan's own conditions; desktop/models/central.py turns them into sentences.
CREATE OR REPLACE FUNCTION app.refuse(code text, detail text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = code,
    DETAIL = coalesce(detail, ''),
    MESSAGE = CASE code
      WHEN 'DW404' THEN 'no such case'
      WHEN 'DW409' THEN 'the case has moved on'
      WHEN 'DW403' THEN 'not allowed'
      WHEN 'DWREQ' THEN 'a requirement is not met'
      WHEN 'DWOUT' THEN 'the action does not lead there'
      WHEN 'DWEFF' THEN 'the effects are not those of the definition'
      WHEN 'DW4EY' THEN 'nobody approves what they proposed'
      WHEN 'DWAUT' THEN 'the authority is missing'
      WHEN 'DWSUM' THEN 'the payments do not reach the amount'
      WHEN 'DWFUL' THEN 'every place is taken'
      WHEN 'DWAWY' THEN 'the record of that year is put away'
      WHEN 'DWINV' THEN 'invalid value: ' || coalesce(detail, '')
      ELSE code
    END;
END $$;

-- The same text as Python's json.dumps(sort_keys=True, separators=(",", ":"), ensure_ascii=False).
CREATE OR REPLACE FUNCTION app.canonical(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN '{' || coalesce((
        SELECT string_agg(to_json(e.key)::text || ':' || CASE WHEN jsonb_typeof(e.value) IN ('object', 'array')
                            THEN app.canonical(e.value) ELSE e.value::text END, ',' ORDER BY e.key COLLATE "C")
          FROM jsonb_each(value) AS e), '') || '}';
    WHEN 'array' THEN
      RETURN '[' || coalesce((
        SELECT string_agg(app.canonical(e.value), ',' ORDER BY e.position)
          FROM jsonb_array_elements(value) WITH ORDINALITY AS e (value, position)), '') || ']';
    ELSE
      RETURN value::text;
  END CASE;
END $$;

-- A JSON object given as text in canonical form; the text that is stored can then be read in one way only.
CREATE OR REPLACE FUNCTION app.object_of(given text, field text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  value jsonb;
BEGIN
  IF given = '{}' THEN
    RETURN '{}';
  END IF;
  BEGIN
    value := given::jsonb;
  EXCEPTION WHEN data_exception THEN
    PERFORM app.refuse('DWINV', field);
  END;
  IF value IS NULL OR jsonb_typeof(value) <> 'object' OR app.canonical(value) <> given THEN
    PERFORM app.refuse('DWINV', field);
  END IF;
  RETURN value;
END $$;

-- SHA-256 of the previous hash and the parts as netstrings, so that no part can shift into another.
CREATE OR REPLACE FUNCTION app.chain_hash(previous text, VARIADIC parts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  part text;
  whole text := previous;
BEGIN
  FOREACH part IN ARRAY parts LOOP
    whole := whole || coalesce(octet_length(convert_to(part, 'UTF8')) || ':' || part || ',', '');
  END LOOP;
  RETURN encode(sha256(convert_to(whole, 'UTF8')), 'hex');
END $$;

CREATE OR REPLACE FUNCTION app.microseconds(at timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT ((extract(epoch FROM at) * 1000000)::bigint)::text $$;

-- The form under which names are compared; the same as desktop.base.text.search_form. Letters outside
-- ASCII and Arabic become spaces, so only ASCII needs lower case; İ alone has an ASCII letter in its own.
CREATE OR REPLACE FUNCTION app.search_form(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT regexp_replace(
    btrim(regexp_replace(
      lower(replace(translate(
        normalize(value, NFC),
        'أإآٱىئةؤ٠١٢٣٤٥٦٧٨٩' || U&'\0640\064B\064C\064D\064E\064F\0650\0651\0652\0653\0654\0655\0670',
        'ااااييهو0123456789'), U&'\0130', 'i ') COLLATE "C"),
      '[^0-9a-zء-ي]+' COLLATE "C", ' ', 'g'), ' '),
    '(^| )عبد (?=[^ ])', '\1عبد', 'g')
$$;

-- A gapless number: the row is locked until the transaction ends, so that a refused step gives it back.
CREATE OR REPLACE FUNCTION app.next_number(for_kind text, for_scope text, for_year integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  given integer;
BEGIN
  INSERT INTO app.counter AS c (kind, scope, year, last) VALUES (for_kind, for_scope, for_year, 1)
  ON CONFLICT (kind, scope, year) DO UPDATE SET last = c.last + 1
  RETURNING c.last INTO given;
  RETURN given;
END $$;

-- Rules are judged on what is committed now. An older snapshot would still show a grant that was taken
-- away, or money that was not yet refunded.
CREATE OR REPLACE FUNCTION app.require_present() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM app.refuse('DWINV', 'transaction_isolation');
  END IF;
END $$;
