"""Doing things on the case in view: by its dialog where something is asked or sent, else at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.records.case import ChangeSet
from desktop.usecases.cases import act_as_seen
from desktop.usecases.casework import CaseView
from desktop.views.casework.action_dialog import ActionDialog, conflict_sentence
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.workflows.engine import Offer

AT_ONCE = frozenset({"claim", "release"})
"""What needs no question: it sends nothing and can be undone."""


class Deeds(QObject):
    """Belongs to one page; ``view`` is the case that it shows."""

    done = Signal(str)
    """The key of an action that was done; what changed was announced before."""
    conflict = Signal()
    """Somebody else was first: the case has to be read again."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self.view: CaseView | None = None
        self.dialog: ActionDialog | None = None
        """The dialog last opened; it may be gone."""

    def offer(self, action: str) -> Offer | None:
        """Whether and how ``action`` is offered on the case in view."""
        offers = self.view.opened.offers if self.view else ()
        return next((one for one in offers if one.action.key == action), None)

    def can(self, action: str) -> bool:
        """Whether ``action`` can be done now."""
        offer = self.offer(action)
        return offer is not None and offer.enabled

    def start(self, action: str, preset: Mapping[str, object] | None = None) -> None:
        """Does ``action``, through its dialog unless nothing has to be asked or shown first."""
        offer, view = self.offer(action), self.view
        if offer is None or view is None:
            self._desk.notify(
                tr_("Diwan", "This cannot be done in the application's present state."), Tone.INFO
            )
            return
        if not offer.enabled:
            self._desk.notify(said(offer.reason or _NOT_NOW), Tone.INFO)
            return
        if action in AT_ONCE:
            self.do(action, preset or {})
            return

        def finished(changes: ChangeSet) -> None:
            self._tell(action, changes)

        self.dialog = ActionDialog(
            self._page, self._desk, view, offer.action, finished, preset, self.conflict.emit
        )
        self.dialog.open()

    def submit(self, work: Callable[[], ChangeSet], done: Callable[[ChangeSet], None]) -> None:
        """Does what is no action of the workflow; where somebody was first says so, as :meth:`do` does."""
        view = self.view
        if view is None:
            return

        def failed(error: Exception) -> None:
            if isinstance(error, Refusal) and error.code == "stale":
                self._desk.notify(conflict_sentence(view, error), Tone.WARNING)
                self.conflict.emit()
            elif isinstance(error, Refusal):
                self._desk.notify(said(error.text), Tone.WARNING)

        self._desk.runner.submit(work, done, failed, key="case-act", owner=self)

    def took(self, changes: ChangeSet) -> None:
        """Something was done that is no action of the workflow: the case counts from its new version."""
        version = changes.details.get("version")
        if self.view is not None and isinstance(version, int):
            self.view = _at_version(self.view, version)
        self._desk.announce(changes.kinds)

    def do(
        self,
        action: str,
        inputs: Mapping[str, object],
        on_done: Callable[[], None] = lambda: None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Does ``action`` at once; where somebody was first says so, and has the case read again.

        ``on_failed`` is told every failure; without it a refusal is shown as a notice.
        """
        view = self.view
        if view is None:
            return
        services = self._desk.services

        def finished(changes: ChangeSet) -> None:
            self._tell(action, changes)
            on_done()

        def failed(error: Exception) -> None:
            if isinstance(error, Refusal) and error.code == "stale":
                self._desk.notify(conflict_sentence(view, error), Tone.WARNING)
                self.conflict.emit()
            elif isinstance(error, Refusal) and on_failed is None:
                self._desk.notify(said(error.text), Tone.WARNING)
            if on_failed is not None:
                on_failed(error)

        self._desk.runner.submit(
            lambda: act_as_seen(services, view.opened, action, inputs),
            finished,
            failed,
            key="case-act",
            owner=self,
        )

    def _tell(self, action: str, changes: ChangeSet) -> None:
        # The case is read again off the GUI thread: what is done before that counts from its new version.
        self.took(changes)
        self.done.emit(action)


def _at_version(view: CaseView, version: int) -> CaseView:
    case = replace(view.opened.file.case, version=version)
    return replace(view, opened=replace(view.opened, file=replace(view.opened.file, case=case)))


_NOT_NOW = Text("هذا الإجراء غير متاح الآن.", "This cannot be done now.")
