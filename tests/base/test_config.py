"""Where settings come from, and where a service's secrets do."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base import secrets
from desktop.base.config import load_config
from desktop.base.errors import Refusal


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_users_own_settings_come_before_the_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = written(
        tmp_path / "etc" / "diwan.toml",
        f"database = 'postgresql://db.example/diwan'\nworkstation = 'HR-07'\ndata = '{tmp_path}/data'\n",
    )
    monkeypatch.setenv("DIWAN_SETTINGS", str(machine))
    found = load_config()
    assert (found.database, found.workstation) == ("postgresql://db.example/diwan", "HR-07")
    assert found.data_folder == tmp_path / "data"
    written(tmp_path / "data" / "diwan.toml", "workstation = 'HR-08'\n")
    found = load_config()
    assert (found.database, found.workstation) == ("postgresql://db.example/diwan", "HR-08")
    monkeypatch.setenv("DIWAN_DB", "postgresql://other.example/diwan")
    assert load_config().database == "postgresql://other.example/diwan"
    assert load_config(tmp_path / "else", "sqlite:///x.db").database == "sqlite:///x.db"


@pytest.mark.parametrize("content", [b"database = ", b"\xff\xfe"])
def test_a_settings_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    machine = tmp_path / "diwan.toml"
    machine.write_bytes(content)
    monkeypatch.setenv("DIWAN_SETTINGS", str(machine))
    with pytest.raises(Refusal, match=r"diwan\.toml"):
        load_config()


def test_a_service_is_handed_its_secrets_as_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.remember("sms-gateway", "of the keyring")
    assert secrets.remembered("sms-gateway") == "of the keyring"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert secrets.remembered("sms-gateway") == "of the keyring"
    written(tmp_path / "diwan_sms-gateway", "of the service\n")
    assert secrets.remembered("sms-gateway") == "of the service"
    assert secrets.remembered("../diwan_sms-gateway") is None
