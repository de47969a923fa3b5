"""What a supervisor oversees: the same figures on either database, of their own departments only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.models.queries import overview
from desktop.models.queries.office import load_actor
from desktop.models.queries.queues import QueueFilter
from desktop.models.records.case import WaitsOn
from desktop.models.security import run_script
from desktop.usecases.casework import list_cases
from desktop.usecases.overview import month, oversee
from desktop.usecases.queue_links import link, linked
from tests.models.databases import CentralDatabase
from tests.usecases.scene import MORNING, CentralOffice, Office, application, nominated

pytest_plugins = ["tests.usecases.places"]

NOVEMBER = date(2026, 11, 1)


def listed(office: Office, login: str, wanted: QueueFilter) -> set[str]:
    found = list_cases(office.session(login), link("x", wanted))
    return {case.reference for case in found.cases}


def test_open_applications_are_counted_by_clerk_department_and_state(office: Office) -> None:
    claimed, other = office.submit(application()), office.submit(nominated())
    claimed.do("rana", "claim")
    referred = office.submit(application(applicant={"national_number": "9889542924"}))
    referred.do("rana", "claim").judge("rana").do("rana", "refer")
    office.later(days=40)
    seen = oversee(office.session("huda"))
    assert (seen.count, seen.unclaimed, seen.waits_on[WaitsOn.STAFF]) == (2, 1, 2)
    assert [(one.key, one.count, one.late) for one in seen.clerks] == [("rana", 1, 1), ("", 1, 1)]
    # Referred to GIS, it is still the promise of Human Resources, and late there.
    assert [(one.department, one.count) for one in seen.stuck] == [("hr", 2), ("gis", 1)]
    assert {one.key: one.count for one in seen.departments} == {"hr": 2, "gis": 1}
    assert seen.late == 2
    assert seen.clerks[0].longest_days == 40
    assert seen.clerks[0].mean_days == pytest.approx(40, abs=0.01)
    assert seen.stuck[0].late_days > 20
    at_gis = oversee(office.session("dina"))
    assert (at_gis.count, at_gis.late) == (1, 1)
    # Each number leads to its cases.
    late = QueueFilter(departments=frozenset({"hr"}), late_at=office.now())
    assert listed(office, "huda", late) == {claimed.reference, other.reference}
    assert listed(office, "huda", QueueFilter(assignee="rana", departments=frozenset({"hr"}))) == {
        claimed.reference
    }
    assert listed(office, "huda", QueueFilter(unassigned=True, waits_on=WaitsOn.STAFF)) == {
        other.reference,
        referred.reference,
    }


def test_a_month_tells_what_came_in_and_what_was_done(office: Office) -> None:
    paid = office.submit(application()).asked_to_pay()
    paid.pay()
    other = office.submit(nominated())
    told = month(office.session("huda"), NOVEMBER)
    came = [one for one in told.flows if not one.closed]
    assert sum(one.count for one in came) == 2
    assert {one.day for one in came} == {date(2026, 11, 22)}
    by_login = {one.login: one for one in told.handled}
    assert by_login["rana"].cases == 1
    assert by_login["rana"].steps == 3
    assert set(by_login) == {"rana"}, "whoever works at GIS is overseen there"
    assert [(one.refunded, one.count, one.amount) for one in told.moneys] == [(False, 1, Decimal("200.000"))]
    since, before = told.span
    assert listed(office, "huda", QueueFilter(submitted=(since, before))) == {
        paid.reference,
        other.reference,
    }
    assert listed(office, "huda", QueueFilter(paid=(since, before))) == {paid.reference}
    assert not listed(office, "huda", QueueFilter(returned=(since, before)))
    did = QueueFilter(handled_by="rana", handled=(since, before))
    assert paid.reference in listed(office, "huda", did)
    assert not listed(office, "huda", QueueFilter(ended=(since - timedelta(days=30), since)))


def test_a_month_that_has_not_begun_has_no_figures(office: Office) -> None:
    with pytest.raises(Refusal) as caught:
        month(office.session("huda"), date(2026, 12, 1))
    assert caught.value.problems[0].field == "month"


@pytest.mark.clause("COM-10")
@pytest.mark.parametrize("login", ["rana", "aida"])
def test_only_supervisors_oversee(office: Office, login: str) -> None:
    with pytest.raises(Refusal):
        oversee(office.session(login))


@pytest.mark.clause("COM-10")
def test_another_departments_month_is_empty(office: Office) -> None:
    office.submit(nominated())
    told = month(office.session("dina"), NOVEMBER)
    assert (told.flows, told.handled, told.moneys) == ((), (), ())


def test_a_link_says_what_it_was_made_of() -> None:
    wanted = QueueFilter(
        departments=frozenset({"hr"}), owners=frozenset({"hr", "gis"}), service="TRN",
        states=frozenset({"review"}), waits_on=WaitsOn.STAFF, assignee="rana", late_at=MORNING,
        handled_by="rana", handled=(MORNING, MORNING), submitted=(MORNING, MORNING), ended=(MORNING, MORNING),
        paid=(MORNING, MORNING), returned=(MORNING, MORNING),
    )  # fmt: skip
    made = linked(link("رنا & co", wanted), MORNING)
    assert made is not None
    assert (made.filter, made.label.ar) == (wanted, "رنا & co")
    for broken in ("open", "in:waits=nobody-knows", "in:ended=2026-01-01", "in:ended=x/y"):
        assert linked(broken, MORNING) is None


_MANY = """
INSERT INTO app.cases
  (service, definition_version, reference, department, owner_department, host_department, state,
   waits_on, version, applicant_kind, applicant_name, name_search, identity, identity_paper, mobile,
   payload, submitted_at, submitted_via, due_at, closed_at, outcome, review_round, last_action, last_actor,
   last_at)
SELECT 'TRN', 1, 'X-' || n, d, d, CASE WHEN n % 9 = 0 THEN 'gis' ELSE '' END, 'review', 'staff', 1, 'citizen',
       'x', md5(n::text), n::text, '', n::text, '{}', at, 'counter', at, CASE WHEN n > 500 THEN at END, '', 1,
       'submit', 'x', at
  FROM (SELECT n, CASE WHEN n % 8 = 0 THEN 'hr' ELSE 'parks' END AS d,
               timestamptz '2026-11-01' - n * interval '1 hour' AS at
          FROM generate_series(1, 20000) AS n) AS s;
INSERT INTO app.case_event
SELECT id, 1, last_at, 'x', '', '', 'submit', '', 'review', '', '{}', md5(id::text) FROM app.cases c
 WHERE NOT EXISTS (SELECT FROM app.case_event e WHERE e.case_id = c.id);
ANALYZE app.cases; ANALYZE app.case_event;
"""
_INSIDE = {
    "month_flow": "SELECT o.service, o.submitted_at FROM app.cases o WHERE o.owner_department = ANY ('{hr}')"
    " AND o.submitted_at >= '2026-10-01' AND o.submitted_at < '2026-11-01'",
    "month_flow, hosted": "SELECT h.service FROM app.cases h WHERE h.host_department = ANY ('{gis}') AND"
    " h.host_department <> '' AND h.closed_at >= '2026-10-01' AND h.closed_at < '2026-11-01'",
    "month_handled": "SELECT e.actor FROM app.case_event e JOIN app.cases c ON c.id = e.case_id"
    " WHERE e.actor = ANY ('{rana,lina}') AND e.at >= '2026-10-01' AND e.at < '2026-11-01'"
    " AND c.department = ANY ('{hr}')",
}


@pytest.mark.postgres
def test_no_figure_reads_a_large_table_from_end_to_end(central_office: CentralOffice) -> None:
    """The statements of the functions and of the overview, as the planner carries them out."""
    place: CentralDatabase = central_office.place
    with place.connected() as connection:
        run_script(connection, _MANY)
        for name, statement in _INSIDE.items():
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}").scalars())
            assert "Seq Scan" not in plan, f"{name}:\n{plan}"
        connection.commit()
    with place.connected("huda") as connection:
        actor = load_actor(connection, "huda", amman_date(central_office.now()))
        assert actor is not None
        sent: list[tuple[str, Any]] = []
        event.listen(
            connection, "before_cursor_execute", lambda _c, _k, sql, values, *_: sent.append((sql, values))
        )
        groups = overview.open_groups(connection, actor, central_office.now())
        assert sum(group.count for group in groups) == 62
        for sql, values in tuple(sent):
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {sql}", values).scalars())
            assert "Seq Scan on cases" not in plan, plan
