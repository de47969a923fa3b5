"""One person's time at the desk: puts language and theme on the application and keeps the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.views.desk import Desk
from desktop.views.dress import dress
from desktop.views.live_counts import LiveCounts
from desktop.views.main_window import MainWindow
from desktop.views.shell.command_palette import Finder


class Workplace(QObject):
    """Shows the window and makes it anew, at the same place, when language or theme change."""

    def __init__(self, app: QApplication, desk: Desk, finder: Finder | None = None) -> None:
        super().__init__()
        self._app = app
        self._desk = desk
        self._finder = finder
        dress(app, desk.preferences)
        self.window = MainWindow(desk, finder)
        self._counts = LiveCounts(desk)
        # The window that asks is still running its own handler: it is replaced after that.
        desk.rebuild_asked.connect(lambda: QTimer.singleShot(0, self, self._rebuild))

    def open(self) -> MainWindow:
        """Shows the window at its first page."""
        self._counts.ask()
        self.window.show_first()
        self.window.show()
        self._desk.runner.window_first.watch(self.window.windowHandle())
        return self.window

    def greet(self) -> None:
        """The tour or the news, for somebody who has just signed in."""
        self.window.guide.greet()

    def _rebuild(self) -> None:
        old = self.window
        place, state = old.pages.place, old.saveGeometry()
        dress(self._app, self._desk.preferences)
        self.window = MainWindow(self._desk, self._finder)
        self.window.restoreGeometry(state)
        self._counts.tell()
        if place[0]:
            self.window.pages.go_to(*place)
        self.window.show()
        self._desk.runner.window_first.watch(self.window.windowHandle())
        old.hide()
        old.deleteLater()
