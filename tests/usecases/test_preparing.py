"""The central database is made whole or not at all: each step fails once, and the server is as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from desktop.models.install import NewLogin
from desktop.usecases.preparing import Logins, plan_central
from desktop.usecases.upkeep import check_central, make_central
from desktop.workflows.registry import load
from tests.support.postgres import TemporaryPostgres

pytestmark = pytest.mark.postgres

NAME = "half_made"
LOGINS = Logins("majed_h", "worker_h", "portal_h")
INSTALL, UPKEEP = "desktop.models.install", "desktop.usecases.upkeep"
STEPS = {
    "roles": f"{INSTALL}.make_roles",
    "tables": f"{INSTALL}.upgrade_tables",
    "rules": f"{INSTALL}.apply_rules",
    "administrator and worker": f"{INSTALL}._first_login",
    "portal": f"{INSTALL}._first_role",
    "services": f"{UPKEEP}.sync",
    "base data": f"{UPKEEP}.write_base_data",
    "key": f"{UPKEEP}.init_signing_key",
    "key's public half": f"{UPKEEP}.record_key",
}


class PulledPlugError(Exception):
    """The step did its work, and then everything ended."""


def state_of(postgres: TemporaryPostgres) -> tuple[object, ...]:
    """What a failed preparation could have left on the server: databases, roles, memberships."""
    engine = create_engine(postgres.admin_url, poolclass=NullPool)
    with engine.connect() as connection:
        return tuple(
            tuple(connection.exec_driver_sql(question).scalars())
            for question in (
                "SELECT datname FROM pg_database ORDER BY 1",
                "SELECT rolname || rolcanlogin FROM pg_roles ORDER BY 1",
                "SELECT roleid::regrole || ' ' || member::regrole FROM pg_auth_members ORDER BY 1",
            )
        )


def make(postgres: TemporaryPostgres, folder: Path) -> None:
    administrator, worker, portal = (
        NewLogin(login, login, login, f"{login}-Passw0rd")
        for login in (LOGINS.administrator, LOGINS.worker, LOGINS.portal)
    )
    make_central(postgres.url(NAME), load(), administrator, worker, portal, key_folder=folder)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_leaves_nothing_behind(
    postgres: TemporaryPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = state_of(postgres)
    module, _, name = STEPS[step].rpartition(".")
    real: Callable[..., object] = getattr(__import__(module, fromlist=[name]), name)

    def fails_at_its_end(*arguments: object, **named: object) -> None:
        real(*arguments, **named)
        raise PulledPlugError

    monkeypatch.setattr(STEPS[step], fails_at_its_end)
    with pytest.raises(PulledPlugError):
        make(postgres, tmp_path)
    assert state_of(postgres) == before
    assert list(tmp_path.iterdir()) == []


def test_after_a_failure_it_is_made_at_the_second_attempt_and_kept_at_a_third(
    postgres: TemporaryPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, registry = postgres.url(NAME), load()

    def fails(*_: object) -> None:
        raise PulledPlugError

    with monkeypatch.context() as patch:
        patch.setattr(f"{UPKEEP}.write_base_data", fails)
        with pytest.raises(PulledPlugError):
            make(postgres, tmp_path)
    try:
        assert not any(
            stage.done
            for stage in plan_central(url, registry, LOGINS, tmp_path)
            if stage.key in ("database", "tables", "administrator", "worker", "portal", "services", "key")
        )
        make(postgres, tmp_path)
        found = check_central(url, registry)
        assert found.passed
        key = (tmp_path / "keys" / "signing.pem").read_bytes()
        # A database that works is never harmed by an attempt that fails.
        with monkeypatch.context() as patch:
            patch.setattr(f"{UPKEEP}.write_base_data", fails)
            with pytest.raises(PulledPlugError):
                make(postgres, tmp_path)
        assert check_central(url, registry) == found
        make(postgres, tmp_path)
        assert check_central(url, registry) == found
        assert (tmp_path / "keys" / "signing.pem").read_bytes() == key
        open_stages = [stage.key for stage in plan_central(url, registry, LOGINS, tmp_path) if not stage.done]
        assert open_stages == ["rules"]
    finally:
        postgres.drop_database(NAME)
