"""How a step on many applications ended, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from desktop.usecases.casework import ItemResult
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.marks import Chip


class ResultsDialog(QDialog):
    """Those that were refused stand first, each with its reason."""

    def __init__(self, parent: QWidget, results: Sequence[ItemResult]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        failed = [one for one in results if one.problem is not None]
        title = tr_("Diwan", "%n of the applications could not be changed", None, len(failed))
        self.setWindowTitle(title)
        self.setMinimumSize(560, 320)
        lines = column(gap=10)
        for one in [*failed, *(one for one in results if one.problem is None)]:
            good = one.problem is None
            chip = Chip(
                tr_("Diwan", "Done") if good else tr_("Diwan", "Refused"), Tone.GOOD if good else Tone.DANGER
            )
            line = row(label(shown.identifier(one.reference), "strong", selectable=True), chip, None, gap=12)
            lines.addLayout(line)
            if one.problem is not None:
                lines.addWidget(label(said(one.problem), "label", wrap=True, selectable=True))
        lines.addStretch(1)
        inner = QWidget()
        inner.setLayout(lines)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addWidget(label(title, "heading", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(row(None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))
