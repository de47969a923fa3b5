"""What a list would do, row by row, before anything of it is taken over (EXM-10)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from desktop.usecases.results import Sheet, preview
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, Column, Row
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.workflows.result_lists import Checked, Part, Preview, Reading, Table
from desktop.workflows.results import shown_score


def part_name(part: Part) -> str:
    """What a column may hold, in words."""
    return {
        Part.REFERENCE: tr_("Diwan", "Reference"),
        Part.SEAT: tr_("Diwan", "Seat"),
        Part.IDENTITY: tr_("Diwan", "National number"),
        Part.NAME: tr_("Diwan", "Name"),
        Part.SCORE: tr_("Diwan", "Score"),
        Part.IGNORED: tr_("Diwan", "not read"),
    }[part]


class ImportDialog(QDialog):
    """The preview of a list: doubtful rows first, then the good ones, then who is missing from it."""

    def __init__(
        self, parent: QWidget, desk: Desk, sheet: Sheet, table: Table, on_yes: Callable[[Preview], None]
    ) -> None:
        super().__init__(parent)
        self._sheet, self._table, self._on_yes = sheet, table, on_yes
        self.found = preview(sheet, table)
        self.setWindowTitle(tr_("Diwan", "Take a list over"))
        self.resize(1080, 720)
        self.banner = Banner()
        columns = (
            Column("line", tr_("Diwan", "Row"), width=80),
            Column("given", tr_("Diwan", "In the list"), width=230),
            Column("candidate", tr_("Diwan", "Candidate"), width=250, strong=True),
            Column("score", tr_("Diwan", "Score"), width=110),
            Column("finding", tr_("Diwan", "Doubt"), stretch=True),
        )
        self.table = ListTable("result-list", columns, desk.runner, desk.preferences)
        self.boxes: list[QComboBox] = []
        choosers = QWidget()
        flow = FlowLayout(choosers)
        for place, part in enumerate(self.found.reading.parts):
            flow.addWidget(self._chooser(place, part))
        self.yes = button("", self._take, kind="primary", name="yes")
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(tr_("Diwan", "Take a list over"), "heading"))
        layout.addWidget(label(tr_("Diwan", "What stands in each column:"), "label"))
        layout.addWidget(choosers)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(None, self.back, self.yes))
        self._show()
        self.yes.setFocus()

    def _chooser(self, place: int, part: Part) -> QWidget:
        headings = self.found.reading.headings
        heading = headings[place] if place < len(headings) else ""
        box = QComboBox()
        for one in Part:
            box.addItem(part_name(one), one.value)
        box.setCurrentIndex(list(Part).index(part))
        numbered = tr_("Diwan", "Column {number}").format(number=shown.number(place + 1))
        box.setAccessibleName(heading or numbered)
        box.activated.connect(lambda _index: self._read_again())
        self.boxes.append(box)
        naming = label(shown.name(heading) if heading else numbered, "caption")
        made = QWidget()
        made.setLayout(column(naming, box, gap=2))
        return made

    def _read_again(self) -> None:
        parts = tuple(Part(str(box.currentData())) for box in self.boxes)
        reading = Reading(self.found.reading.first, parts, self.found.reading.headings)
        self.found = preview(self._sheet, self._table, reading)
        self._show()

    def _show(self) -> None:
        found = self.found
        rows = [_line(one) for one in (*found.bad, *found.good)]
        absent = tr_("Diwan", "Not in the list")
        for one in found.missing:
            word = tr_("Diwan", "Seat")
            seat = f"{word} {shown.number(one.seat)}"
            cells = (
                Cell(""),
                Cell(""),
                Cell(shown.name(one.name), seat),
                Cell(""),
                Cell(absent, "", Tone.WARNING),
            )
            rows.append(Row(f"missing-{one.case_id}", cells, Tone.WARNING))
        self.table.show_rows(tuple(rows))
        counts = tr_(
            "Diwan", "{good} rows are good; {bad} are doubtful; {missing} candidates are not in the list."
        )
        told = counts.format(
            good=shown.number(len(found.good)),
            bad=shown.number(len(found.bad)),
            missing=shown.number(len(found.missing)),
        )
        tone = Tone.WARNING if found.bad or found.missing else Tone.GOOD
        self.banner.say(told, tone, dismissible=False)
        self.yes.setText(tr_("Diwan", "Take over %n row(s)", "", len(found.good)))
        self.yes.setEnabled(bool(found.good))

    def _take(self) -> None:
        self.accept()
        self._on_yes(self.found)


def _line(one: Checked) -> Row:
    """A row of the list as the preview shows it."""
    tone = None if not one.doubts else Tone.DANGER if not one.good else Tone.WARNING
    who = one.candidate
    score = one.typed
    if one.mark is not None:
        score = tr_("Diwan", "absent") if one.mark.score is None else shown_score(one.mark.score)
    doubts = " ".join(said(doubt.text) for doubt in one.doubts)
    word = tr_("Diwan", "Seat")
    seat = f"{word} {shown.number(who.seat)}" if who else ""
    cells = (
        Cell(shown.number(one.line)),
        Cell(shown.name(one.given)),
        Cell(shown.name(who.name) if who else "—", seat),
        Cell(shown.identifier(score)),
        Cell(doubts, "", tone),
    )
    return Row(f"line-{one.line}", cells, tone)
