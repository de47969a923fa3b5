-- Refunds and payments that a clerk settles (COM-08, COM-10).

-- Opens the refund of the case's settled fee, less the percentage kept. A claim that was older than the
-- case stays paid, whatever becomes of the case.
CREATE OR REPLACE FUNCTION app.open_refund(c app.cases, refund_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d jsonb := (app.definition_of(c)).refunds::jsonb -> refund_key;
  percent numeric := app.number_in_force(d ->> 'setting', d ->> 'percent_kept', app.amman_day(c.last_at));
  settled app.payment_request;
  kept_amount numeric;
BEGIN
  SELECT * INTO settled FROM app.payment_request r
   WHERE r.case_id = c.id AND r.state = 'settled' AND r.claim = '' ORDER BY r.id DESC LIMIT 1;
  IF NOT FOUND OR EXISTS (SELECT FROM app.refund f WHERE f.request_id = settled.id) THEN
    PERFORM app.refuse('DWINV', 'request');
  END IF;
  IF percent > 100 THEN
    PERFORM app.refuse('DWINV', d ->> 'setting');
  END IF;
  kept_amount := round(settled.amount * percent / 100, 3);
  INSERT INTO app.refund (case_id, request_id, paid, percent_kept, kept, amount, reason, state, opened_at)
  VALUES (c.id, settled.id, settled.amount, percent, kept_amount, settled.amount - kept_amount,
          d ->> 'reason', 'due', c.last_at);
END $$;

-- One step of a refund; whoever proposed it, for themselves or for a colleague, does not decide it.
CREATE OR REPLACE FUNCTION app.move_refund(c app.cases, effect text, step jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := app.number_input(step, 'refund_id');
  behalf text := step ->> 'on_behalf_of';
  r app.refund;
BEGIN
  SELECT * INTO r FROM app.refund WHERE id = wanted AND case_id = c.id FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.refund_id');
  END IF;
  IF r.state <> (CASE effect WHEN 'refund_propose' THEN 'due' WHEN 'refund_pay' THEN 'approved' ELSE 'proposed' END)
  THEN
    PERFORM app.refuse('DW403', effect);
  END IF;
  IF effect = 'refund_propose' THEN
    UPDATE app.refund
       SET state = 'proposed', proposed_by = c.last_actor, proposed_for = behalf, proposed_at = c.last_at
     WHERE id = wanted;
  ELSIF effect = 'refund_pay' THEN
    IF btrim(coalesce(step #>> '{inputs,payout_reference}', '')) = '' THEN
      PERFORM app.refuse('DWINV', 'inputs.payout_reference');
    END IF;
    UPDATE app.refund
       SET state = 'paid', paid_by = c.last_actor, paid_at = c.last_at,
           payout_reference = step #>> '{inputs,payout_reference}'
     WHERE id = wanted;
  ELSE
    IF app.same_person(r.proposed_by, r.proposed_for, c.last_actor, behalf) THEN
      PERFORM app.refuse('DW4EY', effect);
    END IF;
    UPDATE app.refund
       SET state = CASE effect WHEN 'refund_approve' THEN 'approved' ELSE 'declined' END,
           decided_by = c.last_actor, decided_for = behalf, decided_at = c.last_at,
           decision_note = coalesce(step #>> '{inputs,reason}', '')
     WHERE id = wanted;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.give_back(c app.cases, notice bigint, amount numeric, why text) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO app.refund (case_id, notice_id, paid, percent_kept, kept, amount, reason, state, opened_at)
  VALUES (c.id, notice, amount, 0, 0, amount, why, 'due', c.last_at)
$$;

-- A payment that did not fit: counted towards the open request (the rest is given back) or returned.
-- One whose number nobody knew becomes this case's by it.
CREATE OR REPLACE FUNCTION app.settle_notice(c app.cases, step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := app.number_input(step, 'notice_id');
  why text := coalesce(step #>> '{inputs,reason}', '');
  n app.payment_notice;
  request app.payment_request;
  applied numeric;
BEGIN
  SELECT * INTO n FROM app.payment_notice
   WHERE id = wanted AND state IN ('short', 'over', 'late', 'unknown')
     AND (case_id = c.id OR (case_id IS NULL AND state = 'unknown')) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('DWINV', 'inputs.notice_id');
  END IF;
  IF btrim(why) = '' THEN
    PERFORM app.refuse('DWINV', 'inputs.reason');
  END IF;
  CASE coalesce(step #>> '{inputs,resolution}', '')
    WHEN 'return' THEN
      UPDATE app.payment_notice
         SET state = 'returned', case_id = c.id, resolved_by = c.last_actor, resolved_at = c.last_at,
             resolution = why
       WHERE id = wanted;
      PERFORM app.give_back(c, wanted, n.amount, why);
    WHEN 'apply' THEN
      SELECT * INTO request FROM app.payment_request r
       WHERE r.case_id = c.id AND r.state = 'issued'
       -- What a clerk names, else what the payment was made for, else what has waited longest.
       ORDER BY r.id::text IS DISTINCT FROM (step #>> '{inputs,request_id}'), r.id IS DISTINCT FROM n.request_id, r.id
       LIMIT 1 FOR UPDATE;
      IF NOT FOUND OR request.id::text <> step #>> '{inputs,request_id}' THEN
        PERFORM app.refuse('DW403', 'settle_notice');
      END IF;
      -- All that was paid for the request counts together; half a fee is never kept.
      WITH together AS (
        UPDATE app.payment_notice p
           SET state = 'applied', case_id = c.id, request_id = request.id, resolved_by = c.last_actor,
               resolved_at = c.last_at, resolution = why
         WHERE p.id = wanted
            OR (p.request_id = request.id AND p.state IN ('short', 'over', 'late', 'unknown'))
        RETURNING p.amount)
      SELECT sum(amount) INTO applied FROM together;
      IF applied < request.amount THEN
        PERFORM app.refuse('DWSUM', 'settle_notice');
      END IF;
      UPDATE app.payment_request SET state = 'settled', settled_at = c.last_at WHERE id = request.id;
      IF applied > request.amount THEN
        PERFORM app.give_back(c, wanted, applied - request.amount, why);
      END IF;
    ELSE
      PERFORM app.refuse('DWINV', 'inputs.resolution');
  END CASE;
END $$;
