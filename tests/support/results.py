"""A record of what each test came to, for the total and the table of clauses of ``./test``.

``pytest --results FILE`` writes it; ``python -m tests.support.results FILE...`` prints the total.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass
class Result:
    """One test: its id, how it ended, and the clauses it names."""

    test: str
    outcome: str = PASSED
    clauses: list[str] = field(default_factory=list)


class Recorder:
    """Collects the reports; with pytest-xdist in the controlling process, where all of them arrive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._results: dict[str, Result] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        result = self._results.setdefault(report.nodeid, Result(report.nodeid))
        result.clauses = [str(value) for key, value in report.user_properties if key == "clause"]
        if report.failed:
            result.outcome = FAILED
        elif report.skipped and result.outcome == PASSED:
            result.outcome = SKIPPED

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._results[report.nodeid] = Result(report.nodeid, FAILED)

    def pytest_sessionfinish(self) -> None:
        records = [asdict(result) for result in self._results.values()]
        self._path.write_text(json.dumps(records, ensure_ascii=False), "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--results", type=Path, metavar="FILE", help="write each test's result to FILE (JSON)")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--results")
    if path is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(path), "diwan-results")


def read(paths: list[Path]) -> list[Result]:
    """The results in the files that exist; a run that broke off early has written none."""
    records = [record for path in paths if path.exists() for record in json.loads(path.read_text("utf-8"))]
    return [Result(**record) for record in records]


def total(results: list[Result]) -> str:
    """``total: 3 passed, 0 failed, 1 skipped``."""
    counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in (PASSED, FAILED, SKIPPED)}
    return "total: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items())


if __name__ == "__main__":
    sys.stdout.write(total(read([Path(name) for name in sys.argv[1:]])) + "\n")
