"""What the making of the central database will do, told before it is done: ``diwan db init``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.engine import URL

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH
from desktop.models.migrations import newest_revision, present_revision
from desktop.models.security import files
from desktop.models.tables.office import department
from desktop.models.tables.rules import service_definition
from desktop.usecases.keys import key_file, load_signing_key
from desktop.workflows.registry import Registry

OLDEST_SERVER = 15
"""The oldest PostgreSQL that Diwan's rules are written for."""

_ROLE = re.compile(r"^\s*\('(diwan_\w+)', 'NOLOGIN", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that will be done; ``done`` where it is there already and stays as it is."""

    key: str
    text: Text
    done: bool = False


@dataclass(frozen=True, slots=True)
class Logins:
    """The accounts to be made, by name; empty for none."""

    administrator: str = ""
    worker: str = ""
    portal: str = ""


@dataclass(frozen=True, slots=True)
class _Server:
    roles: frozenset[str]
    version: str = ""
    services: frozenset[str] = frozenset()
    base_data: bool = False
    administrators: int = 0
    is_made: bool = True


def plan_central(url: URL, registry: Registry, logins: Logins, key_folder: Path | None) -> tuple[Stage, ...]:
    """What ``upkeep.make_central`` would do at ``url`` (a superuser's), in its order; nothing is changed.

    Raises ``Refusal`` (field ``--db``) where the server is too old, the account is no superuser or an
    existing database is not in UTF-8, (``--admin-login``) where nobody administers and nobody is named, and
    ``Outage`` where the server does not answer.
    """
    with outages():
        found = _look(url)
    if not logins.administrator and not found.administrators:
        raise Refusal.one(
            "no_administrator",
            "اذكر اسم دخول أول مدير للنظام: --admin-login.",
            "Name the login of the first administrator: --admin-login.",
            field="--admin-login",
        )
    missing = [role for role in role_names() if role not in found.roles]
    newest = newest_revision()
    unsynced = sorted(set(registry) - found.services)
    stages = [
        Stage(
            "database",
            Text(f"إنشاء قاعدة البيانات {url.database}", f"Make the database {url.database} (UTF-8)"),
            found.is_made,
        ),
        Stage(
            "roles",
            Text(
                f"إنشاء الأدوار: {'، '.join(missing or role_names())}",
                f"Make the roles {', '.join(missing or role_names())}",
            ),
            not missing,
        ),
        Stage("tables", _tables(found.version, newest), found.version == newest),
        Stage(
            "rules",
            Text(
                "تطبيق الدوال والمشغّلات وسياسات الصفوف والصلاحيات، وسحب ما يمنحه PostgreSQL للجميع",
                "Apply the functions, triggers, row policies and privileges; take away what PostgreSQL gives"
                " to everybody",
            ),
        ),
        *_accounts(logins, found),
        Stage(
            "services",
            Text(
                f"كتابة تعريفات الخدمات: {'، '.join(sorted(registry))}",
                f"Write the services {', '.join(sorted(registry))}",
            ),
            not unsynced and found.version == newest,
        ),
        Stage(
            "base_data",
            Text(
                "كتابة البيانات المرجعية الأولى (الدوائر والرسوم والدورات والعطل) حيث لا توجد",
                "Write the first reference data (departments, fees, courses, holidays) where there is none",
            ),
            found.base_data,
        ),
    ]
    if key_folder is not None:
        path = key_file(key_folder)
        stages.append(
            Stage(
                "key",
                Text(f"إنشاء مفتاح توقيع الكتب: {path}", f"Make the key that seals letters: {path}"),
                load_signing_key(key_folder) is not None,
            )
        )
    return tuple(stages)


def role_names() -> tuple[str, ...]:
    """The roles that every server needs, as the first file of the rules makes them."""
    return tuple(_ROLE.findall(dict(files())["01_roles.sql"]))


def _tables(version: str, newest: str) -> Text:
    if not version:
        return Text(f"إنشاء الجداول (الإصدار {newest})", f"Make the tables (version {newest})")
    return Text(
        f"ترقية الجداول من {version} إلى {newest}", f"Bring the tables from version {version} to {newest}"
    )


def _accounts(logins: Logins, found: _Server) -> list[Stage]:
    wanted = (
        ("administrator", logins.administrator, "أول مدير للنظام", "the first administrator"),
        ("worker", logins.worker, "حساب الخدمة الخلفية", "the worker's account"),
        ("portal", logins.portal, "حساب البوابة", "the portal's account"),
    )
    return [
        Stage(key, Text(f"إنشاء {ar}: {login}", f"Make {en}: {login}"), login in found.roles)
        for key, login, ar, en in wanted
        if login
    ]


def _look(url: URL) -> _Server:
    """What is there: on the server, and in the database where it exists."""
    with _connected(url.set(database="postgres")) as connection:
        number: int = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
        if int(number) // 10_000 < OLDEST_SERVER:
            raise _unfit(
                f"الخادم PostgreSQL {int(number) // 10_000} قديم؛ يلزم {OLDEST_SERVER} أو أحدث.",
                f"The server is PostgreSQL {int(number) // 10_000}; {OLDEST_SERVER} or newer is needed.",
            )
        own = "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"
        if not connection.exec_driver_sql(own).scalar_one():
            raise _unfit(
                f"الحساب {url.username} ليس مدير الخادم (superuser).",
                f"The account {url.username} is no superuser of the server.",
            )
        roles = frozenset(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
        encoding = connection.execute(
            text("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = :name"),
            {"name": url.database},
        ).scalar_one_or_none()
    if encoding is None:
        return _Server(roles, is_made=False)
    if encoding != "UTF8":
        raise _unfit(
            f"قاعدة البيانات {url.database} بترميز {encoding}؛ يلزم UTF8.",
            f"The database {url.database} is in {encoding}; UTF8 is needed.",
        )
    with _connected(url) as connection:
        version = present_revision(connection)
        if not version:
            return _Server(roles)
        # Tables of an older version may lack columns: only what every version has is asked for.
        there = inspect(connection)
        services: frozenset[str] = frozenset()
        if there.has_table(service_definition.name):
            services = frozenset(connection.execute(select(service_definition.c.service)).scalars())
        admins = "SELECT count(*) FROM app.staff_grant WHERE job = 'admin' AND valid_to IS NULL"
        departments = connection.execute(select(department.c.code).limit(1)).first()
        return _Server(
            roles,
            version,
            services,
            base_data=departments is not None,
            administrators=connection.exec_driver_sql(admins).scalar_one(),
        )


def _connected(url: URL) -> Connection:
    engine = create_engine(secured(url), connect_args={"options": CENTRAL_PATH})
    connection = engine.connect()
    # The last connection given back takes the engine with it.
    connection.detach()
    engine.dispose()
    return connection


def _unfit(ar: str, en: str) -> Refusal:
    return Refusal.one("server", ar, en, field="--db")
