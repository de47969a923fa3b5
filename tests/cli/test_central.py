"""The same commands on the central database, as real logins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.base.clock import SystemClock
from desktop.base.config import Config
from desktop.cli.workplace import open_central
from tests.cli.conftest import Cli, assert_refused
from tests.models.databases import password_of
from tests.usecases.scene import WORKER, CentralOffice, application

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.postgres
@pytest.mark.clause("COM-10")
def test_commands_work_as_the_login_that_they_are_given(
    central_office: CentralOffice, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = central_office.place.server
    url = f"postgresql://{server.host}:{server.port}/{central_office.place.name}"
    cli.at = ""

    def run(login: str, *arguments: str):
        monkeypatch.setenv("PGPASSWORD", password_of(login))
        return cli("--db", url, *arguments, login=login)

    found = run("rana", "intake", cli.file("application.json", application()))
    assert found.status == 0, found.err
    reference = found.out.strip()
    assert run("rana", "act", reference, "claim").json["version"] == 2
    assert_refused(run("omar", "act", reference, "refer"))
    assert_refused(run("badr", "case", reference))
    done = run(WORKER, "worker", "--once").json
    assert (done["faults"], done["outages"], done["done"]["messages"]) == ([], [], 1)
    # A clerk has no right to the worker's rows, whatever the program would let them do.
    assert_refused(run("rana", "worker", "--once"))
    case = run("omar", "case", reference, "--json").json
    assert (case["submitted_via"], case["assignee"]) == ("counter", "rana")
    assert [m["state"] for m in json.loads(run("rana", "outbox", reference, "--json").out)] == ["sent"]
    assert run(WORKER, "audit").json["passed"] is True
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert_refused(cli("--db", url, "case", reference, login="rana"))
    monkeypatch.delenv("PGPASSWORD")
    assert "rana" in cli.refusal("--db", url, "case", reference, login="rana")


def test_the_root_certificate_of_the_settings_is_the_one_that_is_asked(tmp_path: Path) -> None:
    """The file that an administrator rolls out with the desk's settings counts for every way in."""
    config = Config(tmp_path, "postgresql://db.municipality.example/diwan", certificate="/etc/diwan/root.pem")
    workplace = open_central(config, SystemClock(), "rana", "")
    query = workplace.database.engine.url.query
    workplace.database.close()
    assert (query["sslmode"], query["sslrootcert"]) == ("verify-full", "/etc/diwan/root.pem")
