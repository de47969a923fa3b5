"""The week as a grid: inspectors down, working days along; rounds are moved by dragging or by keyboard.

The grid changes nothing itself: it asks, by signals, for a move or a booking, and draws what is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QProgressBar, QWidget

from desktop.base.clock import amman, amman_date
from desktop.base.text import Text
from desktop.usecases.inspections import Round, Week
from desktop.views import shown
from desktop.views.i18n import said, tr_
from desktop.views.qtfix import carry, right_to_left
from desktop.views.widgets.basics import clear, column, label, row

ROUND, CASE = "application/x-diwan-round", "application/x-diwan-case"
STEP = timedelta(minutes=30)
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_LEAST_DAY = 104


def weekday_name(day: date) -> str:
    """The day of the week, in the language in force."""
    names = (
        Text("الاثنين", "Monday"), Text("الثلاثاء", "Tuesday"), Text("الأربعاء", "Wednesday"),
        Text("الخميس", "Thursday"), Text("الجمعة", "Friday"), Text("السبت", "Saturday"),
        Text("الأحد", "Sunday"),
    )  # fmt: skip
    return said(names[day.weekday()])


def hours(starts_at: datetime, ends_at: datetime | None) -> str:
    """From when to when, on the wall in Amman."""
    first = f"{amman(starts_at):%H:%M}"
    both = f"{first}–{amman(ends_at):%H:%M}" if ends_at else first
    return shown.identifier(shown.digits(both))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a round would go."""

    starts_at: datetime
    inspector: str


def mime(kind: str, number: int) -> QMimeData:
    """What is dragged: a round or a case, by its number."""
    data = QMimeData()
    data.setData(kind, str(number).encode())
    return data


def dragged(data: QMimeData, kind: str) -> int | None:
    """The number of the round or case that is dragged, if it is of that kind."""
    raw = bytes(data.data(kind).data()).decode("ascii", "ignore") if data.hasFormat(kind) else ""
    return int(raw) if raw.isdigit() else None


class RoundCard(QFrame):
    """One round: when, where, how full."""

    chosen = Signal(int)
    activated = Signal(int)
    pushed = Signal(int, object)
    """The arrow that was pressed with Ctrl (another day or inspector) or Shift (another hour)."""
    walked = Signal(int, object)
    case_dropped = Signal(int, int)

    def __init__(self, one: Round, week: Week, *, ghost: bool = False) -> None:
        super().__init__()
        self.one, self._ghost, self._pressed = one, ghost, QPoint()
        occasion = one.occasion
        self.setProperty("role", "roundGhost" if ghost else "round")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if ghost else Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(not ghost)
        when = hours(occasion.starts_at, occasion.ends_at) if occasion.starts_at else ""
        full = tr_("Diwan", "{taken} of {maximum}").format(
            taken=shown.number(occasion.taken), maximum=shown.number(occasion.maximum)
        )
        bar = QProgressBar()
        bar.setRange(0, occasion.maximum)
        bar.setValue(occasion.taken)
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        bar.setAccessibleName(full)
        # A long name is told whole by the tip and by the panel.
        where = said(week.place(occasion.district))
        name = self.fontMetrics().elidedText(where, Qt.TextElideMode.ElideRight, _LEAST_DAY - 16)
        district = label(shown.name(name), "caption")
        district.setMinimumWidth(10)
        count = row(bar, label(full, "caption"), gap=6)
        lines = column(label(when, "strong"), district, count, margin=6, gap=4)
        self.setLayout(lines)
        self.setToolTip(shown.name(where))
        self.setAccessibleName(_spoken(one, when, said(week.person(occasion.person)), where, full))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mark(self, on: bool) -> None:
        """Draws it as the one that is chosen."""
        self.setProperty("role", "roundChosen" if on else "round")
        self.style().unpolish(self)
        self.style().polish(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.one.occasion.occasion_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number, key, held = self.one.occasion.occasion_id, event.key(), event.modifiers()
        moving = held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS and moving:
            self.pushed.emit(number, event)
        elif key in _ARROWS:
            self.walked.emit(number, Qt.Key(key))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not held:
            self.activated.emit(number)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.activated.emit(self.one.occasion.occasion_id)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self._ghost and event.buttons() & Qt.MouseButton.LeftButton and far >= _drag_distance():
            carry(self, mime(ROUND, self.one.occasion.occasion_id), self.grab(), self._pressed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged(event.mimeData(), CASE) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()  # A round goes on to the day beneath.

    def dropEvent(self, event: QDropEvent) -> None:
        case_id = dragged(event.mimeData(), CASE)
        if case_id is not None:
            event.acceptProposedAction()
            self.case_dropped.emit(case_id, self.one.occasion.occasion_id)
        else:
            event.ignore()


class DayCell(QFrame):
    """One day of one inspector; a round that is dropped here asks to be moved here."""

    round_dropped = Signal(int, object, str)

    def __init__(self, day: date, inspector: str, off: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.inspector, self._off = day, inspector, off
        self.setAcceptDrops(True)
        self.setMinimumWidth(_LEAST_DAY)
        self.body = column(margin=4, gap=6)
        self.setLayout(self.body)
        self._draw("dayOff" if off else "day")

    def fill(self, cards: list[RoundCard]) -> None:
        """Puts the day's rounds in."""
        for card in cards:
            self.body.addWidget(card)
        if self._off and not cards:
            self.body.addWidget(label(self._off, "caption", wrap=True))
        self.body.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged(event.mimeData(), ROUND) is not None:
            event.acceptProposedAction()
            self._draw("dayTarget")

    def dragLeaveEvent(self, _event: object) -> None:
        self._draw("dayOff" if self._off else "day")

    def dropEvent(self, event: QDropEvent) -> None:
        self._draw("dayOff" if self._off else "day")
        number = dragged(event.mimeData(), ROUND)
        if number is not None:
            event.acceptProposedAction()
            self.round_dropped.emit(number, self.day, self.inspector)

    def _draw(self, role: str) -> None:
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)


class WeekGrid(QWidget):
    """Draws a week; tells what is chosen, and what somebody would like to move where."""

    chosen = Signal(int)
    activated = Signal(int)
    move_asked = Signal(int, object)
    """A round's number and the :class:`Target` it should go to."""
    case_dropped = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._week: Week | None = None
        self._cards: dict[int, RoundCard] = {}
        self.cells: dict[tuple[date, str], DayCell] = {}
        self._proposed: tuple[int, Target] | None = None
        self._current = 0

    def show_week(self, week: Week) -> None:
        """Draws ``week``; the round that was chosen stays so where it is still there."""
        self._week, self._proposed = week, None
        self._draw()

    def propose(self, number: int, target: Target | None) -> None:
        """Draws where the round would go; ``None`` takes the proposal back."""
        self._proposed = None if target is None else (number, target)
        self._draw()

    @property
    def current(self) -> int:
        """The number of the round that is chosen; 0 for none."""
        return self._current

    def choose(self, number: int) -> None:
        """Chooses a round and goes to it."""
        card = self._cards.get(number)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def card(self, number: int) -> RoundCard:
        """The card of a round; ``KeyError`` where the week has none such."""
        return self._cards[number]

    def _draw(self) -> None:
        week = self._week
        if week is None:
            return
        focused = any(card.hasFocus() for card in self._cards.values())
        clear(self._grid)
        self._cards, self.cells = {}, {}
        days = [day for day in week.days if day.weekday() not in (4, 5)]
        for place, day in enumerate(days, start=1):
            off = said(week.holidays[day]) if day in week.holidays else ""
            head = column(label(weekday_name(day), "strong"), label(shown.day(day), "caption"), gap=0)
            self._grid.addLayout(head, 0, place)
            for line, inspector in enumerate(week.inspectors, start=1):
                cell = DayCell(day, inspector, off)
                cell.round_dropped.connect(self._dropped)
                cell.setAccessibleName(shown.listed((weekday_name(day), said(week.person(inspector)))))
                cell.fill(self._cards_of(week, day, inspector))
                self.cells[day, inspector] = cell
                self._grid.addWidget(cell, line, place)
            self._grid.setColumnStretch(place, 1)
        for line, inspector in enumerate(week.inspectors, start=1):
            who = label(shown.name(said(week.person(inspector))), "strong", wrap=True)
            who.setFixedWidth(110)
            self._grid.addWidget(who, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(week.inspectors) + 1, 1)
        if self._current in self._cards:
            self._cards[self._current].mark(on=True)
            if focused:
                self._cards[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def _cards_of(self, week: Week, day: date, inspector: str) -> list[RoundCard]:
        found = []
        for one in week.rounds:
            occasion = one.occasion
            here = occasion.starts_at is not None and amman_date(occasion.starts_at) == day
            if here and occasion.person == inspector:
                found.append(self._made(one, week))
        if self._proposed is not None:
            number, target = self._proposed
            moved = next((r for r in week.rounds if r.occasion.occasion_id == number), None)
            if moved and (amman_date(target.starts_at), target.inspector) == (day, inspector):
                found.append(RoundCard(_moved(moved, target), week, ghost=True))
        return sorted(found, key=lambda card: str(card.one.occasion.starts_at))

    def _made(self, one: Round, week: Week) -> RoundCard:
        card = RoundCard(one, week)
        card.chosen.connect(self._chosen)
        card.activated.connect(self.activated.emit)
        card.pushed.connect(self._pushed)
        card.walked.connect(self._walked)
        card.case_dropped.connect(self.case_dropped.emit)
        self._cards[one.occasion.occasion_id] = card
        return card

    def _chosen(self, number: int) -> None:
        if self._current != number and self._current in self._cards:
            self._cards[self._current].mark(on=False)
        self._current = number
        self._cards[number].mark(on=True)
        self.chosen.emit(number)

    def _target_of(self, number: int) -> Target | None:
        """Where the round stands: as proposed, else as it is."""
        if self._proposed is not None and self._proposed[0] == number:
            return self._proposed[1]
        occasion = self._cards[number].one.occasion
        return Target(occasion.starts_at, occasion.person) if occasion.starts_at else None

    def _dropped(self, number: int, day: date, inspector: str) -> None:
        card = self._cards.get(number)
        if card is None or card.one.occasion.starts_at is None:
            return
        starts_at = card.one.occasion.starts_at
        moved = starts_at + (day - amman_date(starts_at))
        if (moved, inspector) != (starts_at, card.one.occasion.person):
            self.move_asked.emit(number, Target(moved, inspector))

    def _pushed(self, number: int, event: QKeyEvent) -> None:
        """Ctrl and an arrow: another working day or inspector; Shift and an arrow: half an hour."""
        week, now = self._week, self._target_of(number)
        if week is None or now is None:
            return
        key, inspectors = event.key(), list(week.inspectors)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step = STEP if key in (Qt.Key.Key_Down, _forward()) else -STEP
            self.move_asked.emit(number, replace(now, starts_at=now.starts_at + step))
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and now.inspector in inspectors:
            place = inspectors.index(now.inspector) + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= place < len(inspectors):
                self.move_asked.emit(number, replace(now, inspector=inspectors[place]))
            return
        way = 1 if key == _forward() else -1
        day, ends = amman_date(now.starts_at), {amman_date(now.starts_at) + timedelta(days=way * 14)}
        moved = day
        while moved not in ends:
            moved += timedelta(days=way)
            if moved.weekday() not in (4, 5) and moved not in week.holidays:
                self.move_asked.emit(number, replace(now, starts_at=now.starts_at + (moved - day)))
                return

    def _walked(self, number: int, key: Qt.Key) -> None:
        """An arrow alone goes to the nearest card that way."""
        here = self._cards[number]
        at = here.mapTo(self, here.rect().center())
        best: tuple[int, RoundCard] | None = None
        for card in self._cards.values():
            there = card.mapTo(self, card.rect().center())
            along, across = there.x() - at.x(), there.y() - at.y()
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                along, across = across, along
                forward = along > 0 if key == Qt.Key.Key_Down else along < 0
            else:
                forward = along > 0 if key == Qt.Key.Key_Right else along < 0
            if card is here or not forward:
                continue
            far = abs(along) + 3 * abs(across)
            if best is None or far < best[0]:
                best = (far, card)
        if best is not None:
            best[1].setFocus(Qt.FocusReason.OtherFocusReason)


def _forward() -> Qt.Key:
    """The arrow that leads to later days: they follow the direction of reading."""
    return Qt.Key.Key_Left if right_to_left() else Qt.Key.Key_Right


def _moved(one: Round, target: Target) -> Round:
    occasion = one.occasion
    length = occasion.ends_at - occasion.starts_at if occasion.ends_at and occasion.starts_at else None
    ends_at = target.starts_at + length if length else None
    changed = replace(occasion, starts_at=target.starts_at, ends_at=ends_at, person=target.inspector)
    return Round(changed, one.holders)


def _spoken(one: Round, *facts: str) -> str:
    starts_at = one.occasion.starts_at
    return shown.listed((weekday_name(amman_date(starts_at)) if starts_at else "", *facts))


def _drag_distance() -> int:
    return QApplication.startDragDistance()
