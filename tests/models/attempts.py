"""Attempts on the central database, and what is there after them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from desktop.base.errors import Refusal
from desktop.models.records.people import SENIOR_MANAGEMENT
from desktop.models.records.plan import Effect, EffectKind, StepPlan
from desktop.models.tables.office import delegation, staff_authority
from tests.models.databases import CentralDatabase
from tests.models.play import Play

DENIED = "42501"


def picture(central: CentralDatabase, case_id: int) -> list[Any]:
    """Every row of the case."""
    tables = ("case_event", "message", "deadline", "letter", "payment_request", "refund", "attachment")
    with central.connected() as connection:
        rows: list[Any] = list(
            connection.execute(text("SELECT * FROM app.cases WHERE id = :id"), {"id": case_id})
        )
        for table in tables:
            rows += connection.execute(
                text(f"SELECT * FROM app.{table} t WHERE t.case_id = :id ORDER BY t"), {"id": case_id}
            ).all()
    return rows


def everything(central: CentralDatabase) -> dict[str, Any]:
    """A digest of every row of every table."""
    with central.connected() as connection:
        tables = connection.execute(
            text("SELECT relname FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'")
        ).scalars()
        return {
            name: connection.exec_driver_sql(
                f"SELECT count(*), md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM app.\"{name}\" t"  # noqa: E501
            ).one()
            for name in tables
        }


def refused(central: CentralDatabase, login: str, statement: str, /, **values: object) -> str:
    """The SQLSTATE with which ``statement`` is refused to ``login``."""
    with pytest.raises(DBAPIError) as caught, central.connected(login) as connection:
        connection.execute(text(statement), values)
    code: str = caught.value.orig.sqlstate  # type: ignore[union-attr]
    return code


def refused_step(play: Play, login: str, plan: StepPlan) -> str:
    """The code of the refusal of ``plan`` to ``login``."""
    with pytest.raises(Refusal) as caught:
        play.carry_out(login, plan)
    return caught.value.code


def by_hand(play: Play, action: str, to_state: str, *effects: tuple[EffectKind, str]) -> StepPlan:
    """A plan that no engine decided."""
    case = play.file("clerk.hr").case
    return StepPlan(
        play.case_id, case.version, action, case.state, to_state,
        effects=tuple(Effect(kind, key) for kind, key in effects), workstation="psql",
    )  # fmt: skip


@contextmanager
def delegated(
    central: CentralDatabase, giver: str, taker: str, department: str, job: str, day: date
) -> Iterator[None]:
    """A delegation of one day, gone afterwards."""
    with central.connected() as connection:
        row = connection.execute(
            insert(delegation)
            .values(from_login=giver, to_login=taker, department=department, job=job,
                    first_day=day, last_day=day, reason="إجازة")
            .returning(delegation.c.id)
        ).scalar_one()  # fmt: skip
    try:
        yield
    finally:
        with central.connected() as connection:
            connection.execute(delegation.delete().where(delegation.c.id == row))


@contextmanager
def authorised(central: CentralDatabase, login: str, until: date | None = None) -> Iterator[None]:
    """Senior management's authority for ``login``, gone afterwards."""
    with central.connected() as connection:
        row = connection.execute(
            insert(staff_authority)
            .values(login=login, authority=SENIOR_MANAGEMENT, valid_from=date(2026, 1, 1), valid_to=until)
            .returning(staff_authority.c.id)
        ).scalar_one()
    try:
        yield
    finally:
        with central.connected() as connection:
            connection.execute(staff_authority.delete().where(staff_authority.c.id == row))
