"""Writing a queue as a spreadsheet: asks where to, then writes what is chosen or all that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.base.text import ltr, without_bidi_controls
from desktop.views.casework.export import write_rows
from desktop.views.casework.queue_reader import QueueReader
from desktop.views.casework.queue_selection import QueueSelection
from desktop.views.casework.rows import queue_columns
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.page import Page
from desktop.views.tables.model import CAP, LARGEST_FETCH
from desktop.views.tables.rows import Fetch, Order, Row


class QueueExport(QObject):
    """Belongs to one page, whose heading is the title; ``order`` says how its list is sorted."""

    def __init__(
        self,
        page: Page,
        desk: Desk,
        reader: QueueReader,
        selection: QueueSelection,
        order: Callable[[], Order],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._reader = reader
        self._selection = selection
        self._order = order

    def ask(self) -> None:
        """Asks where to, and writes what is chosen, or else all that the queue shows, as a spreadsheet."""
        name = f"{without_bidi_controls(self._page.heading())}.xlsx"
        dialog = QFileDialog(self._page, tr_("Diwan", "Export to a spreadsheet"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr_("Diwan", "Spreadsheet") + " (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    def write_to(self, path: str) -> None:
        """Writes the chosen rows, or where not several are chosen all that the queue shows, to ``path``.

        All means under its filters and in its order, not only the rows read so far.
        """
        fetch, order, title = self._reader.fetch(keep=False), self._order(), self._page.heading()
        picked = frozenset(case.reference for case in self._selection.picked())
        several = picked if len(picked) > 1 else None
        columns = queue_columns()

        def work() -> int:
            return write_rows(path, title, columns, _all_rows(fetch, order, several))

        def done(count: int) -> None:
            says = tr_("Diwan", "%n application(s) exported to {path}", None, count)
            self._desk.notify(says.format(path=ltr(path)))

        self._desk.runner.submit(work, done, key="queue-export", owner=self)


def _all_rows(fetch: Fetch, order: Order, only: frozenset[str] | None) -> Iterable[Row]:
    """The rows that ``fetch`` finds, up to as many as a list shows, or those named; on a worker thread."""
    cursor: object = None
    read = 0
    while read < CAP:
        found = fetch(cursor, order, LARGEST_FETCH)
        yield from (one for one in found.rows if only is None or one.id in only)
        read += len(found.rows)
        cursor = found.cursor
        if cursor is None:
            break
