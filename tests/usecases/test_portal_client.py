"""The example of a portal in ``docs/portal-client`` runs as it stands, as the portal's account (COM-01)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from desktop.letters.verification import State, verify_pdf
from tests.models.databases import password_of
from tests.support.postgres import find_programs
from tests.usecases.outside import KEY
from tests.usecases.scene import CentralOffice, Scene

pytest_plugins = ["tests.usecases.places"]

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-01", "COM-11")]

EXAMPLE = Path(__file__).parents[2] / "docs" / "portal-client"
MOBILE = "079 123 4567"
LOGIN = "portal_example"


@dataclass
class Portal:
    """The example as a program of its own."""

    office: CentralOffice
    folder: Path

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        place = self.office.place
        environment = {
            **os.environ,
            "PORTAL_DB": f"postgresql://{LOGIN}@{place.server.host}:{place.server.port}/{place.name}",
            "PGPASSWORD": password_of(LOGIN),
        }
        command = [sys.executable, str(EXAMPLE / "portal_client.py"), *arguments]
        if arguments[0].endswith("psql"):
            command = [*arguments, environment["PORTAL_DB"]]
        return subprocess.run(
            command, capture_output=True, check=False, cwd=self.folder, env=environment, encoding="utf-8"
        )

    def sent(self, kind: str, name: str) -> dict[str, Any]:
        """What became of a file that was sent."""
        done = self(kind, name)
        assert done.returncode == 0, done.stderr
        item = done.stdout.strip()
        assert self.asked("receipt", item)["state"] == "new"
        self.office.work()
        return self.asked("receipt", item)

    def asked(self, *arguments: str) -> dict[str, Any]:
        done = self(*arguments)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def wrote(self, name: str, **document: object) -> str:
        (self.folder / name).write_text(json.dumps(document), "utf-8")
        return name


@pytest.fixture
def portal(central_office: CentralOffice, tmp_path: Path) -> Iterator[Portal]:
    folder = tmp_path / "portal"
    shutil.copytree(EXAMPLE, folder)
    with central_office.place.connected() as connection:
        connection.execute(text(f"CREATE ROLE {LOGIN} LOGIN PASSWORD '{password_of(LOGIN)}'"))
        connection.execute(text(f"GRANT diwan_portal_role TO {LOGIN}"))
    yield Portal(central_office, folder)
    with central_office.place.connected() as connection:
        connection.execute(text(f"DROP ROLE {LOGIN}"))


def test_an_application_goes_from_the_portal_to_a_letter(portal: Portal) -> None:
    accepted = portal.sent("submit", "application.json")
    reference = accepted["reference"]
    assert (accepted["state"], accepted["answer"]["accepted"]) == ("accepted", True)
    # A connection that broke before the answer: the same key is the same application.
    assert portal.sent("submit", "application.json")["reference"] == reference
    wrong = portal.sent("correct", portal.wrote("early.json", reference=reference, mobile="0791234567"))
    assert wrong["state"] == "refused"
    assert all(error["ar"] and error["en"] for error in wrong["answer"]["errors"])
    scene = Scene(portal.office, reference).begun()
    stands = portal.asked("status", reference, MOBILE)
    assert (stands["state"], stands["reference"]) == (scene.state, reference)
    serial = next(found["serial"] for found in stands["letters"] if found["kind"] == "approval")
    assert portal("letter", reference, MOBILE, serial, "letter.pdf").returncode == 0
    assert verify_pdf((portal.folder / "letter.pdf").read_bytes(), [KEY.public]).state is State.GENUINE


def test_a_stranger_learns_nothing(portal: Portal) -> None:
    reference = portal.sent("submit", "application.json")["reference"]
    assert portal("status", reference, "0797654321").returncode == 1
    assert portal("letter", reference, MOBILE, "HR-1", "none.pdf").returncode == 1
    assert not (portal.folder / "none.pdf").exists()
    assert portal("receipt", "never-sent").returncode == 1
    psql = str(find_programs() / "psql")
    read = portal(psql, "-c", "SELECT * FROM app.cases")
    assert (read.returncode, "permission denied" in read.stderr) == (1, True)


def test_psql_alone_is_enough(portal: Portal) -> None:
    reference = portal.sent("submit", "application.json")["reference"]
    done = portal(
        str(find_programs() / "psql"), "-v", "ON_ERROR_STOP=1", "-v", f"reference={reference}",
        "-v", "mobile=+962791234567", "-f", "withdrawal.sql",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    portal.office.work()
    assert portal.asked("receipt", f"example-{reference}")["state"] == "accepted"
    assert portal.asked("status", reference, MOBILE)["state"] == "withdrawn"
