-- What supervisors oversee. Under row policies each row of a month would be looked up among the cases one by one;
-- these run as the owner, walk the months' indexes and add the caller's departments themselves. Only sums leave.

-- No more than a little over a year at once, so that nobody has the whole archive counted by accident.
CREATE OR REPLACE FUNCTION app.check_span(since timestamptz, before timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF since IS NULL OR before IS NULL OR before <= since OR before - since > interval '400 days' THEN
    PERFORM app.refuse('DWINV', 'period');
  END IF;
END $$;

-- Cases owned by the caller's departments or hosted in them that came in (``closed`` false) or ended, by day.
CREATE OR REPLACE FUNCTION app.month_flow(since timestamptz, before timestamptz)
RETURNS TABLE (service text, day date, closed boolean, outcome text, number bigint, seconds double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine text[] := app.my_departments();
BEGIN
  PERFORM app.check_span(since, before);
  RETURN QUERY
    SELECT c.service::text, app.amman_day(c.submitted_at), false, '', count(*), 0::double precision
      FROM (SELECT o.service, o.submitted_at FROM app.cases o
             WHERE o.owner_department = ANY (mine) AND o.submitted_at >= since AND o.submitted_at < before
            UNION ALL
            SELECT h.service, h.submitted_at FROM app.cases h
             WHERE h.host_department = ANY (mine) AND h.host_department <> '' AND h.owner_department <> ALL (mine)
               AND h.submitted_at >= since AND h.submitted_at < before) AS c
     GROUP BY 1, 2;
  RETURN QUERY
    SELECT c.service::text, app.amman_day(c.closed_at), true, c.outcome::text, count(*),
           sum(date_part('epoch', c.closed_at - c.submitted_at))
      FROM (SELECT o.* FROM app.cases o
             WHERE o.owner_department = ANY (mine) AND o.closed_at >= since AND o.closed_at < before
            UNION ALL
            SELECT h.* FROM app.cases h
             WHERE h.host_department = ANY (mine) AND h.host_department <> '' AND h.owner_department <> ALL (mine)
               AND h.closed_at >= since AND h.closed_at < before) AS c
     GROUP BY 1, 2, 4;
END $$;

-- What the people of the caller's departments did to cases that the caller sees.
CREATE OR REPLACE FUNCTION app.month_handled(since timestamptz, before timestamptz)
RETURNS TABLE (login text, steps bigint, cases bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine text[] := app.my_departments();
  colleagues text[] := ARRAY(SELECT DISTINCT g.login FROM app.staff_grant g WHERE g.department = ANY (mine));
BEGIN
  PERFORM app.check_span(since, before);
  RETURN QUERY
    SELECT e.actor::text, count(*), count(DISTINCT e.case_id)
      FROM app.case_event e
      JOIN app.cases c ON c.id = e.case_id
     WHERE e.actor = ANY (colleagues) AND e.at >= since AND e.at < before
       AND (c.department = ANY (mine) OR c.owner_department = ANY (mine) OR c.host_department = ANY (mine))
     GROUP BY e.actor;
END $$;

-- Fees settled, and refunds paid out (``refunded``).
CREATE OR REPLACE FUNCTION app.month_money(since timestamptz, before timestamptz)
RETURNS TABLE (service text, refunded boolean, number bigint, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine text[] := app.my_departments();
BEGIN
  PERFORM app.check_span(since, before);
  RETURN QUERY
    SELECT c.service::text, false, count(*), sum(p.amount)
      FROM app.payment_request p
      JOIN app.cases c ON c.id = p.case_id
     WHERE p.state = 'settled' AND p.settled_at >= since AND p.settled_at < before
       AND (c.owner_department = ANY (mine) OR c.host_department = ANY (mine))
     GROUP BY c.service;
  RETURN QUERY
    SELECT c.service::text, true, count(*), sum(r.amount)
      FROM app.refund r
      JOIN app.cases c ON c.id = r.case_id
     WHERE r.state = 'paid' AND r.paid_at >= since AND r.paid_at < before
       AND (c.owner_department = ANY (mine) OR c.host_department = ANY (mine))
     GROUP BY c.service;
END $$;
