"""What the options of a command choose: settings, clock, account. Imports little: the desk starts here."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.base.clock import Clock, FixedClock, SystemClock, parse_moment
from desktop.base.config import Config, load_config
from desktop.base.errors import Refusal
from desktop.models.records.people import WORKER_LOGIN

DEMO_FOLDER = "demo"


def moment_of(options: argparse.Namespace, config: Config) -> datetime | None:
    """The moment that ``--at`` names, on an embedded database only; ``None`` where it is not given."""
    if not options.at:
        return None
    if not config.is_embedded:
        raise Refusal.one(
            "at",
            "لا يُضبط الوقت إلا على قاعدة بيانات مضمّنة.",
            "--at sets the clock on an embedded database only.",
            field="--at",
        )
    return typed_moment(options.at, "--at")


def typed_moment(typed: str, option: str) -> datetime:
    """A moment typed as the value of ``option``; refuses naming the option."""
    try:
        return parse_moment(typed)
    except (ValueError, OverflowError) as error:
        raise Refusal.one(
            "moment",
            "وقت غير صالح؛ مثال: 2026-11-24T09:00.",
            "Not a moment; write it as 2026-11-24T09:00.",
            field=option,
        ) from error


def clock_of(options: argparse.Namespace, config: Config) -> Clock:
    """The clock of one command: it stands at ``--at`` where that is given."""
    at = moment_of(options, config)
    return FixedClock(at) if at else SystemClock()


def config_of(options: argparse.Namespace) -> Config:
    """The settings, with what the options override."""
    folder = Path(options.data) if options.data else None
    return load_config(folder, options.db or "")


def demo_of(config: Config) -> Config:
    """The settings of the demo that lies in the data folder of ``config``, apart from real work.

    The gateways of the workstation's settings are real ones: nothing of the demo may reach them.
    """
    folder = config.data_folder / DEMO_FOLDER
    return replace(config, data_folder=folder, database=f"sqlite:///{folder / 'diwan.db'}", gateways={})


def working_config(options: argparse.Namespace) -> Config:
    """The settings that a command works with: where there is only a demo, the demo's."""
    config = config_of(options)
    demo = demo_of(config)
    own = config.data_folder / "diwan.db"
    if not config.database and not own.exists() and (demo.data_folder / "diwan.db").exists():
        return demo
    return config


def working_login(options: argparse.Namespace) -> str:
    """The account that a command works as: ``--as``, else the worker's."""
    return str(getattr(options, "login", "") or WORKER_LOGIN)


def named_file(options: argparse.Namespace) -> Path:
    """The file or folder given to a command of ``diwan db``; refuses (field ``FILE``) where there is none."""
    if not options.file:
        raise Refusal.one(
            "file",
            f"اذكر الملف أو المجلد: diwan db {options.what} FILE.",
            f"Name the file or folder: diwan db {options.what} FILE.",
            field="FILE",
        )
    return Path(options.file)
