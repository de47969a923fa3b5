"""``diwan settings``: what holds for every desk and worker, kept in the database, set by administrators."""

from __future__ import annotations

import argparse
import getpass
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from desktop.base import secrets
from desktop.base.clock import amman_date
from desktop.base.errors import Refusal
from desktop.cli.chosen import working_login
from desktop.cli.output import plain, print_json
from desktop.cli.workplace import open_workplace
from desktop.models.gateway_rules import GATEWAYS
from desktop.usecases.gateway_settings import as_toml, change_gateway, drop_gateway, list_gateways
from desktop.usecases.office import change_setting, office_view
from desktop.usecases.office.view import Standing
from desktop.usecases.session import Session


def settings(options: argparse.Namespace) -> int:
    """Shows, sets, loads or drops settings that every desk and worker shares.

    ``set NAME VALUE`` changes a period, a window or a percentage from a day on; ``load FILE`` takes over the
    gateways' tables of a TOML file; ``drop GATEWAY`` has it write files again. ``secret NAME`` keeps a secret
    in this machine's keyring, and nowhere else.
    """
    if options.what == "secret":
        return _keep_secret(_named(options, "NAME"))
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        if options.what == "set":
            _set(session, _named(options, "NAME"), str(options.value or ""), options.first)
        elif options.what == "load":
            for name, table in _tables(_named(options, "FILE")).items():
                change_gateway(session, name, table)
        elif options.what == "drop":
            drop_gateway(session, _named(options, "GATEWAY"))
        _show(session, as_json=options.json)
    return 0


def _keep_secret(name: str) -> int:
    """Asks for the secret ``name``, which the settings only name; an empty one is forgotten."""
    typed = getpass.getpass(f"{name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if typed:
        secrets.remember(name, typed)
    else:
        secrets.forget(name)
    return 0


def _set(session: Session, name: str, value: str, first: str) -> None:
    if first:
        try:
            day = date.fromisoformat(first)
        except ValueError as error:
            raise Refusal.one(
                "day",
                "تاريخ غير صالح؛ مثال: 2026-12-01.",
                "Not a day; write it as 2026-12-01.",
                field="--from",
            ) from error
    else:
        with session.database.reading() as connection:
            day = amman_date(session.database.now(connection))
    change_setting(session, name, value, day)


def _show(session: Session, *, as_json: bool) -> None:
    view = office_view(session)
    values = [row for row in view.settings if row.standing is not Standing.PAST]
    gateways = {one.name: one.settings for one in list_gateways(session)}
    if as_json:
        print_json(
            {
                "settings": [
                    {
                        "name": row.setting.name,
                        "value": row.value,
                        "unit": row.setting.unit,
                        "from": plain(row.valid_from),
                        "label": row.setting.label,
                    }
                    for row in values
                ],
                "gateways": gateways,
            }
        )
        return
    for row in values:
        since = f" ({row.valid_from.isoformat()})" if row.valid_from else ""
        print(f"# {row.setting.label.ar} | {row.setting.label.en}")
        print(f"{row.setting.name} = {row.value} {row.setting.unit}{since}")
    files = "# ملفات في مجلد الخدمة الخلفية | files in the worker's folder\n"
    for name, kept in gateways.items():
        print(f"\n[{name}]\n{as_toml(kept, name) if kept else files}", end="")


def _named(options: argparse.Namespace, what: str) -> str:
    if not options.name:
        raise Refusal.one(
            "missing",
            f"ينقص: {what}.",
            f"{what} is missing: diwan settings {options.what} {what}.",
            field=what,
        )
    return str(options.name)


def _tables(file: str) -> dict[str, Mapping[str, object]]:
    """The gateways' tables of a TOML file: ``[sms]`` or, as in older settings files, ``[gateways.sms]``."""
    try:
        found = tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal.one(
            "file",
            f"ملف الإعدادات {file} غير مقروء: {error}.",
            f"The settings file {file}: {error}.",
            field="FILE",
        ) from error
    inner = found.get("gateways", found)
    tables = {
        name: table
        for name, table in (inner.items() if isinstance(inner, Mapping) else ())
        if name in GATEWAYS and isinstance(table, Mapping)
    }
    if not tables:
        listed = ", ".join(f"[{name}]" for name in GATEWAYS)
        raise Refusal.one(
            "file",
            f"لا توجد في {file} جداول بوابات: {listed}.",
            f"{file} has no gateway's table: {listed}.",
            field="FILE",
        )
    return tables
