-- What the municipality's portal may do, and all it may do.

-- Keeps what the portal sent exactly as received, readable or not; the worker deals with it. The same item
-- again is the same one. Returns its number in the inbox.
CREATE OR REPLACE FUNCTION portal.receive(kind text, body text, item text) RETURNS bigint
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  known app.inbox;
  number bigint;
BEGIN
  IF coalesce(item, '') !~ '^[^[:cntrl:]]{1,80}$' THEN
    PERFORM app.refuse('DWINV', 'item');
  END IF;
  -- Ten documents of 10 MB (COM-14) in base64, and room for the rest.
  IF body IS NULL OR octet_length(body) > 160 * 1024 * 1024 THEN
    PERFORM app.refuse('DWINV', 'body');
  END IF;
  INSERT INTO app.inbox AS i (source, item, kind, body, received_at, state)
  VALUES ('portal', receive.item, receive.kind, receive.body, app.now(), 'new')
  ON CONFLICT (source, item) DO NOTHING
  RETURNING i.id INTO number;
  IF number IS NULL THEN
    SELECT * INTO known FROM app.inbox i WHERE i.source = 'portal' AND i.item = receive.item;
    IF known.kind <> receive.kind OR known.body <> receive.body THEN
      PERFORM app.refuse('DWINV', 'item');
    END IF;
    number := known.id;
  END IF;
  RETURN number;
END $$;

CREATE OR REPLACE FUNCTION portal.submit(body text, item text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT portal.receive('submit', body, item) $$;

CREATE OR REPLACE FUNCTION portal.correct(body text, item text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT portal.receive('correct', body, item) $$;

CREATE OR REPLACE FUNCTION portal.postpone(body text, item text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT portal.receive('postpone', body, item) $$;

CREATE OR REPLACE FUNCTION portal.withdraw(body text, item text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT portal.receive('withdraw', body, item) $$;

-- What became of an item: {"state": "new" | "accepted" | "refused" | "malformed", "reference": …, "answer": …};
-- NULL where there is none such.
CREATE OR REPLACE FUNCTION portal.receipt(item text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known app.inbox;
  answer jsonb;
BEGIN
  SELECT * INTO known FROM app.inbox i WHERE i.source = 'portal' AND i.item = receipt.item;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  BEGIN
    answer := nullif(known.answer, '')::jsonb;
  EXCEPTION WHEN data_exception THEN
    answer := to_jsonb(known.answer);
  END;
  RETURN jsonb_build_object(
    'state', known.state, 'answer', answer,
    'reference', (SELECT c.reference FROM app.cases c WHERE c.id = known.case_id));
END $$;

CREATE OR REPLACE FUNCTION portal.case_of(wanted text, its_mobile text) RETURNS app.cases LANGUAGE sql STABLE AS $$
  SELECT c FROM app.cases c WHERE c.reference = wanted AND c.mobile = its_mobile
$$;

-- A letter that the applicant gets in person and not through the portal (TRN-13).
CREATE OR REPLACE FUNCTION portal.given_by_hand(c app.cases, letter_kind text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM app.workflow_action a CROSS JOIN LATERAL jsonb_array_elements(a.effects::jsonb) e
     WHERE a.service = c.service AND a.version = c.definition_version
       AND e ->> 'kind' = 'letter' AND e ->> 'key' = letter_kind AND e #>> '{data,by_hand}' = 'true')
$$;

-- How an application stands, for whoever knows both its reference and its mobile number; else NULL.
CREATE OR REPLACE FUNCTION portal.status(reference text, mobile text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases := portal.case_of(reference, mobile);
BEGIN
  IF c.id IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object(
    'reference', c.reference, 'service', c.service, 'state', c.state, 'waits_on', c.waits_on,
    'version', c.version, 'outcome', c.outcome, 'due_on', app.amman_day(c.due_at),
    'window_ends_at', (SELECT min(d.due_at) FROM app.deadline d
                        WHERE d.case_id = c.id AND d.state = 'running' AND c.waits_on = 'applicant'),
    -- What is to be paid, one by one (LIC-04); a number that is not issued yet is null.
    'payments', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                          'amount', to_char(r.amount, 'FM999999990.000'), 'number', r.number, 'about', r.claim_about,
                          'claim', r.claim) ORDER BY r.id), '[]')
                   FROM app.payment_request r WHERE r.case_id = c.id AND r.state IN ('new', 'issued')),
    'letters', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'serial', l.serial) ORDER BY l.id), '[]')
                  FROM app.letter l WHERE l.case_id = c.id AND l.state = 'issued' AND l.sealed_at IS NOT NULL
                   AND NOT portal.given_by_hand(c, l.kind)));
END $$;

-- A sealed letter in force, as PDF; NULL where the three do not belong together.
CREATE OR REPLACE FUNCTION portal.letter(reference text, mobile text, serial text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c app.cases := portal.case_of(reference, mobile);
BEGIN
  RETURN (SELECT d.pdf FROM app.letter l JOIN app.letter_document d ON d.letter_id = l.id
           WHERE l.case_id = c.id AND l.serial = letter.serial AND l.state = 'issued'
             AND NOT portal.given_by_hand(c, l.kind));
END $$;
