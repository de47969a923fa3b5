"""Which clauses of the services' documents are proved by which tests.

``@pytest.mark.clause("TRN-08")`` on a test names the clause; the clauses are listed in
``tests/clauses.txt``. ``python -m tests.support.clauses FILE...`` prints the table from the files that
``pytest --results`` wrote.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.results import FAILED, PASSED, Result, read

_LIST = Path(__file__).parent.parent / "clauses.txt"


def known_clauses() -> dict[str, str]:
    """Each clause's id and its one-line title, in the documents' order."""
    lines = (line.strip() for line in _LIST.read_text("utf-8").splitlines())
    return dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Writes each test's clauses into its report, which also crosses pytest-xdist's processes."""
    known = known_clauses()
    for item in items:
        names = {str(name) for marker in item.iter_markers("clause") for name in marker.args}
        unknown = sorted(names - known.keys())
        if unknown:
            raise pytest.UsageError(f"{item.nodeid}: no such clause: {', '.join(unknown)}")
        item.user_properties.extend(("clause", name) for name in sorted(names))


def table(results: list[Result]) -> list[str]:
    """The lines of the table: clause, result, title, and below each clause its tests."""
    of_clause: dict[str, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for clause in result.clauses:
            of_clause[clause][result.test.partition("[")[0]].append(result)
    lines = []
    for clause, title in known_clauses().items():
        tests = of_clause[clause]
        lines.append(f"{clause}  {_verdict([r for group in tests.values() for r in group]):<8} {title}")
        for test, group in sorted(tests.items()):
            times = f" ({len(group)} cases)" if len(group) > 1 else ""
            lines.append(f"                 {_verdict(group):<8} {test}{times}")
    proved = sum(bool(of_clause[clause]) for clause in known_clauses())
    lines.append(f"{proved} of {len(known_clauses())} clauses have a test")
    return lines


def _verdict(results: list[Result]) -> str:
    if not results:
        return "no test"
    outcomes = {result.outcome for result in results}
    if FAILED in outcomes:
        return "FAILED"
    return "passed" if outcomes == {PASSED} else "skipped"


if __name__ == "__main__":
    sys.stdout.write("\n=== clauses ===\n")
    sys.stdout.write("\n".join(table(read([Path(name) for name in sys.argv[1:]]))) + "\n")
