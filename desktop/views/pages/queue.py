"""The queues: what waits, soonest due first, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout

from desktop.base.text import ltr
from desktop.models.records.case import Case
from desktop.usecases.casework import Listing, list_cases
from desktop.usecases.queue_links import linked
from desktop.usecases.queues import Queue, queue_counts
from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.bulk import Bulk
from desktop.views.casework.export import write_rows
from desktop.views.casework.filters import FilterBar, Narrowed
from desktop.views.casework.pulse import ELSEWHERE, start_pulse
from desktop.views.casework.rows import queue_columns, rows_of
from desktop.views.casework.summary import SummaryPanel
from desktop.views.casework.trail import trail_of
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.live_counts import counted
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.model import CAP, LARGEST_FETCH
from desktop.views.tables.queue_table import QueueTable
from desktop.views.tables.rows import Fetch, Order, RowsPage
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState

PANEL_WIDTH = 284
_ICONS = {
    "mine": "list-checks",
    "late": "clock-alert",
    "handled": "history",
    "waiting": "hourglass",
    "open": "inbox",
    "closed": "circle-check",
}


def works_on_cases(session: Session) -> bool:
    """Whether the account works on applications at all."""
    return "clerk" in session.abilities


@counted(frozenset({"case", ELSEWHERE}), works_on_cases)
def count_queues(services: Any) -> Mapping[str, int]:
    """The counts of the account's queues, by the sidebar's keys."""
    return {f"queue/{one.queue.key}": one.count for one in queue_counts(services)}


@page
class QueuePage(Page):
    """One page for every queue; the sidebar's line says which."""

    page_id = "queue"
    icon = "inbox"
    order = 1
    watches = frozenset({"case", ELSEWHERE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._queues = {queue.key: queue for queue in desk.session.queues}
        self._queue: Queue | None = None
        self._narrowed = Narrowed()
        self._seen: dict[str, Case] = {}
        self._bulk = Bulk(self, desk)
        self.filters = FilterBar(desk.services.registry)
        self.summary = SummaryPanel(desk)
        self._tables: dict[str, QueueTable] = {}
        self._stack = QStackedWidget()
        card = Card()
        card.flush()
        card.body.addWidget(self._stack)
        self._split = QSplitter()
        set_up_splitter(self._split)
        self._split.addWidget(card)
        self._split.addWidget(self.summary)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([800, PANEL_WIDTH])
        self._restore_split()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.filters)
        layout.addWidget(self._split, 1)
        self.filters.changed.connect(self._narrow)
        self._split.splitterMoved.connect(lambda *_: self._keep_split())
        start_pulse(desk)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Applications")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return works_on_cases(session)

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        return tuple(
            NavEntry(
                cls.page_id, said(queue.label), _ICONS.get(queue.key, "inbox"), Section.WORK, place, queue.key
            )
            for place, queue in enumerate(session.queues, start=1)
        )

    def heading(self) -> str:
        return said(self._queue.label) if self._queue else self.title()

    def commands(self) -> tuple[ActionSpec, ...]:
        find, open_ = tr_("Diwan", "Filter the list"), tr_("Diwan", "Open the application")
        late, columns = tr_("Diwan", "Late only"), tr_("Diwan", "Choose columns")
        export = tr_("Diwan", "Export to a spreadsheet")
        return (
            ActionSpec("queue.open", open_, "folder-open", self.open_current, "Ctrl+O"),
            ActionSpec("queue.claim", tr_("Diwan", "Claim"), "user", self.claim, "Ctrl+J", tool=True),
            ActionSpec("queue.release", tr_("Diwan", "Release"), "undo-2", self.release, "Ctrl+Shift+J"),
            ActionSpec("queue.find", find, "search", self.filters.go_to_field, "Ctrl+F", Menu.VIEW),
            ActionSpec("queue.late", late, "clock-alert", self.filters.toggle_late, "Ctrl+L", Menu.VIEW),
            ActionSpec(
                "queue.columns", columns, "columns-3", self._choose_columns, "Ctrl+Shift+C", Menu.VIEW
            ),
            ActionSpec("queue.export", export, "download", self.export, "Ctrl+E", Menu.FILE, tool=True),
            ActionSpec(
                "queue.new",
                tr_("Diwan", "New application"),
                "plus",
                lambda: self.desk.go("counter"),
                "Ctrl+N",
                Menu.FILE,
                tool=True,
                kind="primary",
            ),
        )

    @property
    def table(self) -> QueueTable:
        """The table of the queue in view."""
        return self._tables[self._queue.key if self._queue else ""]

    def shown(self, argument: str) -> None:
        known = self._queues.get(argument) or linked(argument, self.desk.clock.now())
        known = known or next(iter(self._queues.values()), None)
        if known is None:
            return
        if self._queue is not None and self._queue.key == known.key:
            self.table.refresh()
            self.table.view.setFocus()
            return
        self._queue = known
        if known.key not in self._tables:
            self._add_table(known)
        self._stack.setCurrentWidget(self.table)
        self.heading_changed.emit()
        self._ask()
        self.table.view.setFocus()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        if self._queue is not None:
            self.table.refresh()
            self.summary.refresh()

    def open_current(self) -> None:
        """Opens the current row's application."""
        reference = self.table.current_id()
        if reference:
            self._open(reference)

    def claim(self) -> None:
        """Claims the rows selected, each by itself."""
        self._bulk.act("claim", self._picked())

    def release(self) -> None:
        """Gives the rows selected back to the queue, each by itself."""
        self._bulk.act("release", self._picked())

    def export(self) -> None:
        """Asks where to, and writes what the queue shows as a spreadsheet."""
        name = f"{self.heading()}.xlsx"
        dialog = QFileDialog(self, tr_("Diwan", "Export to a spreadsheet"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr_("Diwan", "Spreadsheet") + " (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Writes all that the queue shows under its filters, not only the rows read so far, to ``path``."""
        fetch, columns, title = self._fetch(keep=False), queue_columns(), self.heading()

        def work() -> int:
            return write_rows(path, title, columns, _all_rows(fetch))

        def done(count: int) -> None:
            says = tr_("Diwan", "%n application(s) exported to {path}", None, count)
            self.desk.notify(says.format(path=ltr(path)))

        self.desk.runner.submit(work, done, key="queue-export", owner=self)

    def _add_table(self, queue: Queue) -> None:
        table = QueueTable(
            f"queue.{queue.key}" if queue.key in self._queues else "queue.linked",
            queue_columns(one_state=len(queue.filter.states) == 1),
            self.desk.runner,
            self.desk.preferences,
            self._empty(queue),
        )
        table.view.setAccessibleName(said(queue.label))
        table.opened.connect(self._open)
        table.current_changed.connect(self.summary.show_case)
        table.loaded.connect(self._settle)
        table.selection_changed.connect(lambda ids: self.filters.tell(table.model.rowCount(), len(ids)))
        self._tables[queue.key] = table
        self._stack.addWidget(table)

    def _empty(self, queue: Queue) -> EmptyState:
        """What an empty list says: that the filter hides all, or that there is nothing, and what to do."""
        if self._narrowed == Narrowed():
            return EmptyState(
                _ICONS.get(queue.key, "inbox"),
                said(queue.empty),
                tr_("Diwan", "New applications appear here by themselves. F5 asks again at once."),
            )
        return EmptyState(
            "search",
            tr_("Diwan", "No application matches the filter"),
            tr_("Diwan", "Search in all applications with Ctrl+K, or clear the filter."),
            tr_("Diwan", "Clear the filter"),
            self.filters.clear,
        )

    def _settle(self) -> None:
        """After rows arrived: one of them is always current, and the bar says how many there are."""
        table = self.table
        if table.model.rowCount() and not table.current_id():
            table.select(table.model.row(0).id)
        elif not table.model.rowCount():
            self.summary.show_case("")
        more = table.model.canFetchMore(table.view.rootIndex())
        self.filters.tell(table.model.rowCount(), len(table.selected_ids()), more=more)

    def _narrow(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed
        if self._queue is not None:
            self.table.set_empty(self._empty(self._queue))
            self._ask()

    def _ask(self) -> None:
        self.table.ask(self._fetch())

    def _fetch(self, *, keep: bool = True) -> Fetch:
        services, queue, narrowed = self.desk.services, self._queue, self._narrowed
        if queue is None:
            raise ValueError("no queue is in view")
        seen = self._seen

        def fetch(cursor: object, _order: Order, wanted: int) -> RowsPage:
            after: Any = cursor
            found: Listing = list_cases(
                services,
                queue.key,
                after=after,
                limit=wanted,
                text=narrowed.text,
                service=narrowed.service,
                late_only=narrowed.late_only,
            )
            if keep:
                seen.update((case.reference, case) for case in found.cases)
            return RowsPage(rows_of(found, services.registry), found.after)

        return fetch

    def _open(self, reference: str) -> None:
        model = self.table.model
        queue = self._queue.key if self._queue else ""
        trail_of(self.desk).lay(queue, [model.row(place).id for place in range(model.rowCount())])
        self.desk.go("case", reference)

    def _picked(self) -> list[Case]:
        return [self._seen[reference] for reference in self.table.selected_ids() if reference in self._seen]

    def _choose_columns(self) -> None:
        header = self.table.view.horizontalHeader()
        self.table.column_menu().popup(header.mapToGlobal(header.rect().bottomLeft()))

    def _restore_split(self) -> None:
        kept = self.desk.preferences.state("splitter", "queue")
        if not kept.isEmpty():
            self._split.restoreState(kept)

    def _keep_split(self) -> None:
        self.desk.preferences.keep_state("splitter", "queue", self._split.saveState())


def _all_rows(fetch: Fetch) -> list[Any]:
    """Every row that ``fetch`` finds, up to as many as a list shows; on a worker thread."""
    rows: list[Any] = []
    cursor: object = None
    while len(rows) < CAP:
        found = fetch(cursor, Order(), LARGEST_FETCH)
        rows.extend(found.rows)
        cursor = found.cursor
        if cursor is None:
            break
    return rows
