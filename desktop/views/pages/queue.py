"""The queues: what waits, soonest due first, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop.usecases.filters import PREFIX, FilterSpec, Kept, filter_counts
from desktop.usecases.queue_links import linked
from desktop.usecases.queues import Queue, queue_counts
from desktop.views.actions import ActionSpec
from desktop.views.casework.chosen import Chosen
from desktop.views.casework.filters import FilterBar, spec_of
from desktop.views.casework.pulse import ELSEWHERE, start_pulse
from desktop.views.casework.queue_commands import QueueDeeds, queue_commands
from desktop.views.casework.queue_export import QueueExport
from desktop.views.casework.queue_reader import QueueReader
from desktop.views.casework.queue_selection import QueueSelection
from desktop.views.casework.queue_words import empty_list, queue_icon, queue_title
from desktop.views.casework.rows import queue_columns
from desktop.views.casework.saved import KIND, ask_drop, ask_name, saved_of
from desktop.views.casework.summary import SummaryPanel
from desktop.views.casework.trail import trail_of
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.live_counts import counted
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.queue_table import QueueTable
from desktop.views.tables.rows import Order
from desktop.views.widgets.basics import button, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState

PANEL_WIDTH = 284


def works_on_cases(session: Session) -> bool:
    """Whether the account works on applications at all."""
    return "clerk" in session.abilities


@counted(frozenset({"case", KIND, ELSEWHERE}), works_on_cases)
def count_queues(services: Any) -> Mapping[str, int]:
    """The counts of the account's queues and saved filters, by the sidebar's keys."""
    counts = {one.queue.key: one.count for one in queue_counts(services)} | filter_counts(services)
    return {f"queue/{key}": count for key, count in counts.items()}


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
        self._kept: Kept | None = None
        self._argument = ""
        self._knows_staff = False
        self._wanted = ""
        self.saved = saved_of(desk)
        self.filters = FilterBar(desk.services.registry)
        self.reader = QueueReader(desk.services)
        self.selection = QueueSelection(self, desk, self.reader, lambda: self.table)
        self.exporting = QueueExport(self, desk, self.reader, self.selection, lambda: self.table.model.order)
        self.chosen = Chosen(self, desk, self.exporting.ask, self.selection.picked, self.reader.actor)
        self.summary = SummaryPanel(desk)
        self.save_button = button(
            tr_("Diwan", "Save the filter…"), self.save_filter, icon_name="list-filter", name="save-filter"
        )
        self._tables: dict[str, QueueTable] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.filters.changed.connect(self._narrow)
        self.chosen.bar.all_asked.connect(self.selection.choose_all)
        self.selection.changed.connect(self._tell)
        self.saved.changed.connect(self._take_saved)
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
                cls.page_id,
                queue_title(queue, session.queues),
                queue_icon(queue),
                Section.WORK,
                place,
                queue.key,
            )
            for place, queue in enumerate(session.queues, start=1)
        )

    def heading(self) -> str:
        if self._kept is not None:
            return self._kept.name
        queue = self.reader.queue
        return queue_title(queue, self.desk.session.queues) if queue else self.title()

    def commands(self) -> tuple[ActionSpec, ...]:
        return queue_commands(
            QueueDeeds(
                open=self.open_current,
                claim=lambda: self.chosen.act("claim"),
                release=lambda: self.chosen.act("release"),
                choose_all=self.selection.choose_all,
                act=self.chosen.bar.open_menu,
                hand_over=lambda: self.chosen.act("hand_over"),
                print=self.chosen.ask_printer,
                find=self.filters.go_to_field,
                late=self.filters.toggle_late,
                save=self.save_filter,
                drop=self.drop_filter if self._kept is not None and self._kept.may_drop else None,
                columns=self.choose_columns,
                export=self.exporting.ask,
                new=lambda: self.desk.go("counter"),
            )
        )

    @property
    def table(self) -> QueueTable:
        """The table of the queue in view."""
        return self._tables[self._argument]

    def shown(self, argument: str) -> None:
        self._wanted = argument
        kept = self.saved.find(argument)
        base = kept.spec.which if kept is not None else argument
        known = self._queues.get(base) or linked(base, self.desk.clock.now())
        known = known or next(iter(self._queues.values()), None)
        if known is None:
            return
        place = argument if kept is not None else known.key
        if place == self._argument and kept == self._kept:
            self.table.refresh()
            self.table.view.setFocus()
            return
        self._show_queue(known, place, kept)

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        if self.reader.queue is not None:
            self.table.refresh()
            self.summary.refresh()

    def open_current(self) -> None:
        """Opens the current row's application."""
        reference = self.table.current_id()
        if reference:
            self._open(reference)

    def save_filter(self) -> None:
        """Keeps what is listed now under a name."""
        queue, present = self.reader.queue, self.reader.present
        order = self.table.model.order if queue else Order()
        spec = spec_of(queue, self.reader.spec, order.sort, order.descending) if queue else None
        if spec is None or present is None:
            self.desk.notify(tr_("Diwan", "This list cannot be kept as a filter."), Tone.INFO)
            return
        office = present.office
        departments = {
            code: said(found.name)
            for code, found in office.reference.departments.items()
            if code in office.actor.departments
        }
        ask_name(self, self.desk, spec, departments, self._kept, lambda key: self.desk.go(self.page_id, key))

    def drop_filter(self) -> None:
        """Asks, and forgets the filter in view."""
        if self._kept is not None:
            ask_drop(self, self.desk, self._kept, lambda: self.desk.go(self.page_id, "open"))

    def choose_columns(self) -> None:
        """Opens the menu of the columns of the table in view."""
        self.table.columns.ask()

    def _lay_out(self) -> None:
        card = Card()
        card.flush()
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self.chosen.bar)
        self._split = QSplitter()
        set_up_splitter(self._split)
        self._split.addWidget(card)
        self._split.addWidget(self.summary)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([800, PANEL_WIDTH])
        kept = self.desk.preferences.state("splitter", "queue")
        if not kept.isEmpty():
            self._split.restoreState(kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        above = row(self.filters, self.save_button, gap=8)
        above.setStretch(0, 1)
        layout.addLayout(above)
        layout.addWidget(self._split, 1)

    def _show_queue(self, queue: Queue, place: str, kept: Kept | None) -> None:
        other = kept is not None or self._kept is not None
        self.reader.queue, self._kept, self._argument = queue, kept, place
        self.selection.forget_all()
        if place not in self._tables:
            self._add_table(queue, place)
        self._stack.setCurrentWidget(self.table)
        self.filters.adapt(queue, self.reader.staff())
        self.heading_changed.emit()
        self.commands_changed.emit()
        if kept is not None:
            self.table.model.start_with(Order(kept.spec.sort, kept.spec.descending))
        if other:
            # It asks by itself.
            self.filters.show_spec(kept.spec if kept is not None else FilterSpec())
        else:
            self._narrow(self.filters.spec())
        self.table.view.setFocus()

    def _add_table(self, queue: Queue, place: str) -> None:
        named = place if place in self._queues else "linked"
        if place.startswith(PREFIX):
            named = place.replace(":", ".")
        table = QueueTable(
            f"queue.{named}",
            queue_columns(one_state=len(queue.filter.states) == 1),
            self.desk.runner,
            self.desk.preferences,
            self._empty(queue),
        )
        table.view.setAccessibleName(self.heading())
        table.opened.connect(self._open)
        table.current_changed.connect(self.summary.show_case)
        table.loaded.connect(self._settle)
        table.selection_changed.connect(self._choose)
        self._tables[place] = table
        self._stack.addWidget(table)

    def _empty(self, queue: Queue) -> EmptyState:
        return empty_list(queue, narrowed=self.reader.spec != FilterSpec(), clear=self.filters.clear)

    def _settle(self) -> None:
        """After rows arrived: one of them is always current, and the bar says how many there are."""
        table = self.table
        if table.model.rowCount() and not table.current_id():
            table.select(table.model.row(0).id)
        elif not table.model.rowCount():
            self.summary.show_case("")
        queue = self.reader.queue
        if self.reader.present is not None and queue is not None and not self._knows_staff:
            self._knows_staff = True
            self.filters.adapt(queue, self.reader.staff())
        self._tell()

    def _take_saved(self) -> None:
        """The filter that was asked for may have been read only now, and the one in view have changed."""
        if self._wanted.startswith(PREFIX):
            self.shown(self._wanted)

    def _choose(self, _ids: list[str]) -> None:
        self.selection.forget_all()
        self._tell()

    def _tell(self) -> None:
        table = self.table
        more = table.model.canFetchMore(table.view.rootIndex())
        chosen, everything = self.selection.count(), self.selection.everything
        self.chosen.bar.tell(table.model.rowCount(), chosen, more=more, everything=everything)

    def _narrow(self, spec: FilterSpec) -> None:
        self.reader.spec = spec
        self.selection.forget_all()
        if self.reader.queue is not None:
            self.table.set_empty(self._empty(self.reader.queue))
            self.table.ask(self.reader.fetch())

    def _open(self, reference: str) -> None:
        model = self.table.model
        references = [model.row(place).id for place in range(model.rowCount())]
        trail_of(self.desk).lay(self._argument, references, model.rest())
        self.desk.go("case", reference)

    def _keep_split(self) -> None:
        self.desk.preferences.keep_state("splitter", "queue", self._split.saveState())
