"""From a login and a password to a session; on worker threads only.

Everything that a database needs is imported when it is opened: the sign-in shows before that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.base.clock import Clock
from desktop.base.config import Config
from desktop.base.text import Text
from desktop.models.records.people import Actor

if TYPE_CHECKING:
    from desktop.cli.workplace import Workplace
    from desktop.usecases.access import AccessBook
    from desktop.usecases.queues import Queue
    from desktop.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in, and the workplace that they work at."""

    workplace: Workplace
    session: Session
    actor: Actor
    queues: tuple[Queue, ...]
    name: Text
    password_ends: datetime | None = None
    """When the password expires; ``None`` where it does not."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """The person's preferences that follow them to every workstation."""


class Door:
    """Opens the database of ``config``: an embedded one once, the central one for each person anew."""

    def __init__(self, config: Config, clock: Clock, *, demo: bool, strict: bool) -> None:
        self.config = config
        self._clock = clock
        self._demo = demo
        self._strict = strict
        self._embedded: Workplace | None = None
        self._book: AccessBook | None = None

    def prepare(self) -> bool:
        """Brings an embedded database to this program, and fills a demo's where it is empty.

        Returns whether it still needs its first administrator.
        """
        if not self.config.is_embedded:
            _load_central()
            return False
        from desktop.app.demo_data import fill_demo
        from desktop.usecases.setup import has_administrator

        if self._demo:
            fill_demo(self.config, self._clock)
        return not has_administrator(self._own().database)

    def make_first(self, login: str, name_ar: str, name_en: str, password: str) -> None:
        """Makes the first administrator of an embedded database."""
        from desktop.usecases.setup import first_administrator

        first_administrator(self._own().database, login, name_ar, name_en, password)

    def enter(self, login: str, password: str) -> Entered:
        """The session of ``login``.

        Raises ``Refusal`` (field ``password``) for a wrong login or password, ``Refusal`` (field ``version``)
        where program and database do not work together, and ``Outage`` where the database does not answer.
        """
        if self.config.is_embedded:
            workplace = self._own()
            return self._noting(_entered(workplace, workplace.session(login), password))
        from desktop.app.sql_guard import watch
        from desktop.cli.workplace import open_central

        workplace = open_central(self.config, self._clock, login, password)
        watch(workplace.database, strict=self._strict)
        session = workplace.session(login)
        try:
            return self._noting(_entered(workplace, session, password))
        except Exception:
            workplace.database.close()
            raise

    def leave(self, workplace: Workplace) -> None:
        """Gives back what ``enter`` opened for one person, once what they saw is noted."""
        if self._book is not None:
            self._book.close()
            self._book = None
        if workplace is not self._embedded:
            workplace.database.close()

    def close(self) -> None:
        """Gives everything back."""
        if self._book is not None:
            self._book.close()
            self._book = None
        if self._embedded is not None:
            self._embedded.database.close()

    def _noting(self, entered: Entered) -> Entered:
        """From here on it is noted what this person sees."""
        from desktop.usecases.access import AccessBook

        self._book = AccessBook(entered.session)
        return replace(entered, session=replace(entered.session, looks=self._book))

    def _own(self) -> Workplace:
        if self._embedded is None:
            from desktop.app.sql_guard import watch
            from desktop.cli.workplace import open_embedded

            workplace = open_embedded(self.config, self._clock)
            watch(workplace.database, strict=self._strict)
            self._embedded = workplace
        return self._embedded


def _load_central() -> None:
    """Loads what signing in needs, so that it is there when somebody has typed a password."""
    import psycopg
    import sqlalchemy.dialects.postgresql.psycopg

    from desktop.cli import workplace
    from desktop.usecases import access, casework, preferences, versions

    del psycopg, sqlalchemy, workplace, access, casework, preferences, versions


def _entered(workplace: Workplace, session: Session, password: str) -> Entered:
    from desktop.usecases.casework import present
    from desktop.usecases.preferences import my_preferences
    from desktop.usecases.session import password_warning, sign_in
    from desktop.usecases.versions import check_versions

    check_versions(session)
    actor = sign_in(session, password)
    here = present(session)
    name = here.names.get(actor.login, Text(actor.name, actor.name))
    return Entered(
        workplace, session, actor, here.queues, name, password_warning(session), my_preferences(session)
    )
