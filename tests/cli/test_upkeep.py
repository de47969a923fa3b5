"""``diwan db backup|restore|move|check``, ``health``, ``retention``, ``accesses``, as scripts use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import Cli, assert_refused
from tests.models.databases import CentralDatabase
from tests.support.postgres import TemporaryPostgres
from tests.usecases.scene import application


def test_a_backup_is_made_remembered_checked_and_restored(cli: Cli, tmp_path: Path) -> None:
    reference = cli.intake(application(fields={"hosting_department": "gis", "course": "arc_pro"}))
    folder = tmp_path / "backups"
    folder.mkdir()
    made = []
    for minute in (1, 2, 3):
        cli.at = f"2026-11-22T10:0{minute}"
        made.append(cli("db", "backup", str(folder), "--keep", "2").json)
    assert made[2]["removed"] == [Path(made[0]["backup"]["path"]).name]
    kept = sorted(path.name for path in folder.glob("*.backup"))
    assert kept == [Path(one["backup"]["path"]).name for one in made[1:]]
    last = json.loads((folder / "last-good-backup.json").read_text("utf-8"))
    assert (last["name"], last["sha256"]) == (kept[-1], made[2]["backup"]["sha256"])
    path = folder / kept[-1]
    assert cli("db", "check", str(path)).json["sha256"] == last["sha256"]
    cli.at = ""
    target = tmp_path / "restored" / "diwan.db"
    target.parent.mkdir()
    assert cli("db", "restore", str(path), "--db", f"sqlite:///{target}").json["cases"] == 1
    assert_refused(cli("db", "restore", str(path), "--db", f"sqlite:///{target}"))
    cli.at = "2026-11-22T10:05"
    assert reference in cli("case", reference, "--db", f"sqlite:///{target}").out
    # One that was altered is found, and nothing is restored from it.
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert_refused(cli("db", "check", str(path)))
    cli.at = ""
    assert_refused(cli("db", "restore", str(path), "--db", f"sqlite:///{tmp_path / 'other.db'}"))
    assert not (tmp_path / "other.db").exists()
    for wrong in ((), (str(tmp_path / "no" / "such" / "file"),)):
        assert_refused(cli("db", "backup", *wrong))


def test_health_tells_programs_and_people(cli: Cli, tmp_path: Path) -> None:
    found = cli("health", "--json")
    assert found.status == 2
    seen = json.loads(found.out)
    assert [one["code"] for one in seen["seen"]["troubles"]] == ["backup"]
    assert (seen["status"], seen["backup_age_hours"]) == ("at once", None)
    cli("db", "backup", str(tmp_path / "b"))
    found = cli("health", "--json", "--full")
    assert found.status == 0, found.out
    assert json.loads(found.out)["backup_age_hours"] == 0.0
    cli.at = "2026-11-23T09:00"
    cli.intake(application())
    cli.at = "2026-11-23T10:00"
    found = cli("health")
    assert found.status == 2
    lines = found.out.splitlines()
    assert lines[0] == "CRITICAL: 2026-11-23 10:00"
    assert any(line.startswith("  ! ") and "worker" in line for line in lines)
    assert any(line.startswith("  messages_waiting: 1 since 2026-11-23 09:00") for line in lines)


def test_retention_is_planned_and_done(cli: Cli) -> None:
    cli.at = "2026-11-22T09:00"
    reference = cli.intake(application())
    cli.act(reference, "withdraw", "rana", reason="ظرف")
    cli.work()
    cli.at = "2032-01-05T09:00"
    planned = cli("retention").json
    assert (planned["cases"], planned["plan"]["periods"]["retention.TRN"]) == (1, 60)
    assert cli.case(reference)["applicant"]["name"] == "سارة يوسف حدّاد"
    done = cli("retention", "--run").json
    assert done["done"]["anonymised"] == [reference]
    assert cli.case(reference)["applicant"]["name"] == "بيانات محذوفة"
    assert cli("audit").json["passed"]


def test_who_saw_what_is_printed(cli: Cli) -> None:
    reference = cli.intake(application())
    cli("case", reference, login="rana")
    (seen,) = cli("accesses", reference).json
    assert (seen["login"], seen["reference"], seen["what"]) == ("rana", reference, "case")
    assert cli("accesses", "--who", "omar").json == []
    assert_refused(cli("accesses", login="rana"))
    assert_refused(cli("accesses", "--from", "yesterday"))


@pytest.mark.postgres
def test_a_single_desk_moves_to_the_centre_with_one_command(
    cli: Cli, postgres: TemporaryPostgres, tmp_path: Path
) -> None:
    reference = cli.intake(application())
    cli.at = ""
    with_roles = postgres.create_database("moved_roles")
    url = postgres.create_database("moved_desk")
    address = url.render_as_string(hide_password=False).replace("+psycopg", "")
    assert_refused(cli("db", "move"))
    moved = cli("db", "move", "--db", address).json
    assert moved["rows"]["cases"] == 1
    assert moved["total"] == sum(moved["rows"].values())
    with CentralDatabase(postgres, "moved_desk").connected() as connection:
        assert connection.execute(text("SELECT reference FROM cases")).scalar_one() == reference
        made = moved["waiting_for_a_password"]
    assert_refused(cli("db", "move", "--db", address))
    assert_refused(cli("db", "move", str(tmp_path / "no.db"), "--db", address))
    backup = str(tmp_path / "central.backup")
    assert cli("db", "backup", backup, "--db", address).json["backup"]["central"]
    target = with_roles.render_as_string(hide_password=False).replace("+psycopg", "")
    assert cli("db", "restore", backup, "--db", target).json["cases"] == 1
    wrong = target.replace(postgres.password, "wrong")
    refused = cli("db", "backup", str(tmp_path / "x"), "--db", wrong)
    assert_refused(refused)
    assert "password" in refused.err
    assert "does not answer" not in refused.err
    for name in ("moved_desk", "moved_roles"):
        postgres.drop_database(name)
    with CentralDatabase(postgres, "postgres").connected() as connection:
        for login in made:
            connection.exec_driver_sql(f'DROP ROLE "{login}"')
