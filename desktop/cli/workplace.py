"""From settings to an open database and a session; the command line and the desk both begin here."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy.engine import URL, make_url

from desktop.base import secrets
from desktop.base.clock import Clock, FixedClock
from desktop.base.config import Config
from desktop.base.errors import Refusal
from desktop.cli.chosen import clock_of, working_config
from desktop.models.connecting import secured
from desktop.models.database import Database, open_database
from desktop.usecases.session import Session
from desktop.usecases.stored_gateways import StoredRegisters, judged, read_gateways
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import Registry, load

if TYPE_CHECKING:
    from desktop.usecases.worker import Gateways

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Settings, clock, services and an open database, which ``with`` closes."""

    config: Config
    clock: Clock
    registry: Registry
    database: Database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()

    def session(self, login: str) -> Session:
        """A session of the account ``login``."""
        asked = StoredRegisters(self.database, self.config.data_folder)
        return Session(self.database, self.registry, login, self.config.workstation, asked)

    def gateways(self) -> Gateways:
        """The gateways that the database names now; on an embedded one the key is made when missing."""
        return self._gateways(read_gateways(self.database))

    def current_gateways(self) -> Callable[[], Gateways]:
        """What gives the gateways that the database names when it is called: made anew when they changed.

        Raises ``Refusal`` where what the database says cannot be used here.
        """
        kept: list[tuple[Mapping[str, object], Gateways]] = []

        def current() -> Gateways:
            rows = read_gateways(self.database)
            if not kept or kept[0][0] != rows or kept[0][1].signing_key is None:
                kept[:] = [(rows, self._gateways(rows))]
            return kept[0][1]

        return current

    def _gateways(self, rows: Mapping[str, object]) -> Gateways:
        if self.config.gateways:
            raise Refusal.one(
                "gateways_in_file",
                "إعدادات البوابات صارت في قاعدة البيانات: حمّلها بالأمر diwan settings load FILE، ثم احذف "
                "[gateways] من ملف الإعدادات.",
                "The gateways' settings are kept in the database now: load them with diwan settings load"
                " FILE, then take [gateways] out of the settings file.",
                field="gateways",
            )
        # A desk on the central database has no gateways: what speaks to them is loaded where it is wanted.
        from desktop.gateways.choose import payment_gateway, portal_inbox, sms_gateway
        from desktop.usecases.keys import init_signing_key, load_signing_key
        from desktop.usecases.worker import Gateways

        settings = judged(rows)
        folder = self.config.data_folder
        key = load_signing_key(folder)
        if key is None and self.config.is_embedded:
            key = init_signing_key(folder)
        return Gateways(
            sms=sms_gateway(settings.sms, folder, self.clock),
            payments=payment_gateway(settings.payments, folder, self.clock),
            portal=portal_inbox(settings.portal, folder, self.clock),
            signing_key=key,
        )


def open_workplace(options: argparse.Namespace, *, login: str = "") -> Workplace:
    """The database that the options name; an embedded one is made and prepared where there is none.

    One made here gets the demo's accounts, so that it can be tried at once; one for real work is made with
    ``diwan db init`` or by the desk, which asks for its administrator.
    """
    config = working_config(options)
    clock = clock_of(options, config)
    if config.is_embedded:
        from desktop.usecases.setup import has_administrator

        workplace = open_embedded(config, clock)
        if not has_administrator(workplace.database):
            _make_trial(config, workplace.registry)
        return workplace
    url = make_url(config.database_url)
    name = login or url.username or ""
    if not name:
        raise Refusal.one(
            "login", "اذكر اسم الدخول بالخيار --as.", "Name the account with --as.", field="--as"
        )
    return open_central(config, clock, name, str(url.password or "") or password_for(name, url))


def open_embedded(config: Config, clock: Clock) -> Workplace:
    """The embedded database of ``config``, made where there is none and brought to this program."""
    from desktop.usecases.setup import prepare_embedded

    registry = load()
    config.data_folder.mkdir(parents=True, exist_ok=True)
    database = open_database(config.database_url, clock, DefinitionKeeper(registry))
    prepare_embedded(database, registry)
    return Workplace(config, clock, registry, database)


def _make_trial(config: Config, registry: Registry) -> None:
    from desktop.usecases.demo import ACCOUNTS, make_accounts

    # Long ago, so that --at may set the clock to any day that is played.
    database = open_database(config.database_url, FixedClock(_LONG_AGO), DefinitionKeeper(registry))
    try:
        make_accounts(database, registry)
    finally:
        database.close()
    names = ", ".join(account.login for account in ACCOUNTS)
    print(f"diwan: قاعدة بيانات جديدة للتجربة | a new database for trying out; --as {names}", file=sys.stderr)


def open_central(config: Config, clock: Clock, login: str, password: str) -> Workplace:
    """The central database as the account ``login``; the server is not asked yet."""
    registry = load()

    def opened(address: str, **options: int) -> Database:
        url = secured(address, config.certificate).set(username=login, password=password or None)
        return open_database(url, clock, DefinitionKeeper(registry), **options)

    database = opened(config.database_url)
    if config.reports:
        database.standby = opened(config.reports, pool_size=1)
    return Workplace(config, clock, registry, database)


def password_for(login: str, url: URL) -> str:
    """The account's password: from PGPASSWORD, the keyring, or typed; none where the server asks for none.

    It asks for none on its own machine's socket, where it knows the system's accounts; and PostgreSQL's own
    library reads a password file (PGPASSFILE) by itself.
    """
    kept = os.environ.get("PGPASSWORD") or secrets.remembered(login)
    if kept:
        return kept
    if not url.host or os.environ.get("PGPASSFILE"):
        return ""
    if sys.stdin.isatty():
        return getpass.getpass(f"{login}: ")
    raise Refusal.one(
        "password",
        f"لا توجد كلمة سر محفوظة للحساب {login}.",
        f"No password is kept for {login}; set PGPASSWORD or use the keyring.",
        field="password",
    )
