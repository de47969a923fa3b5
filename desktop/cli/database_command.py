"""``diwan db``: makes, upgrades or checks a database, embedded or central."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from sqlalchemy.engine import URL

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.cli import archive_command, upkeep_commands
from desktop.cli.chosen import clock_of, config_of
from desktop.cli.output import print_json
from desktop.cli.workplace import open_embedded
from desktop.models.connecting import secured
from desktop.models.install import NewLogin
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.audit import audit
from desktop.usecases.office.staff import check_new_account
from desktop.usecases.preparing import Logins, Stage, plan_central
from desktop.usecases.setup import first_administrator, has_administrator
from desktop.usecases.upkeep import Health, check_central, health, make_central
from desktop.workflows.registry import Registry, load

ADMIN_PASSWORD = "DIWAN_ADMIN_PASSWORD"  # noqa: S105  the variable's name
WORKER_PASSWORD = "DIWAN_WORKER_PASSWORD"  # noqa: S105
PORTAL_PASSWORD = "DIWAN_PORTAL_PASSWORD"  # noqa: S105


_COPYING = {
    "backup": upkeep_commands.backup_command,
    "restore": upkeep_commands.restore_command,
    "move": upkeep_commands.move_command,
    "archive": archive_command.archive_command,
    "put-away": archive_command.put_away_command,
    "bring-back": archive_command.bring_back_command,
    "documents": archive_command.documents_command,
}


def database(options: argparse.Namespace) -> int:
    """Makes (``init``), upgrades, checks, backs up, restores, moves or archives the database.

    Exit status 1 where a check finds something wrong; ``check FILE`` reads a backup instead.

    For a central database ``--db`` names a superuser, whose password stands in the address, in PGPASSWORD,
    or is asked for. ``init`` first says what it will do. Doing ``init`` or ``upgrade`` again is harmless.
    """
    config = config_of(options)
    if options.what == "check" and options.file:
        return upkeep_commands.check_command(options)
    if options.what in _COPYING:
        if config.is_embedded:
            return _COPYING[options.what](options, upkeep_commands.embedded_target(options))
        return _COPYING[options.what](
            options, _with_password(secured(config.database_url, config.certificate))
        )
    if config.is_embedded:
        return _embedded(options)
    return _central(options, _with_password(secured(config.database_url, config.certificate)))


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
    if options.what == "init" and not _init_central(options, url, registry):
        return 0
    if options.what == "upgrade":
        make_central(url, registry, None, None, None, create=False)
    found: Health = check_central(url, registry)
    stored = archive_command.store_check(options, url) if options.what == "check" else None
    print_json(found if stored is None else {"database": found, "documents": stored})
    passed = found.passed and (stored is None or stored.passed)
    return 1 if options.what == "check" and not passed else 0


def _init_central(options: argparse.Namespace, url: URL, registry: Registry) -> bool:
    """Makes the central database; ``False`` where only the plan was wanted, or nobody agreed to it."""
    logins = Logins(options.admin_login or "", options.worker_login or "", options.portal_login or "")
    folder = None if options.no_key else config_of(options).data_folder
    stages = plan_central(url, registry, logins, folder)
    _tell(url, stages)
    if options.plan or not _agreed(options):
        return False
    there = {stage.key for stage in stages if stage.done}
    administrator = worker = portal = None
    if logins.administrator and "administrator" not in there:
        administrator = _administrator(logins.administrator)
    # These two need none: the worker logs in on the server as the system's account of that name.
    if logins.worker and "worker" not in there:
        worker = NewLogin(
            logins.worker, "ديوان", "Diwan", _secret(logins.worker, WORKER_PASSWORD, must=False)
        )
    if logins.portal and "portal" not in there:
        secret = _secret(logins.portal, PORTAL_PASSWORD, must=False)
        portal = NewLogin(logins.portal, "البوابة", "Portal", secret)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    make_central(url, registry, administrator, worker, portal, folder)
    return True


def _tell(url: URL, stages: tuple[Stage, ...]) -> None:
    """Prints, to the side of what programs read, what will be done where."""
    place = f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}/{url.database}"
    print(f"diwan: على {place} سيُنفَّذ كله أو لا شيء | on {place}, all of it or nothing:", file=sys.stderr)
    for number, stage in enumerate(stages, 1):
        ar, en = ("  (موجود)", "  (is there)") if stage.done else ("", "")
        print(f"  {number}. {stage.text.ar}{ar} | {stage.text.en}{en}", file=sys.stderr)


def _agreed(options: argparse.Namespace) -> bool:
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise Refusal.one(
            "yes",
            "أضف ‎--yes لتنفيذ ذلك، أو ‎--plan للعرض فقط.",
            "Add --yes to do this, or --plan to be told only.",
            field="--yes",
        )
    print("نعم للتنفيذ | go on? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "ن", "نعم")


def _administrator(login: str) -> NewLogin:
    """The first administrator; the login and the password are judged as the desk judges them."""
    name = Text("مدير النظام", "Administrator")
    secret = _secret(login, ADMIN_PASSWORD)
    check_new_account(login, name.ar, name.en, secret)
    return NewLogin(login, name.ar, name.en, secret)


def _with_password(url: URL) -> URL:
    """The superuser's address; where no password is given, the server's own rules may need none."""
    if not url.username:
        raise Refusal.one(
            "login",
            "اذكر حساب مدير الخادم في العنوان: postgresql://postgres@HOST/NAME.",
            "Name the server's superuser in the address: postgresql://postgres@HOST/NAME.",
            field="--db",
        )
    # Through the server's own socket the system's account is proof enough, as Debian sets it up.
    on_socket = not url.host and not os.environ.get("PGHOST")
    if url.password or os.environ.get("PGPASSWORD") or on_socket or not sys.stdin.isatty():
        return url
    return url.set(password=getpass.getpass(f"{url.username}@{url.host}: "))


def _secret(login: str, variable: str, *, must: bool = True) -> str:
    """The password of a new account: from the environment, or typed twice; empty where it ``must`` not be."""
    kept = os.environ.get(variable)
    if kept:
        return kept
    if not sys.stdin.isatty():
        if not must:
            return ""
        raise Refusal.one(
            "password",
            f"لا توجد كلمة سر للحساب {login}؛ ضعها في المتغير {variable}.",
            f"There is no password for {login}; set {variable}.",
            field=variable,
        )
    none = "" if must else "، فارغة: بلا كلمة سر | empty: none"
    first = getpass.getpass(f"{login} (كلمة السر | password{none}): ")
    second = getpass.getpass(f"{login} (2): ") if first else ""
    if first != second:
        raise Refusal.one("password", "كلمتا السر مختلفتان.", "The two passwords differ.", field="password")
    return first
