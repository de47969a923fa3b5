"""One step on several applications of a list, each by itself: progress, a way to stop, a result for each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.models.records.case import Case
from desktop.usecases.many import Ending, Item, ItemResult, act_on_many
from desktop.views.casework.results import ResultsDialog
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.workflows.definition import Action

BACK = {"claim": "release", "release": "claim"}


class Bulk(QObject):
    """Does one thing at a time on many; what went through can be undone where that takes nothing away."""

    started = Signal(int)
    """It begins, on so many applications."""
    advanced = Signal(int)
    """So many are through; told from a worker thread."""
    ended = Signal()

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._stop = threading.Event()
        self.running = False
        self.dialog: ResultsDialog | None = None
        """The results last shown; they may be closed."""

    def act(self, action: Action, inputs: Mapping[str, object], picked: Sequence[Case]) -> None:
        """Does ``action`` on ``picked``, each in the version that was in view (COM-09)."""
        if not picked:
            self._desk.notify(tr_("Diwan", "Choose an application first."), Tone.INFO)
            return
        items = [Item.of(case) for case in picked]
        self._run(
            len(items),
            lambda go_on: act_on_many(self._desk.services, items, action.key, inputs, go_on),
            lambda results: self._tell(action, results),
        )

    def run(
        self,
        count: int,
        work: Callable[[Callable[[int], bool]], tuple[ItemResult, ...]],
        title: str,
        done: Callable[[int], str],
    ) -> None:
        """Runs other ``work`` on ``count`` applications in the same way; ``done`` words a whole success."""

        def told(results: tuple[ItemResult, ...]) -> None:
            through = sum(one.ending is Ending.DONE for one in results)
            if through < len(results):
                self._show(title, results)
            else:
                self._desk.notify(done(through))

        self._run(count, work, told)

    def stop(self) -> None:
        """Ends it after the application under way."""
        self._stop.set()

    def _run(
        self,
        count: int,
        work: Callable[[Callable[[int], bool]], tuple[ItemResult, ...]],
        done: Callable[[tuple[ItemResult, ...]], None],
    ) -> None:
        if self.running:
            self._desk.notify(tr_("Diwan", "Something else is under way; wait or cancel it."), Tone.INFO)
            return
        stop, advanced = self._stop, self.advanced
        stop.clear()

        def go_on(through: int) -> bool:
            advanced.emit(through)
            return not stop.is_set()

        def finished(results: tuple[ItemResult, ...]) -> None:
            self._end()
            kinds = frozenset[str]().union(*(one.kinds for one in results), {"case"})
            self._desk.announce(kinds)
            done(results)

        self.running = True
        self.started.emit(count)
        self._desk.runner.submit(
            lambda: work(go_on),
            finished,
            lambda _error: self._end(),
            key="queue-many",
            owner=self,
            cancel=stop.set,
        )

    def _end(self) -> None:
        self.running = False
        self.ended.emit()

    def _tell(self, action: Action, results: tuple[ItemResult, ...]) -> None:
        through = [one.item for one in results if one.ending is Ending.DONE]
        if len(through) < len(results):
            self._show(said(action.label), results)
            return
        words = self._words(action, len(through))
        back = BACK.get(action.key)
        if back is None:
            self._desk.notify(words)
        else:
            self._desk.offer(words, tr_("Diwan", "Undo"), lambda: self._undo(back, through))

    @staticmethod
    def _words(action: Action, count: int) -> str:
        if action.key == "claim":
            return tr_("Diwan", "%n application(s) claimed", None, count)
        if action.key == "release":
            return tr_("Diwan", "%n application(s) released", None, count)
        many = tr_("Diwan", "%n application(s)", None, count)
        return tr_("Diwan", "Done: {action}").format(action=f"{said(action.label)} · {many}")

    def _show(self, title: str, results: tuple[ItemResult, ...]) -> None:
        self.dialog = ResultsDialog(self._page, self._desk, title, results)
        self.dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialog.open()

    def _undo(self, action: str, items: Sequence[Item]) -> None:
        services = self._desk.services
        again = [Item(one.case_id, one.reference, None) for one in items]

        def done(results: tuple[ItemResult, ...]) -> None:
            self._desk.announce(frozenset({"case"}))
            if any(one.ending is not Ending.DONE for one in results):
                self._show(tr_("Diwan", "Undo"), results)

        self._desk.runner.submit(
            lambda: act_on_many(services, again, action, {}), done, key="queue-many", owner=self
        )
