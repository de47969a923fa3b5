"""The window: sidebar, header, pages, banner, status. It knows pages, not applications."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QToolButton, QVBoxLayout, QWidget

from desktop.views.actions import Actions, ActionSpec, Menu
from desktop.views.desk import Desk
from desktop.views.guide.guide import Guide
from desktop.views.i18n import LANGUAGES, language, tr_
from desktop.views.page import entries_for
from desktop.views.qtfix import shortcut_text
from desktop.views.regions import step_region
from desktop.views.shell.command_palette import CommandPalette, Finder, Found
from desktop.views.shell.faults import Faults
from desktop.views.shell.header_bar import HeaderBar
from desktop.views.shell.page_stack import PageStack
from desktop.views.shell.shortcut_sheet import ShortcutSheet
from desktop.views.shell.sidebar import Sidebar
from desktop.views.shell.status_strip import StatusStrip
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, clear, column, holder, label, row
from desktop.views.widgets.content_area import ContentArea
from desktop.views.widgets.toast import ToastArea

_NARROW = 900
"""Pixels under which the page has the sidebar's room too; F9 brings it back."""


class MainWindow(QMainWindow):
    """Made anew when the language or the theme changes; what is in view is asked for again."""

    closed = Signal()

    def __init__(self, desk: Desk, finder: Finder | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.registry = Actions(self)
        self._finder = finder
        self._narrow = False
        self._tools_shown: list[QAction] = []
        self._add_actions()
        self.guide = Guide(self)
        self.header = HeaderBar(self.registry, ("manual", "theme", "language"))
        self.sidebar = Sidebar(entries_for(desk.session))
        self.pages = PageStack(desk, self.registry)
        self.banner = Banner()
        self.status = StatusStrip(desk.session, desk.clock)
        self._title = label("", "title")
        self._lay_out()
        self.toasts = ToastArea(self.pages)
        self.faults = Faults(self, desk, self.banner, self.status, self.toasts)
        self._wire()
        kept = desk.preferences.state("window", "main")
        if not kept.isEmpty():
            self.restoreGeometry(kept)

    def show_first(self) -> None:
        """Shows the first page offered."""
        for entry in entries_for(self.desk.session)[:1]:
            self.pages.go_to(entry.page_id, entry.argument)

    def open_palette(self) -> CommandPalette:
        """Opens the palette: pages, actions and, as one types, applications."""
        found = [
            self._found_page(entry.title, entry.icon, entry.page_id, entry.argument)
            for entry in (*entries_for(self.desk.session), *self.desk.more_lines())
        ]
        found += [
            Found(spec.label, spec.icon, action.trigger, note=shortcut_text(action.shortcut()))
            for spec, action in self.registry
            if action.isEnabled() and spec.id != "palette"
        ]
        palette = CommandPalette(self, found, self.desk.runner, self._finder)
        palette.open()
        return palette

    def open_shortcuts(self) -> ShortcutSheet:
        """Opens the sheet of shortcuts."""
        sheet = ShortcutSheet(self, self.registry)
        sheet.open()
        return sheet

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.pages.can_close(self._quit):
            event.ignore()
            return
        self.desk.preferences.keep_state("window", "main", self.saveGeometry())
        event.accept()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow is not self._narrow:
            self._narrow = narrow
            self.sidebar.setVisible(not narrow)

    def _add_actions(self) -> None:
        back, forward = tr_("Diwan", "Back"), tr_("Diwan", "Forward")
        dark = self.desk.preferences.theme == "dark"
        theme_label = tr_("Diwan", "Light theme") if dark else tr_("Diwan", "Dark theme")
        for spec in (
            ActionSpec("back", back, "arrow-left", lambda: self.pages.step(-1), "Alt+Left", Menu.GO),
            ActionSpec("forward", forward, "arrow-right", lambda: self.pages.step(1), "Alt+Right", Menu.GO),
            ActionSpec("palette", tr_("Diwan", "Find anything"), "search", self._palette, "Ctrl+K", Menu.GO),
            ActionSpec(
                "region",
                tr_("Diwan", "Next part of the window"),
                "columns-3",
                self._next_region,
                "F6",
                Menu.GO,
            ),
            ActionSpec(
                "region-before",
                tr_("Diwan", "Previous part of the window"),
                "columns-3",
                self._region_before,
                "Shift+F6",
                Menu.GO,
            ),
            ActionSpec(
                "sidebar",
                tr_("Diwan", "Show or hide the sidebar"),
                "list-checks",
                self._toggle_sidebar,
                "F9",
                Menu.VIEW,
            ),
            ActionSpec("refresh", tr_("Diwan", "Refresh"), "refresh-cw", self._refresh, "F5", Menu.VIEW),
            ActionSpec(
                "theme", theme_label, "sun" if dark else "moon", self._switch_theme, "Ctrl+Shift+D", Menu.VIEW
            ),
            ActionSpec(
                "language",
                LANGUAGES[self._other_language()],
                "languages",
                self._switch_language,
                "Ctrl+Shift+L",
                Menu.VIEW,
            ),
            ActionSpec(
                "shortcuts", tr_("Diwan", "Keyboard shortcuts"), "keyboard", self._sheet, "F1", Menu.HELP
            ),
            ActionSpec(
                "sign-out",
                tr_("Diwan", "Sign out"),
                "log-out",
                self.desk.sign_out_asked.emit,
                "Ctrl+Shift+Q",
                Menu.FILE,
            ),
            ActionSpec("quit", tr_("Diwan", "Quit"), "x", self._quit, "Ctrl+Q", Menu.FILE),
        ):
            self.registry.add(spec)

    def _lay_out(self) -> None:
        self.setWindowTitle(tr_("Diwan", "Diwan"))
        ways = row(*(self._way(action_id) for action_id in ("back", "forward")), gap=0)
        self._tools = row()
        head = row(ways, self._title, None, self._tools, gap=8)
        content = column(head, self.banner, self.pages, gap=12)
        content.setContentsMargins(24, 16, 24, 16)
        content.setStretch(2, 1)
        body = row(self.sidebar, ContentArea(holder(content, "canvas")), gap=0)
        body.setStretch(1, 1)
        central = QWidget()
        frame = QVBoxLayout(central)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self.header)
        frame.addLayout(body, 1)
        frame.addWidget(self.status)
        self.setCentralWidget(central)
        self.resize(1360, 860)

    def _way(self, action_id: str) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(self.registry.action(action_id))
        made.setAccessibleName(made.text())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _wire(self) -> None:
        """All wiring of the window, by what it listens to."""
        self.header.search_asked.connect(self._palette)
        self.sidebar.chosen.connect(self._go)
        self.sidebar.entered.connect(self.pages.take_keyboard)
        self.pages.moved.connect(self._arrived)
        self.pages.retold.connect(self._tell_page)
        self.desk.navigation_asked.connect(self._go)
        self.desk.counts_changed.connect(self.sidebar.set_counts)
        self.desk.lines_changed.connect(lambda: self.sidebar.set_more(self.desk.more_lines()))
        self.desk.pages_loaded.connect(lambda: self.sidebar.set_entries(entries_for(self.desk.session)))
        self.desk.notice_posted.connect(self.toasts.post)
        self.desk.runner.busy_changed.connect(self.status.set_busy)

        self.sidebar.set_more(self.desk.more_lines())

    def _go(self, page_id: str, argument: str) -> None:
        self.pages.go_to(page_id, argument)
        # A page that asked to stay leaves its own line marked.
        self.sidebar.mark(*self.pages.place)

    def _arrived(self, page_id: str, argument: str) -> None:
        self._tell_page()
        self.sidebar.mark(page_id, argument)
        self.registry.action("back").setEnabled(self.pages.can_go(-1))
        self.registry.action("forward").setEnabled(self.pages.can_go(1))

    def _tell_page(self) -> None:
        """Heading and tools of the page in view."""
        page = self.pages.page()
        if page is None:
            return
        heading, program = page.heading(), tr_("Diwan", "Diwan")
        self._title.setText(heading)
        self.setWindowTitle(f"{heading} - {program}")
        tools = [(spec, action) for spec, action in self.registry.of(page) if spec.tool]
        actions = [action for _, action in tools]
        if actions != self._tools_shown:
            self._tools_shown = actions
            clear(self._tools)
            for spec, action in tools:
                self._tools.addWidget(button(spec.label, action.trigger, kind=spec.kind, icon_name=spec.icon))

    def _found_page(self, title: str, icon_name: str, page_id: str, argument: str) -> Found:
        return Found(title, icon_name, lambda: self._go(page_id, argument))

    def _toggle_sidebar(self) -> None:
        self.sidebar.setVisible(self.sidebar.isHidden())

    def _next_region(self) -> None:
        step_region((self.sidebar, self.pages, self.header), 1)

    def _region_before(self) -> None:
        step_region((self.sidebar, self.pages, self.header), -1)

    def _palette(self) -> None:
        self.open_palette()

    def _sheet(self) -> None:
        self.open_shortcuts()

    def _refresh(self) -> None:
        page = self.pages.page()
        if page is not None:
            page.refresh(page.watches)

    def _quit(self) -> None:
        self.close()

    def _switch_theme(self) -> None:
        preferences = self.desk.preferences
        preferences.theme = "light" if preferences.theme == "dark" else "dark"
        self._rebuild()

    def _switch_language(self) -> None:
        self.desk.preferences.language = self._other_language()
        self._rebuild()

    @staticmethod
    def _other_language() -> str:
        return next(code for code in LANGUAGES if code != language())

    def _rebuild(self) -> None:
        if self.pages.can_close(self.desk.rebuild_asked.emit):
            self.desk.rebuild_asked.emit()
