"""The demo: made-up accounts and applications in every state, played through the real use-cases."""

from __future__ import annotations

import shutil
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlalchemy import select

from desktop.base.clock import FixedClock, amman_date
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.registers import EmbeddedRegisters
from desktop.gateways.sms import EmbeddedSms
from desktop.models.database import Database
from desktop.models.records.people import Job
from desktop.models.tables.applications import cases
from desktop.usecases import office
from desktop.usecases.demo import courses, exams, licences
from desktop.usecases.demo.further import happenings, load_registers
from desktop.usecases.demo.people import (
    ACCOUNTS,
    ADMINISTRATOR,
    CONTACTS,
    PASSWORD,
    SIGNATORIES,
    DemoAccount,
)
from desktop.usecases.demo.player import FIRST_DAY, OneTransaction, Player
from desktop.usecases.keys import init_signing_key, load_signing_key
from desktop.usecases.session import Session
from desktop.usecases.setup import first_administrator, has_administrator, prepare_embedded
from desktop.usecases.worker import Gateways
from desktop.workflows.registry import Registry

__all__ = ["ACCOUNTS", "PASSWORD", "DemoAccount", "fill", "make_accounts"]

_WORKSTATION = "demo"
_UNKNOWN_NUMBER, _UNKNOWN_AMOUNT = "700412358196", Decimal("75.000")


def fill(database: Database, registry: Registry, data_folder: Path, now: datetime, seed: int = 2026) -> bool:
    """Makes the demo of the five weeks up to ``now`` (aware) in an embedded database; False if not empty.

    All of it is one transaction: a demo is whole or not there. The embedded gateways' files go to
    ``data_folder/gateways`` and the key that seals letters to ``data_folder``.
    """
    prepare_embedded(database, registry)
    unfinished = data_folder / "gateways" / ".demo-unfinished"
    if not _is_empty(database):
        unfinished.unlink(missing_ok=True)
        return False
    _begin_files(unfinished)
    clock = FixedClock(now)
    folder = data_folder / "gateways"
    key = load_signing_key(data_folder) or init_signing_key(data_folder)
    gateways = Gateways(
        EmbeddedSms(folder / "sms", clock), EmbeddedPayments(folder / "payments", clock), None, key
    )
    with database.writing() as connection:
        inner = OneTransaction(database, registry, clock, connection)
        registers = EmbeddedRegisters(folder / "registers")
        load_registers(registry, registers)
        player = Player(inner, registry, gateways, clock, now, seed, registers)
        clock.set(player.days.moment(FIRST_DAY, 0.0))
        make_accounts(inner, registry)
        player.play(
            (
                (player.days.moment(4, 0.4), partial(_delegate, inner, registry, player)),
                (player.days.moment(3, 0.7), partial(player.pay, _UNKNOWN_NUMBER, _UNKNOWN_AMOUNT)),
                *happenings(player.session, player.days),
                *licences.happenings(player.session, player.days, player.pay),
                *courses.happenings(player.session, player.days, player.pay),
                *exams.happenings(player.session, player.days, player.pay),
            )
        )
    unfinished.unlink()
    return True


def _is_empty(database: Database) -> bool:
    if has_administrator(database):
        return False
    with database.reading() as connection:
        return connection.execute(select(cases.c.id).limit(1)).first() is None


def _begin_files(unfinished: Path) -> None:
    """Clears away the files of a demo that was interrupted: their moments belong to another present."""
    if unfinished.exists():
        for name in ("sms", "payments"):
            shutil.rmtree(unfinished.parent / name, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.touch()


def make_accounts(database: Database, registry: Registry) -> None:
    """The made-up accounts, with what each may do from the database's today on."""
    admin = next(account for account in ACCOUNTS if account.login == ADMINISTRATOR)
    first_administrator(database, admin.login, admin.name.ar, admin.name.en, PASSWORD)
    session = Session(database, registry, ADMINISTRATOR, _WORKSTATION)
    today = amman_date(database.clock.now())
    for account in ACCOUNTS:
        if account is admin:
            continue
        office.create_staff(session, account.login, account.name.ar, account.name.en, PASSWORD)
        office.grant(session, account.login, account.department, account.job, today)
        for name in account.authorities:
            office.authority(session, account.login, name, today)
    for department in office.office_view(session).departments:
        if department.code in SIGNATORIES:
            own = (department.contact_name, department.contact_phone, department.contact_hours)
            name, phone, hours = CONTACTS.get(department.code, own)
            office.change_department(
                session,
                department.code,
                name_ar=department.name.ar,
                name_en=department.name.en,
                letter_prefix=department.letter_prefix,
                hosts_training=department.hosts_training,
                decides_hosting=department.decides_hosting,
                contact_name=name,
                contact_phone=phone,
                contact_hours=hours,
                signatory_name=SIGNATORIES[department.code],
                signatory_title=department.signatory_title,
            )


def _delegate(database: Database, registry: Registry, player: Player) -> None:
    """A supervisor is away this week; a clerk stands in (COM-15)."""
    session = Session(database, registry, "huda", "HR-05")
    first, last = player.days.date_of(3), player.days.date_of(-3)
    office.delegate(session, "samir", "omar", "hr", Job.SUPERVISOR, first, last, "إجازة سنوية")
