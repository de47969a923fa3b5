"""One step on several applications of a list, each by itself, with a result for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.models.records.case import Case
from desktop.usecases.casework import ItemResult, act_on_many
from desktop.views.casework.results import ResultsDialog
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone

_BACK = {"claim": "release", "release": "claim"}


class Bulk(QObject):
    """Claims and releases; what went through can be undone."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk

    def act(self, action: str, picked: Sequence[Case]) -> None:
        """Does ``action`` on ``picked``, each in the version that was in view (COM-09)."""
        if not picked:
            self._desk.notify(tr_("Diwan", "Choose an application first."), Tone.INFO)
            return
        services = self._desk.services
        items = [(case.case_id, case.reference, case.version) for case in picked]
        self._desk.runner.submit(
            lambda: act_on_many(services, items, action, {}),
            lambda results: self._tell(action, results, picked),
            key="queue-many",
            owner=self,
        )

    def _tell(self, action: str, results: tuple[ItemResult, ...], picked: Sequence[Case]) -> None:
        self._desk.announce(frozenset({"case"}))
        done = {one.reference for one in results if one.problem is None}
        if len(done) < len(picked):
            ResultsDialog(self._page, results).open()
            return
        claimed = tr_("Diwan", "%n application(s) claimed", None, len(done))
        released = tr_("Diwan", "%n application(s) released", None, len(done))
        self._desk.offer(
            claimed if action == "claim" else released,
            tr_("Diwan", "Undo"),
            lambda: self._undo(_BACK[action], picked),
        )

    def _undo(self, action: str, picked: Sequence[Case]) -> None:
        services = self._desk.services
        items = [(case.case_id, case.reference, None) for case in picked]
        self._desk.runner.submit(
            lambda: act_on_many(services, items, action, {}),
            lambda _results: self._desk.announce(frozenset({"case"})),
            key="queue-many",
            owner=self,
        )
