"""Undo of a verdict: the document is without one again, as long as nothing was sent about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.models.records.case import ChangeSet
from desktop.usecases.cases import take_back
from desktop.views.casework.deeds import Deeds
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone


class TakingBack:
    """Belongs to the tab of documents; ``show`` is told which document is without a verdict again."""

    def __init__(self, tab: QWidget, desk: Desk, deeds: Deeds, show: Callable[[int], None]) -> None:
        self._tab = tab
        self._desk = desk
        self._deeds = deeds
        self._show = show

    def take_back_last(self) -> None:
        """Takes the person's own last verdict back."""
        view, me = self._deeds.view, self._desk.session.login
        mine = [
            (one.judged_at, one.attachment_id)
            for one in (view.opened.file.current_attachments if view is not None else ())
            if one.judged_at is not None and one.judged_by == me
        ]
        if mine:
            self.take_back(max(mine)[1])
        else:
            self._desk.notify(tr_("Diwan", "There is no verdict of yours to take back."), Tone.INFO)

    def take_back(self, attachment_id: int) -> None:
        """Takes the person's own verdict on a document back."""
        services, view = self._desk.services, self._deeds.view
        if view is None:
            return
        case = view.opened.file.case

        def done(changes: ChangeSet) -> None:
            self._deeds.took(changes)
            self._desk.notify(tr_("Diwan", "The verdict was taken back."))
            self._show(attachment_id)

        self._deeds.submit(lambda: take_back(services, case.case_id, attachment_id, case.version), done)
