"""What the desk tells by itself after signing in: a backup that is too old, a password that ends soon."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop.usecases.health import Pulse, pulse
from desktop.views.desk import Desk, Notice
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone

EVERY_MS = 60 * 60 * 1000
HEALTH_PAGE = "health"


class Watch(QObject):
    """Looks for the administrator now and every hour; lives as long as the person is signed in."""

    def __init__(self, desk: Desk, password_ends: datetime | None) -> None:
        super().__init__(desk)
        self._desk = desk
        self._told: frozenset[str] = frozenset()
        if password_ends is not None:
            self._tell_password(password_ends)
        if "admin" in desk.session.abilities:
            timer = QTimer(self)
            timer.timeout.connect(self._look)
            timer.start(EVERY_MS)
            desk.left.connect(timer.stop)
            self._look()

    def _tell_password(self, ends: datetime) -> None:
        days = (ends - self._desk.clock.now()).days
        words = tr_("Diwan", "Your password expires in %n day(s).", None, max(0, days))
        change = tr_("Diwan", "Change my password…")
        notice = Notice(words, Tone.WARNING, change, lambda: self._desk.go("settings"))
        self._desk.notice_posted.emit(notice)

    def _look(self) -> None:
        services = self._desk.services
        self._desk.runner.submit(
            lambda: pulse(services), self._take, lambda _error: None, key="watch", owner=self
        )

    def _take(self, seen: Pulse) -> None:
        """Tells what is grave, once; the sidebar counts all of it."""
        self._desk.count({HEALTH_PAGE: len(seen.troubles)})
        grave = [trouble for trouble in seen.troubles if trouble.grave and trouble.code not in self._told]
        self._told = frozenset(trouble.code for trouble in seen.troubles)
        if grave:
            words = " ".join(said(trouble.text) for trouble in grave)
            look = tr_("Diwan", "Look at it")
            notice = Notice(words, Tone.DANGER, look, lambda: self._desk.go(HEALTH_PAGE))
            self._desk.notice_posted.emit(notice)
