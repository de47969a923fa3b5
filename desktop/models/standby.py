"""Reports read from a server that follows the main one, so that counting a month holds up nobody's work.

The setting ``reports`` names it. It is asked as the same person, under the same row policies; where it does
not answer, is no standby, or is too far behind, the main server is asked and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection, text

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.database import Database

MOST_BEHIND = timedelta(minutes=15)
"""A standby that is further behind is not asked."""

_WRITTEN = text("SELECT CAST(pg_current_wal_lsn() AS text)")
# What the main server wrote is here: nothing is missing, however long ago the last change was.
_BEHIND = text(
    "SELECT pg_is_in_recovery(),"
    " CASE WHEN pg_last_wal_replay_lsn() >= CAST(:written AS pg_lsn) THEN 0"
    " ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END"
)
_NO_STANDBY = Text("العنوان المذكور ليس خادماً تابعاً.", "The address that is set is no standby.")
_AWAY = Text("الخادم التابع لا يجيب.", "The standby does not answer.")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report was read: on the ``standby``, ``behind`` the main server by so much, or on the main one.

    ``behind`` is ``None`` where it is not known; ``trouble`` says why the standby was not asked although one
    is set.
    """

    standby: bool = False
    behind: timedelta | None = None
    trouble: Text | None = None

    @property
    def note(self) -> Text | None:
        """What a reader of the report should know; ``None`` where there is nothing to say."""
        if self.trouble is not None:
            return Text(
                f"قُرئت الأرقام من الخادم الرئيسي: {self.trouble.ar}",
                f"Read from the main server: {self.trouble.en}",
            )
        if not self.standby:
            return None
        if self.behind is None:
            return Text("قُرئت الأرقام من الخادم التابع.", "Read from the standby.")
        seconds = round(self.behind.total_seconds())
        if not seconds:
            return Text(
                "قُرئت الأرقام من الخادم التابع، وهي مطابقة للرئيسي.",
                "Read from the standby, which lacks nothing.",
            )
        return Text(
            f"قُرئت الأرقام من الخادم التابع، متأخرة عن الرئيسي {_span(seconds).ar}.",
            f"Read from the standby, which is {_span(seconds).en} behind.",
        )


MAIN = Source()
"""The main server, where no standby is set."""


def report(database: Database, work: Callable[[Connection], Found]) -> tuple[Found, Source]:
    """What ``work`` reads, on the standby where one is set and does, else on the main server.

    ``work`` only reads, and may be done twice: a standby that ends a long query is left for the main server.
    """
    if database.standby is None:
        with database.reading() as connection:
            return work(connection), MAIN
    try:
        with database.standby.reading() as connection:
            source = _judged(connection, _written(database))
            if source.standby:
                return work(connection), source
    except Outage:
        source = Source(trouble=_AWAY)
    except Refusal as refusal:
        # It may not have heard of the account yet, or the certificate is wrong: the main server judges.
        source = Source(trouble=refusal.text)
    with database.reading() as connection:
        return work(connection), source


def standby_state(database: Database) -> Source | None:
    """How the standby does; ``None`` where none is set."""
    return report(database, lambda _connection: None)[1] if database.standby is not None else None


def _written(database: Database) -> str | None:
    """How far the main server has written; ``None`` where it does not answer: reports go on without it."""
    try:
        with database.reading() as connection:
            written: str = connection.execute(_WRITTEN).scalar_one()
            return written
    except Outage:
        return None


def _judged(connection: Connection, written: str | None) -> Source:
    follows, seconds = connection.execute(_BEHIND, {"written": written}).one()
    if not follows:
        return Source(trouble=_NO_STANDBY)
    behind = None if seconds is None else timedelta(seconds=max(0.0, float(seconds)))
    # With the main server away, an old copy is more than nothing.
    if written is not None and behind is not None and behind > MOST_BEHIND:
        late = _span(round(behind.total_seconds()))
        return Source(
            behind=behind,
            trouble=Text(f"الخادم التابع متأخر {late.ar}.", f"The standby is {late.en} behind."),
        )
    return Source(True, behind)


def _span(seconds: int) -> Text:
    if seconds < 120:
        return Text(f"{seconds} ثانية", f"{seconds} seconds")
    return Text(f"{seconds // 60} دقيقة", f"{seconds // 60} minutes")
