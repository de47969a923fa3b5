-- Documents in an S3-compatible store. A desk holds no key to it: it asks here for one document, is judged as
-- for any other, and gets an address that is good for this one, for a minute, to read.

CREATE OR REPLACE FUNCTION app.hmac_sha256(key bytea, data bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  padded bytea := CASE WHEN length(key) > 64 THEN sha256(key) ELSE key END;
  inner_pad bytea;
  outer_pad bytea;
BEGIN
  padded := padded || decode(repeat('00', 64 - length(padded)), 'hex');
  inner_pad := padded;
  outer_pad := padded;
  FOR i IN 0..63 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(padded, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(padded, i) # 92);
  END LOOP;
  RETURN sha256(outer_pad || sha256(inner_pad || data));
END $$;

-- The address under which ``object`` can be read for ``seconds``: AWS Signature Version 4, in the query.
CREATE OR REPLACE FUNCTION app.presigned(store app.document_store, object text, at timestamptz, seconds integer)
RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  stamp text := to_char(at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"');
  scope text := left(stamp, 8) || '/' || store.region || '/s3/aws4_request';
  path text := '/' || store.bucket || '/' || object;
  query text := 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=' || store.access_key || '%2F'
             || replace(scope, '/', '%2F') || '&X-Amz-Date=' || stamp || '&X-Amz-Expires=' || seconds
             || '&X-Amz-SignedHeaders=host';
  request text := E'GET\n' || path || E'\n' || query || E'\nhost:' || regexp_replace(store.endpoint, '^https?://', '')
               || E'\n\nhost\nUNSIGNED-PAYLOAD';
  signed text := E'AWS4-HMAC-SHA256\n' || stamp || E'\n' || scope || E'\n'
              || encode(sha256(convert_to(request, 'UTF8')), 'hex');
  key bytea := convert_to('AWS4' || store.secret_key, 'UTF8');
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY[left(stamp, 8), store.region::text, 's3', 'aws4_request'] LOOP
    key := app.hmac_sha256(key, convert_to(part, 'UTF8'));
  END LOOP;
  RETURN store.endpoint || path || '?' || query || '&X-Amz-Signature='
      || encode(app.hmac_sha256(key, convert_to(signed, 'UTF8')), 'hex');
END $$;

-- Where the caller can read a document of theirs that lies in the store; NULL where it lies in the database,
-- empty where no key was written since the database was restored.
CREATE OR REPLACE FUNCTION app.document_url(wanted bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  a record;
  c app.cases;
  store app.document_store;
BEGIN
  SELECT x.case_id, x.sha256 INTO a FROM app.attachment x
    JOIN app.stored_document s ON s.attachment_id = x.id AND s.sha256 = x.sha256
   WHERE x.id = wanted AND x.filename <> '';
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO c FROM app.cases x WHERE x.id = a.case_id;
  IF NOT app.may_see(c) THEN
    PERFORM app.refuse('DW404');
  END IF;
  SELECT * INTO store FROM app.document_store x WHERE x.id = 1;
  RETURN CASE WHEN FOUND THEN app.presigned(store, a.sha256, app.now(), 60) ELSE '' END;
END $$;

ALTER TABLE app.document_store ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.stored_document ENABLE ROW LEVEL SECURITY;
