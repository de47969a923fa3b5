"""The top of the window: the program's name, the menus, and search from anywhere."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.views.actions import Actions
from desktop.views.i18n import tr_
from desktop.views.icons import icon
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import label, row

_HEIGHT = 56
_SEARCH_LEAST, _SEARCH_WIDTH = 150, 400


class HeaderBar(QWidget):
    """One line; the search opens the palette, so that there is one place to find anything."""

    search_asked = Signal()

    def __init__(self, actions: Actions, quick: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        actions.fill(self.menus)
        self.search = _SearchButton()
        self.search.clicked.connect(lambda _checked=False: self.search_asked.emit())
        buttons = [_quick(actions.action(action_id)) for action_id in quick]
        line = row(
            label(tr_("Diwan", "Diwan"), "brand"), 16, self.menus, None, self.search, None, *buttons, gap=4
        )
        line.setContentsMargins(20, 0, 12, 0)
        line.setStretch(line.indexOf(self.search), 100)
        self.setLayout(line)
        # Polished, it knows its true width; unasked, a menu bar in a row shrinks to nothing.
        self.menus.ensurePolished()
        wide = sum(self.menus.actionGeometry(action).width() for action in self.menus.actions())
        self.menus.setFixedSize(wide + 2 * len(self.menus.actions()), self.menus.sizeHint().height())


class _SearchButton(QPushButton):
    """Looks like a field, and opens one."""

    def __init__(self) -> None:
        super().__init__()
        says = tr_("Diwan", "Search by reference, name or number…")
        key = shortcut_text(QKeySequence("Ctrl+K"))
        self.setText(says)
        self.setAccessibleName(says)
        self.setToolTip(f"{says}  ({key})")
        self.setProperty("kind", "search")
        self.setIcon(icon("search", "text_faint"))
        self.setIconSize(QSize(18, 18))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(_SEARCH_LEAST)
        self.setMaximumWidth(_SEARCH_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hint = label(key, "keycap")
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = row(None, hint)
        line.setContentsMargins(8, 5, 8, 5)
        self.setLayout(line)


def _quick(action: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(action)
    made.setIconSize(QSize(20, 20))
    made.setAccessibleName(action.text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
