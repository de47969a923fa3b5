"""F1: every shortcut of the window as it stands, by menu, made from the actions themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from desktop.views.actions import Actions, menu_title
from desktop.views.i18n import tr_
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import button, column, label, row

_HIGHEST = 560
"""Pixels; where there are more, the sheet scrolls."""


class ShortcutSheet(QDialog):
    """Two columns of groups, about equally long; an action without a shortcut is left out."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr_("Diwan", "Keyboard shortcuts"))
        self.setMinimumWidth(680)
        self.lines: list[tuple[str, str]] = []
        columns = (column(gap=20), column(gap=20))
        lengths = [0, 0]
        for menu, made in actions.by_menu().items():
            keyed = [(spec, action) for spec, action in made if spec.shortcut]
            if not keyed:
                continue
            group = column(label(menu_title(menu), "strong"), gap=6)
            for spec, action in keyed:
                keys = shortcut_text(action.shortcut())
                self.lines.append((spec.label, keys))
                group.addLayout(row(label(spec.label), None, label(keys, "keycap")))
            shorter = lengths.index(min(lengths))
            columns[shorter].addLayout(group)
            lengths[shorter] += len(keyed) + 2
        for one in columns:
            one.addStretch(1)
        inner = QWidget()
        inner.setLayout(row(*columns, gap=40))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        inner.setContentsMargins(2, 2, 16, 2)
        least = inner.sizeHint().height() + 4
        scroll.setMinimumHeight(min(least, _HIGHEST))
        scroll.setMinimumWidth(inner.sizeHint().width() + 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(20)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(scroll, 1)
        layout.addLayout(row(None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))
