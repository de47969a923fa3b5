"""``diwan settings``: shown, set, loaded, dropped; by administrators, with each fault named."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest

from desktop.base import secrets
from tests.cli.conftest import Cli
from tests.support.guards import MemoryKeyring

GATEWAYS = """
database = "postgresql://diwan_worker@/diwan"
[gateways.sms]
address = "https://sms.example/api"
credential = "sms-gateway"
[gateways.sms.constants]
from = "GAM"
[gateways.registers]
address = "https://registers.example"
"""


def test_an_older_settings_file_is_taken_over(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "server.toml"
    path.write_text(GATEWAYS, "utf-8")
    kept = cli("settings", "load", str(path), "--json", login="majed").json["gateways"]
    assert kept["sms"]["constants"] == {"from": "GAM"}
    assert (kept["registers"]["address"], kept["portal"]) == ("https://registers.example", {})
    seen = json.loads(cli("health", "--json", login="majed").out)["seen"]["gateways"]
    assert (seen["sms"], seen["portal"]) == ("https://sms.example/api", "")
    shown = cli("settings", login="majed").out
    assert tomllib.loads(shown[shown.index("\n[sms]") :])["sms"] == kept["sms"], "shown as it can be loaded"
    assert cli("settings", "drop", "sms", "--json", login="majed").json["gateways"]["sms"] == {}
    assert "no settings of this gateway" in cli.refusal("settings", "drop", "sms", login="majed")


def test_a_period_is_set_from_a_day_on(cli: Cli) -> None:
    cli("settings", "set", "retention.TRN", "72", login="majed")
    later = cli(
        "settings", "set", "retention.TRN", "84", "--from", "2027-01-01", "--json", login="majed"
    ).json
    mine = [(s["value"], s["from"]) for s in later["settings"] if s["name"] == "retention.TRN"]
    assert mine == [("72", "2026-11-22"), ("84", "2027-01-01")]
    assert "No such setting" in cli.refusal("settings", "set", "retention.ZZZ", "1", login="majed")
    assert "Not a day" in cli.refusal(
        "settings", "set", "retention.TRN", "1", "--from", "soon", login="majed"
    )
    assert "NAME is missing" in cli.refusal("settings", "set", login="majed")


def test_what_cannot_be_taken_over_is_said(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "gateways.toml"
    assert "gateways.toml" in cli.refusal("settings", "load", str(path), login="majed")
    for text, said in (
        ("[mail]\nx = 1", "has no gateway's table"),
        ('[sms]\naddress = "http://sms.example"', "sms.address"),
        ('[sms]\naddress = "https://sms.example"\n[sms.constants]\ntoken = "1"', "is a secret"),
    ):
        path.write_text(text, "utf-8")
        assert said in cli.refusal("settings", "load", str(path), login="majed")
    path.write_text('[sms]\naddress = "https://sms.example"', "utf-8")
    assert "Only an administrator" in cli.refusal("settings", "load", str(path), login="rana")


def test_a_worker_whose_file_still_names_gateways_does_not_start(cli: Cli) -> None:
    (cli.folder / "diwan.toml").write_text('[gateways.sms]\naddress = "https://sms.example"\n', "utf-8")
    assert "diwan settings load" in cli.refusal("worker", "--once")


def test_a_secret_goes_into_the_keyring_and_nowhere_else(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret-of-the-gateway\n"))
    assert cli("settings", "secret", "registers").status == 0
    assert secrets.remembered("registers") == "s3cret-of-the-gateway"
    assert not any(b"s3cret" in path.read_bytes() for path in cli.folder.rglob("*") if path.is_file())
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert cli("settings", "secret", "registers").status == 0
    assert secrets.remembered("registers") is None
    assert "NAME is missing" in cli.refusal("settings", "secret")
