"""A month's tables and its chart, and the report as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.clock import amman_date
from desktop.base.text import ltr
from desktop.usecases.month_report import sheets
from desktop.usecases.overview import FIRST_MONTH, Month, Overview, month
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import language, said, tr_
from desktop.views.pages.overview.board import Board, Open
from desktop.views.pages.overview.links import of_day
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.widgets.basics import label, row, tool
from desktop.views.widgets.cards import Card


class MonthView(QWidget):
    """One month; the arrows beside its name lead to its neighbours."""

    def __init__(self, desk: Desk, open_cell: Open, go: Callable[[str, str], None]) -> None:
        super().__init__()
        self._desk, self._open, self._go = desk, open_cell, go
        self.first = amman_date(desk.clock.now()).replace(day=1)
        self.month: Month | None = None
        self.chart: QWidget | None = None
        self.name = label("", "heading")
        self.before = tool(tr_("Diwan", "Previous month"), "arrow-left", lambda: self.step(-1))
        self.after = tool(tr_("Diwan", "Next month"), "arrow-right", lambda: self.step(1))
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr_("Diwan", "Table of the report"))
        self.choice.currentIndexChanged.connect(self._turn_to)
        naming = label(tr_("Diwan", "Table of the report"), "key")
        naming.setBuddy(self.choice)
        self.boards: dict[str, Board] = {}
        self._stack = QStackedWidget()
        self.source = label("", "caption")
        self._beside = Card(tr_("Diwan", "Received and closed, day by day"))
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(self._stack)
        split.addWidget(self._beside)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([840, 360])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(self.before, self.name, self.after, 24, naming, self.choice, None, self.source))
        layout.addWidget(split, 1)
        self._tell()

    @property
    def overview(self) -> Overview | None:
        """The open cases as they stood when the month was read."""
        return self.month.overview if self.month else None

    def step(self, by: int) -> None:
        """Shows the month before (-1) or after (+1), as far as there are any."""
        following = (self.first + timedelta(days=32)).replace(day=1)
        wanted = following if by > 0 else (self.first - timedelta(days=1)).replace(day=1)
        if FIRST_MONTH <= wanted <= amman_date(self._desk.clock.now()):
            self.first = wanted
            self._tell()
            self.read()

    def read(self) -> None:
        """Counts the month."""
        services, first = self._desk.services, self.first
        self._desk.runner.submit(lambda: _read(services, first), self._show, key="overview-month", owner=self)

    def focus(self) -> None:
        """Goes to the table in view."""
        board = self._stack.currentWidget()
        if isinstance(board, Board):
            board.focus()

    def save_pdf(self) -> None:
        """Asks where to, and writes the report on the municipality's paper, in Arabic."""
        self._save(tr_("Diwan", "Save the report as PDF…"), tr_("Diwan", "PDF document"), "pdf")

    def save_xlsx(self) -> None:
        """Asks where to, and writes the report as a spreadsheet in the language of the desk."""
        self._save(tr_("Diwan", "Save the report as a spreadsheet…"), tr_("Diwan", "Spreadsheet"), "xlsx")

    def save_to(self, path: str) -> None:
        """Writes the report of the month in view to ``path``; its ending says which kind."""
        services, first, spoken = self._desk.services, self.first, language()

        def work() -> None:
            # Imported here: openpyxl brings NumPy along, half a second of every start.
            from desktop.usecases.month_files import report_pdf, write_report_xlsx

            told = month(services, first)
            if path.endswith(".pdf"):
                Path(path).write_bytes(report_pdf(told, services.registry))
            else:
                write_report_xlsx(Path(path), told, services.registry, spoken)

        def done(_nothing: object) -> None:
            says = tr_("Diwan", "The report is saved: {path}").format(path=ltr(path))
            self._desk.offer(says, tr_("Diwan", "Open it"), lambda: _open_file(path))

        self._desk.runner.submit(work, done, key="overview-save", owner=self)

    def _save(self, title: str, kind: str, ending: str) -> None:
        report = tr_("Diwan", "Monthly report")
        name = f"{report} {self.first:%Y-%m}.{ending}"
        dialog = QFileDialog(self, title, name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind} (*.{ending})")
        dialog.setDefaultSuffix(ending)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _show(self, told: Month) -> None:
        if told.first != self.first:
            return
        first_time, self.month = self.month is None, told
        self.source.setText(said(told.source.note) if told.source.note else "")
        for sheet in sheets(told, self._desk.services.registry):
            if sheet.key not in self.boards:
                board = self.boards[sheet.key] = Board(self._desk, "month", self._open, chart=False)
                self._stack.addWidget(board)
                self.choice.addItem(said(sheet.title), sheet.key)
            self.boards[sheet.key].show_sheet(sheet)
        self._show_days(told)
        if first_time:
            self.focus()

    def _show_days(self, told: Month) -> None:
        # pyqtgraph was loaded on a worker thread by then.
        from desktop.views.widgets.chart import Bar, Chart, Series

        if self.chart is None:
            self.chart = Chart(tr_("Diwan", "Received and closed, day by day"), lying=False)
            self.chart.opened.connect(lambda key: self._go("queue", of_day(date.fromisoformat(key))))
            self._beside.body.addWidget(self.chart)
        assert isinstance(self.chart, Chart)
        came: Counter[date] = Counter()
        ended: Counter[date] = Counter()
        for flow in told.flows:
            (ended if flow.closed else came)[flow.day] += flow.count
        day, last = told.first, min(_last_day(told.first), amman_date(told.overview.now))
        bars = []
        while day <= last:
            name = shown.digits(str(day.day))
            bars.append(Bar(day.isoformat(), name, (float(came[day]), float(ended[day]))))
            day += timedelta(days=1)
        series = (
            Series(tr_("Diwan", "came in"), Tone.INFO),
            Series(tr_("Diwan", "were closed"), Tone.GOOD),
        )
        self.chart.show_bars(bars, series)

    def _turn_to(self, place: int) -> None:
        board = self.boards.get(str(self.choice.itemData(place)))
        if board is not None:
            self._stack.setCurrentWidget(board)

    def _tell(self) -> None:
        name = shown.long_month(self.first)
        self.name.setText(name)
        self.before.setEnabled(self.first > FIRST_MONTH)
        self.after.setEnabled(_last_day(self.first) < amman_date(self._desk.clock.now()))


def _last_day(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _read(services: Services, first: date) -> Month:
    """On a worker thread, where pyqtgraph is loaded too."""
    import desktop.views.widgets.chart  # noqa: F401

    return month(services, first)


def _open_file(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
