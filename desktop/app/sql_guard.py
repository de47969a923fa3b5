"""Sees to it that the window never waits for a database."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import event

from desktop.base.errors import Bug
from desktop.models.database import Database
from desktop.views.manners import turn
from desktop.views.runner import assert_not_gui_thread

logger = logging.getLogger(__name__)


def watch(database: Database, *, strict: bool) -> None:
    """Judges every statement before it is sent: one from the GUI thread is a ``Bug`` where ``strict``,
    and elsewhere an error in the log, since a slow desk is better than none."""

    def judge(*_sent: Any) -> None:
        try:
            assert_not_gui_thread()
        except Bug:
            if strict:
                raise
            logger.exception("a statement was sent from the GUI thread")

    event.listen(database.engine, "before_cursor_execute", judge)
    # While the database works, another thread may; its rows are decoded when nobody waits for the window.
    event.listen(database.engine, "before_cursor_execute", lambda *_sent: turn.pause())
    event.listen(database.engine, "after_cursor_execute", lambda *_sent: turn.resume())
    event.listen(database.engine, "handle_error", lambda _context: turn.resume())
