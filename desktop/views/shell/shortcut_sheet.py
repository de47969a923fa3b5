"""F1: every shortcut of the window as it stands, by menu, made from the actions themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.views.actions import Actions, menu_title
from desktop.views.i18n import tr_
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import button, column, label, row


class ShortcutSheet(QDialog):
    """Two columns of groups; an action without a shortcut is left out."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr_("Diwan", "Keyboard shortcuts"))
        self.setMinimumWidth(680)
        self.lines: list[tuple[str, str]] = []
        groups = QGridLayout()
        groups.setHorizontalSpacing(40)
        groups.setVerticalSpacing(20)
        place = 0
        for menu, made in actions.by_menu().items():
            keyed = [(spec, action) for spec, action in made if spec.shortcut]
            if not keyed:
                continue
            group = column(label(menu_title(menu), "strong"), gap=6)
            for spec, action in keyed:
                keys = shortcut_text(action.shortcut())
                self.lines.append((spec.label, keys))
                group.addLayout(row(label(spec.label), None, label(keys, "keycap")))
            groups.addLayout(group, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            place += 1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(20)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addLayout(groups)
        layout.addLayout(row(None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))
