"""A clerk reads another department's cases, whatever the way: nothing comes."""

from __future__ import annotations

import pytest

from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, Play, task
from tests.models.test_central_attacks import connect

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-10")]


@pytest.fixture(scope="module")
def target(central_of_module: CentralDatabase) -> Play:
    """A case of Human Resources with a document, a message and a letter; there is no other."""
    play = Play(CentralDesk(central_of_module))
    play.open(task(), key="target")
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    return play


READINGS = """
SELECT c.id FROM app.cases c JOIN app.case_event e ON e.case_id = c.id WHERE c.owner_department = 'hr'
SELECT e.* FROM app.case_event e LEFT JOIN app.cases c ON c.id = e.case_id
SELECT a.filename FROM app.attachment a
SELECT m.text FROM app.message m UNION ALL SELECT serial FROM app.letter
SELECT to_jsonb(c) FROM app.cases c
SELECT c FROM app.cases c
SELECT l.serial FROM app.letter l FULL JOIN app.letter_print p ON p.letter_id = l.id WHERE l.id IS NOT NULL
SELECT d.due_at FROM app.deadline d CROSS JOIN generate_series(1, 2)
SELECT id FROM app.cases TABLESAMPLE SYSTEM (100)
SELECT ctid FROM app.cases
SELECT 1 FROM app.cases WHERE (1 / (CASE WHEN applicant_name LIKE 'عبد%' THEN 0 ELSE 1 END)) IS NULL
SELECT 1 FROM app.cases WHERE applicant_name::int > 0
SELECT 1 FROM app.cases WHERE regexp_replace(applicant_name, '(', '') = ''
SELECT 1 FROM app.cases ORDER BY sqrt(-id)
SELECT 1 FROM pg_stats WHERE schemaname = 'app' AND tablename IN ('cases', 'message', 'attachment')
SELECT 1 FROM pg_stat_activity WHERE usename <> current_user AND query NOT LIKE '<insufficient privilege>%' AND query <> ''
SELECT app.search_cases('عبدالله', '9991234567', '{HR-2026-00001}', false, 10)
SELECT 1 WHERE query_to_xml('SELECT id FROM app.cases', true, false, '')::text LIKE '%<id>%'
"""  # noqa: E501


@pytest.mark.parametrize("statement", READINGS.strip().splitlines())
def test_another_departments_rows_are_not_read(
    central: CentralDatabase, target: Play, statement: str
) -> None:
    assert target.case_id
    with connect(central, "clerk.gis") as connection:
        assert connection.execute(statement.encode()).fetchall() == []


def test_what_is_copied_out_is_ones_own(central: CentralDatabase, target: Play) -> None:
    for login, some in (("clerk.hr", True), ("clerk.gis", False)):
        with connect(central, login) as connection, connection.cursor() as cursor:
            with cursor.copy("COPY (SELECT id FROM app.cases) TO STDOUT") as out:
                assert bool(b"".join(bytes(part) for part in out)) is some
            # A table with row policies is copied as a query only, so that none is forgotten.
            with cursor.copy("COPY app.cases TO STDOUT") as out:
                assert bool(b"".join(bytes(part) for part in out)) is some
