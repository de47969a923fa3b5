"""From a login and a password to a session; on worker threads only.

Everything that a database needs is imported when it is opened: the sign-in shows before that.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.clock import Clock
from desktop.base.config import Config
from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.records.people import Actor

if TYPE_CHECKING:
    from desktop.cli.workplace import Workplace
    from desktop.usecases.queues import Queue
    from desktop.usecases.session import Session

_POSTGRES_PORT = 5432
_CONNECT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in, and the workplace that they work at."""

    workplace: Workplace
    session: Session
    actor: Actor
    queues: tuple[Queue, ...]
    name: Text


class Door:
    """Opens the database of ``config``: an embedded one once, the central one for each person anew."""

    def __init__(self, config: Config, clock: Clock, *, demo: bool, strict: bool) -> None:
        self.config = config
        self._clock = clock
        self._demo = demo
        self._strict = strict
        self._embedded: Workplace | None = None

    def prepare(self) -> bool:
        """Brings an embedded database to this program, and fills a demo's where it is empty.

        Returns whether it still needs its first administrator.
        """
        if not self.config.is_embedded:
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

        Raises ``Refusal`` (field ``password``) for a wrong login or password, and ``Outage`` where the
        database does not answer.
        """
        if self.config.is_embedded:
            workplace = self._own()
            session = workplace.session(login)
            return _entered(workplace, session, password)
        from desktop.app.sql_guard import watch
        from desktop.cli.workplace import open_central

        workplace = open_central(self.config, self._clock, login, password)
        watch(workplace.database, strict=self._strict)
        session = workplace.session(login)
        try:
            return _entered(workplace, session, password)
        except Outage as outage:
            workplace.database.close()
            raise self._judged(outage) from outage
        except Exception:
            workplace.database.close()
            raise

    def leave(self, workplace: Workplace) -> None:
        """Gives back what ``enter`` opened for one person."""
        if workplace is not self._embedded:
            workplace.database.close()

    def close(self) -> None:
        """Gives everything back."""
        if self._embedded is not None:
            self._embedded.database.close()

    def _own(self) -> Workplace:
        if self._embedded is None:
            from desktop.app.sql_guard import watch
            from desktop.cli.workplace import open_embedded

            workplace = open_embedded(self.config, self._clock)
            watch(workplace.database, strict=self._strict)
            self._embedded = workplace
        return self._embedded

    def _judged(self, outage: Outage) -> Exception:
        """What an unanswered sign-in means: the server refuses the person, or there is no server."""
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import OperationalError

        cause = outage.__cause__
        said = str(cause.orig) if isinstance(cause, OperationalError) else ""
        if "password authentication failed" in said or "no password supplied" in said:
            return Refusal.one(
                "sign_in",
                "اسم الدخول أو كلمة السر غير صحيحة.",
                "The login or the password is wrong.",
                field="password",
            )
        url = make_url(self.config.database_url)
        host, port = url.host or "localhost", url.port or _POSTGRES_PORT
        if not _listens(host, port):
            return Outage(
                Text(
                    f"لا يجيب خادم قاعدة البيانات {host}. تحقق من الشبكة ثم أعد المحاولة.",
                    f"The database server {host} does not answer. Check the network, then try again.",
                )
            )
        reason = said.strip().splitlines()[-1] if said.strip() else outage.text.en
        return Outage(
            Text(
                f"رفض الخادم {host} الاتصال: {reason}",
                f"The server {host} refused the connection: {reason}",
            )
        )


def _entered(workplace: Workplace, session: Session, password: str) -> Entered:
    from desktop.usecases.casework import present
    from desktop.usecases.session import sign_in

    actor = sign_in(session, password)
    here = present(session)
    name = here.names.get(actor.login, Text(actor.name, actor.name))
    return Entered(workplace, session, actor, here.queues, name)


def _listens(host: str, port: int) -> bool:
    if host.startswith("/"):
        return True
    try:
        with socket.create_connection((host, port), timeout=_CONNECT_SECONDS):
            return True
    except OSError:
        return False
