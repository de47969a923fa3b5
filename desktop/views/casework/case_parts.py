"""The parts of a case, a tab each, with how many there are of what beside their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.deeds import Deeds
from desktop.views.casework.documents_tab import DocumentsTab
from desktop.views.casework.letters_tab import LettersTab
from desktop.views.casework.money_tab import MoneyTab
from desktop.views.casework.tabs import ApplicationTab, MessagesTab, RecordTab
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.workflows.definition import Tone

_Part = ApplicationTab | DocumentsTab | RecordTab | MessagesTab | MoneyTab | LettersTab
_ICONS = ("file-text", "paperclip", "history", "message-square", "banknote", "printer")


class CaseParts(QTabWidget):
    """Application, attachments, record, messages, money and letters."""

    def __init__(self, desk: Desk, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setAccessibleName(tr_("Diwan", "Parts of the application"))
        self.application = ApplicationTab(deeds)
        self.documents = DocumentsTab(desk, deeds)
        self.record = RecordTab()
        self.messages = MessagesTab(deeds)
        self.money = MoneyTab(deeds, desk.session.login)
        self.letters = LettersTab(desk, deeds)
        for part, title in self.parts():
            self.addTab(part, title)
        self.documents.counted.connect(self._count_documents)
        self._waiting: dict[int, tuple[_Part, CaseView]] = {}
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.timeout.connect(self._show_following)
        self.currentChanged.connect(self._show_part)

    def parts(self) -> tuple[tuple[QWidget, str], ...]:
        """Each part with its title, in their order."""
        return (
            (self.application, tr_("Diwan", "Application")),
            (self.documents, tr_("Diwan", "Attachments")),
            (self.record, tr_("Diwan", "Record")),
            (self.messages, tr_("Diwan", "Messages")),
            (self.money, tr_("Diwan", "Money")),
            (self.letters, tr_("Diwan", "Letters")),
        )

    def show_view(self, view: CaseView) -> None:
        """Shows ``view`` in every part; the one in view stays so, and comes first.

        The others follow one by one, between two frames: made all at once they would hold up the window.
        """
        self._waiting = {self.indexOf(part): (part, view) for part in self._showing()}
        self._show_part(self.currentIndex())
        if not self._following.isActive():
            self._following.start()
        file = view.opened.file
        counts: dict[QWidget, int] = {
            self.messages: len(file.messages),
            self.money: len(file.requests) + len(file.refunds),
            self.letters: len(file.letters),
        }
        for part, title in self.parts():
            count = counts.get(part, 0)
            if part is not self.documents:
                self.setTabText(self.indexOf(part), f"{title} {shown.number(count)}" if count else title)

    def _showing(self) -> tuple[_Part, ...]:
        return (self.documents, self.application, self.record, self.messages, self.money, self.letters)

    def _show_part(self, place: int) -> None:
        if place in self._waiting:
            part, view = self._waiting.pop(place)
            part.show_view(view)

    def finish(self) -> None:
        """Every part shows what the case holds, for whoever asks one that is not in view."""
        for place in tuple(self._waiting):
            self._show_part(place)

    def _show_following(self) -> None:
        self._show_part(next(iter(self._waiting), -1))
        if self._waiting:
            self._following.start()

    def choose(self, view: CaseView) -> None:
        """Goes to where the work is: documents that wait for a verdict, else the application."""
        waiting = [one for one in view.opened.file.current_attachments if one.verdict is None]
        judging = self._deeds.can("judge") and any(
            one.action.tone is Tone.PRIMARY for one in view.opened.offers
        )
        self.setCurrentWidget(self.documents if waiting and judging else self.application)

    def go_to(self, part: QWidget) -> None:
        """Shows ``part`` and puts the keyboard into it."""
        self.setCurrentWidget(part)
        self.focus_part()

    def focus_part(self) -> None:
        """Puts the keyboard where the work of the part in view begins."""
        if self.currentWidget() is self.documents and self.documents.documents.isVisibleTo(self):
            self.documents.documents.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def specs(self) -> list[ActionSpec]:
        """A way to each part by keyboard, and the tools of the viewer."""
        see, paper = Menu.VIEW, self.documents
        ways = [
            ActionSpec(
                f"case.tab{place}",
                tr_("Diwan", "Show: {part}").format(part=title),
                _ICONS[place - 1],
                partial(self.go_to, part),
                f"Alt+{place}",
                see,
            )
            for place, (part, title) in enumerate(self.parts(), start=1)
        ]
        tools: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
            ("case.larger", tr_("Diwan", "Larger"), "zoom-in", partial(paper.pair.zoom, 1.25), "Ctrl+="),
            ("case.smaller", tr_("Diwan", "Smaller"), "zoom-out", partial(paper.pair.zoom, 0.8), "Ctrl+-"),
            ("case.fit", tr_("Diwan", "Fit to the window"), "maximize", paper.pair.fit, "Ctrl+0"),
            ("case.turn", tr_("Diwan", "Turn right"), "rotate-cw", partial(paper.viewer.turn, 90), "Ctrl+R"),
            (
                "case.turn_back",
                tr_("Diwan", "Turn left"),
                "rotate-ccw",
                partial(paper.viewer.turn, -90),
                "Ctrl+Shift+R",
            ),
            ("case.compare", tr_("Diwan", "Compare documents"), "columns-2", self.compare, "F7"),
        )
        return [*ways, *(ActionSpec(*one, menu=see) for one in tools)]

    def compare(self) -> None:
        """Goes to the attachments and shows a second one beside the first."""
        self.go_to(self.documents)
        self.documents.compare()

    def _count_documents(self, judged: int, many: int) -> None:
        title = tr_("Diwan", "Attachments")
        told = f"{title} {shown.number(judged)}/{shown.number(many)}" if many else title
        self.setTabText(self.indexOf(self.documents), told)
