"""The help menu of a window: the manual at the page in view, the tour, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from desktop.views.actions import ActionSpec, Menu
from desktop.views.guide.manual import ManualWindow, fill_reader
from desktop.views.guide.topics import NEWS, newest_version, topic
from desktop.views.guide.tour import Stop, Tour
from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop.views.main_window import MainWindow

_KIND = "guide"


class Guide(QObject):
    """Adds its actions to the window; :meth:`greet` is for somebody who has just signed in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.manual: ManualWindow | None = None
        self.tour: Tour | None = None
        manual, tour = tr_("Diwan", "The manual at this page"), tr_("Diwan", "Tour of the desk")
        for spec in (
            ActionSpec("manual", manual, "circle-question-mark", self.open_manual, "Shift+F1", Menu.HELP),
            ActionSpec("tour", tour, "info", self.start_tour, "Ctrl+F1", Menu.HELP),
            ActionSpec("news", tr_("Diwan", "What's new"), "history", self.open_news, "Alt+F1", Menu.HELP),
        ):
            window.registry.add(spec)

    def greet(self) -> None:
        """The tour for who is here for the first time, the news after a change of the program."""
        if not self._kept("tour"):
            self.start_tour()
        elif self._kept("news") != newest_version():
            self._keep("news", newest_version())
            says = tr_("Diwan", "Diwan is new in {version}.").format(version=newest_version())
            self._window.desk.offer(says, tr_("Diwan", "What's new"), self.open_news)

    def open_manual(self) -> None:
        """The manual at the page in view."""
        if self.manual is None:
            self.manual = ManualWindow(self._window)
        self.manual.open_at(self._window.pages.place[0])

    def start_tour(self) -> None:
        """The tour, from its beginning."""
        if self.tour is None:
            self.tour = Tour(self._window, _stops(self._window), self._tour_ended)

    def open_news(self) -> None:
        """What is new."""
        self._keep("news", newest_version())
        NewsDialog(self._window).open()

    def _tour_ended(self) -> None:
        self.tour = None
        self._keep("tour", "seen")
        # Who begins with this version knows nothing else.
        self._keep("news", newest_version())
        page = self._window.pages.page()
        if page is not None:
            page.setFocus()

    def _kept(self, name: str) -> str:
        return bytes(self._window.desk.preferences.state(_KIND, name).data()).decode()

    def _keep(self, name: str, value: str) -> None:
        self._window.desk.preferences.keep_state(_KIND, name, QByteArray(value.encode()))


class NewsDialog(QDialog):
    """What is new, version by version."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr_("Diwan", "What's new"))
        self.resize(620, 520)
        self.reader = QTextBrowser()
        self.reader.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.reader.setTabChangesFocus(True)
        self.reader.setAccessibleName(self.windowTitle())
        fill_reader(self.reader, topic(NEWS).text.partition("\n")[2])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(12)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(self.reader, 1)
        close = button(tr_("Diwan", "Close"), self.accept, kind="primary")
        layout.addLayout(row(None, close))
        close.setFocus()


def _stops(window: MainWindow) -> tuple[Stop, ...]:
    return (
        Stop(
            tr_("Diwan", "Your work, in the sidebar"),
            tr_(
                "Diwan",
                "Each line is a page or a queue, with how many applications are in it now. "
                "F6 goes between the sidebar and the page.",
            ),
            lambda: window.sidebar,
        ),
        Stop(
            tr_("Diwan", "Find anything"),
            tr_(
                "Diwan",
                "Ctrl+K finds an application by reference, name in any spelling, national number or "
                "telephone, and pages and commands too.",
            ),
            lambda: window.header.search,
        ),
        Stop(
            tr_("Diwan", "The page you are on"),
            tr_(
                "Diwan",
                "The arrows move in a list, Enter opens. What can be done stands above the page and in the "
                "menu; each command has its key.",
            ),
            lambda: window.pages,
        ),
        Stop(
            tr_("Diwan", "Keys and help"),
            tr_(
                "Diwan",
                "F1 shows the keys of the page you are on, Shift+F1 opens the manual there. "
                "This tour is in the Help menu.",
            ),
            lambda: window.header.menus,
        ),
        Stop(
            tr_("Diwan", "Nothing you type is lost"),
            tr_(
                "Diwan",
                "It is kept as you type. Down here you see whether the connection stands; "
                "without it you can go on, and are told.",
            ),
            lambda: window.status,
        ),
    )
