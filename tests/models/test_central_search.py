"""Search on the central database: every spelling, one's own departments only, and by its indexes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desktop.base.clock import amman_date
from desktop.models.queries.office import load_actor
from desktop.models.queries.queues import QueueFilter, queue_page, search
from desktop.models.records.people import WORKER_LOGIN
from tests.models.attempts import DENIED, refused
from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, Play, task, training

pytestmark = pytest.mark.postgres

CALL = "SELECT app.search_cases(:words, :digits, CAST(:exact AS text[]), false, 50)"

_MANY = """
INSERT INTO app.cases
  (service, definition_version, reference, department, owner_department, host_department, state,
   waits_on, version, applicant_kind, applicant_name, name_search, identity, identity_paper, mobile,
   payload, submitted_at, submitted_via, closed_at, outcome, review_round, last_action, last_actor, last_at)
SELECT 'TRN', 1, 'X-' || n, 'parks', 'parks', 'gis', 'review', 'staff', 1, 'citizen', 'x', md5(n::text),
       n::text, '', n::text, '{}', now(), 'counter', CASE WHEN n > 2500 THEN now() END, '', 1, 'submit',
       'x', now()
  FROM generate_series(1, 5000) AS n
"""


@pytest.fixture(scope="module")
def searched(central_of_module: CentralDatabase) -> Play:
    """A course at GIS with a payment number, and a task of Human Resources with a letter."""
    play = Play(CentralDesk(central_of_module))
    play.open(task(), key="search-task")
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    play.open(training(), key="search-course")
    play.judge("clerk.hr")
    play.do("clerk.hr", "refer")
    play.do("clerk.gis", "agree")
    play.issue_payment("990077")
    return play


def found(play: Play, login: str, typed: str) -> int:
    with play.desk.connected(login) as connection:
        actor = load_actor(connection, login, amman_date(play.now))
        assert actor is not None
        cases = search(connection, actor, typed)
        page = queue_page(connection, actor, QueueFilter(text=typed))
        # A queue's own box looks for names and numbers of the case, not for those of its papers.
        assert {c.case_id for c in page.cases} <= {c.case_id for c in cases}
    return len(cases)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("عبدالله", 2),
        ("عبد الله الحسيني", 2),
        ("عبد الله حسيني", 2),
        ("الحُسَيني أحمد", 2),
        ("احم", 2),
        ("حمد", 0),
        ("9991234567", 2),
        ("٩٩٩١٢٣", 2),
        ("0791234567", 2),
        ("00962791234567", 2),
        ("791", 0),
        ("990077", 1),
        ("hr-2026-00001", 1),
        ("000002", 1),
        ("a:* | b & !", 0),
        ("') OR true --", 0),
        ("%", 0),
        ("\x1f", 0),
    ],
)
def test_a_clerk_finds_their_cases(searched: Play, typed: str, seen: int) -> None:
    assert found(searched, "clerk.hr", typed) == seen
    assert found(searched, WORKER_LOGIN, typed) == seen


@pytest.mark.clause("COM-10")
def test_nobody_finds_another_departments(central_of_module: CentralDatabase, searched: Play) -> None:
    for typed in ("عبدالله", "9991234567", "0791234567", "990077", "HR-2026-00001", "000001"):
        assert found(searched, "clerk.gis", typed) == (0 if typed in ("HR-2026-00001", "000001") else 1), (
            typed
        )
        assert found(searched, "nobody", typed) == 0, typed
    values = {"words": "عبدالله", "digits": "9991234567", "exact": ["990077"]}
    for login, count in (("clerk.hr", 2), ("clerk.gis", 1), ("clerk.parks", 1), ("nobody", 0), ("admin", 0)):
        with central_of_module.connected(login) as connection:
            assert len(connection.execute(text(CALL), values).all()) == count, login
    assert refused(central_of_module, "portal", CALL, **values) == DENIED


@pytest.mark.parametrize(
    "change",
    [{"digits": "1' OR '1"}, {"digits": "123"}, {"words": "x" * 201}, {"exact": ["x"] * 61}],
)
def test_a_crafted_search_is_refused(central_of_module: CentralDatabase, change: dict[str, object]) -> None:
    values = {"words": "", "digits": "", "exact": [], **change}
    assert refused(central_of_module, "clerk.hr", CALL, **values) == "DWINV"


def test_every_search_has_its_index(central_of_module: CentralDatabase) -> None:
    named = "to_tsvector('simple', name_search) @@ to_tsquery('simple', 'x:*')"
    wanted = [f"closed_at IS NULL AND {named}", f"closed_at IS NOT NULL AND {named}"]
    wanted += [
        f"{department} = ANY ('{{hr}}') AND {number} >= '1' AND {number} < '2'"
        for department in ("department", "owner_department", "host_department")
        for number in ("identity", "mobile")
    ]
    with central_of_module.connected() as connection:
        connection.exec_driver_sql(_MANY)
        connection.exec_driver_sql("ANALYZE app.cases")
        for condition in wanted:
            plan = "\n".join(
                connection.exec_driver_sql(f"EXPLAIN SELECT 1 FROM app.cases WHERE {condition}").scalars()
            )
            by_index = plan.partition("Index Cond")[2]
            assert any(name in by_index for name in ("identity", "mobile", "name_search")), plan
        connection.rollback()
