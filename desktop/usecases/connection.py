"""The first start of a desk: from an address to a database that this program can work on, step by step.

Each step either holds or ends in one sentence that says what is wrong and how to mend it.
"""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from desktop.base.config import save_connection
from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ascii_digits
from desktop.models import connecting
from desktop.models.compatibility import require_compatible, tables_level
from desktop.models.connecting import POSTGRES_PORT, Server, is_own, secured
from desktop.models.database import outages

CERTIFICATE_NAME = "server-root.pem"
"""The copy of the root certificate in the data folder."""


class Step(StrEnum):
    """The steps, in their order."""

    NAME = "name"
    PORT = "port"
    SERVER = "server"
    CERTIFICATE = "certificate"
    LOGIN = "login"
    TABLES = "tables"


LABELS = {
    Step.NAME: Text("عنوان الخادم معروف", "The server's name is known"),
    Step.PORT: Text("الخادم يجيب على المنفذ", "The server answers on the port"),
    Step.SERVER: Text("الخادم هو PostgreSQL ويشفّر الاتصال", "It is PostgreSQL, and it encrypts"),
    Step.CERTIFICATE: Text("شهادة الخادم صحيحة", "Its certificate is right"),
    Step.LOGIN: Text("اسم الدخول وكلمة السر مقبولان", "Login and password are accepted"),
    Step.TABLES: Text("قاعدة البيانات تناسب هذا الإصدار", "The database suits this release"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where the central database is: ``certificate`` is the root certificate's file, or empty."""

    host: str
    port: int
    database: str
    certificate: str = ""

    @property
    def address(self) -> str:
        """As it is kept in the settings: without login and password."""
        bare = URL.create("postgresql", host=self.host, port=self.port, database=self.database)
        return bare.render_as_string()


def target_of(host: str, port: str, database: str, certificate: str) -> Target:
    """What was typed, read; raises ``Refusal`` with every field that is wrong."""
    problems = []
    name = host.strip().removeprefix("[").removesuffix("]")
    if not name or not _is_host(name):
        ar = "اكتب اسم الخادم أو عنوانه، مثل db.amman.example أو 10.0.0.5."
        en = "Type the server's name or address, such as db.amman.example or 10.0.0.5."
        problems.append(Problem("host", "host", Text(ar, en)))
    number = ascii_digits(port).strip() or str(POSTGRES_PORT)
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 65536):
        ar, en = "رقم المنفذ من 1 إلى 65535؛ المعتاد 5432.", "A port is 1 to 65535; usually 5432."
        problems.append(Problem("port", "port", Text(ar, en)))
    base = database.strip()
    if not base or len(base.encode()) > 63:
        ar, en = "اكتب اسم قاعدة البيانات، مثل diwan.", "Type the database's name, such as diwan."
        problems.append(Problem("database", "database", Text(ar, en)))
    if problems:
        raise Refusal(problems)
    return Target(name, int(number), base, certificate.strip())


def probe(target: Target, login: str, password: str, told: Callable[[Step], object] = lambda _: None) -> None:
    """Goes to the database step by step; ``told`` hears of each step that held.

    Raises ``Refusal`` (the field that is to be mended) or ``Unreachable`` (an ``Outage`` with a field) where
    the way ends. Takes a few seconds at most for each step; for worker threads.
    """
    server = Server(target.host, target.port, target.certificate)
    connecting.resolve(server)
    told(Step.NAME)
    with connecting.connect(server) as opened:
        told(Step.PORT)
        encrypts = connecting.offers_tls(server, opened)
        if not encrypts and not is_own(target.host):
            raise connecting.no_tls(target.host)
        told(Step.SERVER)
        if encrypts and not is_own(target.host):
            connecting.check_certificate(server, opened)
        told(Step.CERTIFICATE)
    url = secured(target.address, target.certificate).set(username=login.strip(), password=password)
    options = {"connect_timeout": int(connecting.PATIENCE), "options": "-c search_path=app"}
    engine = create_engine(url, poolclass=NullPool, connect_args=options, hide_parameters=True)
    try:
        with outages(), engine.connect() as connection:
            told(Step.LOGIN)
            if not inspect(connection).has_table("alembic_version", schema="app"):
                raise _not_prepared(target.database)
            require_compatible(tables_level(connection))
            told(Step.TABLES)
    finally:
        engine.dispose()


def keep_connection(folder: Path, target: Target) -> Path:
    """Writes the connection into the user's settings, with a copy of its root certificate.

    No login and no password is written. Returns the settings' file. Raises ``Refusal`` where it cannot.
    """
    certificate = ""
    if target.certificate:
        source, copy = Path(target.certificate).expanduser(), folder / CERTIFICATE_NAME
        connecting.trust(str(source))
        folder.mkdir(parents=True, exist_ok=True)
        if source.resolve() != copy.resolve():
            shutil.copyfile(source, copy)
        certificate = str(copy)
    return save_connection(folder, target.address, certificate)


def keep_embedded(folder: Path) -> Path:
    """Writes that this desk works alone, on a database of its own."""
    return save_connection(folder, f"sqlite:///{folder / 'diwan.db'}", "")


def _not_prepared(name: str) -> Refusal:
    return Refusal.one(
        "not_prepared",
        f"القاعدة «{name}» ليست قاعدة ديوان أو لم تُهيّأ بعد؛ على مدير الخادم تنفيذ diwan db init.",
        f"The database '{name}' is none of Diwan's or not prepared yet; its administrator must run"
        " diwan db init.",
        field="database",
    )


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        labels = name.rstrip(".").split(".")
        return len(name) <= 253 and all(
            part and len(part) <= 63 and all(c.isalnum() or c in "-_" for c in part) for part in labels
        )
    return True
