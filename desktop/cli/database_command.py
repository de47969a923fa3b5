"""``diwan db``: makes, upgrades or checks a database, embedded or central."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from sqlalchemy.engine import URL, make_url

from desktop.base.errors import Refusal
from desktop.cli.chosen import clock_of, config_of
from desktop.cli.output import print_json
from desktop.cli.workplace import open_embedded
from desktop.models.install import NewLogin
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.audit import audit
from desktop.usecases.setup import first_administrator, has_administrator
from desktop.usecases.upkeep import Health, check_central, health, make_central
from desktop.workflows.registry import load

ADMIN_PASSWORD = "DIWAN_ADMIN_PASSWORD"  # noqa: S105  the variable's name
WORKER_PASSWORD = "DIWAN_WORKER_PASSWORD"  # noqa: S105
PORTAL_PASSWORD = "DIWAN_PORTAL_PASSWORD"  # noqa: S105


def database(options: argparse.Namespace) -> int:
    """Makes (``init``), upgrades or checks the database; exit status 1 where a check finds something wrong.

    For a central database ``--db`` names a superuser, whose password stands in the address, in PGPASSWORD,
    or is asked for. Doing ``init`` or ``upgrade`` again is harmless.
    """
    config = config_of(options)
    if config.is_embedded:
        return _embedded(options)
    return _central(options, _with_password(make_url(config.database_url)))


def _embedded(options: argparse.Namespace) -> int:
    config = config_of(options)
    workplace = open_embedded(config, clock_of(options, config))
    try:
        base = workplace.database
        if options.what == "init" and options.admin_login and not has_administrator(base):
            login = str(options.admin_login)
            first_administrator(base, login, login, login, _secret(login, ADMIN_PASSWORD))
        with base.reading() as connection:
            found = health(connection, workplace.registry)
        if options.what != "check":
            print_json(found)
            return 0
        record = audit(workplace.session(WORKER_LOGIN))
        print_json({"database": found, "record": record})
        return 0 if found.passed and record.passed else 1
    finally:
        workplace.database.close()


def _central(options: argparse.Namespace, url: URL) -> int:
    registry = load()
    if options.what != "check":
        accounts: list[NewLogin | None] = [None, None, None]
        if options.what == "init":
            accounts = [
                _account(options.admin_login, ADMIN_PASSWORD, "مدير النظام", "Administrator"),
                _account(options.worker_login, WORKER_PASSWORD, "ديوان", "Diwan"),
                _account(options.portal_login, PORTAL_PASSWORD, "البوابة", "Portal"),
            ]
        make_central(url, registry, *accounts)
    found: Health = check_central(url, registry)
    print_json(found)
    return 1 if options.what == "check" and not found.passed else 0


def _with_password(url: URL) -> URL:
    """The superuser's address; where no password is given, the server's own rules may need none."""
    if not url.username:
        raise Refusal.one(
            "login",
            "اذكر حساب مدير الخادم في العنوان: postgresql://postgres@HOST/NAME.",
            "Name the server's superuser in the address: postgresql://postgres@HOST/NAME.",
            field="--db",
        )
    if url.password or os.environ.get("PGPASSWORD") or not sys.stdin.isatty():
        return url
    return url.set(password=getpass.getpass(f"{url.username}@{url.host}: "))


def _account(login: str | None, variable: str, name_ar: str, name_en: str) -> NewLogin | None:
    """A first account; one that nobody names, or that was given no password, is not made."""
    if not login or not (os.environ.get(variable) or sys.stdin.isatty()):
        return None
    return NewLogin(login, name_ar, name_en, _secret(login, variable))


def _secret(login: str, variable: str) -> str:
    """The password of a new account: from the environment, or typed twice."""
    kept = os.environ.get(variable)
    if kept:
        return kept
    if not sys.stdin.isatty():
        raise Refusal.one(
            "password",
            f"لا توجد كلمة سر للحساب {login}؛ ضعها في المتغير {variable}.",
            f"There is no password for {login}; set {variable}.",
            field=variable,
        )
    first, second = getpass.getpass(f"{login}: "), getpass.getpass(f"{login} (2): ")
    if first != second:
        raise Refusal.one("password", "كلمتا السر مختلفتان.", "The two passwords differ.", field="password")
    return first
