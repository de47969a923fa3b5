"""Beside the week: the cases that wait for a round, and the round that is chosen with its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.base.clock import amman_date
from desktop.models.records.case import Case
from desktop.models.records.occasion import OccasionState
from desktop.models.records.reference import Reference
from desktop.usecases.inspections import Round, Week
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.i18n import said, tr_
from desktop.views.pages.inspections.grid import CASE, hours, mime, weekday_name
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.values import shown_value

_CASE_ID = Qt.ItemDataRole.UserRole


class CaseList(QListWidget):
    """Cases that can be dragged onto a round, or picked by Enter or Space."""

    picked = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "cases")
        self.setAccessibleName(name)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setWordWrap(True)
        self.setUniformItemSizes(False)
        self.itemActivated.connect(lambda item: self.picked.emit(int(item.data(_CASE_ID))))

    def show_cases(self, lines: Iterable[tuple[int, str]]) -> None:
        """One line for each case; the one that was current stays so."""
        current = self.current()
        self.clear()
        for case_id, text in lines:
            item = QListWidgetItem(text)
            item.setData(_CASE_ID, case_id)
            self.addItem(item)
            if case_id == current:
                self.setCurrentItem(item)

    def current(self) -> int:
        """The case that is current; 0 for none."""
        item = self.currentItem()
        return int(item.data(_CASE_ID)) if item is not None else 0

    def mimeData(self, items: Iterable[QListWidgetItem]) -> QMimeData:
        for item in items:
            return mime(CASE, int(item.data(_CASE_ID)))
        return QMimeData()


class WaitingCard(Card):
    """The cases whose inspection is to be scheduled, soonest due first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr_("Diwan", "Waiting for a round"), parent)
        self.list = CaseList(tr_("Diwan", "Waiting for a round"))
        self.empty = label(tr_("Diwan", "No application waits for an inspection."), "key", wrap=True)
        self.list.setMinimumHeight(60)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list)

    def show_week(self, week: Week) -> None:
        """Shows who waits."""
        self.list.show_cases(
            (case.case_id, _line(case, week.service, week.office.reference)) for case in week.waiting
        )
        self.empty.setVisible(not week.waiting)
        self.list.setVisible(bool(week.waiting))


class RoundPanel(Card):
    """The chosen round: its facts, its cases, and what may be done with it."""

    def __init__(self, deeds: dict[str, Callable[[], None]], parent: QWidget | None = None) -> None:
        super().__init__(tr_("Diwan", "The round"), parent)
        self.facts = KeyValues()
        self.list = CaseList(tr_("Diwan", "Applications on the round"))
        self.none = label(
            tr_("Diwan", "Choose a round to see its applications, print its sheet or move it."),
            "key",
            wrap=True,
        )
        self.buttons = {
            "sheet": button(
                tr_("Diwan", "Round sheet"), deeds["sheet"], kind="primary", icon_name="printer", name="sheet"
            ),
            "move": button(tr_("Diwan", "Move…"), deeds["move"], icon_name="calendar", name="move"),
            "resize": button(tr_("Diwan", "Capacity…"), deeds["resize"], name="resize"),
            "close": button(tr_("Diwan", "Round made"), deeds["close"], icon_name="check", name="close"),
            "off": button(tr_("Diwan", "Call off…"), deeds["off"], kind="refuse", name="off"),
        }
        self.list.setMinimumHeight(70)
        known = self.buttons
        lines = column(
            row(known["sheet"], known["move"], None), row(known["close"], known["resize"], known["off"], None)
        )
        self.inner = QWidget()
        inner = QVBoxLayout(self.inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.facts)
        inner.addWidget(self.list, 1)
        inner.addLayout(lines)
        self.body.addLayout(column(self.none, self.inner))
        self.show_round(None, None)

    def show_round(self, week: Week | None, one: Round | None) -> None:
        """Shows ``one``, or that none is chosen."""
        self.none.setVisible(one is None)
        self.inner.setVisible(one is not None)
        if one is None or week is None:
            return
        occasion = one.occasion
        open_ = occasion.state is OccasionState.OPEN
        day = ""
        if occasion.starts_at is not None:
            date_ = amman_date(occasion.starts_at)
            day = f"{weekday_name(date_)} {shown.day(date_)} {hours(occasion.starts_at, occasion.ends_at)}"
        full = tr_("Diwan", "{taken} of {maximum}").format(
            taken=shown.number(occasion.taken), maximum=shown.number(occasion.maximum)
        )
        self.facts.show_facts(
            (
                Fact(tr_("Diwan", "Inspector"), shown.name(said(week.person(occasion.person)))),
                Fact(tr_("Diwan", "District"), shown.name(said(week.place(occasion.district)))),
                Fact(tr_("Diwan", "When"), day),
                Fact(tr_("Diwan", "Places taken"), full),
            )
        )
        reference = week.office.reference
        self.list.show_cases(
            (holder.case.case_id, _line(holder.case, week.service, reference, state=True))
            for holder in one.holders
        )
        for key in ("move", "resize", "off"):
            self.buttons[key].setEnabled(open_)
        came = occasion.starts_at is not None and amman_date(occasion.starts_at) <= amman_date(
            week.office.now
        )
        self.buttons["close"].setEnabled(open_ and came)


def _line(case: Case, service: ServiceDefinition, reference: Reference, *, state: bool = False) -> str:
    """A case in a list: its reference and applicant, what it is about, where, in which state."""
    about = [
        shown.name(said(shown_value(field, case.payload[field.key], reference, case.payload)))
        for field in service.fields
        if field.key in ("profession", "district", "address") and case.payload.get(field.key)
    ]
    lines = [f"{shown.identifier(case.reference)}  {shown.name(case.applicant.name)}", shown.listed(about)]
    if state:
        lines.append(said(service.state(case.state).label))
    elif case.due_at is not None:
        lines.append(tr_("Diwan", "Due {day}").format(day=terms.day_of(case.due_at)))
    return "\n".join(filter(None, lines))
