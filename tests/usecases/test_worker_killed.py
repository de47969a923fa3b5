"""The worker is killed at every point between which something outside changes: nothing is lost or done twice.

    ./test --all tests/usecases/test_worker_killed.py -s

prints how many points there are.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from desktop.models.security import make_roles
from tests.models.databases import CentralDatabase
from tests.usecases.hands import Hands
from tests.usecases.scene import CentralOffice, EmbeddedOffice, Office
from tests.usecases.test_worker_together import WORK, Backlog

pytest_plugins = ["tests.usecases.places"]

pytestmark = pytest.mark.clause("COM-03", "COM-07", "COM-08")

AT_LEAST = 200
_numbers = count(1)


class Prepared:
    """An office with work of every kind waiting, which can be had again and again as it was."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.backlog = Backlog(office, 1)
        self._office = office
        self._folder = folder
        office.close()
        self.hands = Hands(office)

    @contextmanager
    def again(self) -> Iterator[Backlog]:
        """The same once more, from the beginning; gone afterwards."""
        number = next(_numbers)
        folder = self._folder / f"again-{number}"
        shutil.copytree(self._office.folder / "gateways", folder / "gateways")
        office = self._copy(folder, f"killed_{number}")
        office.at(self._office.now())
        self.hands.move(office)
        try:
            yield self.backlog.at(office)
        finally:
            office.close()
            if isinstance(office, CentralOffice):
                office.place.server.drop_database(office.place.name)
            shutil.rmtree(folder)

    def _copy(self, folder: Path, name: str) -> Office:
        if isinstance(self._office, EmbeddedOffice):
            return EmbeddedOffice(folder, self._office.path)
        assert isinstance(self._office, CentralOffice)
        server = self._office.place.server
        server.create_database(name, self._office.place.name)
        place = CentralDatabase(server, name)
        with place.connected() as connection:
            make_roles(connection)
        return CentralOffice(folder, place)


@pytest.fixture
def prepared(office: Office, tmp_path: Path) -> Iterator[Prepared]:
    made = Prepared(office, tmp_path)
    with made.hands:
        yield made


def points(prepared: Prepared) -> int:
    """How many points a worker passes that is left alone."""
    hands = prepared.hands
    with prepared.again() as backlog:
        counted = backlog.office.folder / "counted"
        assert hands.end(hands.begin(**WORK, counted=str(counted))) == 0
        backlog.office.later(minutes=3)
        hands.together(WORK)
        backlog.check()
        return int(counted.read_text("ascii"))


def killed_at(prepared: Prepared, place: int) -> None:
    """A worker dies at that point; another one, later, does all that is left."""
    hands = prepared.hands
    with prepared.again() as backlog:
        assert hands.end(hands.begin(**WORK, end_at=place)) == -signal.SIGKILL, place
        # What the dead one had claimed is free again.
        backlog.office.later(minutes=3)
        hands.together(WORK)
        backlog.check()


def test_a_worker_killed_at_some_points_loses_nothing(prepared: Prepared) -> None:
    every = points(prepared)
    print(f"{every} points")
    assert every >= AT_LEAST
    for place in range(7, every, every // 6):
        killed_at(prepared, place)


@pytest.mark.heavy
@pytest.mark.timeout(10800)
def test_a_worker_killed_at_every_point_loses_nothing(prepared: Prepared) -> None:
    every, killed = points(prepared), 0
    for place in range(1, every + 1):
        killed_at(prepared, place)
        killed += 1
    print(f"\nkilled at each of {killed} points: nothing lost, nothing twice, the money adds up")
    assert killed == every >= AT_LEAST
