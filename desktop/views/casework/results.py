"""How a step on many applications ended, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.usecases.many import Ending, ItemResult
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.basics import button, label, row

_ORDER = (Ending.REFUSED, Ending.LEFT, Ending.DONE)


class ResultsDialog(QDialog):
    """Those that were refused stand first, each with its reason; Enter opens the application."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, results: Sequence[ItemResult]) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(720, 460)
        ends = {ending: [one for one in results if one.ending is ending] for ending in _ORDER}
        counts = {ending: len(found) for ending, found in ends.items()}
        sentences = [
            tr_("Diwan", "%n refused", None, counts[Ending.REFUSED]),
            tr_("Diwan", "%n not tried", None, counts[Ending.LEFT]),
            tr_("Diwan", "%n done", None, counts[Ending.DONE]),
        ]
        told = [words for words, ending in zip(sentences, _ORDER, strict=True) if counts[ending]]
        columns = (
            Column("item", tr_("Diwan", "Applicant"), width=190, strong=True),
            Column("ending", tr_("Diwan", "Result"), CellKind.CHIP, width=110),
            Column("why", tr_("Diwan", "Why"), width=260, stretch=True),
        )
        self.table = ListTable("results", columns, desk.runner, desk.preferences)
        self.table.view.setAccessibleName(title)
        self.table.opened.connect(self._open)
        self.table.show_rows(tuple(_row(one) for ending in _ORDER for one in ends[ending]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addWidget(label(title, "heading", wrap=True))
        layout.addWidget(label(" · ".join(told), "label", wrap=True))
        layout.addWidget(self.table, 1)
        self.table.view.setFocus()
        layout.addLayout(row(None, button(tr_("Diwan", "Close"), self.accept, kind="primary")))

    def _open(self, reference: str) -> None:
        self.accept()
        self._desk.go("case", reference)


def _row(one: ItemResult) -> Row:
    chips = {
        Ending.DONE: (tr_("Diwan", "Done"), Tone.GOOD),
        Ending.REFUSED: (tr_("Diwan", "Refused"), Tone.DANGER),
        Ending.LEFT: (tr_("Diwan", "Not tried"), Tone.NEUTRAL),
    }
    words, tone = chips[one.ending]
    reference = shown.identifier(one.reference)
    name = shown.name(one.item.applicant)
    return Row(
        one.reference,
        (
            Cell(name or reference, reference if name else ""),
            Cell(words, tone=tone),
            Cell(said(one.problem) if one.problem else ""),
        ),
    )
