-- Effects on one row of the case that the action's inputs name.

-- A whole number out of the inputs.
CREATE OR REPLACE FUNCTION app.number_input(step jsonb, field text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  value text := step #>> ARRAY['inputs', field];
BEGIN
  IF value IS NULL OR value !~ '^\d{1,18}$' THEN
    PERFORM app.refuse('DWINV', 'inputs.' || field);
  END IF;
  RETURN value::bigint;
END $$;

-- Who works on the case: taken, given back, or handed to a colleague who may act in its department. What
-- a colleague holds only a supervisor of the department may move.
CREATE OR REPLACE FUNCTION app.assign(c app.cases, step jsonb) RETURNS app.cases LANGUAGE plpgsql AS $$
DECLARE
  next_holder text;
BEGIN
  IF c.assignee <> c.last_actor AND app.acting_for(ARRAY[c.department], ARRAY['supervisor']) IS NULL THEN
    PERFORM app.refuse('DW403', c.last_action);
  END IF;
  CASE c.last_action
    WHEN 'claim' THEN next_holder := c.last_actor;
    WHEN 'release' THEN next_holder := NULL;
    WHEN 'hand_over' THEN next_holder := coalesce(step #>> '{inputs,assignee}', '');
  END CASE;
  IF next_holder IS NOT NULL AND NOT app.works_in(next_holder, c.department) THEN
    PERFORM app.refuse('DWINV', 'inputs.assignee');
  END IF;
  c.assignee := next_holder;
  RETURN c;
END $$;

CREATE OR REPLACE FUNCTION app.is_mobile(value text) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce(value ~ '^\+9627[789][0-9]{7}$', false) $$;

-- A corrected number also receives what was not sent yet (COM-12). What a gateway was asked to send may have
-- arrived: it stays as it was asked and is settled under its own key, and the same text goes to the new number
-- under another.
CREATE OR REPLACE FUNCTION app.amend_mobile(c app.cases, step jsonb) RETURNS app.cases LANGUAGE plpgsql AS $$
DECLARE
  corrected text := step #>> '{inputs,mobile}';
BEGIN
  IF NOT app.is_mobile(corrected) THEN
    PERFORM app.refuse('DWINV', 'inputs.mobile');
  END IF;
  c.mobile := corrected;
  -- Before the others are looked for: one that is being claimed is waited for, and then was asked for.
  UPDATE app.message SET recipient = corrected WHERE case_id = c.id AND state = 'waiting' AND attempts = 0;
  INSERT INTO app.message
    (case_id, event_number, key, recipient, text, idempotency_key, state, queued_at, next_at)
  SELECT c.id, c.version, m.key, corrected, m.text,
         format('%s-%s-amended.%s', c.id, c.version, row_number() OVER (ORDER BY m.id)),
         'waiting', c.last_at, c.last_at
    FROM app.message m
   WHERE m.case_id = c.id AND m.state = 'waiting' AND m.attempts > 0 AND m.recipient <> corrected
     AND NOT EXISTS (SELECT FROM app.message n WHERE n.case_id = m.case_id AND n.id > m.id
                        AND n.key = m.key AND n.text = m.text)
   ORDER BY m.id;
  RETURN c;
END $$;

-- The verdict on the current version of a document in this review round (COM-14).
CREATE OR REPLACE FUNCTION app.judge(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  judged bigint := app.number_input(step, 'attachment_id');
  verdict text := step #>> '{inputs,verdict}';
  reason text := coalesce(step #>> '{inputs,reason_code}', '');
BEGIN
  IF NOT EXISTS (SELECT FROM app.attachment a WHERE a.id = judged AND a.case_id = c.id
                    AND NOT EXISTS (SELECT FROM app.attachment b WHERE b.case_id = c.id AND b.slot = a.slot
                                       AND b.number > a.number)) THEN
    PERFORM app.refuse('DWINV', 'inputs.attachment_id');
  END IF;
  IF verdict IS NULL OR verdict NOT IN ('accepted', 'rejected') THEN
    PERFORM app.refuse('DWINV', 'inputs.verdict');
  END IF;
  IF verdict = 'accepted' THEN
    reason := '';
  ELSIF NOT EXISTS (SELECT FROM app.reason r WHERE r.code = reason AND r.scope = 'attachment' AND r.active) THEN
    PERFORM app.refuse('DWINV', 'inputs.reason_code');
  END IF;
  INSERT INTO app.attachment_verdict
    (attachment_id, case_id, round, verdict, reason_code, note, judged_by, judged_at)
  VALUES (judged, c.id, c.review_round, verdict, reason, coalesce(step #>> '{inputs,remark}', ''),
          c.last_actor, c.last_at);
END $$;

-- The same text once more, to the number that the case has now.
CREATE OR REPLACE FUNCTION app.resend(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := app.number_input(step, 'message_id');
  earlier app.message;
BEGIN
  SELECT * INTO earlier FROM app.message m
   WHERE m.id = wanted AND m.case_id = c.id AND m.state IN ('sent', 'failed') FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.message_id');
  END IF;
  INSERT INTO app.message
    (case_id, event_number, key, recipient, text, idempotency_key, state, queued_at, next_at)
  VALUES (c.id, c.version, earlier.key, c.mobile, earlier.text, format('%s-%s-resend', c.id, c.version),
          'waiting', c.last_at, c.last_at);
END $$;

CREATE OR REPLACE FUNCTION app.letter_in_force(c app.cases, step jsonb, must_be_sealed boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := app.number_input(step, 'letter_id');
BEGIN
  PERFORM 1 FROM app.letter l
    WHERE l.id = wanted AND l.case_id = c.id AND l.state = 'issued'
      AND (l.sealed_at IS NOT NULL OR NOT must_be_sealed)
      FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.letter_id');
  END IF;
  RETURN wanted;
END $$;

-- Counts a print: 1 is the original, 2 and more are copies (COM-11).
CREATE OR REPLACE FUNCTION app.print_letter(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  printed bigint := app.letter_in_force(c, step, true);
BEGIN
  INSERT INTO app.letter_print (letter_id, copy, at, printed_by, workstation)
  SELECT printed, coalesce(max(p.copy), 0) + 1, c.last_at, c.last_actor, step ->> 'workstation'
    FROM app.letter_print p WHERE p.letter_id = printed;
END $$;

CREATE OR REPLACE FUNCTION app.void_letter(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  withdrawn bigint := app.letter_in_force(c, step, false);
  why text := coalesce(step #>> '{inputs,reason}', '');
BEGIN
  IF btrim(why) = '' THEN
    PERFORM app.refuse('DWINV', 'inputs.reason');
  END IF;
  UPDATE app.letter SET state = 'withdrawn', withdrawn_reason = why WHERE id = withdrawn;
END $$;
